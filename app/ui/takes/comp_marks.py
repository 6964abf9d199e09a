"""What the list shows of a comp, a take put together from words of others: which is from where."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from app.takes.comping import word_tokens
from app.takes.lab_take import LabTake
from app.ui.takes.take_colours import take_colour
from app.ui.widgets.colours import Colours
from vits_core.records import Outline

_WASH = 50
"""Of 255: how much of its colour lies over a word that is used."""
_BAR = 3
"""Pixels of the bar below it."""
_DIMMED = 170
"""Of 255: how much a take is faded whose words do not fit."""


@dataclass(frozen=True, slots=True)
class CompView:
    """A comp as the list shows it."""

    base: int
    """Number of the take that the other words are of."""
    comp: int | None
    """Number of the take that is put together; None before the first word is picked."""
    sources: tuple[int | None, ...]
    """Number of the take that each word is of; None where that one has left the list."""
    slots: Mapping[int, int]
    """The takes whose words fit, by their numbers, and the colour of each."""

    def source_in(self, number: int, word: int) -> int | None:
        """The take in whose colour a word of a row is marked."""
        source = self.sources[word]
        return source if number in (source, self.comp) else None


def word_at(outline: Outline, seconds: float) -> int | None:
    """The place of the word that sounds at a second of a take, the pause behind it included."""
    if not 0.0 <= seconds < outline.seconds:
        return None
    frame = int(seconds * outline.sample_rate / outline.hop_length)
    token = bisect_right(outline.token_edges.tolist(), frame) - 1
    spans = enumerate(word_tokens(outline.utterance))
    return next((word for word, tokens in spans if token in tokens), None)


def word_rects(
    outline: Outline, strip: QRectF, x_of: Callable[[float], float]
) -> tuple[QRectF, ...]:
    """Where each word is in a strip."""
    frame = outline.frame_seconds
    edges = [
        (x_of(float(outline.token_edges[each.start]) * frame),
         x_of(float(outline.token_edges[each.stop]) * frame))
        for each in word_tokens(outline.utterance)
    ]  # fmt: skip
    return tuple(QRectF(left, strip.top(), right - left, strip.height()) for left, right in edges)


def draw_comp_marks(
    painter: QPainter,
    rect: QRectF,
    strip: QRectF,
    take: LabTake,
    comp: CompView,
    boxed: Mapping[int, str],
    x_of: Callable[[float], float],
    colours: Colours,
    font: QFont,
) -> None:
    """Mark the words of a row that are used, over its picture in `rect`.

    `boxed` are words with a frame around them: where the mouse or the keyboard is, in a colour.
    """
    if take.number != comp.comp and take.number not in comp.slots:
        veil = QColor(colours.base)
        veil.setAlpha(_DIMMED)
        painter.fillRect(rect, veil)
        return
    words = word_rects(take.outline, strip, x_of)
    before: int | None = None
    for word, box in enumerate(words):
        source = comp.source_in(take.number, word)
        if source is not None and source in comp.slots:
            colour = take_colour(comp.slots[source], colours)
            _draw_word(painter, box, colour)
            if take.number == comp.comp and source != before:
                _draw_number(painter, box, source, colour, colours, font)
        before = source
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for word, name in boxed.items():
        painter.setPen(QPen(QColor(name), 1))
        painter.drawRoundedRect(words[word].adjusted(0.5, 0.5, -1.5, -0.5), 2, 2)


def _draw_word(painter: QPainter, box: QRectF, colour: QColor) -> None:
    wash = QColor(colour)
    wash.setAlpha(_WASH)
    painter.fillRect(box.adjusted(0, 0, -1, 0), wash)
    painter.fillRect(QRectF(box.left(), box.bottom() - _BAR, box.width() - 1, _BAR), colour)


def _draw_number(
    painter: QPainter, box: QRectF, number: int, colour: QColor, colours: Colours, font: QFont
) -> None:
    """Below the first of some words of a take, whose words they are."""
    metrics = QFontMetricsF(font)
    words = str(number)
    place = QRectF(
        box.left(), box.bottom() + 1, metrics.horizontalAdvance(words) + 6, metrics.height()
    )
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRoundedRect(place, 2, 2)
    painter.setFont(font)
    painter.setPen(QColor(colours.base))
    painter.drawText(QPointF(place.left() + 3, place.top() + metrics.ascent()), words)
