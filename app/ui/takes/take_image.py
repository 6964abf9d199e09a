"""The picture of a take in a row of the list: its strip with the pins, and its sound."""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QWidget

from app.synthesis.take_preview import TakePreview
from app.takes.comping import seam_tokens
from app.takes.lab_take import LabTake
from app.ui.takes.duration_strip import draw_strip
from app.ui.takes.sound_thumbnail import draw_sound
from app.ui.widgets.colours import Colours, current_colours
from app.ui.widgets.pixmap_cache import PixmapCache

_STRIP = 25
"""Pixels of the strip, its words included, where the type is not large."""
_SOUNDS = 11
"""Pixels of its sounds at least."""

Scale = tuple[float, float, float]
"""Seconds that fill the width, peak that fills the height, Hz in the middle."""


class TakeImageCache:
    """Draws each picture once, and again when something in it has changed."""

    def __init__(self, widget: QWidget) -> None:
        self._kept = PixmapCache(widget)

    def draw(
        self,
        painter: QPainter,
        rect: QRectF,
        take: LabTake,
        preview: TakePreview | None,
        scale: Scale,
        font: QFont,
    ) -> None:
        """Draw a take into `rect`, whose edges are whole pixels."""

        def draw(inside: QPainter, room: QRectF) -> None:
            _draw(inside, room, take, preview, scale, font, current_colours())

        self._kept.draw(painter, rect, (take.number, preview is None, scale, font.key()), draw)


def strip_height(font: QFont) -> int:
    """Pixels of the strip at the top of a picture."""
    return max(_STRIP, math.ceil(QFontMetricsF(font).height()) + _SOUNDS)


def _draw(
    painter: QPainter,
    rect: QRectF,
    take: LabTake,
    preview: TakePreview | None,
    scale: Scale,
    font: QFont,
    colours: Colours,
) -> None:
    seconds, peak, middle_pitch = scale
    pixels = rect.width() / max(1e-6, seconds)

    def x_of(second: float) -> float:
        return rect.left() + second * pixels

    high = strip_height(font)
    strip = QRectF(rect.left(), rect.top(), rect.width(), high)
    draw_strip(painter, strip, take.outline, x_of, colours, font)
    _draw_pins(painter, strip, take, x_of, colours)
    _draw_seams(painter, rect, take, x_of, colours)
    wide = x_of(take.outline.seconds) - rect.left()
    below = QRectF(rect.left(), strip.bottom() + 1, wide, rect.height() - high - 1)
    if preview is None:
        painter.setPen(QPen(QColor(colours.border), 1, Qt.PenStyle.DotLine))
        middle = below.center().y()
        painter.drawLine(QPointF(below.left(), middle), QPointF(below.right(), middle))
    else:
        draw_sound(painter, below, preview, peak, middle_pitch, colours)


def _draw_pins(
    painter: QPainter,
    strip: QRectF,
    take: LabTake,
    x_of: Callable[[float], float],
    colours: Colours,
) -> None:
    """A dot on each sound whose length a person chose."""
    outline = take.outline
    frame = outline.frame_seconds
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colours.text))
    for token, frames in outline.timing.pins:
        if outline.utterance.symbols[token].strip():
            middle = (float(outline.token_edges[token]) + frames / 2) * frame
            painter.drawEllipse(QPointF(x_of(middle), strip.bottom() - 3), 2.0, 2.0)


def _draw_seams(
    painter: QPainter,
    rect: QRectF,
    take: LabTake,
    x_of: Callable[[float], float],
    colours: Colours,
) -> None:
    """A thin line where a comp goes on with the words of another take."""
    outline = take.outline
    frame = outline.frame_seconds
    painter.setPen(QPen(QColor(colours.text), 1))
    for token in seam_tokens(outline):
        x = round(x_of(float(outline.token_edges[token]) * frame)) - 0.5
        painter.drawLine(QPointF(x, rect.top()), QPointF(x, rect.bottom()))
