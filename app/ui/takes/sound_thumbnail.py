"""A small picture of a take's sound: its waveform, with the pitch drawn over it."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from app.synthesis.take_preview import TakePreview
from app.ui.takes.duration_strip import SoundKind, kind_colour
from app.ui.widgets.colours import Colours
from vits_core.records import FloatArray

_SEMITONES = 14.0
"""From the middle of the pitch picture to its edge."""


def draw_sound(
    painter: QPainter,
    rect: QRectF,
    preview: TakePreview,
    peak: float,
    middle_pitch: float,
    colours: Colours,
) -> None:
    """Fill `rect` with a sound; `peak` reaches its edges, `middle_pitch` Hz is its middle."""
    draw_waveform(painter, rect, preview.lows, preview.highs, peak, colours)
    painter.setPen(QPen(QColor(colours.accent), 1.5))
    for run in _pitch_runs(rect, preview, middle_pitch):
        painter.drawPolyline(QPolygonF(run))


def draw_waveform(
    painter: QPainter,
    rect: QRectF,
    lows: FloatArray,
    highs: FloatArray,
    peak: float,
    colours: Colours,
) -> None:
    """Fill `rect` with a waveform, by the lowest and the highest sample of each stretch."""
    middle, half = rect.center().y(), rect.height() / 2
    columns = np.linspace(rect.left(), rect.right(), len(highs))
    tops = middle - np.clip(highs / peak, 0, 1) * half
    bottoms = middle - np.clip(lows / peak, -1, 0) * half
    there, back = _points(columns, tops), _points(columns[::-1], bottoms[::-1])
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(kind_colour(SoundKind.CONSONANT, colours))
    painter.drawPolygon(QPolygonF(there + back))


def _pitch_runs(rect: QRectF, preview: TakePreview, middle_pitch: float) -> list[list[QPointF]]:
    """The stretches with a voice, as lines."""
    voiced = np.flatnonzero(np.isfinite(preview.pitch))
    if not len(voiced):
        return []
    semitones = 12 * np.log2(preview.pitch[voiced] / middle_pitch)
    y = rect.center().y() - np.clip(semitones / _SEMITONES, -1, 1) * rect.height() / 2
    x = rect.left() + (voiced + 0.5) / len(preview.pitch) * rect.width()
    breaks = np.flatnonzero(np.diff(voiced) > 1) + 1
    runs = zip(np.split(x, breaks), np.split(y, breaks), strict=True)
    return [_points(xs, ys) for xs, ys in runs if len(xs) > 1]


def _points(x: np.ndarray, y: np.ndarray) -> list[QPointF]:
    return [QPointF(a, b) for a, b in zip(x.tolist(), y.tolist(), strict=True)]
