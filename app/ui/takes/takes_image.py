"""Takes below one another as a picture for a file: what a sweep or a choice of takes shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter
from PySide6.QtSvg import QSvgGenerator

from app.synthesis.take_preview import TakePreview
from app.takes.lab_take import LabTake
from app.ui.takes.duration_strip import draw_strip
from app.ui.takes.sound_thumbnail import draw_sound
from app.ui.widgets.colours import LIGHT
from app.ui.widgets.theme import GRID

_WIDTH, _ROW, _HEADING, _LABEL, _MARGIN = 1000, 64, 40, 168, 2 * GRID
_SCALE = 2
"""Pixels of a PNG for one unit: it is printed and put on slides."""


def as_png(takes: Sequence[LabTake], previews: Mapping[int, TakePreview], font: QFont) -> bytes:
    """The takes as a PNG file, light whatever the window's look is."""
    size = _size(takes)
    image = QImage(size * _SCALE, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(_SCALE)
    image.fill(QColor(LIGHT.base))
    painter = QPainter(image)
    _paint(painter, takes, previews, font)
    painter.end()
    data, buffer = _buffer()
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(data.data())


def as_svg(takes: Sequence[LabTake], previews: Mapping[int, TakePreview], font: QFont) -> bytes:
    """The takes as an SVG file."""
    data, buffer = _buffer()
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    size = _size(takes)
    generator.setSize(size)
    generator.setViewBox(QRectF(0, 0, size.width(), size.height()))
    generator.setTitle(takes[0].text)
    painter = QPainter(generator)
    painter.fillRect(QRectF(0, 0, size.width(), size.height()), QColor(LIGHT.base))
    _paint(painter, takes, previews, font)
    painter.end()
    return bytes(data.data())


def _buffer() -> tuple[QByteArray, QBuffer]:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    return data, buffer


def _size(takes: Sequence[LabTake]) -> QSize:
    return QSize(_WIDTH, _HEADING + len(takes) * _ROW + 2 * _MARGIN)


def _paint(
    painter: QPainter, takes: Sequence[LabTake], previews: Mapping[int, TakePreview], font: QFont
) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    bold = QFont(font)
    bold.setBold(True)
    painter.setFont(bold)
    painter.setPen(QColor(LIGHT.text))
    middle = Qt.AlignmentFlag.AlignVCenter
    heading = QRectF(_MARGIN, _MARGIN, _WIDTH - 2 * _MARGIN, _HEADING - GRID)
    painter.drawText(heading, middle, takes[0].text)
    seconds = max(take.outline.seconds for take in takes)
    shown = [previews[take.number] for take in takes if take.number in previews]
    peak = max((float(preview.highs.max()) for preview in shown), default=1.0) or 1.0
    pitch = _middle_pitch(shown)
    for place, take in enumerate(takes):
        top = _MARGIN + _HEADING + place * _ROW
        _paint_label(painter, QRectF(_MARGIN, top, _LABEL - GRID, _ROW - GRID), take, font)
        room = QRectF(_MARGIN + _LABEL, top, _WIDTH - 2 * _MARGIN - _LABEL, _ROW - GRID)
        scale = room.width() / seconds

        def x_of(second: float, left: float = room.left(), scale: float = scale) -> float:
            return left + second * scale

        half = room.height() / 2
        strip = QRectF(room.left(), room.top(), room.width(), half)
        draw_strip(painter, strip, take.outline, x_of, LIGHT, font)
        preview = previews.get(take.number)
        if preview is not None:
            wide = take.outline.seconds * scale
            sound = QRectF(room.left(), room.top() + half, wide, half)
            draw_sound(painter, sound, preview, peak, pitch, LIGHT)


def _paint_label(painter: QPainter, rect: QRectF, take: LabTake, font: QFont) -> None:
    number = f"{take.number} ★" if take.starred else str(take.number)
    lines = (f"{number} · {take.outline.seconds:.2f} s", take.note or take.origin)
    painter.setFont(font)
    flags = int(Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)
    painter.setPen(QColor(LIGHT.text))
    painter.drawText(rect, flags, "\n".join(line for line in lines if line))


def _middle_pitch(previews: Sequence[TakePreview]) -> float:
    voiced = [preview.pitch[np.isfinite(preview.pitch)] for preview in previews]
    everything = np.concatenate(voiced) if voiced else np.zeros(0)
    return float(np.median(everything)) if len(everything) else 120.0
