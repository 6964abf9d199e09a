"""Dragging the ends of sounds, and choosing words."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMainWindow
from pytestqt.qtbot import QtBot

from app.ui.plots.intervals import Interval
from app.ui.plots.steering_tiers import SoundTier, WordTier
from app.ui.plots.time_axis import TimeAxis
from app.ui.plots.time_row import LEFT, RIGHT
from app.ui.widgets.colours import LIGHT

LEFT_BUTTON = Qt.MouseButton.LeftButton
SHIFT = Qt.KeyboardModifier.ShiftModifier


def second(value: float, y: int = 10) -> QPoint:
    """A hundred pixels a second."""
    return QPoint(LEFT + round(100 * value), y)


@pytest.fixture
def axis(qapp: QApplication) -> TimeAxis:
    return TimeAxis()


@pytest.fixture
def sounds(qtbot: QtBot, axis: TimeAxis) -> SoundTier:
    tier = SoundTier(axis, "phonemes")
    qtbot.addWidget(tier)
    tier.resize(LEFT + RIGHT + 1000, tier.height())
    axis.set_length(10)
    tier.extend([Interval(1, 4, "a"), Interval(4, 5, "b"), Interval(5, 9, "c")])
    tier.set_steerable(True)
    tier.show()
    return tier


@pytest.fixture
def words(qtbot: QtBot, axis: TimeAxis) -> WordTier:
    tier = WordTier(axis, "words")
    qtbot.addWidget(tier)
    tier.resize(LEFT + RIGHT + 1000, tier.height())
    axis.set_length(10)
    tier.extend([Interval(*span, label) for *span, label in WORDS])
    tier.show()
    return tier


WORDS = ((1, 3, "one"), (3, 4, "two"), (5, 7, "three"), (7, 9, "four"))


def press_and_move(qtbot: QtBot, tier: SoundTier, start: float, stop: float) -> None:
    qtbot.mouseMove(tier, second(start))
    qtbot.mousePress(tier, LEFT_BUTTON, pos=second(start))
    qtbot.mouseMove(tier, second((start + stop) / 2))
    qtbot.mouseMove(tier, second(stop))


def chosen(tier: WordTier) -> list[str]:
    return [word.label for word in tier.chosen()]


# -- sounds ------------------------------------------------------------------------------------


def test_a_dragged_end_tells_where_it_was_and_where_it_is(
    sounds: SoundTier, qtbot: QtBot, axis: TimeAxis
) -> None:
    with (
        qtbot.waitSignal(sounds.edge_dragged) as dragged,
        qtbot.assertNotEmitted(sounds.seek_requested),
    ):
        press_and_move(qtbot, sounds, 4.02, 4.5)  # a little beside the edge
        qtbot.mouseRelease(sounds, LEFT_BUTTON, pos=second(4.5))
    assert dragged.args == [4.0, pytest.approx(4.5)]
    assert (axis.start, axis.stop) == (0, 10)


def test_the_last_end_can_be_dragged_beyond_the_sound(sounds: SoundTier, qtbot: QtBot) -> None:
    sounds.extend([Interval(9, 10, "d")])
    with qtbot.waitSignal(sounds.edge_dragged) as dragged:
        press_and_move(qtbot, sounds, 10.0, 10.1)
        qtbot.mouseRelease(sounds, LEFT_BUTTON, pos=second(10.1))
    assert dragged.args == [10.0, pytest.approx(10.1)]


def test_a_drag_shows_the_change_while_it_lasts(sounds: SoundTier, qtbot: QtBot) -> None:
    def at_the_edge() -> str:
        return sounds.grab().toImage().pixelColor(second(4.5, 1)).name()

    assert at_the_edge() != LIGHT.accent
    press_and_move(qtbot, sounds, 4.0, 4.5)
    assert at_the_edge() == LIGHT.accent
    qtbot.mouseRelease(sounds, LEFT_BUTTON, pos=second(4.5))
    assert at_the_edge() != LIGHT.accent


def test_less_than_a_pixel_moves_nothing(sounds: SoundTier, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(sounds.edge_dragged), qtbot.assertNotEmitted(sounds.seek_requested):
        qtbot.mouseClick(sounds, LEFT_BUTTON, pos=second(4.0))
        press_and_move(qtbot, sounds, 4.0, 4.3)
        qtbot.mouseMove(sounds, second(4.0))
        qtbot.mouseRelease(sounds, LEFT_BUTTON, pos=second(4.0))
    with qtbot.waitSignal(sounds.edge_dragged):
        press_and_move(qtbot, sounds, 4.0, 4.02)
        qtbot.mouseRelease(sounds, LEFT_BUTTON, pos=second(4.02))


def test_escape_lets_go_of_an_end(sounds: SoundTier, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(sounds.edge_dragged), qtbot.assertNotEmitted(sounds.seek_requested):
        press_and_move(qtbot, sounds, 4.0, 4.5)
        qtbot.keyClick(sounds, Qt.Key.Key_Escape)
        qtbot.mouseMove(sounds, second(4.7))
        qtbot.mouseRelease(sounds, LEFT_BUTTON, pos=second(4.7))


def test_escape_lets_go_of_an_end_before_it_is_the_windows(sounds: SoundTier, qtbot: QtBot) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    stop = QAction("Stop", window)
    stop.setShortcut("Esc")
    window.addAction(stop)
    window.setCentralWidget(sounds)
    window.resize(sounds.size())
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    stopped: list[int] = []
    stop.triggered.connect(lambda: stopped.append(1))
    with qtbot.assertNotEmitted(sounds.edge_dragged):
        press_and_move(qtbot, sounds, 4.0, 4.5)
        assert sounds.hasFocus()
        qtbot.keyClick(sounds, Qt.Key.Key_Escape)
        qtbot.mouseRelease(sounds, LEFT_BUTTON, pos=second(4.5))
    assert stopped == []
    qtbot.keyClick(sounds, Qt.Key.Key_Escape)
    assert stopped == [1]
    window.takeCentralWidget()


@pytest.mark.parametrize("change", ["another sound", "no longer steerable"])
def test_an_end_that_is_no_longer_there_is_not_dragged(
    sounds: SoundTier, qtbot: QtBot, change: str
) -> None:
    with qtbot.assertNotEmitted(sounds.edge_dragged):
        press_and_move(qtbot, sounds, 4.0, 4.5)
        if change == "another sound":
            sounds.clear()
        else:
            sounds.set_steerable(False)
        qtbot.mouseRelease(sounds, LEFT_BUTTON, pos=second(4.5))


def test_the_pointer_shows_where_an_end_can_be_taken(sounds: SoundTier, qtbot: QtBot) -> None:
    shapes = []
    for place in (6.0, 4.0, 4.5, 1.0, 9.02):
        qtbot.mouseMove(sounds, second(place))
        shapes.append(sounds.cursor().shape())
    split, usual = Qt.CursorShape.SplitHCursor, Qt.CursorShape.ArrowCursor
    assert shapes == [usual, split, usual, usual, split]  # no sound ends where the first one begins


def test_where_nothing_is_steerable_a_drag_pans_and_a_click_seeks(
    sounds: SoundTier, qtbot: QtBot, axis: TimeAxis
) -> None:
    sounds.set_steerable(False)
    qtbot.mouseMove(sounds, second(4.0))
    assert sounds.cursor().shape() is Qt.CursorShape.ArrowCursor
    with qtbot.waitSignal(sounds.seek_requested) as asked:
        qtbot.mouseClick(sounds, LEFT_BUTTON, pos=second(4.0))
    assert asked.args == [pytest.approx(4.0)]
    axis.zoom(0.5, 0.0)
    with qtbot.assertNotEmitted(sounds.edge_dragged):
        qtbot.mousePress(sounds, LEFT_BUTTON, pos=second(8.0))
        qtbot.mouseMove(sounds, second(6.0))
        qtbot.mouseRelease(sounds, LEFT_BUTTON, pos=second(6.0))
    assert axis.start == pytest.approx(1.0)


def test_away_from_ends_a_click_seeks_and_a_drag_pans(
    sounds: SoundTier, qtbot: QtBot, axis: TimeAxis
) -> None:
    with qtbot.waitSignal(sounds.seek_requested) as asked:
        qtbot.mouseClick(sounds, LEFT_BUTTON, pos=second(4.5))
    assert asked.args == [pytest.approx(4.5)]
    axis.zoom(0.5, 0.0)
    qtbot.mousePress(sounds, LEFT_BUTTON, pos=second(9.0))
    qtbot.mouseMove(sounds, second(7.0))
    qtbot.mouseRelease(sounds, LEFT_BUTTON, pos=second(7.0))
    assert axis.start == pytest.approx(1.0)


def test_an_end_out_of_view_is_not_taken_by_the_rows_name(
    sounds: SoundTier, qtbot: QtBot, axis: TimeAxis
) -> None:
    axis.zoom(0.5, 8.0)
    assert axis.start == pytest.approx(4.0)
    axis.pan(0.2)  # the end at 4 s would be at 40 pixels left of the row's beginning
    with qtbot.assertNotEmitted(sounds.edge_dragged):
        qtbot.mousePress(sounds, LEFT_BUTTON, pos=QPoint(LEFT - 40, 10))
        qtbot.mouseMove(sounds, QPoint(LEFT - 10, 10))
        qtbot.mouseRelease(sounds, LEFT_BUTTON, pos=QPoint(LEFT - 10, 10))


# -- words -------------------------------------------------------------------------------------


def test_a_click_chooses_a_word_and_seeks(words: WordTier, qtbot: QtBot) -> None:
    with qtbot.waitSignal(words.seek_requested):
        qtbot.mouseClick(words, LEFT_BUTTON, pos=second(3.5))
    assert chosen(words) == ["two"]
    qtbot.mouseClick(words, LEFT_BUTTON, pos=second(1.5))
    assert chosen(words) == ["one"]
    qtbot.mouseClick(words, LEFT_BUTTON, pos=second(4.5))  # between words
    assert chosen(words) == []


def test_shift_and_a_click_choose_all_words_up_to_there(words: WordTier, qtbot: QtBot) -> None:
    qtbot.mouseClick(words, LEFT_BUTTON, pos=second(3.5))
    with qtbot.assertNotEmitted(words.seek_requested):
        qtbot.mouseClick(words, LEFT_BUTTON, SHIFT, second(7.5))
    assert chosen(words) == ["two", "three", "four"]
    qtbot.mouseClick(words, LEFT_BUTTON, SHIFT, second(1.5))
    assert chosen(words) == ["one", "two", "three", "four"]


def test_ctrl_and_a_click_ask_to_hear_it_from_the_word_and_choose_nothing(
    words: WordTier, qtbot: QtBot
) -> None:
    control = Qt.KeyboardModifier.ControlModifier
    with (
        qtbot.assertNotEmitted(words.seek_requested),
        qtbot.waitSignal(words.play_requested) as asked,
    ):
        qtbot.mouseClick(words, LEFT_BUTTON, control, second(3.5))
    assert asked.args == [pytest.approx(3.0)]
    with qtbot.assertNotEmitted(words.play_requested):
        qtbot.mouseClick(words, LEFT_BUTTON, control, second(4.5))  # between words
    assert chosen(words) == []


def test_shift_and_a_click_choose_a_word_where_none_was_chosen(
    words: WordTier, qtbot: QtBot
) -> None:
    qtbot.mouseClick(words, LEFT_BUTTON, SHIFT, second(6.0))
    assert chosen(words) == ["three"]


def test_shift_and_a_click_between_words_keep_the_choice(words: WordTier, qtbot: QtBot) -> None:
    qtbot.mouseClick(words, LEFT_BUTTON, pos=second(3.5))
    qtbot.mouseClick(words, LEFT_BUTTON, SHIFT, second(4.5))
    assert chosen(words) == ["two"]


def test_a_step_chooses_the_word_at_a_second_and_then_one_more(words: WordTier) -> None:
    words.step(3.5, True)
    assert chosen(words) == ["two"]
    words.step(3.5, True)
    assert chosen(words) == ["two", "three"]  # over the gap
    words.step(3.5, False)
    assert chosen(words) == ["one", "two", "three"]
    for _ in range(3):
        words.step(3.5, True)
        words.step(3.5, False)
    assert chosen(words) == ["one", "two", "three", "four"]


def test_a_step_where_no_word_sounds_chooses_none(words: WordTier) -> None:
    words.step(4.5, True)
    assert chosen(words) == []


def test_another_sound_has_no_chosen_words(words: WordTier) -> None:
    words.step(3.5, True)
    words.clear()
    words.extend([Interval(3, 4, "else")])
    assert chosen(words) == []


def test_what_is_chosen_is_framed(words: WordTier, qtbot: QtBot) -> None:
    def frame() -> str:
        return words.grab().toImage().pixelColor(second(3.5, 2)).name()

    assert frame() != LIGHT.accent
    words.step(3.5, True)
    assert frame() == LIGHT.accent


def ask_for_menu(tier: WordTier, place: QPoint) -> None:
    reason = QContextMenuEvent.Reason.Mouse
    QApplication.sendEvent(tier, QContextMenuEvent(reason, place, tier.mapToGlobal(place)))


def test_a_menu_is_asked_for_the_word_below_the_pointer(words: WordTier, qtbot: QtBot) -> None:
    with qtbot.waitSignal(words.menu_requested) as asked:
        ask_for_menu(words, second(6.0))
    assert asked.args == [words.mapToGlobal(second(6.0))]
    assert chosen(words) == ["three"]


def test_a_menu_keeps_a_choice_that_holds_the_word(words: WordTier, qtbot: QtBot) -> None:
    words.step(3.5, True)
    words.step(3.5, True)
    for place in (6.0, 4.5):  # one of them, and none
        with qtbot.waitSignal(words.menu_requested):
            ask_for_menu(words, second(place))
        assert chosen(words) == ["two", "three"]


def test_a_word_out_of_view_is_not_chosen_by_the_rows_name(
    words: WordTier, qtbot: QtBot, axis: TimeAxis
) -> None:
    axis.zoom(0.5, 0.0)
    axis.pan(2.5)
    qtbot.mouseClick(words, LEFT_BUTTON, pos=QPoint(LEFT - 20, 10))
    assert chosen(words) == []
