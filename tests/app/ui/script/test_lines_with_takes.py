"""Takes that are open below the rows of their lines: keys, places, and what stays."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.document.document import Document, Line
from app.session.line_states import LineState, LineStatus
from app.takes.lab_take import LabTake
from app.takes.script_takes import Use
from app.ui.script.line_field import LineField
from app.ui.script.line_model import LineModel
from app.ui.script.line_takes import LineTakes
from app.ui.script.lines_with_takes import LinesWithTakes
from app.ui.takes.comp_marks import CompView
from app.ui.takes.take_facts import TakeFacts
from app.ui.takes.take_model import USE_ROLE
from tests.app.takes.made_lab_take import lab_take
from tests.app.ui.conftest import Behind
from tests.app.ui.script.made_lines import document_with

Key = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier
WORDS = lab_take(1).outline.utterance.text


def takes(*numbers: int) -> tuple[LabTake, ...]:
    return tuple(lab_take(number) for number in numbers)


@pytest.fixture
def facts(qapp: QApplication) -> TakeFacts:
    return TakeFacts()


@pytest.fixture
def model(qapp: QApplication) -> LineModel:
    return LineModel(lambda _: LineStatus(LineState.NOT_MADE))


@pytest.fixture
def lines(model: LineModel, facts: TakeFacts, behind: Behind, qtbot: QtBot) -> LinesWithTakes:
    """Lines 1 to 50, of which 3 has takes 4 to 1 and 5 has takes 6 and 5; on line 3."""
    lines = LinesWithTakes(model, facts, behind, behind)
    put(lines, model, document_with(range(1, 51)))
    lines.set_takes({3: takes(4, 3, 2, 1), 5: takes(6, 5)})
    lines.resize(800, 700)
    behind.resize(800, 700)
    behind.show()
    qtbot.waitExposed(behind)
    behind.activateWindow()
    lines.setFocus()
    lines.choose([3])
    qtbot.waitUntil(lines.hasFocus)
    return lines


def put(lines: LinesWithTakes, model: LineModel, document: Document) -> None:
    model.set_document(document)
    lines.set_document(document)


def below(lines: LinesWithTakes) -> list[LineTakes]:
    """What is shown below rows, from top to bottom."""
    shown = [each for each in lines.viewport().findChildren(LineTakes) if each.isVisible()]
    return sorted(shown, key=lambda each: each.y())


def press(qtbot: QtBot, *keys: Qt.Key) -> None:
    """Press keys one after the other, wherever the keyboard is."""
    for key in keys:
        focused = QApplication.focusWidget()
        assert focused is not None
        qtbot.keyClick(focused, key)


def line_height(lines: LinesWithTakes) -> int:
    return lines.rowHeight(0)


def place_of(lines: LinesWithTakes, line: int) -> tuple[int, int]:
    """Top and height of the row of a line."""
    row = line - 1
    return lines.rowViewportPosition(row), lines.rowHeight(row)


# -- opening and closing ---------------------------------------------------------------------------


def test_right_opens_the_takes_below_their_line_and_left_closes_them(
    lines: LinesWithTakes, qtbot: QtBot
) -> None:
    assert below(lines) == []
    press(qtbot, Key.Key_Right)
    (shown,) = below(lines)
    top, high = place_of(lines, 3)
    assert shown.geometry().top() == top + line_height(lines)
    assert shown.geometry().bottom() + 1 == top + high == place_of(lines, 4)[0]
    assert shown.list.model().rowCount() == 4
    assert shown.list.height() == 4 * shown.list.row_height()
    assert lines.hasFocus()
    press(qtbot, Key.Key_Left)
    assert below(lines) == []
    assert place_of(lines, 3)[1] == line_height(lines)


@pytest.mark.parametrize("key", [Key.Key_Left, Key.Key_Right, Key.Key_Up])
def test_keys_that_open_and_close_do_nothing_where_there_is_nothing_to(
    lines: LinesWithTakes, qtbot: QtBot, key: Qt.Key
) -> None:
    lines.choose([1])
    if key == Key.Key_Right:
        press(qtbot, key)
    press(qtbot, key)
    assert lines.hasFocus()
    assert lines.chosen() == [1]


def test_several_lines_are_open_at_once_and_closed_one_by_one(
    lines: LinesWithTakes, qtbot: QtBot
) -> None:
    press(qtbot, Key.Key_Right)
    lines.choose([5])
    press(qtbot, Key.Key_Right)
    first, second = below(lines)
    assert [each.list.model().rowCount() for each in (first, second)] == [4, 2]
    assert second.y() == place_of(lines, 5)[0] + line_height(lines)
    lines.choose([3])
    press(qtbot, Key.Key_Left)
    (left,) = below(lines)
    assert left is second
    assert second.y() == place_of(lines, 5)[0] + line_height(lines)


def test_a_click_on_the_triangle_opens_and_closes(lines: LinesWithTakes, qtbot: QtBot) -> None:
    def click() -> None:
        row = QRectF(lines.visualRect(lines.model().index(4, 0)))
        place = lines.itemDelegate().layout_of_rows().triangle(row).center().toPoint()
        qtbot.mouseClick(lines.viewport(), Qt.MouseButton.LeftButton, pos=place)

    click()
    assert len(below(lines)) == 1
    assert lines.chosen() == [3], "what is selected stays"
    click()
    assert below(lines) == []


def test_a_line_without_takes_says_how_to_come_by_some(lines: LinesWithTakes, qtbot: QtBot) -> None:
    lines.choose([1])
    press(qtbot, Key.Key_Right)
    (shown,) = below(lines)
    assert "No takes" in shown.findChild(object, "lineTakesLabel").text()
    assert lines.hasFocus()
    with qtbot.waitSignal(lines.sample_requested):
        press(qtbot, Key.Key_G)


def test_a_line_that_is_open_is_edited_like_any_other(lines: LinesWithTakes, qtbot: QtBot) -> None:
    press(qtbot, Key.Key_Right, Key.Key_Return)
    field = QApplication.focusWidget()
    assert isinstance(field, LineField)
    assert field.geometry().bottom() <= below(lines)[0].y() + 4


# -- going from lines to takes ---------------------------------------------------------------------


def test_the_arrows_go_through_lines_and_open_takes_as_through_a_tree(
    lines: LinesWithTakes, qtbot: QtBot
) -> None:
    press(qtbot, Key.Key_Right, Key.Key_Down)
    (shown,) = below(lines)
    assert shown.list.hasFocus()
    assert shown.list.chosen() == [4]
    press(qtbot, Key.Key_Up)
    assert lines.hasFocus()
    assert lines.chosen() == [3]
    press(qtbot, Key.Key_Right, Key.Key_Down, Key.Key_Down, Key.Key_Down)
    assert shown.list.chosen() == [1]
    press(qtbot, Key.Key_Down)
    assert lines.hasFocus()
    assert lines.chosen() == [4]
    press(qtbot, Key.Key_Up)
    assert shown.list.hasFocus()
    assert shown.list.chosen() == [1]
    assert lines.chosen() == [3]


def test_shift_extends_the_choice_of_lines_past_open_takes(
    lines: LinesWithTakes, qtbot: QtBot
) -> None:
    press(qtbot, Key.Key_Right)
    qtbot.keyClick(lines, Key.Key_Down, SHIFT)
    assert lines.chosen() == [3, 4]


def test_left_closes_takes_and_is_on_their_line(lines: LinesWithTakes, qtbot: QtBot) -> None:
    press(qtbot, Key.Key_Right, Key.Key_Right, Key.Key_Down, Key.Key_Left)
    assert below(lines) == []
    assert lines.hasFocus()
    assert lines.chosen() == [3]


def test_to_go_into_takes_selects_their_line_and_no_takes_elsewhere(
    lines: LinesWithTakes, qtbot: QtBot
) -> None:
    press(qtbot, Key.Key_Right, Key.Key_Down)
    lines.choose([5])
    lines.setFocus()
    press(qtbot, Key.Key_Right)
    first, second = below(lines)
    with qtbot.waitSignal(lines.takes.chosen_changed) as told:
        qtbot.mouseClick(second.list.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(300, 20))
    assert told.args == [[6]]
    assert lines.chosen() == [5]
    assert first.list.chosen() == []


# -- keys on takes ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("keys", "signal", "told"),
    [
        ([Key.Key_Return], "choice_requested", [3, 4]),
        ([Key.Key_Down, Key.Key_Enter], "choice_requested", [3, 3]),
        ([Key.Key_2], "choice_requested", [3, 2]),
        ([Key.Key_Down, Key.Key_Space], "play_requested", [3, 0.0]),
        ([Key.Key_S], "star_requested", [[4], True]),
        ([Key.Key_Delete], "delete_requested", [[4]]),
        ([Key.Key_G], "sample_requested", []),
        ([Key.Key_K], "comp_requested", []),
        ([Key.Key_I], "use_requested", []),
        ([Key.Key_C], "compare_requested", []),
        ([Key.Key_U], "adopt_requested", []),
        ([Key.Key_Escape], "escaped", []),
    ],
)
def test_a_key_asks_for_the_take_that_it_is_on(
    lines: LinesWithTakes,
    behind: Behind,
    qtbot: QtBot,
    keys: Sequence[Qt.Key],
    signal: str,
    told: list[object],
) -> None:
    press(qtbot, Key.Key_Right, Key.Key_Right, *keys[:-1])
    with (
        qtbot.waitSignal(getattr(lines.takes, signal)) as caught,
        qtbot.assertNotEmitted(lines.play_requested),
        qtbot.assertNotEmitted(lines.remove_requested),
    ):
        press(qtbot, keys[-1])
    assert caught.args == told
    assert behind.keys == []


def test_a_number_goes_to_its_take_and_one_that_there_is_not_does_nothing(
    lines: LinesWithTakes, qtbot: QtBot
) -> None:
    press(qtbot, Key.Key_Right, Key.Key_Right, Key.Key_2)
    (shown,) = below(lines)
    assert shown.list.chosen() == [2]
    with qtbot.assertNotEmitted(lines.takes.choice_requested):
        press(qtbot, Key.Key_9)
    assert shown.list.chosen() == [2]


def test_space_pauses_the_take_that_is_in_the_player(
    lines: LinesWithTakes, facts: TakeFacts, qtbot: QtBot
) -> None:
    press(qtbot, Key.Key_Right, Key.Key_Right)
    facts.set_shown(4)
    with (
        qtbot.waitSignal(lines.takes.pause_requested),
        qtbot.assertNotEmitted(lines.takes.play_requested),
        qtbot.assertNotEmitted(lines.play_requested),
    ):
        press(qtbot, Key.Key_Space)


def test_a_note_is_typed_on_the_take_that_is_selected(lines: LinesWithTakes, qtbot: QtBot) -> None:
    press(qtbot, Key.Key_Right, Key.Key_Right, Key.Key_Down, Key.Key_N)
    field = QApplication.focusWidget()
    assert field is not None
    assert field.objectName() == "takeNoteField"
    qtbot.keyClicks(field, "flat 2")
    with qtbot.waitSignal(lines.takes.note_changed) as told:
        qtbot.keyClick(field, Key.Key_Return)
    assert told.args == [3, "flat 2"]


def test_while_comping_the_arrows_and_numbers_pick_words(
    lines: LinesWithTakes, qtbot: QtBot
) -> None:
    press(qtbot, Key.Key_Right, Key.Key_Right)
    high = place_of(lines, 3)[1]
    (shown,) = below(lines)
    lines.takes.set_comp(CompView(4, None, (4, 4), {4: 0, 3: 1, 2: 2, 1: 3}))
    hint = shown.findChild(object, "compHintLabel")
    assert hint.isVisible()
    assert "take 4" in hint.text()
    assert place_of(lines, 3)[1] == high + shown.list.row_height()
    press(qtbot, Key.Key_Right)
    with qtbot.waitSignal(lines.takes.word_picked) as told:
        press(qtbot, Key.Key_2)
    assert told.args == [2, 1, False]
    press(qtbot, Key.Key_Left)
    assert below(lines) == [shown]
    with qtbot.waitSignal(lines.takes.comp_requested):
        press(qtbot, Key.Key_Escape)
    lines.takes.set_comp(None)
    assert place_of(lines, 3)[1] == high


def test_a_comp_is_shown_below_the_line_of_its_takes_alone(
    lines: LinesWithTakes, qtbot: QtBot
) -> None:
    press(qtbot, Key.Key_Right)
    lines.choose([5])
    press(qtbot, Key.Key_Right)
    lines.takes.set_comp(CompView(4, None, (4, 4), {4: 0}))
    hints = [each.findChild(object, "compHintLabel").isVisible() for each in below(lines)]
    assert hints == [True, False]


# -- takes that come and go ------------------------------------------------------------------------


def test_takes_come_and_go_below_an_open_line(lines: LinesWithTakes, qtbot: QtBot) -> None:
    press(qtbot, Key.Key_Right, Key.Key_Right, Key.Key_Down)
    (shown,) = below(lines)
    lines.set_takes({3: takes(8, 7, 4, 3, 2, 1), 5: takes(6, 5)})
    assert shown.list.chosen() == [3], "what is selected stays"
    assert shown.list.height() == 6 * shown.list.row_height()
    assert shown.geometry().bottom() + 1 == place_of(lines, 4)[0]
    lines.set_takes({3: takes(8, 7, 4, 2, 1)})
    assert shown.list.chosen() == [2], "its neighbour takes its place"
    lines.set_takes({})
    assert shown.list.model().rowCount() == 0
    assert shown.list.hasFocus(), "where G samples more and Escape closes"
    with qtbot.waitSignal(lines.takes.sample_requested):
        press(qtbot, Key.Key_G)


def test_a_line_says_how_many_takes_it_has(lines: LinesWithTakes, model: LineModel) -> None:
    role = Qt.ItemDataRole.AccessibleTextRole
    assert "4 takes" in model.index(2).data(role)
    assert "takes" not in model.index(0).data(role)


def test_a_take_of_words_that_the_line_has_no_longer_says_so(
    lines: LinesWithTakes, model: LineModel, facts: TakeFacts, qtbot: QtBot
) -> None:
    press(qtbot, Key.Key_Right)
    rows = below(lines)[0].list.model()
    assert rows.index(0, 0).data(USE_ROLE) is Use.OTHER_WORDS
    put(lines, model, Document((Line(3, WORDS), Line(4, "Well."))))
    assert rows.index(0, 0).data(USE_ROLE) is None
    facts.set_uses({4: Use.IN_SCRIPT})
    assert rows.index(0, 0).data(USE_ROLE) is Use.IN_SCRIPT


def test_takes_that_joined_are_shown_and_gone_to_below_their_lines(
    lines: LinesWithTakes, qtbot: QtBot
) -> None:
    lines.choose([20])
    assert lines.show_takes([6, 5, 4], [6])
    first, second = below(lines)
    assert second.list.hasFocus()
    assert second.list.chosen() == [6]
    assert lines.chosen() == [5]
    assert first.list.chosen() == []


def test_takes_of_a_line_that_is_not_shown_are_left_to_their_own_list(
    lines: LinesWithTakes, model: LineModel
) -> None:
    model.set_filter(lambda line: line.id != 5)
    assert not lines.show_takes([6, 5], [6])
    assert not lines.show_takes([99], [99])
    assert below(lines) == []


# -- places ----------------------------------------------------------------------------------------


def test_open_takes_stay_below_their_lines_when_others_come_go_and_move(
    lines: LinesWithTakes, model: LineModel, qtbot: QtBot
) -> None:
    press(qtbot, Key.Key_Right)
    for ids in ([1, 60, 2, 3, 4, 5], [3, 1, 2, 4, 5], [1, 2, 4, 5, 3, 6]):
        put(lines, model, document_with(ids))
        lines.executeDelayedItemsLayout()
        lines.updateGeometries()
        (shown,) = below(lines)
        row = ids.index(3)
        assert shown.y() == lines.rowViewportPosition(row) + lines.rowHeight((row + 1) % 5)
        assert shown.geometry().bottom() + 1 == (
            lines.rowViewportPosition(row) + lines.rowHeight(row)
        )
        others = {lines.rowHeight(each) for each in range(len(ids)) if each != row}
        assert len(others) == 1
    put(lines, model, document_with([1, 2]))
    assert below(lines) == []
    assert lines.takes.lines() == []


def test_open_takes_are_there_again_after_a_filter(
    lines: LinesWithTakes, model: LineModel, qtbot: QtBot
) -> None:
    press(qtbot, Key.Key_Right)
    high = place_of(lines, 3)[1]
    model.set_filter(lambda line: line.id > 3)
    lines.executeDelayedItemsLayout()
    lines.updateGeometries()
    assert below(lines) == []
    model.set_filter(None)
    lines.executeDelayedItemsLayout()
    lines.updateGeometries()
    assert place_of(lines, 3)[1] == high
    assert len(below(lines)) == 1


def test_open_takes_scroll_with_their_lines_and_the_wheel_on_them_scrolls(
    lines: LinesWithTakes, behind: Behind, qtbot: QtBot
) -> None:
    press(qtbot, Key.Key_Right)
    (shown,) = below(lines)
    before = shown.y()
    place = shown.list.viewport().mapTo(behind, QPoint(100, 20))
    # As a mouse does it: what a widget does not want goes to the one behind it.
    QTest.wheelEvent(behind.windowHandle(), QPointF(place), QPoint(0, -120))
    qtbot.waitUntil(lambda: lines.verticalScrollBar().value() > 0)
    scrolled = lines.verticalScrollBar().value()
    assert shown.y() == before - scrolled
    lines.verticalScrollBar().setValue(lines.verticalScrollBar().maximum())
    assert below(lines) == []
    lines.verticalScrollBar().setValue(scrolled)
    assert shown.isVisible()


def test_only_lists_in_sight_are_built(lines: LinesWithTakes) -> None:
    lines.verticalScrollBar().setValue(0)
    by_line = {line: takes(line) for line in range(1, 51)}
    lines.set_takes(by_line)
    for line in by_line:
        lines.takes.open_line(line)
    built = len(lines.viewport().findChildren(LineTakes))
    assert 3 < built < 15


def test_a_take_that_the_keyboard_goes_to_comes_into_sight(
    lines: LinesWithTakes, qtbot: QtBot
) -> None:
    lines.resize(800, 200)
    press(qtbot, Key.Key_Right, Key.Key_Right)
    (shown,) = below(lines)
    for row in (0, 1, 2, 3, 2, 1, 0):
        shown.list.go_to(row)
        take = shown.list.visualRect(shown.list.model().index(row, 0))
        top = shown.list.viewport().mapTo(lines.viewport(), take.topLeft()).y()
        assert top >= 0
        assert top + take.height() <= lines.viewport().height()


def test_rows_and_takes_follow_the_size_of_the_type(lines: LinesWithTakes, qtbot: QtBot) -> None:
    press(qtbot, Key.Key_Right)
    (shown,) = below(lines)
    font = lines.font()
    font.setPointSize(font.pointSize() + 6)
    high = line_height(lines)
    lines.setFont(font)
    lines.updateGeometries()
    assert line_height(lines) > high
    assert shown.y() == place_of(lines, 3)[0] + line_height(lines)
    assert shown.geometry().bottom() + 1 == place_of(lines, 4)[0]
