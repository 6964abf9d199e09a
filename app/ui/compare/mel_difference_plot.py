"""Where the spectrum of one take is stronger or weaker than that of another."""

from __future__ import annotations

import numpy as np
import pyqtgraph
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from app.comparison.common_axis import CommonAxis
from app.comparison.mel_difference import MelDifference
from app.ui.compare.difference_scale import RANGE_DB, difference_colours
from app.ui.plots.mel_bands import MelBands
from app.ui.plots.plot_row import PlotRow
from app.ui.plots.time_axis import TimeAxis
from app.ui.plots.time_row import LEFT, RIGHT
from app.ui.widgets.colours import Colours, current_colours
from app.ui.widgets.theme import GRID
from vits_core.records import Outline

_TICKS_HZ = (500, 1000, 2000, 4000, 8000)
_TICK_PIXELS = 18
_SHADES = 255  # odd, so that no difference has a shade of its own in the middle
_CURSOR_ALPHA = 0.18


class MelDifferencePlot(PlotRow):
    """Second take minus first, on the first one's frames as they lie on the common axis."""

    def __init__(self, axis: TimeAxis, parent: QWidget | None = None) -> None:
        super().__init__(axis, 0, 1, parent)
        self.setObjectName("compareSpectrum")
        self.setAccessibleName(self.tr("Spectrogram difference"))
        self._image = pyqtgraph.ImageItem(axisOrder="col-major")
        self._region = pyqtgraph.LinearRegionItem(movable=False)
        self._region.hide()
        for item in (self._image, self._region):
            self._plot.addItem(item, ignoreBounds=True)
        self._bands: MelBands | None = None
        self._columns = np.empty((0, 0), np.float32)
        self._seconds_a_column = 1.0
        self._words = QLabel(self)
        self._words.setObjectName("compareSpectrumLabel")
        self._words.setProperty("role", "muted")
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._words.setWordWrap(True)
        self._words.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setMinimumHeight(7 * GRID)
        self.colour(current_colours())
        self.show_nothing("")

    def show_nothing(self, why: str) -> None:
        """There is no difference to be seen, for this reason."""
        self._bands = None
        self._image.clear()
        self._words.setText(why)
        self._words.show()
        self._draw_ticks()

    def show_difference(self, difference: MelDifference, first: Outline, axis: CommonAxis) -> None:
        """Show it as the first take lies on the common axis."""
        self._words.hide()
        n_mels, frames = difference.decibels.shape
        frame = self._seconds_a_column = first.hop_length / first.sample_rate
        middles = np.arange(0.5, float(axis.edges[-1]) / frame, dtype=np.float64) * frame
        here = (axis.seconds(first, middles) / frame).astype(np.int64)
        self._columns = difference.decibels.T[np.clip(here, 0, frames - 1)]
        self._bands = MelBands(n_mels, first.sample_rate)
        self._image.setImage(self._columns, levels=(-RANGE_DB, RANGE_DB))
        self._image.setRect(QRectF(0, 0, len(self._columns) * frame, n_mels))
        self._plot.setYRange(0, n_mels, padding=0)
        self._draw_ticks()

    def set_cursor(self, span: tuple[float, float] | None) -> None:
        """Mark the stretch of the axis that is being read."""
        self._region.setVisible(span is not None)
        if span is not None:
            self._region.setRegion(span)

    def read(self, place: float, share: float | None) -> tuple[float, float | None] | None:
        """Decibels at a place, with the frequency; of all bands together without a height.

        `share` is a height of the row, 0 at the top and 1 at the bottom. None where there is no
        difference to be read.
        """
        column = int(place / self._seconds_a_column)
        if self._bands is None or not 0 <= column < len(self._columns):
            return None
        n_mels = self._columns.shape[1]
        if share is None:
            return float(self._columns[column].mean()), None
        margin = GRID / 2 / max(1, self.height())
        height = (1 - (share - margin) / max(1e-6, 1 - 2 * margin)) * n_mels
        band = min(max(0, int(height)), n_mels - 1)
        return float(self._columns[column, band]), self._bands.hz_at(band + 0.5)

    def colour(self, colours: Colours) -> None:
        super().colour(colours)
        shades = pyqtgraph.ColorMap(None, [QColor(name) for name in difference_colours(colours)])
        self._image.setLookupTable(shades.getLookupTable(nPts=_SHADES))
        ground = QColor(colours.accent)
        ground.setAlphaF(_CURSOR_ALPHA)
        self._region.setBrush(pyqtgraph.mkBrush(ground))
        for line in self._region.lines:
            line.setPen(pyqtgraph.mkPen(colours.accent))

    def _draw_ticks(self) -> None:
        """Label as many frequencies as there is room for."""
        ticks: list[tuple[float, str]] = []
        if self._bands is not None:
            pixels = self.height() / self._columns.shape[1]
            for hz in _TICKS_HZ:
                height = self._bands.height_of(hz)
                inside = _TICK_PIXELS / 2 <= height * pixels <= self.height() - _TICK_PIXELS / 2
                if inside and (not ticks or (height - ticks[-1][0]) * pixels >= _TICK_PIXELS):
                    unit = self.tr("%1 Hz") if hz < 1000 else self.tr("%1 kHz")
                    ticks.append(
                        (height, unit.replace("%1", f"{hz / 1000 if hz >= 1000 else hz:g}"))
                    )
        self._plot.getAxis("left").setTicks([ticks, []])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._words.setGeometry(LEFT, 0, max(0, self.width() - LEFT - RIGHT), self.height())
        self._draw_ticks()
