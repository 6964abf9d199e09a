from __future__ import annotations

import time
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QContextMenuEvent, QTextCursor, QUndoStack
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from app.document.document import Document
from app.document.edit import Edit
from app.session.script import Script
from app.ui.editor.text_editor import DEFAULT_POINT_SIZE, TextEditor


@pytest.fixture
def editor(qtbot: QtBot) -> TextEditor:
    editor = TextEditor()
    qtbot.addWidget(editor)
    return editor


def following(editor: TextEditor) -> Script:
    """A script that keeps the editor's text, and what can be undone of it."""
    stack = QUndoStack(editor)
    script = Script(stack, editor)
    script.restore(Document(after=editor.text()))
    editor.edited.connect(script.edit)
    script.text_changed.connect(editor.apply)
    editor.undo_requested.connect(stack.undo)
    editor.redo_requested.connect(stack.redo)
    return script


def marked(editor: TextEditor) -> list[str]:
    return [mark.cursor.selectedText() for mark in editor.extraSelections()]


def test_what_is_spoken_is_marked_by_code_points(editor: TextEditor) -> None:
    editor.set_text("😀 one. 𝔸 two three.")
    text = editor.text()
    start = text.index("𝔸")
    sentence = (start, len(text))
    editor.set_spoken(sentence, (text.index("two"), text.index("two") + 3))
    assert marked(editor) == ["𝔸 two three.", "two"]
    editor.set_spoken(sentence)
    assert marked(editor) == ["𝔸 two three."]
    editor.set_spoken(None)
    assert marked(editor) == []


def test_marks_are_no_step_to_undo(editor: TextEditor) -> None:
    editor.set_text("one two")
    editor.document().setModified(False)
    editor.set_spoken((0, 7), (0, 3))
    assert not editor.document().isModified()


def test_an_edit_clears_the_marks_until_they_are_put_again(
    editor: TextEditor, qtbot: QtBot
) -> None:
    editor.set_text("one two")
    editor.set_spoken((0, 7))
    qtbot.keyClicks(editor, "x")
    assert marked(editor) == []
    editor.set_spoken(None, (0, 3))
    assert marked(editor) == ["xon"]


def test_marks_beyond_the_text_are_cut(editor: TextEditor) -> None:
    editor.set_text("short")
    editor.set_spoken((2, 900))
    assert marked(editor) == ["ort"]


def test_the_selection_is_in_code_points(editor: TextEditor, qtbot: QtBot) -> None:
    editor.set_text("😀ab")
    assert editor.selection() is None
    with qtbot.waitSignal(editor.selection_changed, check_params_cb=lambda has: has):
        editor.selectAll()
    assert editor.selection() == (0, 3)


def test_pasting_takes_the_words_alone(editor: TextEditor) -> None:
    source = QMimeData()
    source.setHtml("<b>bold</b>")
    source.setText("bold")
    editor.insertFromMimeData(source)
    assert editor.text() == "bold"
    assert "bold</span>" not in editor.document().toHtml()


def test_a_dropped_file_is_asked_for_and_the_text_stays(
    editor: TextEditor, qtbot: QtBot, tmp_path: Path
) -> None:
    editor.set_text("before")
    source = QMimeData()
    source.setUrls([QUrl.fromLocalFile(str(tmp_path / "story.epub"))])
    assert editor.canInsertFromMimeData(source)
    with qtbot.waitSignal(editor.file_dropped) as dropped:
        editor.insertFromMimeData(source)
    assert dropped.args == [tmp_path / "story.epub"]
    assert editor.text() == "before"


def test_lone_surrogates_do_not_get_in(editor: TextEditor) -> None:
    editor.set_text("a\ud800b")
    assert editor.text() == "ab"
    assert editor.document().characterCount() == 3


def test_control_and_wheel_change_the_size_of_the_type(editor: TextEditor, turn_wheel) -> None:
    turn_wheel(editor.viewport(), 1, modifiers=Qt.KeyboardModifier.ControlModifier)
    assert editor.point_size() == DEFAULT_POINT_SIZE + 1
    editor.zoom(-100)
    editor.zoom(-1)
    assert editor.point_size() == 8
    editor.zoom(0)
    assert editor.point_size() == DEFAULT_POINT_SIZE


def test_changing_the_size_is_not_a_change_of_text(editor: TextEditor, qtbot: QtBot) -> None:
    editor.set_text("text")
    with qtbot.assertNotEmitted(editor.edited):
        editor.zoom(3)


def test_escape_leaves_the_text(editor: TextEditor, qtbot: QtBot) -> None:
    with qtbot.waitSignal(editor.left):
        qtbot.keyClick(editor, Qt.Key.Key_Escape)


def choose_at(editor: TextEditor, units: int, name: str) -> None:
    """Trigger an entry of the menu at a place of the text, in UTF-16 units."""
    editor.show()
    cursor = editor.textCursor()
    cursor.setPosition(units)
    place = editor.cursorRect(cursor).center()
    event = QContextMenuEvent(
        QContextMenuEvent.Reason.Mouse, place, editor.viewport().mapToGlobal(place)
    )
    QApplication.sendEvent(editor.viewport(), event)
    menus = [menu for menu in QApplication.topLevelWidgets() if isinstance(menu, QMenu)]
    entries = {action.objectName(): action for menu in menus for action in menu.actions()}
    entries[name].trigger()
    for menu in menus:
        menu.close()


def test_speaking_can_start_under_the_pointer(editor: TextEditor, qtbot: QtBot) -> None:
    editor.set_text("😀 one two")
    with qtbot.waitSignal(editor.read_from_requested) as asked:
        choose_at(editor, 6, "readFromHereAction")  # behind "one"
    assert asked.args == [5]


@pytest.mark.parametrize(
    ("text", "units", "after"),
    [
        ("😀 one two", 6, "😀 one [pause 1.0s] two"),
        ("one. two", 5, "one. [pause 1.0s] two"),
        ("one", 3, "one [pause 1.0s]"),
        ("one", 0, "[pause 1.0s] one"),
    ],
)
def test_a_pause_is_inserted_under_the_pointer(
    editor: TextEditor, text: str, units: int, after: str
) -> None:
    editor.set_text(text)
    choose_at(editor, units, "insertPauseAction")
    assert editor.text() == after
    assert editor.textCursor().selectedText() == "1.0"


def test_typing_into_a_long_text_stays_fluid(editor: TextEditor, qtbot: QtBot) -> None:
    editor.set_text("All work and no play makes a dull day. \n" * 2500)
    editor.show()
    script = following(editor)
    started = time.thread_time()
    qtbot.keyClicks(editor, "twenty key presses. ")
    assert (time.thread_time() - started) / 20 < 0.05
    assert script.document.text == editor.text()
    assert len(script.document) == 2501
    started = time.thread_time()
    for word in range(100):
        editor.set_spoken(None, (word * 5, word * 5 + 4))
    assert (time.thread_time() - started) / 100 < 0.01


def test_a_byte_order_mark_does_not_turn_the_text_into_another(editor: TextEditor) -> None:
    for mark in ("\ufeff", "\ufffe"):
        editor.set_text(f"{mark}Hello")
        assert editor.text() == "Hello"


def test_the_view_follows_the_speech_until_the_user_looks_elsewhere(
    editor: TextEditor, qtbot: QtBot
) -> None:
    line = "All work and no play makes a dull day.\n"
    editor.set_text(line * 300)
    editor.resize(400, 300)
    editor.show()
    qtbot.waitExposed(editor)
    bar = editor.verticalScrollBar()

    def speak(number: int) -> None:
        start = number * len(line)
        editor.set_spoken((start, start + len(line)), (start, start + 3))

    for number in range(100):
        speak(number)
        mark = editor.extraSelections()[0]
        # the cursor is at the mark's end, where the next line begins
        line_start = editor.cursorRect(mark.cursor).top() - editor.fontMetrics().lineSpacing()
        assert 0 <= line_start < editor.viewport().height()
    bar.setValue(0)
    speak(101)
    assert bar.value() == 0


# -- the cursor ---------------------------------------------------------------------------------


def put_cursor(editor: TextEditor, place: int) -> None:
    """`place` in code points."""
    cursor = editor.textCursor()
    cursor.setPosition(len(editor.text()[:place].encode("utf-16-le")) // 2)
    editor.setTextCursor(cursor)


def test_the_caret_and_a_selection_are_counted_in_code_points(editor: TextEditor) -> None:
    editor.set_text("😀 one. Two 𝔸.\n\nThree.")
    cursor = editor.textCursor()
    cursor.setPosition(3)  # UTF-16 units: behind the emoji and the space
    cursor.setPosition(14, cursor.MoveMode.KeepAnchor)
    editor.setTextCursor(cursor)
    assert editor.selection() == editor.selection_or_caret() == (2, 12)
    assert editor.caret() == 12
    put_cursor(editor, editor.text().index("Three"))
    third = editor.text().index("Three")
    assert editor.selection() is None
    assert editor.caret() == third
    assert editor.selection_or_caret() == (third, third)


# -- edits -----------------------------------------------------------------------------------------


def test_an_edit_is_told_where_it_was_made(editor: TextEditor, qtbot: QtBot) -> None:
    editor.set_text("Yes. 😀 Yes. Yes.")
    cursor = editor.textCursor()
    cursor.setPosition(0)
    cursor.setPosition(5, QTextCursor.MoveMode.KeepAnchor)
    editor.setTextCursor(cursor)
    with qtbot.waitSignal(editor.edited) as told:
        qtbot.keyClick(editor, Qt.Key.Key_Delete)
    assert told.args == [Edit(0, 5, ""), "😀 Yes. Yes."]
    cursor.setPosition(3)
    editor.setTextCursor(cursor)
    with qtbot.waitSignal(editor.edited) as told:
        qtbot.keyClicks(editor, "a")
    assert told.args == [Edit(2, 2, "a"), "😀 aYes. Yes."]


def test_whatever_is_done_to_the_text_is_told(editor: TextEditor, qtbot: QtBot) -> None:
    """By every way that Qt has to change it, the script has the same text."""
    script = following(editor)
    editor.insertPlainText("One 😀\nTwo\n\nThree")
    qtbot.keyClicks(editor, "ab")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.keyClick(editor, Qt.Key.Key_Backspace)
    qtbot.keyClick(editor, Qt.Key.Key_Backspace, Qt.KeyboardModifier.ControlModifier)
    editor.moveCursor(QTextCursor.MoveOperation.Start)
    qtbot.keyClick(editor, Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
    source = QMimeData()
    source.setText("a\r\nb\u2029c\rd\ve")
    editor.insertFromMimeData(source)
    assert script.document.text == editor.text() == editor.toPlainText()
    editor.setPlainText("Quite another")
    assert script.document.text == "Quite another"
    while editor.text():
        editor.undo_requested.emit()
        assert script.document.text == editor.text() == editor.toPlainText()
    for _ in range(20):
        editor.redo_requested.emit()
    assert script.document.text == editor.text() == "Quite another"


def test_the_cursor_is_where_something_was_undone(editor: TextEditor, qtbot: QtBot) -> None:
    editor.set_text("One came. 😀 Two came.")
    following(editor)
    cursor = editor.textCursor()
    cursor.setPosition(13)
    editor.setTextCursor(cursor)
    qtbot.keyClicks(editor, "all ")
    editor.moveCursor(QTextCursor.MoveOperation.Start)
    editor.undo_requested.emit()
    assert editor.text() == "One came. 😀 Two came."
    assert editor.textCursor().position() == 13


def test_undo_in_the_menu_of_the_text_is_the_scripts(editor: TextEditor, qtbot: QtBot) -> None:
    editor.set_text("One")
    script = following(editor)
    editor.show()
    qtbot.keyClicks(editor, "x")
    middle = editor.rect().center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, middle, editor.mapToGlobal(middle))
    QApplication.sendEvent(editor.viewport(), event)
    (menu,) = editor.findChildren(QMenu)
    (undo,) = (each for each in menu.actions() if each.objectName() == "edit-undo")
    undo.trigger()
    assert script.document.text == editor.text() == "One"
    menu.close()


def test_ctrl_click_reads_from_the_word(editor: TextEditor, qtbot: QtBot) -> None:
    editor.set_text("😀 one two")
    editor.show()
    cursor = QTextCursor(editor.document())
    cursor.setPosition(7)  # UTF-16 units: the beginning of "two"
    place = editor.cursorRect(cursor).center()
    with qtbot.waitSignal(editor.read_from_requested) as asked:
        qtbot.mouseClick(
            editor.viewport(),
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.ControlModifier,
            place,
        )
    assert asked.args == [6]
