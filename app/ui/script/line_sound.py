"""What of a line's sound is drawn in its row: the rhythm over the waveform."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from app.session.line_states import LineStatus, TakeSketch
from app.ui.takes.duration_strip import draw_sounds
from app.ui.takes.sound_thumbnail import draw_waveform
from app.ui.widgets.colours import Colours

LEAST_SECONDS = 4.0
"""The width of a picture holds at least so many: a short line looks short."""
PEAK = 0.5
"""Of a waveform that fills its height."""


def draw_sketches(painter: QPainter, rect: QRectF, status: LineStatus, colours: Colours) -> None:
    """The takes of a line one after the other, rhythm over waveform."""
    pixels = rect.width() / max(LEAST_SECONDS, status.seconds)
    at, strip = 0.0, rect.height() * 0.38
    for sketch in status.sketches:
        wide = sketch.outline.seconds * pixels
        place = QRectF(rect.left() + at, rect.top(), wide, rect.height())
        _draw_sketch(painter, place, sketch, strip, pixels, colours)
        at += wide + sketch.outline.pause_samples / sketch.outline.sample_rate * pixels


def _draw_sketch(
    painter: QPainter,
    rect: QRectF,
    sketch: TakeSketch,
    strip: float,
    pixels: float,
    colours: Colours,
) -> None:
    above = QRectF(rect.left(), rect.top(), rect.width(), strip)
    draw_sounds(
        painter, above, sketch.outline, lambda second: rect.left() + second * pixels, colours
    )
    below = rect.adjusted(0, strip + 2, 0, 0)
    draw_waveform(painter, below, sketch.lows, sketch.highs, PEAK, colours)
