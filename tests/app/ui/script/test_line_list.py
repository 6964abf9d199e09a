"""What keys and clicks do to the lines in the list."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.session.line_states import LineState, LineStatus
from app.ui.script.line_field import LineField
from app.ui.script.line_list import LineListView
from app.ui.script.line_model import LineModel
from tests.app.ui.conftest import Behind
from tests.app.ui.script.made_lines import document_with

Key = Qt.Key
NONE, ALT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.AltModifier
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def model(qapp: QApplication) -> LineModel:
    """Lines 1 to 50."""
    model = LineModel(lambda _: LineStatus(LineState.NOT_MADE))
    model.set_document(document_with(range(1, 51)))
    return model


@pytest.fixture
def lines(model: LineModel, behind: Behind, qtbot: QtBot) -> LineListView:
    """With the keyboard, on lines 3 and 4."""
    lines = LineListView(model, behind)
    lines.resize(800, 400)
    behind.resize(800, 400)
    behind.show()
    qtbot.waitExposed(behind)
    behind.activateWindow()
    lines.setFocus()
    lines.choose([3, 4])
    qtbot.waitUntil(lines.hasFocus)
    return lines


@pytest.mark.parametrize(
    ("key", "modifiers", "signal", "told"),
    [
        (Key.Key_Space, NONE, "play_requested", [[3, 4]]),
        (Key.Key_Delete, NONE, "remove_requested", [[3, 4]]),
        (Key.Key_Backspace, NONE, "remove_requested", [[3, 4]]),
        (Key.Key_D, NONE, "double_requested", [[3, 4]]),
        (Key.Key_J, NONE, "join_requested", [[3, 4]]),
        (Key.Key_Up, ALT, "move_requested", [[3, 4], -1]),
        (Key.Key_Down, ALT, "move_requested", [[3, 4], 1]),
    ],
)
def test_a_key_asks_for_all_selected_lines(
    lines: LineListView,
    qtbot: QtBot,
    key: Qt.Key,
    modifiers: Qt.KeyboardModifier,
    signal: str,
    told: list[object],
) -> None:
    with qtbot.waitSignal(getattr(lines, signal)) as caught:
        qtbot.keyClick(lines, key, modifiers)
    assert caught.args == told


def test_without_a_choice_nothing_is_asked_for(lines: LineListView, qtbot: QtBot) -> None:
    lines.clearSelection()
    for signal in (lines.play_requested, lines.remove_requested, lines.move_requested):
        with qtbot.assertNotEmitted(signal):
            qtbot.keyClick(lines, Key.Key_Space)
            qtbot.keyClick(lines, Key.Key_Delete)
            qtbot.keyClick(lines, Key.Key_Down, ALT)


def test_escape_is_the_windows(lines: LineListView, behind: Behind, qtbot: QtBot) -> None:
    qtbot.keyClick(lines, Key.Key_Escape)
    assert behind.keys == [Key.Key_Escape]


def test_the_arrows_move_and_extend_the_choice(lines: LineListView, qtbot: QtBot) -> None:
    qtbot.keyClick(lines, Key.Key_End)
    assert lines.chosen() == [50]
    qtbot.keyClick(lines, Key.Key_Up, SHIFT)
    assert lines.chosen() == [49, 50]
    assert lines.current() == 49


def test_a_double_click_reads_from_there(lines: LineListView, qtbot: QtBot) -> None:
    place = lines.visualRect(lines.model().index(1)).center()
    with qtbot.waitSignal(lines.read_from_requested) as told:
        qtbot.mouseDClick(lines.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert told.args == [2]


# -- editing in place ------------------------------------------------------------------------------


def opened(lines: LineListView, qtbot: QtBot) -> LineField:
    lines.choose([3])
    qtbot.keyClick(lines, Key.Key_Return)
    field = QApplication.focusWidget()
    assert isinstance(field, LineField)
    return field


@pytest.mark.parametrize("key", [Key.Key_Return, Key.Key_Tab, Key.Key_Backtab])
def test_what_is_typed_holds_with_enter_or_tab(
    lines: LineListView, model: LineModel, qtbot: QtBot, key: Qt.Key
) -> None:
    field = opened(lines, qtbot)
    assert field.toPlainText() == "Line 3 came."
    qtbot.keyClicks(field, " Late")
    with qtbot.waitSignal(model.text_edited) as told:
        qtbot.keyClick(field, key)
    assert told.args == [3, "Line 3 came. Late"]
    qtbot.waitUntil(lines.hasFocus)


def test_what_is_typed_is_left_with_escape(
    lines: LineListView, model: LineModel, behind: Behind, qtbot: QtBot
) -> None:
    field = opened(lines, qtbot)
    qtbot.keyClicks(field, " Late")
    with qtbot.assertNotEmitted(model.text_edited):
        qtbot.keyClick(field, Key.Key_Escape)
        qtbot.waitUntil(lines.hasFocus)
    assert behind.keys == []


def test_words_that_were_not_changed_are_no_edit(
    lines: LineListView, model: LineModel, qtbot: QtBot
) -> None:
    field = opened(lines, qtbot)
    with qtbot.assertNotEmitted(model.text_edited):
        qtbot.keyClick(field, Key.Key_Return)


def test_the_line_is_split_at_the_cursor(
    lines: LineListView, model: LineModel, qtbot: QtBot
) -> None:
    field = opened(lines, qtbot)
    field.setPlainText("𝄞 One two")
    for _ in range(3):
        qtbot.keyClick(field, Key.Key_Left)
    cursor = field.textCursor()
    cursor.setPosition(7)  # in Qt's units, of which the clef has two
    field.setTextCursor(cursor)
    with qtbot.assertNotEmitted(model.text_edited), qtbot.waitSignal(lines.split_requested) as told:
        qtbot.keyClick(field, Key.Key_Return, CONTROL)
    assert told.args == [3, "𝄞 One ", "two"]


def test_a_change_elsewhere_does_not_take_back_what_is_being_typed(
    lines: LineListView, model: LineModel, qtbot: QtBot
) -> None:
    field = opened(lines, qtbot)
    qtbot.keyClicks(field, " Late")
    model.refresh()
    document = model.document
    model.set_document(document.with_lines([3], lambda line: replace(line, pause=1.0)))
    assert field.toPlainText() == "Line 3 came. Late"


def test_the_field_grows_with_its_words(lines: LineListView, qtbot: QtBot) -> None:
    field = opened(lines, qtbot)
    high = field.height()
    qtbot.keyClicks(field, " and then it went on and on" * 12)
    assert field.height() > 2 * high
    assert field.geometry().bottom() <= lines.viewport().height()


# -- what stays when lines come and go -------------------------------------------------------------


def test_choice_and_place_outlast_changes_of_the_script(
    lines: LineListView, model: LineModel
) -> None:
    lines.choose([30, 31])
    at = lines.verticalScrollBar().value()
    assert at > 0
    order = [*range(1, 29), 29, 31, 30, *range(32, 51)]
    for ids in (order, [*order, 60], [each for each in order if each != 40]):
        model.set_document(document_with(ids))
        assert set(lines.chosen()) == {30, 31}
        assert lines.current() == 30
        assert lines.verticalScrollBar().value() == at


def test_what_sounds_is_kept_in_sight_unless_the_person_looks_elsewhere(
    lines: LineListView, model: LineModel
) -> None:
    def in_sight(line: int) -> bool:
        row = model.row_of(line)
        rect = lines.visualRect(model.index(row or 0))
        return lines.viewport().rect().contains(rect.center())

    lines.choose([1])
    lines.follow(None, 20)
    assert in_sight(20)
    lines.follow(20, 21)
    assert in_sight(21)
    lines.verticalScrollBar().setValue(0)
    lines.follow(21, 22)
    assert not in_sight(22)


def test_a_menu_opens_where_it_is_asked_for(lines: LineListView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(lines.menu_requested) as told:
        lines.customContextMenuRequested.emit(QPoint(5, 6))
    assert told.args == [lines.viewport().mapToGlobal(QPoint(5, 6))]
