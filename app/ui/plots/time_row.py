"""What every row of the sound's picture has in common: one time axis, one set of gestures."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QMouseEvent, QPainter, QRegion, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

from app.ui.plots.time_axis import TimeAxis
from app.ui.widgets.theme import GRID

LEFT = 9 * GRID
"""Pixels at the left of every row, for its scale or its name."""
RIGHT = 2 * GRID
ZOOM_STEP = 1.25


class TimeRow(QWidget):
    """A row above or below the others: a click seeks, a drag pans, the wheel zooms.

    A double click shows everything. The wheel turned sideways, or with Shift, pans.
    """

    seek_requested = Signal(float)  # seconds that were clicked
    hovered = Signal(float, float)  # the pointer: seconds, and height in the row (0 top, 1 bottom)
    unhovered = Signal()  # the pointer left
    redrawn = Signal(QRect)  # it looks different there; in pixels of the row

    def __init__(self, axis: TimeAxis, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMouseTracking(True)
        self._axis = axis
        self._pressed: QPointF | None = None
        self._dragged_to: float | None = None
        axis.range_changed.connect(self._on_range_changed)

    def plot_rect(self) -> QRectF:
        """Where time is drawn, in this widget's pixels."""
        return QRectF(LEFT, 0, max(1, self.width() - LEFT - RIGHT), self.height())

    def x_of(self, seconds: float) -> float:
        """Pixel of a second."""
        rect = self.plot_rect()
        return rect.left() + (seconds - self._axis.start) / self._axis.span * rect.width()

    def seconds_at(self, x: float) -> float:
        """Second at a pixel, within the sound."""
        return min(max(0.0, self.any_seconds_at(x)), self._axis.length)

    def any_seconds_at(self, x: float) -> float:
        """Second at a pixel, also before and behind the sound."""
        rect = self.plot_rect()
        return self._axis.start + (x - rect.left()) / rect.width() * self._axis.span

    def redraw(self, rect: QRect | None = None) -> None:
        """Look different from now on, there or everywhere."""
        self.update(rect or self.rect())
        self.redrawn.emit(rect or self.rect())

    def paint(self, painter: QPainter, rect: QRect) -> None:
        """Paint this part of the row, whose pixels are the painter's."""
        self.render(painter, rect.topLeft(), QRegion(rect), QWidget.RenderFlag.DrawChildren)

    @Slot()
    def _on_range_changed(self) -> None:
        self.redraw()

    # -- Qt's events ---------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = event.position()
            self._dragged_to = None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        x = event.position().x()
        if self._pressed is not None:
            far = abs(x - self._pressed.x()) >= QApplication.startDragDistance()
            if self._dragged_to is None and far:
                self._dragged_to = self._pressed.x()
                self.setCursor(Qt.CursorShape.ClosedHandCursor)
            if self._dragged_to is not None:
                seconds = (self._dragged_to - x) / self.plot_rect().width() * self._axis.span
                self._dragged_to = x
                self._axis.pan(seconds)
        share = event.position().y() / max(1, self.height())
        self.hovered.emit(self.seconds_at(x), min(1.0, max(0.0, share)))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._pressed is None:
            return
        if self._dragged_to is not None:
            self.unsetCursor()
        elif self._axis.length and event.position().x() >= LEFT - GRID:
            self.seek_requested.emit(self.seconds_at(self._pressed.x()))
        self._pressed = self._dragged_to = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._axis.fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        turn, sideways = event.angleDelta().y(), event.angleDelta().x()
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            turn, sideways = 0, sideways or turn
        if abs(sideways) > abs(turn):
            self._axis.pan(-sideways / 120 * self._axis.span / 10)
        elif turn:
            self._axis.zoom(ZOOM_STEP ** (-turn / 120), self.seconds_at(event.position().x()))
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        self.unhovered.emit()
        super().leaveEvent(event)
