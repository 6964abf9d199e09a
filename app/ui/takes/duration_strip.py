"""The rhythm of a take as a coloured strip: how long each sound lasts, and where words and stress
are."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from itertools import pairwise

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from app.comparison.phonemes import sound_groups
from app.ui.plots.intervals import Interval, word_intervals
from app.ui.widgets.colours import Colours
from vits_core.records import Outline

_BETWEEN_WORDS = 4
"""Pixels at least, where words are written beyond their own place."""
_STRESS = "ˈˌ"
_VOWELS = frozenset("aeiouyæøœɐɑɒɔɘəɚɛɜɝɞɤɨɪɯɵɶʉʊʌʏɿʅᵻ")


class SoundKind(Enum):
    """What of a sound is told by its colour; the darker, the weightier, for any eye."""

    STRESSED = "stressed"
    VOWEL = "vowel"
    CONSONANT = "consonant"
    PAUSE = "pause"


@dataclass(frozen=True, slots=True)
class Cell:
    """One sound of a strip; seconds from the take's beginning."""

    start: float
    stop: float
    label: str
    kind: SoundKind


@lru_cache(maxsize=1024)
def strip_cells(outline: Outline) -> tuple[Cell, ...]:
    """The sounds of a take in order; the strip is covered by them."""
    frame = outline.frame_seconds
    cells: list[Cell] = []
    for first, stop, label in sound_groups(outline.utterance.symbols):
        after_stress = bool(cells) and cells[-1].kind is SoundKind.STRESSED
        start, end = (float(outline.token_edges[token]) * frame for token in (first, stop))
        cells.append(Cell(start, end, label, _kind(label, after_stress)))
    return tuple(cells)


@lru_cache(maxsize=1024)
def strip_words(outline: Outline) -> tuple[Interval, ...]:
    """The words of a take."""
    return tuple(word_intervals(outline, 0.0))


def _kind(label: str, after_stress: bool) -> SoundKind:
    """A second vowel behind a stressed one is the end of the same diphthong."""
    letters = label.lstrip(_STRESS)
    if not any(character.isalpha() for character in letters):
        return SoundKind.PAUSE
    if letters[0] not in _VOWELS:
        return SoundKind.CONSONANT
    stressed = label.startswith("ˈ") or (after_stress and not label.startswith("ˌ"))
    return SoundKind.STRESSED if stressed else SoundKind.VOWEL


def kind_colour(kind: SoundKind, colours: Colours) -> QColor:
    """The fill of a sound; on a row that is chosen they have to be told from its ground too."""
    accent, base = QColor(colours.accent), QColor(colours.base)
    share = {SoundKind.STRESSED: 1.0, SoundKind.VOWEL: 0.5, SoundKind.PAUSE: 0.0}
    if kind is SoundKind.CONSONANT:
        return _mixed(QColor(colours.muted), base, 0.38)
    return _mixed(accent, base, share[kind])


def placed_words(
    outline: Outline, x_of: Callable[[float], float], metrics: QFontMetricsF
) -> list[tuple[float, str]]:
    """Which words are written at which pixel.

    A word without room is shortened; where the next one has none either, it is written whole in
    the place of both, so that a long sentence shows some of its words and not crumbs of all.
    """
    words = strip_words(outline)
    lefts = [x_of(word.start) for word in words] + [x_of(outline.seconds)]
    room = [right - left - 2 for left, right in pairwise(lefts)]
    widths = [metrics.horizontalAdvance(word.label) for word in words]
    placed: list[tuple[float, str]] = []
    free = -math.inf
    for index, word in enumerate(words):
        label, left = word.label, lefts[index]
        if left < free:
            continue
        if widths[index] > room[index]:
            squeezed = index + 1 < len(words) and widths[index + 1] > room[index + 1]
            if squeezed and left + widths[index] < lefts[-1]:
                free = left + widths[index] + _BETWEEN_WORDS
            else:
                label = metrics.elidedText(label, Qt.TextElideMode.ElideRight, room[index])
        if len(label) > 1 or label == word.label:
            placed.append((left, label))
    return placed


def draw_strip(
    painter: QPainter,
    rect: QRectF,
    outline: Outline,
    x_of: Callable[[float], float],
    colours: Colours,
    font: QFont,
) -> None:
    """Draw words above sounds into `rect`; `x_of` gives the pixel of a second."""
    metrics = QFontMetricsF(font)
    painter.setFont(font)
    height = metrics.height()
    sounds = QRectF(rect.left(), rect.top() + height, rect.width(), rect.height() - height)
    painter.setPen(QColor(colours.text))
    for left, label in placed_words(outline, x_of, metrics):
        painter.drawText(
            QRectF(left, rect.top(), metrics.horizontalAdvance(label) + 4, height), label
        )
    draw_sounds(painter, sounds, outline, x_of, colours)


def draw_sounds(
    painter: QPainter,
    rect: QRectF,
    outline: Outline,
    x_of: Callable[[float], float],
    colours: Colours,
) -> None:
    """Fill `rect` with the sounds alone."""
    middle = rect.center().y()
    boxes: dict[SoundKind, list[QRectF]] = {kind: [] for kind in SoundKind}
    for cell in strip_cells(outline):
        left, right = x_of(cell.start), x_of(cell.stop)
        wide = max(0.5, right - left - 1)
        pause = cell.kind is SoundKind.PAUSE
        top, high = (middle, 1.0) if pause else (rect.top(), rect.height())
        boxes[cell.kind].append(QRectF(left, top, wide, high))
    painter.setPen(Qt.PenStyle.NoPen)
    for kind, rects in boxes.items():  # hundreds of calls from Python would take milliseconds
        pause = kind is SoundKind.PAUSE
        painter.setBrush(kind_colour(SoundKind.CONSONANT if pause else kind, colours))
        painter.drawRects(rects)


def _mixed(colour: QColor, ground: QColor, share: float) -> QColor:
    """So much of a colour on a ground."""
    pairs = (
        (colour.red(), ground.red()),
        (colour.green(), ground.green()),
        (colour.blue(), ground.blue()),
    )
    return QColor(*(round(share * over + (1 - share) * under) for over, under in pairs))
