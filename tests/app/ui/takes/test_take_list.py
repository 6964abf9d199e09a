"""What keys and clicks do to the takes in the list."""

from __future__ import annotations

import dataclasses

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from app.synthesis.take_preview import TakePreview
from app.ui.takes.take_facts import TakeFacts
from app.ui.takes.take_list import TakeListView
from app.ui.takes.take_model import TakeModel
from app.ui.takes.take_painter import HEADING
from tests.app.takes.made_lab_take import lab_take, sound_of
from tests.app.ui.conftest import Behind
from tests.app.ui.takes.places import painter_of, row_of, time_of

Key = Qt.Key
LEFT_BUTTON = Qt.MouseButton.LeftButton
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def model(qapp: QApplication) -> TakeModel:
    """Takes 12 to 1, of which 11 has a star."""
    model = TakeModel(TakeFacts())
    model.set_takes(tuple(lab_take(number, starred=number == 11) for number in range(12, 0, -1)))
    return model


@pytest.fixture
def takes(model: TakeModel, behind: Behind, qtbot: QtBot) -> TakeListView:
    takes = TakeListView(model, behind)
    takes.resize(800, 900)
    behind.resize(800, 900)
    behind.show()
    qtbot.waitExposed(behind)
    behind.activateWindow()
    takes.setFocus()
    takes.choose([12])
    return takes


def star(takes: TakeListView, row: int) -> QPoint:
    return painter_of(takes).star_rect(row_of(takes, row)).center().toPoint()


def play(takes: TakeListView, row: int) -> QPoint:
    return painter_of(takes).button_rect(row_of(takes, row)).center().toPoint()


def at_second(takes: TakeListView, row: int, second: float) -> QPoint:
    time, model = time_of(takes, row), takes.model()
    assert isinstance(model, TakeModel)
    pixels = time.width() / model.seconds_of(model.take_at(row))
    return QPoint(round(time.left() + second * pixels), round(time.center().y()))


def note_field(takes: TakeListView) -> QLineEdit | None:
    return takes.findChild(QLineEdit, "takeNoteField")


# -- keys --------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", [Key.Key_Return, Key.Key_Enter])
def test_enter_plays_the_current_take(takes: TakeListView, qtbot: QtBot, key: Qt.Key) -> None:
    takes.choose([9])
    with qtbot.waitSignal(takes.play_requested) as asked:
        qtbot.keyClick(takes, key)
    assert asked.args == [9, 0.0]


def test_a_digit_plays_the_newest_take_whose_number_ends_in_it(
    takes: TakeListView, qtbot: QtBot
) -> None:
    asked: list[int] = []
    takes.play_requested.connect(lambda number, _: asked.append(number))
    qtbot.keyClicks(takes, "1904")
    assert asked == [11, 9, 10, 4]
    assert takes.chosen() == [4]
    qtbot.keyClick(takes, Key.Key_5, SHIFT)  # where digits are above other characters
    qtbot.keyClick(takes, Key.Key_2, Qt.KeyboardModifier.KeypadModifier)
    assert asked == [11, 9, 10, 4, 5, 12]


def test_a_digit_without_a_take_plays_nothing(
    takes: TakeListView, model: TakeModel, qtbot: QtBot
) -> None:
    model.set_takes((lab_take(2), lab_take(1)))
    with qtbot.assertNotEmitted(takes.play_requested):
        qtbot.keyClicks(takes, "30")


def test_s_gives_the_chosen_takes_a_star_and_takes_it_away_where_all_have_one(
    takes: TakeListView, model: TakeModel, qtbot: QtBot
) -> None:
    asked: list[tuple[list[int], bool]] = []
    takes.star_requested.connect(lambda numbers, starred: asked.append((numbers, starred)))
    takes.choose([10, 11])
    qtbot.keyClicks(takes, "s")
    takes.choose([11])
    qtbot.keyClicks(takes, "S")
    assert asked == [([10, 11], True), ([11], False)]


def test_n_lets_a_note_be_typed(takes: TakeListView, model: TakeModel, qtbot: QtBot) -> None:
    takes.choose([9])
    qtbot.keyClicks(takes, "n")
    field = note_field(takes)
    assert field is not None
    qtbot.keyClicks(field, "nice 1s")  # keys that mean something in the list
    with qtbot.waitSignal(model.note_edited) as edited:
        qtbot.keyClick(field, Key.Key_Return)
    assert edited.args == [9, "nice 1s"]
    qtbot.waitUntil(takes.hasFocus)


def test_a_note_that_is_there_is_edited_on(
    takes: TakeListView, model: TakeModel, qtbot: QtBot
) -> None:
    model.set_takes((dataclasses.replace(lab_take(12), note="slow"),))
    takes.edit_note()
    field = note_field(takes)
    assert field is not None
    assert field.text() == "slow"


def test_what_is_typed_stays_while_takes_and_pictures_arrive(
    takes: TakeListView, model: TakeModel, qtbot: QtBot
) -> None:
    takes.choose([3])
    takes.edit_note()
    field = note_field(takes)
    assert field is not None
    qtbot.keyClicks(field, "half a no")
    model.facts.set_previews({12: TakePreview.of(sound_of(12))})
    model.set_takes(tuple(lab_take(number) for number in range(14, 0, -1)))
    assert field.text() == "half a no"
    with qtbot.waitSignal(model.note_edited) as edited:
        qtbot.keyClick(field, Key.Key_Return)
    assert edited.args == [3, "half a no"]


def test_other_letters_ask_for_what_the_menu_says(takes: TakeListView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(takes.compare_requested):
        qtbot.keyClicks(takes, "c")
    with qtbot.waitSignal(takes.adopt_requested):
        qtbot.keyClicks(takes, "u")


@pytest.mark.parametrize("key", [Key.Key_Delete, Key.Key_Backspace])
def test_delete_asks_for_the_chosen_takes_to_go(
    takes: TakeListView, qtbot: QtBot, key: Qt.Key
) -> None:
    takes.choose([9, 4])
    with qtbot.waitSignal(takes.delete_requested) as asked:
        qtbot.keyClick(takes, key)
    assert asked.args == [[9, 4]]


def test_arrows_move_and_with_shift_choose_more(takes: TakeListView, qtbot: QtBot) -> None:
    for key, modifier, expected in (
        (Key.Key_Down, Qt.KeyboardModifier.NoModifier, [11]),
        (Key.Key_Down, SHIFT, [10, 11]),
        (Key.Key_Up, Qt.KeyboardModifier.NoModifier, [11]),
        (Key.Key_End, Qt.KeyboardModifier.NoModifier, [1]),
        (Key.Key_Home, Qt.KeyboardModifier.NoModifier, [12]),
    ):
        qtbot.keyClick(takes, key, modifier)
        assert takes.chosen() == expected


def test_space_escape_and_strange_keys_are_left_to_the_window(
    takes: TakeListView, behind: Behind, qtbot: QtBot
) -> None:
    before = takes.chosen()
    for key in (Key.Key_Space, Key.Key_Escape, Key.Key_X):
        qtbot.keyClick(takes, key)
    cyrillic = QKeyEvent(QEvent.Type.KeyPress, ord("Ы"), Qt.KeyboardModifier.NoModifier, "ы")
    QApplication.sendEvent(takes, cyrillic)
    assert behind.keys == [Key.Key_Space, Key.Key_Escape, Key.Key_X, ord("Ы")]
    assert takes.chosen() == before


def test_with_control_letters_mean_nothing_here(takes: TakeListView, qtbot: QtBot) -> None:
    with (
        qtbot.assertNotEmitted(takes.star_requested),
        qtbot.assertNotEmitted(takes.play_requested),
        qtbot.assertNotEmitted(takes.delete_requested),
    ):
        for key in (Key.Key_S, Key.Key_1, Key.Key_Delete):
            qtbot.keyClick(takes, key, CONTROL)


def test_keys_in_an_empty_list_do_nothing(
    takes: TakeListView, model: TakeModel, qtbot: QtBot
) -> None:
    model.set_takes(())
    with (
        qtbot.assertNotEmitted(takes.star_requested),
        qtbot.assertNotEmitted(takes.play_requested),
        qtbot.assertNotEmitted(takes.delete_requested),
    ):
        for key in (Key.Key_Return, Key.Key_1, Key.Key_S, Key.Key_N, Key.Key_Delete):
            qtbot.keyClick(takes, key)
    assert note_field(takes) is None
    takes.choose([12])
    assert takes.chosen() == []


# -- the choice --------------------------------------------------------------------------------


def test_the_choice_has_the_current_take_first(takes: TakeListView, qtbot: QtBot) -> None:
    told: list[list[int]] = []
    takes.chosen_changed.connect(told.append)
    viewport = takes.viewport()
    qtbot.mouseClick(viewport, LEFT_BUTTON, pos=at_second(takes, 1, 0.1))
    qtbot.mouseClick(viewport, LEFT_BUTTON, CONTROL, at_second(takes, 5, 0.1))
    qtbot.mouseClick(viewport, LEFT_BUTTON, CONTROL, at_second(takes, 3, 0.1))
    assert takes.chosen() == [9, 11, 7]
    assert told == [[11], [7, 11], [9, 11, 7]]


def test_a_choice_from_elsewhere_is_told_once(takes: TakeListView, qtbot: QtBot) -> None:
    told: list[list[int]] = []
    takes.chosen_changed.connect(told.append)
    takes.choose([4, 9, 99, 1])
    assert told == [[4, 9, 1]]
    assert takes.chosen() == [4, 9, 1]
    takes.choose([99])
    assert takes.chosen() == [4, 9, 1]


def test_a_choice_out_of_sight_is_scrolled_to(takes: TakeListView) -> None:
    takes.resize(800, 200)
    takes.choose([1])
    assert takes.viewport().rect().contains(row_of(takes, 11).toRect().adjusted(0, 1, 0, -1))


# -- the pointer -------------------------------------------------------------------------------


def test_a_click_on_the_star_of_a_take_leaves_the_choice(takes: TakeListView, qtbot: QtBot) -> None:
    takes.choose([12, 10])
    asked: list[tuple[list[int], bool]] = []
    takes.star_requested.connect(lambda numbers, starred: asked.append((numbers, starred)))
    for row in (1, 4):
        qtbot.mouseClick(takes.viewport(), LEFT_BUTTON, pos=star(takes, row))
    assert asked == [([11], False), ([8], True)]
    assert takes.chosen() == [12, 10]


def test_a_click_on_the_button_plays_and_chooses(takes: TakeListView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(takes.play_requested) as asked:
        qtbot.mouseClick(takes.viewport(), LEFT_BUTTON, pos=play(takes, 3))
    assert asked.args == [9, 0.0]
    assert takes.chosen() == [9]


def test_a_click_elsewhere_chooses_and_is_silent(takes: TakeListView, qtbot: QtBot) -> None:
    with (
        qtbot.assertNotEmitted(takes.play_requested),
        qtbot.assertNotEmitted(takes.star_requested),
    ):
        qtbot.mouseClick(takes.viewport(), LEFT_BUTTON, pos=at_second(takes, 3, 0.2))
    assert takes.chosen() == [9]


def test_a_double_click_plays_from_there(takes: TakeListView, qtbot: QtBot) -> None:
    # The row of the sentence's heading is another one than those below it.
    for row, number in ((0, 12), (2, 10)):
        with qtbot.waitSignal(takes.play_requested) as asked:
            qtbot.mouseDClick(takes.viewport(), LEFT_BUTTON, pos=at_second(takes, row, 0.2))
        assert asked.args == [number, pytest.approx(0.2, abs=0.005)]


def test_a_double_click_behind_the_end_plays_from_the_beginning(
    takes: TakeListView, qtbot: QtBot
) -> None:
    short = sound_of(9)
    with qtbot.waitSignal(takes.play_requested) as asked:
        beyond = at_second(takes, 3, short.seconds + 0.1)
        qtbot.mouseDClick(takes.viewport(), LEFT_BUTTON, pos=beyond)
    assert asked.args == [9, 0]


def test_a_double_click_on_the_right_edits_the_note(takes: TakeListView, qtbot: QtBot) -> None:
    place = row_of(takes, 3).center().toPoint()
    place.setX(takes.viewport().width() - 40)
    with qtbot.assertNotEmitted(takes.play_requested):
        qtbot.mouseDClick(takes.viewport(), LEFT_BUTTON, pos=place)
    field = note_field(takes)
    assert field is not None
    assert row_of(takes, 3).toRect().contains(field.geometry())


def test_the_heading_of_a_sentence_is_no_part_of_a_row(takes: TakeListView, qtbot: QtBot) -> None:
    place = at_second(takes, 0, 0.2)
    place.setY(HEADING // 2)
    with qtbot.assertNotEmitted(takes.play_requested):
        qtbot.mouseDClick(takes.viewport(), LEFT_BUTTON, pos=place)
        place.setX(star(takes, 0).x())
        qtbot.mouseClick(takes.viewport(), LEFT_BUTTON, pos=place)
        place.setX(takes.viewport().width() - 40)
        qtbot.mouseDClick(takes.viewport(), LEFT_BUTTON, pos=place)
    assert note_field(takes) is None


def test_a_click_below_the_last_row_does_nothing(takes: TakeListView, qtbot: QtBot) -> None:
    place = QPoint(star(takes, 0).x(), 890)
    with (
        qtbot.assertNotEmitted(takes.play_requested),
        qtbot.assertNotEmitted(takes.star_requested),
    ):
        qtbot.mouseClick(takes.viewport(), LEFT_BUTTON, pos=place)
        qtbot.mouseDClick(takes.viewport(), LEFT_BUTTON, pos=place)


def test_a_menu_is_asked_for_at_the_pointer(takes: TakeListView, qtbot: QtBot) -> None:
    place = at_second(takes, 2, 0.1)
    reason = QContextMenuEvent.Reason.Mouse
    where = takes.viewport().mapToGlobal(place)
    with qtbot.waitSignal(takes.menu_requested) as asked:
        QApplication.sendEvent(takes.viewport(), QContextMenuEvent(reason, place, where))
    assert asked.args == [where]
