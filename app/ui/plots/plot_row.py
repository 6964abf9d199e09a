"""A pyqtgraph plot as a row of the sound's picture."""

from __future__ import annotations

import pyqtgraph
from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtGui import QColor, QPainter, QResizeEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.ui.plots.time_axis import TimeAxis
from app.ui.plots.time_row import LEFT, RIGHT, TimeRow
from app.ui.widgets.colours import Colours, current_colours
from app.ui.widgets.theme import GRID


class PlotRow(TimeRow):
    """Draws through pyqtgraph; the pointer is the row's, so that all rows act alike."""

    def __init__(self, axis: TimeAxis, low: float, high: float, parent: QWidget | None = None):
        super().__init__(axis, parent)
        self._view = pyqtgraph.PlotWidget(self)
        self._view.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._view.setFrameShape(QFrame.Shape.NoFrame)
        self._view.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self._plot = self._view.getPlotItem()
        self._plot.hideButtons()
        self._plot.setMenuEnabled(False)
        self._plot.hideAxis("bottom")
        self._plot.layout.setContentsMargins(0, GRID // 2, RIGHT, GRID // 2)
        self._plot.getAxis("left").setWidth(LEFT)
        self._plot.getViewBox().setMouseEnabled(False, False)
        self._plot.getViewBox().setDefaultPadding(0)
        self._plot.setYRange(low, high, padding=0)
        self._plot.setXRange(axis.start, axis.stop, padding=0)
        self._view.scene().changed.connect(self._on_scene_changed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._view)
        self.setMinimumHeight(4 * GRID)

    def columns(self) -> int:
        """How many device pixels the plot is wide."""
        return max(1, round(self.plot_rect().width() * self.devicePixelRatioF()))

    def draw(self) -> None:
        """Show what belongs into the present range."""

    def colour(self, colours: Colours) -> None:
        """Take the colours of a look."""
        self._view.setBackground(QColor(colours.base))
        axis = self._plot.getAxis("left")
        axis.setPen(pyqtgraph.mkPen(colours.border))
        axis.setTextPen(pyqtgraph.mkPen(colours.muted))
        font = self.font()
        font.setPointSizeF(max(7.0, font.pointSizeF() - 1))
        axis.setTickFont(font)
        self.redraw()

    @Slot()
    def _on_scene_changed(self) -> None:
        self.redraw()

    @Slot()
    def _on_range_changed(self) -> None:
        self._plot.setXRange(self._axis.start, self._axis.stop, padding=0)
        self.draw()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.draw()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self.colour(current_colours())
