"""Rows as they are painted: few and many, with and without a sound, light and dark."""

from __future__ import annotations

import dataclasses
from itertools import combinations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFontMetricsF, QImage
from pytestqt.qtbot import QtBot

from app.synthesis.take_preview import TakePreview
from app.takes.lab_take import LabTake
from app.takes.script_takes import Use
from app.ui.takes.duration_strip import SoundKind, kind_colour, strip_cells
from app.ui.takes.take_facts import TakeFacts
from app.ui.takes.take_list import TakeListView
from app.ui.takes.take_model import TakeModel
from app.ui.takes.take_painter import HEADING, ROW
from app.ui.widgets.colours import current_colours
from app.ui.widgets.theme import GRID, Theme
from tests.app.takes.made_lab_take import lab_take, sound_of
from tests.app.ui.takes.places import painter_of, row_of, time_of
from vits_core.prosody.steering import Timing

_THREE = [TakePreview.of(sound_of(number)) for number in range(3)]
PREVIEWS = {number: _THREE[number % 3] for number in range(1, 33)}


def lab_takes(count: int) -> tuple[LabTake, ...]:
    return tuple(lab_take(number) for number in range(count, 0, -1))


@pytest.fixture
def model(qapp) -> TakeModel:
    return TakeModel(TakeFacts())


@pytest.fixture
def takes(model: TakeModel, theme: Theme, qtbot: QtBot) -> TakeListView:
    """With room for all rows."""
    takes = TakeListView(model)
    qtbot.addWidget(takes)
    takes.resize(900, 2000)
    takes.show()
    return takes


def painted(takes: TakeListView) -> QImage:
    return takes.viewport().grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def ink(image: QImage, rect: QRect) -> int:
    """How many pixels of a rectangle differ from its corner."""
    ground = image.pixel(rect.topLeft())
    return sum(
        image.pixel(x, y) != ground
        for x in range(rect.left(), rect.right())
        for y in range(rect.top(), rect.bottom())
    )


def sound_part(takes: TakeListView, row: int) -> QRect:
    time = time_of(takes, row).toRect()
    return time.adjusted(0, 28, 0, 0)


def colour_of_first_vowel(takes: TakeListView, row: int, image: QImage) -> str:
    time = time_of(takes, row)
    model = takes.model()
    assert isinstance(model, TakeModel)
    cell = next(c for c in strip_cells(model.take_at(row).outline) if c.kind is SoundKind.VOWEL)
    seconds = model.seconds_of(model.take_at(row))
    x = time.left() + (cell.start + cell.stop) / 2 / seconds * time.width()
    return image.pixelColor(round(x), round(time.top()) + 18).name()


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("count", [1, 8, 32])
def test_every_row_shows_its_rhythm_and_its_sound(
    takes: TakeListView, model: TakeModel, theme: Theme, count: int, mode: str
) -> None:
    theme.set_mode(mode)
    model.set_takes(lab_takes(count))
    without = painted(takes)
    model.facts.set_previews(PREVIEWS)
    with_sound = painted(takes)
    vowel = kind_colour(SoundKind.VOWEL, current_colours()).name()
    for row in range(count):
        for image in (without, with_sound):
            assert colour_of_first_vowel(takes, row, image) == vowel
            number = row_of(takes, row).toRect().adjusted(4, 6, 32, 0)
            number.setSize(number.size().boundedTo(QRect(0, 0, 24, 18).size()))
            assert ink(image, number) > 10
        part = sound_part(takes, row)
        assert ink(with_sound, part) > 4 * ink(without, part) > 0
        bounds = takes.visualRect(model.index(row))
        assert bounds.height() == ROW + (HEADING if row == 0 else 0)


def test_a_change_of_the_look_leaves_no_colour_behind(
    takes: TakeListView, model: TakeModel, theme: Theme
) -> None:
    model.set_takes(lab_takes(3))
    model.facts.set_previews(PREVIEWS)
    for mode in ("light", "dark", "light"):
        theme.set_mode(mode)
        image = painted(takes)
        assert image.pixelColor(image.width() - 1, 1990).name() == current_colours().base
        vowel = kind_colour(SoundKind.VOWEL, current_colours()).name()
        assert {colour_of_first_vowel(takes, row, image) for row in range(3)} == {vowel}


def test_a_picture_that_is_missing_is_asked_for_where_it_is_seen(
    takes: TakeListView, model: TakeModel
) -> None:
    asked: set[int] = set()
    model.facts.preview_missed.connect(asked.add)
    takes.resize(900, HEADING + 3 * ROW)
    model.set_takes(lab_takes(32))
    model.facts.set_previews({number: PREVIEWS[number] for number in (32, 30)})
    painted(takes)
    assert asked == {31}
    takes.scrollToBottom()
    painted(takes)
    assert asked == {31, 1, 2, 3, *asked & {4}}


def test_a_row_that_is_chosen_or_in_the_player_is_marked(
    takes: TakeListView, model: TakeModel
) -> None:
    model.set_takes(lab_takes(3))
    model.facts.set_shown(2)
    takes.choose([1])
    image = painted(takes)

    def ground(row: int, x: int) -> str:
        return image.pixelColor(x, round(row_of(takes, row).center().y())).name()

    colours = current_colours()
    assert [ground(row, 6) for row in range(3)] == [colours.base, colours.base, colours.shade]
    assert ground(1, 1) == colours.accent
    assert ground(0, 1) == colours.base


def test_a_star_is_filled(takes: TakeListView, model: TakeModel) -> None:
    model.set_takes((lab_take(2, starred=True), lab_take(1)))
    image = painted(takes)

    def middle(row: int) -> str:
        place: QPoint = painter_of(takes).star_rect(row_of(takes, row)).center().toPoint()
        return image.pixelColor(place).name()

    assert middle(0) == current_colours().warning
    assert middle(1) == current_colours().base


def test_the_row_of_a_take_in_the_script_says_so_behind_its_length(
    takes: TakeListView, model: TakeModel
) -> None:
    model.set_takes((lab_take(2), lab_take(1)))
    row = row_of(takes, 0).toRect()
    right = row.adjusted(row.width() - 17 * GRID, 4, 0, -row.height() * 2 // 3)
    looks = [painted(takes).copy(right)]
    for use in Use:
        model.facts.set_uses({2: use})
        looks.append(painted(takes).copy(right))
    assert all(ink(look, look.rect()) > ink(looks[0], looks[0].rect()) for look in looks[1:])
    assert all(one != other for one, other in combinations(looks, 2))


def test_the_number_of_a_take_in_the_script_stands_out(
    takes: TakeListView, model: TakeModel
) -> None:
    model.set_takes((lab_take(2), lab_take(1)))

    def has_accent(row: int) -> bool:
        left = row_of(takes, row).toRect()
        left.setWidth(4 * GRID)
        image = painted(takes).copy(left.adjusted(4, 0, 0, 0))
        colours = {
            image.pixelColor(x, y).name()
            for x in range(image.width())
            for y in range(image.height())
        }
        return current_colours().accent in colours

    for use, expected in ((None, False), (Use.OTHER_WORDS, False), (Use.IN_SCRIPT, True)):
        model.facts.set_uses({} if use is None else {2: use})
        assert [has_accent(row) for row in range(2)] == [expected, False]


def test_a_sound_whose_length_was_chosen_has_a_dot(takes: TakeListView, model: TakeModel) -> None:
    outline = dataclasses.replace(sound_of(1), timing=Timing(pins=((1, 10), (5, 6))))
    pinned = dataclasses.replace(lab_take(2), outline=outline)
    model.set_takes((pinned, lab_take(1)))
    image = painted(takes)

    def dot(row: int, token: int) -> bool:
        time = time_of(takes, row)
        frames = outline.token_edges[token] + outline.durations[token] / 2
        x = time.left() + frames / outline.token_edges[-1] * time.width()
        colour = image.pixelColor(round(x), round(time.top()) + 22).name()
        return colour == current_colours().text

    assert dot(0, 1)
    assert not dot(0, 5)  # the gap between the words
    assert not dot(1, 1)


def test_seconds_and_pixels_go_together(takes: TakeListView, model: TakeModel) -> None:
    model.set_takes(lab_takes(3))
    row, time = row_of(takes, 1), time_of(takes, 1)
    painter = painter_of(takes)
    take = model.take_at(1)
    assert painter.seconds_at(row, take, time.left()) == 0
    assert painter.seconds_at(row, take, time.right()) == pytest.approx(model.seconds_of(take))


def test_long_notes_and_sentences_are_cut_short(takes: TakeListView, model: TakeModel) -> None:
    outline = sound_of(1)
    text = dataclasses.replace(outline.utterance, text="word " * 200)
    wordy = dataclasses.replace(
        lab_take(1), outline=dataclasses.replace(outline, utterance=text), note="note " * 40
    )
    takes.resize(400, 200)
    model.set_takes((wordy,))
    image = painted(takes)
    right = QRect(image.width() - 14, HEADING + 4, 12, ROW - 8)
    assert ink(image, right) == 0
    assert ink(image, QRect(0, 0, image.width(), HEADING)) > 100
    assert takes.horizontalScrollBar().maximum() == 0


def test_the_note_is_typed_in_its_row(takes: TakeListView, model: TakeModel, qtbot: QtBot) -> None:
    model.set_takes(lab_takes(3))
    takes.choose([2])
    takes.edit_note()
    field = takes.indexWidget(model.index(1))
    assert field is not None
    assert field.accessibleName()
    assert row_of(takes, 1).toRect().contains(field.geometry())
    qtbot.keyClick(field, Qt.Key.Key_Escape)


def test_large_type_has_room_for_three_lines(takes: TakeListView, model: TakeModel) -> None:
    font = takes.font()
    font.setPointSizeF(2 * font.pointSizeF())
    takes.setFont(font)
    model.set_takes(lab_takes(2))
    high = takes.visualRect(model.index(1)).height()
    assert high >= 3 * QFontMetricsF(font).height()
    assert takes.visualRect(model.index(0)).height() - high >= QFontMetricsF(font).height()
