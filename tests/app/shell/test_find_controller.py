"""Words are found and replaced in the text and in its lines."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from app.document.document import ChosenTake
from app.session.line_filter import LineFilter
from app.shell.application import Application
from app.ui.widgets.find_bar import FindBar
from tests.app.shell.conftest import Open
from vits_core.prosody.steering import Draw
from vits_core.records import ProsodySettings, Utterance
from vits_core.synthesis.take_request import TakeRequest

TEXT = "A cat came. The dog sat.\n\nA cat left, a Cat came back."


@pytest.fixture
def silent(open_application: Open) -> Application:
    """An application without a voice, whose window is shown, with three lines."""
    application = open_application()
    application.window.show()
    application.parts.editor.set_text(TEXT)
    application.script.set_front_end("en", reads_phonemes=False)
    return application


def seek(qtbot: QtBot, application: Application, bar: FindBar, words: str) -> QLineEdit:
    """Ctrl+F, and words."""
    application.window.action("find").trigger()
    assert bar.isVisible()
    (field,) = [each for each in bar.findChildren(QLineEdit) if "Find" in each.objectName()]
    field.clear()
    qtbot.keyClicks(field, words)
    return field


def count(bar: FindBar) -> str:
    (label,) = [each for each in bar.findChildren(QLabel) if "Found" in each.objectName()]
    return label.text()


def test_the_text_goes_from_place_to_place(qtbot: QtBot, silent: Application) -> None:
    editor, bar = silent.parts.editor, silent.parts.text.find_bar
    field = seek(qtbot, silent, bar, "cat")
    places = [(2, 5), (28, 31), (40, 43)]
    assert editor.found() == tuple(places)
    assert editor.selection() == places[0]
    assert count(bar) == "1 of 3"
    for place in (places[1], places[2], places[0]):
        qtbot.keyClick(field, Qt.Key.Key_Return)
        assert editor.selection() == place
    qtbot.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert editor.selection() == places[2]
    assert count(bar) == "3 of 3"
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert editor.found() == ()


def test_where_nothing_is_sought_yet_the_next_place_asks_for_words(silent: Application) -> None:
    silent.window.action("find_next").trigger()
    assert silent.parts.text.find_bar.isVisible()


def test_what_is_selected_is_sought(qtbot: QtBot, silent: Application) -> None:
    silent.parts.editor.place_caret(16, 19)
    silent.window.action("find").trigger()
    assert silent.parts.text.find_bar.sought() == ("dog", False)


def test_marks_follow_the_text(qtbot: QtBot, silent: Application) -> None:
    editor = silent.parts.editor
    seek(qtbot, silent, silent.parts.text.find_bar, "cat")
    silent.script.rewrite_line(silent.script.document.lines[0].id, "Nobody came.")
    assert editor.found() == ((29, 32), (41, 44))


def test_words_are_replaced_one_by_one_in_the_text(qtbot: QtBot, silent: Application) -> None:
    editor, bar = silent.parts.editor, silent.parts.text.find_bar
    seek(qtbot, silent, bar, "cat")
    bar.replace_requested.emit("catfish")
    assert editor.text().startswith("A catfish came. The")
    assert editor.selection() == (32, 35), "the next one, not within what was put there"
    silent.window.undo_stack.undo()
    assert editor.text() == TEXT


def test_all_are_replaced_as_one_step_and_each_line_keeps_its_choice(
    qtbot: QtBot, silent: Application
) -> None:
    script, bar = silent.script, silent.parts.text.find_bar
    line = script.document.lines[2]
    utterance = Utterance(line.text, 0, len(line.text), ("",), (1,), ())
    take = TakeRequest(utterance, ProsodySettings(), Draw(1), Draw(2))
    script.choose(line.id, ChosenTake(take, "a.onnx"), "")
    before = [each.id for each in script.document]
    seek(qtbot, silent, bar, "cat")
    bar.replace_all_requested.emit("mouse")
    assert script.document.text == (
        "A mouse came. The dog sat.\n\nA mouse left, a mouse came back."
    )
    assert [each.id for each in script.document] == before
    assert script.document[line.id].is_stale
    silent.window.undo_stack.undo()
    assert script.document.text == TEXT


def test_the_lines_go_from_line_to_line(qtbot: QtBot, silent: Application) -> None:
    silent.window.show_lines()
    panel = silent.parts.script
    first, second, third = (line.id for line in silent.script.document)
    panel.choose([second])
    field = seek(qtbot, silent, panel.find_bar, "cat")
    assert panel.chosen() == [third]
    assert count(panel.find_bar) == "2 of 3"
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert panel.chosen() == [first]
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert panel.list.hasFocus()
    silent.window.action("find_next").trigger()
    assert panel.chosen() == [third]


def test_a_line_is_replaced_as_a_whole_and_lines_out_of_sight_are_left_alone(
    qtbot: QtBot, silent: Application
) -> None:
    silent.window.show_lines()
    panel, script = silent.parts.script, silent.script
    first, _, third = (line.id for line in script.document)
    seek(qtbot, silent, panel.find_bar, "cat")
    panel.choose([third])
    panel.find_bar.replace_requested.emit("mouse")
    assert script.document[third].text == "A mouse left, a mouse came back."
    assert panel.chosen() == [first]
    panel.set_filter(LineFilter.CHOSEN)
    panel.find_bar.replace_all_requested.emit("mouse")
    assert script.document[first].text == "A cat came."
