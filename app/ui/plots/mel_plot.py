"""The mel spectrogram in decibels."""

from __future__ import annotations

import math

import numpy as np
import pyqtgraph
from PySide6.QtCore import QRectF
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from app.ui.plots.mel_bands import MelBands
from app.ui.plots.peak_pyramid import FloatArray, PeakPyramid, Pyramid
from app.ui.plots.plot_row import PlotRow
from app.ui.plots.time_axis import TimeAxis
from app.ui.widgets.colours import Colours, current_colours
from app.ui.widgets.theme import GRID

RANGE_DB = 80.0
"""From the loudest point of the sound down to the darkest (or lightest) colour."""
_SILENCE_DB = -400.0
_FACTOR = 4
_TICK_PIXELS = 18
_TICKS_HZ = (500, 1000, 2000, 4000, 8000, 16000)


class MelPlot(PlotRow):
    """Only the stretch in view, and a half of it to either side, is turned into an image."""

    def __init__(self, axis: TimeAxis, parent: QWidget | None = None) -> None:
        super().__init__(axis, 0, 1, parent)
        self._image = pyqtgraph.ImageItem(axisOrder="col-major")
        self._plot.addItem(self._image, ignoreBounds=True)
        self._seconds_a_frame = 1.0
        self._sample_rate = 1
        self._bands: MelBands | None = None
        self._n_mels = 0
        self._top = -math.inf
        self._drawn: tuple[float, float, float] | None = None
        self.colour(current_colours())
        self._plot.getAxis("left").setTicks([[], []])

    def begin(self, sample_rate: int, hop_length: int) -> None:
        """Forget the sound; the next has this rate in Hz and this many samples a frame."""
        self._seconds_a_frame = hop_length / sample_rate
        self._sample_rate = sample_rate
        self._bands = None
        self._n_mels = 0
        self._top = -math.inf
        self._drawn = None
        self._image.clear()

    def append(self, start: int, mel: FloatArray) -> None:
        """Lay down decibels [n_mels, T_frames] from frame `start` on."""
        if self._bands is None:
            self._set_bands(mel.shape[0])
        if mel.size:
            self._frames.append(start, mel.T)
            self._pyramid.update()
            top = max(self._top, float(mel.max()))
            # What lies behind the stretch that was drawn is looked at when the view goes there.
            if top > self._top or (self._drawn is not None and start < self._drawn[1]):
                self._drawn = None
            self._top = top

    def join(self, start: int, mel: FloatArray) -> None:
        """All from frame `start` on is this; lets go of the pieces that it came in."""
        self._frames.join(start, mel.T)

    def hz_at(self, share: float) -> float | None:
        """Frequency at a height of the row (0 top, 1 bottom), None outside of the plot."""
        if self._bands is None:
            return None
        margin = GRID / 2 / max(1, self.height())
        height = 1 - (share - margin) / max(1e-6, 1 - 2 * margin)
        return self._bands.hz_at(height * self._n_mels) if 0 <= height <= 1 else None

    def draw(self) -> None:
        if self._bands is None:
            return
        start = self._axis.start / self._seconds_a_frame
        stop = self._axis.stop / self._seconds_a_frame
        width = max(1.0, (stop - start) / self.columns())
        if self._drawn is not None:
            low, high, drawn_width = self._drawn
            if low <= start and stop <= high and drawn_width == width:
                return
        margin = (stop - start) / 2
        low, high = max(0.0, start - margin), stop + margin
        if width < 2:
            width, first = 1.0, int(low)
            columns = self._frames.read(first, math.ceil(high))
        else:
            first, columns = self._pyramid.columns(low, high, width)
        if not len(columns):
            return
        self._image.setImage(columns, levels=(self._top - RANGE_DB, self._top))
        scale = width * self._seconds_a_frame
        self._image.setRect(QRectF(first * scale, 0, len(columns) * scale, self._n_mels))
        self._drawn = (low, high, width)

    def colour(self, colours: Colours) -> None:
        super().colour(colours)
        self._image.setColorMap(pyqtgraph.colormap.get(colours.colour_map))

    def _set_bands(self, n_mels: int) -> None:
        self._n_mels = n_mels
        self._bands = MelBands(n_mels, self._sample_rate)
        self._frames = PeakPyramid(_SILENCE_DB, n_mels)
        self._pyramid = Pyramid(self._frames, np.maximum, _FACTOR, _FACTOR, n_mels)
        self._plot.setYRange(0, n_mels, padding=0)
        self._draw_ticks()

    def _draw_ticks(self) -> None:
        """Label as many frequencies as there is room for."""
        if self._bands is None:
            return
        pixels = self.height() / self._n_mels
        ticks: list[tuple[float, str]] = []
        for hz in _TICKS_HZ:
            height = self._bands.height_of(hz)
            apart = not ticks or (height - ticks[-1][0]) * pixels >= _TICK_PIXELS
            inside = _TICK_PIXELS / 2 <= height * pixels <= self.height() - _TICK_PIXELS / 2
            if apart and inside and hz < self._sample_rate / 2:
                ticks.append((height, _short(hz)))
        self._plot.getAxis("left").setTicks([ticks, []])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._draw_ticks()


def _short(hz: int) -> str:
    return f"{hz // 1000} kHz" if hz >= 1000 else f"{hz} Hz"
