"""Rows as they are painted: states, sounds, long words, light and dark, narrow and wide."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from app.document.delivery import Delivery
from app.document.document import Document, Line
from app.session.line_states import LineState, LineStatus
from app.ui.script.line_list import LineListView
from app.ui.script.line_model import LineModel
from app.ui.script.row_layout import WIDE, RowLayout
from app.ui.widgets.colours import current_colours
from app.ui.widgets.theme import Theme
from tests.app.ui.script.made_lines import MADE, chosen_for, document_with

LONG = "It went on " + "and on " * 40 + "to the end."


class Rows:
    """A list of three lines, the first one made, and what is painted of it."""

    def __init__(self, qtbot: QtBot) -> None:
        self.statuses = {1: MADE}
        not_made = LineStatus(LineState.NOT_MADE)
        self.model = LineModel(lambda line: self.statuses.get(line.id, not_made))
        self.model.set_document(document_with([1, 2, 3]))
        self.list = LineListView(self.model)
        qtbot.addWidget(self.list)
        self.resize(900)
        self.list.show()
        qtbot.waitExposed(self.list)

    def resize(self, width: int) -> None:
        self.list.resize(width, 500)

    def painted(self) -> QImage:
        shown = self.list.viewport().grab().toImage()
        return shown.convertToFormat(QImage.Format.Format_RGB32)

    def row(self, row: int) -> QRectF:
        return QRectF(self.list.visualRect(self.model.index(row)))

    @property
    def layout(self) -> RowLayout:
        return RowLayout.of(self.list, self.list.viewport().width())


@pytest.fixture
def rows(theme: Theme, qtbot: QtBot) -> Rows:
    return Rows(qtbot)


def ink(image: QImage, rect: QRectF) -> int:
    """How many pixels of a rectangle differ from its corner."""
    inside = rect.toRect()
    ground = image.pixel(inside.topLeft())
    return sum(image.pixel(x, y) != ground for x, y in _pixels(inside))


def has_colour(image: QImage, rect: QRectF, colour: str) -> bool:
    """Nearly: the strokes of small letters are no pixel wide."""
    wanted = QColor(colour).getRgb()[:3]
    return any(
        max(abs(a - b) for a, b in zip(wanted, image.pixelColor(x, y).getRgb(), strict=False)) < 40
        for x, y in _pixels(rect.toRect())
    )


def _pixels(rect: QRect) -> list[tuple[int, int]]:
    return [
        (x, y) for x in range(rect.left(), rect.right()) for y in range(rect.top(), rect.bottom())
    ]


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("width", [480, 900])
def test_a_line_that_is_made_shows_its_sound(
    rows: Rows, theme: Theme, mode: str, width: int
) -> None:
    theme.set_mode(mode)
    rows.resize(width)
    image, layout = rows.painted(), rows.layout
    assert ink(image, layout.sound(rows.row(0))) > 300
    assert ink(image, layout.sound(rows.row(1))) == 0
    for row in range(3):
        assert ink(image, layout.text(rows.row(row))) > 50
        assert ink(image, layout.number(rows.row(row))) > 5


@pytest.mark.parametrize("width", [480, 900, 1300])
def test_the_parts_of_a_row_do_not_overlap(rows: Rows, width: int) -> None:
    rows.resize(width)
    layout, row = rows.layout, rows.row(0)
    places = [layout.number(row), layout.star(row), layout.text(row), layout.sound(row)]
    places.append(layout.facts(row))
    for index, place in enumerate(places):
        assert row.contains(place)
        for other in places[index + 1 :]:
            assert not place.intersects(other)


def test_the_sound_stands_under_the_words_where_there_is_little_room(rows: Rows) -> None:
    rows.resize(WIDE - 100)
    narrow, layout = rows.row(0), rows.layout
    assert layout.sound(narrow).top() >= layout.text(narrow).bottom()
    rows.resize(WIDE + 100)
    wide, layout = rows.row(0), rows.layout
    assert layout.sound(wide).left() >= layout.text(wide).right()
    assert wide.height() < narrow.height()


def test_a_star_says_that_a_take_is_chosen(rows: Rows) -> None:
    before = rows.painted()
    document = rows.model.document.choosing(2, chosen_for("Line 2 came."))
    rows.model.set_document(document)
    after, place = rows.painted(), rows.layout.star(rows.row(1))
    assert ink(before, place) == 0
    assert has_colour(after, place, current_colours().warning)


@pytest.mark.parametrize(
    ("state", "colour"),
    [(LineState.STALE, "warning"), (LineState.FAILED, "bad"), (LineState.BEING_MADE, "accent")],
)
def test_a_state_has_its_colour_beside_its_word(rows: Rows, state: LineState, colour: str) -> None:
    rows.statuses[2] = LineStatus(state)
    rows.model.refresh({2})
    place = rows.layout.facts(rows.row(1))
    assert has_colour(rows.painted(), place, getattr(current_colours(), colour))


def test_a_line_that_is_too_long_for_its_slot_says_so(rows: Rows) -> None:
    place = rows.layout.facts(rows.row(0))
    assert not has_colour(rows.painted(), place, current_colours().warning)
    rows.statuses[1] = replace(MADE, over=0.8)
    rows.model.refresh({1})
    assert has_colour(rows.painted(), place, current_colours().warning)


def test_a_sound_that_is_not_of_the_line_as_it_is_now_is_faint(rows: Rows) -> None:
    def darkest() -> int:
        image, place = rows.painted(), rows.layout.sound(rows.row(0)).toRect()
        return min(image.pixelColor(x, y).lightness() for x, y in _pixels(place))

    clear = darkest()
    rows.statuses[1] = LineStatus(LineState.STALE, MADE.sketches)
    rows.model.refresh({1})
    assert darkest() > clear + 30


def test_the_line_that_sounds_is_marked(rows: Rows) -> None:
    rows.model.set_spoken(2, (0, 4))
    image, row = rows.painted(), rows.row(1)
    accent = current_colours().accent
    assert image.pixelColor(round(row.left()) + 1, round(row.center().y())).name() == accent
    assert has_colour(image, rows.layout.text(row), accent), "the word"
    assert not has_colour(image, rows.layout.text(rows.row(2)), accent)


def test_words_too_long_for_their_place_end_in_dots_within_it(rows: Rows) -> None:
    long = Document((Line(1, LONG), Line(2, "Short.")))
    rows.model.set_document(long)
    image, row = rows.painted(), rows.row(0)
    layout = rows.layout
    text = layout.text(row)
    assert ink(image, QRectF(text.left(), text.center().y(), text.width(), text.height() / 2)) > 50
    gap = QRectF(text.right() + 1, row.top() + 1, 2 * 8 - 2, row.height() - 3)
    assert ink(image, gap) == 0


def test_all_rows_have_the_same_height(rows: Rows) -> None:
    document = rows.model.document
    rows.model.set_document(document.with_lines([2], lambda line: replace(line, text=LONG)))
    assert len({rows.row(row).height() for row in range(3)}) == 1


def test_a_heading_is_larger_than_the_words_under_it(rows: Rows) -> None:
    def strokes() -> int:
        image, text = rows.painted(), rows.layout.text(rows.row(1)).toRect()
        ground = image.pixel(text.topLeft())
        return sum(
            any(image.pixel(x, y) != ground for x in range(text.left(), text.right()))
            for y in range(text.top(), text.bottom())
        )

    before = strokes()
    document = rows.model.document
    rows.model.set_document(document.with_lines([2], lambda line: replace(line, heading=1)))
    assert strokes() > before
    long = document.with_lines([2], lambda line: replace(line, heading=1, text=LONG))
    rows.model.set_document(long)
    assert strokes() < rows.layout.text(rows.row(1)).height() / 2, "on one line of type"


@pytest.mark.parametrize(
    "own",
    [{"gap": 2.0}, {"delivery": Delivery(length_scale=0.5)}, {"delivery": Delivery(voice="")}],
)
def test_a_line_with_settings_of_its_own_is_marked(rows: Rows, own: dict[str, object]) -> None:
    before = rows.painted()
    document = rows.model.document
    rows.model.set_document(document.with_lines([2], lambda line: replace(line, **own)))
    place = rows.layout.mark(rows.row(1))
    assert ink(before, place) == 0
    assert has_colour(rows.painted(), place, current_colours().accent)


def test_star_and_mark_stand_above_one_another(rows: Rows) -> None:
    row = rows.row(1)
    star, mark = rows.layout.star(row, shared=True), rows.layout.mark(row, shared=True)
    assert not star.intersects(mark)
    document = rows.model.document.choosing(2, chosen_for("Line 2 came."))
    rows.model.set_document(document.with_lines([2], lambda line: replace(line, gap=2.0)))
    image = rows.painted()
    assert has_colour(image, star, current_colours().warning)
    assert has_colour(image, mark, current_colours().accent)


def test_letters_that_qt_counts_twice_are_cut_between_letters(rows: Rows) -> None:
    document = rows.model.document
    clefs = "\U0001d11e " * 200
    rows.model.set_document(document.with_lines([2], lambda line: replace(line, text=clefs)))
    assert ink(rows.painted(), rows.layout.text(rows.row(1))) > 50
