"""The waveform, drawn from the extremes under each pixel."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pyqtgraph
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.ui.plots.peak_pyramid import FloatArray, PeakPyramid, Pyramid
from app.ui.plots.plot_row import PlotRow
from app.ui.plots.time_axis import TimeAxis
from app.ui.widgets.colours import Colours, current_colours

TimeArray = NDArray[np.float64]

_BASE = 64
_FACTOR = 8
_STEP_DB = 3
"""The height of the row is a multiple of so many decibels, so that it seldom changes while sound
arrives."""
_QUIETEST_DB = -36
_MARGIN = 1.05
"""Height of the row for 1 of the loudest sample."""


class WaveformPlot(PlotRow):
    """At most two points for each pixel, whether a second is in view or an hour.

    The loudest sample fills the row, and the scale says how loud that is: 0 dB is all there can be.
    """

    def __init__(self, axis: TimeAxis, parent: QWidget | None = None) -> None:
        super().__init__(axis, -_MARGIN, _MARGIN, parent)
        self._sample_rate = 1
        self._peak = 0.0
        self._top_db: int | None = None
        self._curve = pyqtgraph.PlotCurveItem()
        self._changed: list[pyqtgraph.LinearRegionItem] = []
        self._plot.addItem(self._curve, ignoreBounds=True)
        self._forget()
        self.colour(current_colours())

    def set_changed(self, spans: Sequence[tuple[float, float]]) -> None:
        """Shade these stretches, in seconds."""
        for region in self._changed:
            self._plot.removeItem(region)
        self._changed = [pyqtgraph.LinearRegionItem(span, movable=False) for span in spans]
        for region in self._changed:
            region.setZValue(-10)
            self._plot.addItem(region, ignoreBounds=True)
        self._colour_changed(current_colours())

    def _colour_changed(self, colours: Colours) -> None:
        for region in self._changed:
            region.setBrush(pyqtgraph.mkBrush(colours.shade))
            for edge in region.lines:  # the shade by itself is too faint for many eyes
                edge.setPen(pyqtgraph.mkPen(colours.accent, style=Qt.PenStyle.DashLine))

    @property
    def points_drawn(self) -> int:
        """How many points the curve has now."""
        x, _ = self._curve.getData()
        return 0 if x is None else len(x)

    @property
    def length(self) -> int:
        """Samples that there are."""
        return self._samples.length

    @property
    def top_db(self) -> int | None:
        """Level at the upper and the lower edge."""
        return self._top_db

    def begin(self, sample_rate: int) -> None:
        """Forget the sound; the next has this rate in Hz."""
        self._sample_rate = sample_rate
        self._forget()
        self._curve.clear()

    def append(self, start: int, waveform: FloatArray) -> None:
        """Lay down samples from sample `start` on; raises ValueError before the present end."""
        self._samples.append(start, waveform)
        self._peak = max(self._peak, float(np.abs(waveform).max(initial=0.0)))
        self._scale()
        self._low.update()
        self._high.update()
        self._stale |= start < self._axis.stop * self._sample_rate

    def join(self, start: int, waveform: FloatArray) -> None:
        """All from sample `start` on is this; lets go of the pieces that it came in."""
        self._samples.join(start, waveform)

    def draw_new(self) -> None:
        """Draw if something was laid down in the view since it was drawn last."""
        if self._stale:
            self.draw()

    def draw(self) -> None:
        self._stale = False
        start = self._axis.start * self._sample_rate
        stop = self._axis.stop * self._sample_rate
        width = (stop - start) / self.columns()
        if width < 2:
            first, last = max(0, int(start) - 1), int(stop) + 2
            y = self._samples.read(first, last)
            self._curve.setData((first + np.arange(len(y))) / self._sample_rate, y)
        else:
            self._curve.setData(*self._extremes(start, stop, width))

    def colour(self, colours: Colours) -> None:
        super().colour(colours)
        self._curve.setPen(pyqtgraph.mkPen(colours.accent))
        self._colour_changed(colours)

    def _extremes(self, start: float, stop: float, width: float) -> tuple[TimeArray, FloatArray]:
        first, low = self._low.columns(start, stop, width)
        _, high = self._high.columns(start, stop, width)
        centres = (first + np.arange(len(low)) + 0.5) * (width / self._sample_rate)
        return np.repeat(centres, 2), np.stack((low, high), axis=1).ravel()

    def _scale(self) -> None:
        """Let the loudest sample fill the row."""
        steps = math.ceil(20 * math.log10(self._peak) / _STEP_DB - 1e-6) if self._peak else 0
        top_db = max(_QUIETEST_DB, steps * _STEP_DB)
        if top_db == self._top_db:
            return
        self._top_db = top_db
        top = 10 ** (top_db / 20)
        self._plot.setYRange(-_MARGIN * top, _MARGIN * top, padding=0)
        label = f"{top_db} dB".replace("-", "−")
        self._plot.getAxis("left").setTicks([[(-top, label), (top, label)], []])

    def _forget(self) -> None:
        self._stale = False
        self._peak = 0.0
        self._top_db = None
        self._scale()
        self._samples = PeakPyramid(fill=0.0)
        self._low = Pyramid(self._samples, np.minimum, _BASE, _FACTOR)
        self._high = Pyramid(self._samples, np.maximum, _BASE, _FACTOR)
