"""While comping, words are picked by click and by key, and each is marked where it is from."""

from __future__ import annotations

import dataclasses

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.ui.takes.comp_list import CompListView
from app.ui.takes.comp_marks import CompView, word_at
from app.ui.takes.duration_strip import SoundKind, kind_colour
from app.ui.takes.take_colours import take_colour
from app.ui.takes.take_facts import TakeFacts
from app.ui.takes.take_model import TakeModel
from app.ui.widgets.colours import current_colours
from app.ui.widgets.theme import Theme
from tests.app.takes.made_lab_take import lab_take
from tests.app.ui.made_take import DURATIONS, FRAME, made_take
from tests.app.ui.takes.places import painter_of, row_of, time_of
from vits_core.prosody.steering import Draw, splice

Key = Qt.Key
LEFT_BUTTON = Qt.MouseButton.LeftButton
NO_MODIFIER, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
COMP = CompView(base=1, comp=4, sources=(1, 2), slots={1: 0, 2: 1})
"""Of take 1, with the word "me" of take 2; the words of take 3 do not fit."""


@pytest.fixture
def model(qapp: QApplication) -> TakeModel:
    model = TakeModel(TakeFacts())
    takes = [dataclasses.replace(lab_take(1), number=number) for number in (4, 3, 2, 1)]
    model.set_takes(tuple(takes))
    return model


@pytest.fixture
def takes(model: TakeModel, theme: Theme, qtbot: QtBot) -> CompListView:
    takes = CompListView(model)
    qtbot.addWidget(takes)
    takes.resize(900, 600)
    takes.show()
    takes.choose([4])
    takes.set_comp(COMP)
    return takes


def place(takes: CompListView, row: int, word: int) -> QPoint:
    """A pixel in the strip, in the middle of a word."""
    room, model = time_of(takes, row), takes.model()
    assert isinstance(model, TakeModel)
    take = model.take_at(row)
    whole = take.outline.seconds
    seconds = whole * (sum(DURATIONS[:6]) / 2 if word == 0 else 27) / sum(DURATIONS)
    return QPoint(
        round(room.left() + seconds / model.seconds_of(take) * room.width()), room.top() + 8
    )


@pytest.mark.parametrize("modifier", [NO_MODIFIER, SHIFT])
def test_a_click_on_a_word_picks_it_and_selects_nothing(
    takes: CompListView, qtbot: QtBot, modifier: Qt.KeyboardModifier
) -> None:
    with qtbot.waitSignal(takes.word_picked) as caught:
        qtbot.mouseClick(takes.viewport(), LEFT_BUTTON, modifier, place(takes, 1, 1))
    assert caught.args == [3, 1, modifier == SHIFT]
    assert takes.chosen() == [4]


def test_two_clicks_in_a_row_pick_two_words(takes: CompListView, qtbot: QtBot) -> None:
    picked: list[tuple[int, int]] = []
    takes.word_picked.connect(lambda number, word, _: picked.append((number, word)))
    qtbot.mouseClick(takes.viewport(), LEFT_BUTTON, pos=place(takes, 2, 0))
    qtbot.mouseDClick(takes.viewport(), LEFT_BUTTON, pos=place(takes, 3, 1))
    assert picked == [(2, 0), (1, 1)]


def test_the_button_plays_and_the_star_stars_while_comping(
    takes: CompListView, qtbot: QtBot
) -> None:
    row = row_of(takes, 1)
    with qtbot.waitSignal(takes.play_requested):
        at = painter_of(takes).button_rect(row).center().toPoint()
        qtbot.mouseClick(takes.viewport(), LEFT_BUTTON, pos=at)
    with qtbot.waitSignal(takes.star_requested):
        at = painter_of(takes).star_rect(row).center().toPoint()
        qtbot.mouseClick(takes.viewport(), LEFT_BUTTON, pos=at)


def test_arrows_go_from_word_to_word_and_a_digit_picks_from_a_take(
    takes: CompListView, qtbot: QtBot
) -> None:
    picked: list[list[object]] = []
    takes.word_picked.connect(lambda *args: picked.append(list(args)))
    for key in (Key.Key_3, Key.Key_Right, Key.Key_Right, Key.Key_2, Key.Key_Left, Key.Key_1):
        qtbot.keyClick(takes, key)
    qtbot.keyClick(takes, Key.Key_4)  # the comp itself, whose number is another after each pick
    assert picked == [[3, 0, False], [2, 1, False], [1, 0, False]]
    with qtbot.waitSignal(takes.comp_requested):
        qtbot.keyClick(takes, Key.Key_Escape)
    takes.set_comp(None)
    with qtbot.waitSignal(takes.play_requested), qtbot.assertNotEmitted(takes.word_picked):
        qtbot.keyClick(takes, Key.Key_2)
    with qtbot.waitSignal(takes.comp_requested):
        qtbot.keyClick(takes, Key.Key_K)


def test_the_comp_stays_in_sight_while_other_takes_are_scrolled_to(
    takes: CompListView, qtbot: QtBot
) -> None:
    takes.resize(900, 160)
    second = take_colour(1, current_colours())
    takes.verticalScrollBar().setValue(takes.verticalScrollBar().maximum())
    top = takes.row_height()
    assert row_of(takes, 0).top() < -takes.row_height() / 2
    image = painted(takes).copy(0, 0, takes.viewport().width(), top)
    assert any(image.pixelColor(x, y) == second for x in range(image.width()) for y in range(top))
    at = QPoint(place(takes, 0, 1).x(), 8)
    with qtbot.waitSignal(takes.word_picked) as caught:
        qtbot.mouseClick(takes.viewport(), LEFT_BUTTON, pos=at)
    assert caught.args == [4, 1, False]
    before = takes.verticalScrollBar().value()
    takes.choose([4])
    assert takes.verticalScrollBar().value() == before
    takes.set_comp(None)
    takes.choose([4])
    assert takes.verticalScrollBar().value() == 0


def painted(takes: CompListView) -> QImage:
    return takes.viewport().grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def has(image: QImage, takes: CompListView, row: int, colour: QColor) -> bool:
    """Whether a row has pixels of a colour."""
    room = time_of(takes, row).toRect()
    rows = range(room.top(), room.bottom())
    columns = range(room.left(), room.right())
    return any(image.pixelColor(x, y) == colour for y in rows for x in columns)


def test_words_have_the_colour_of_their_take_there_and_in_the_comp(takes: CompListView) -> None:
    colours = current_colours()
    first, second = (take_colour(slot, colours) for slot in (0, 1))
    image = painted(takes)
    found = [[has(image, takes, row, colour) for colour in (first, second)] for row in range(4)]
    assert found == [[True, True], [False, False], [False, True], [True, False]]
    takes.set_comp(None)
    assert not has(painted(takes), takes, 0, second)


def test_takes_that_do_not_fit_are_faded(takes: CompListView) -> None:
    vowel = kind_colour(SoundKind.VOWEL, current_colours())
    assert [has(painted(takes), takes, row, vowel) for row in (1, 2)] == [False, True]
    takes.set_comp(None)
    assert has(painted(takes), takes, 1, vowel)


def test_the_word_at_the_mouse_is_framed(takes: CompListView, qtbot: QtBot) -> None:
    before = painted(takes)
    QTest.mouseMove(takes.viewport(), place(takes, 2, 0))
    qtbot.waitUntil(lambda: painted(takes) != before)
    shape = Qt.CursorShape.PointingHandCursor
    qtbot.waitUntil(lambda: takes.viewport().cursor().shape() == shape)
    QApplication.sendEvent(takes.viewport(), QEvent(QEvent.Type.Leave))
    QTest.mouseMove(takes.viewport(), QPoint(2, 2))
    qtbot.waitUntil(lambda: takes.viewport().cursor().shape() != shape)


def test_the_seams_of_a_comp_are_seen_at_any_time(
    takes: CompListView, model: TakeModel, qtbot: QtBot
) -> None:
    takes.set_comp(None)
    takes.choose([3])
    before = painted(takes)
    take = model.take_at(0)
    noise = splice(Draw(1), {6: Draw(2), 7: Draw(2)})
    comp = dataclasses.replace(
        take, number=9, outline=dataclasses.replace(take.outline, expression=noise)
    )
    model.set_takes((comp, *(model.take_at(row) for row in (1, 2, 3))))
    room, after = time_of(takes, 0).toRect(), painted(takes)
    share = sum(DURATIONS[:6]) / sum(DURATIONS)
    seam = room.left() + share * take.outline.seconds / model.seconds_of(take) * room.width()
    columns = {
        x
        for x in range(room.left(), room.right())
        for y in (room.top() + 1, room.bottom() - 2)
        if after.pixel(x, y) != before.pixel(x, y)
    }
    assert columns
    assert all(abs(x - seam) < 2 for x in columns)


def test_the_pause_behind_a_word_is_part_of_it() -> None:
    outline = made_take()
    edges = outline.token_edges
    assert word_at(outline, 0.0) == 0
    assert word_at(outline, float(edges[6]) * FRAME - 0.001) == 0
    assert word_at(outline, float(edges[6]) * FRAME + 0.001) == 1
    assert word_at(outline, outline.seconds + 0.001) is None
    assert word_at(outline, -0.001) is None
