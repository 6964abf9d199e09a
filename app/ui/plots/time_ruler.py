"""The scale of seconds above the plots."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRect
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.ui.plots.time_axis import TimeAxis
from app.ui.plots.time_row import TimeRow
from app.ui.widgets.colours import current_colours
from app.ui.widgets.theme import GRID
from app.ui.widgets.time_text import clock

_PIXELS_A_TICK = 96
_NICE = (1, 2, 5)
_NICE_MINUTES = (10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600)


class TimeRuler(TimeRow):
    """Ticks at round seconds, as many as there is room for."""

    def __init__(self, axis: TimeAxis, parent: QWidget | None = None) -> None:
        super().__init__(axis, parent)
        self.setFixedHeight(3 * GRID)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self.paint(painter, event.rect())
        painter.end()

    def paint(self, painter: QPainter, rect: QRect) -> None:
        colours, plot = current_colours(), self.plot_rect()
        step = tick_step(self._axis.span * _PIXELS_A_TICK / plot.width())
        decimals = max(0, -math.floor(math.log10(step) + 1e-9)) if step < 1 else 0
        font = painter.font()
        font.setPointSizeF(max(7.0, font.pointSizeF() - 1))
        painter.setFont(font)
        bottom = plot.bottom()
        painter.setPen(QColor(colours.border))
        painter.drawLine(QPointF(plot.left(), bottom - 0.5), QPointF(plot.right(), bottom - 0.5))
        # A label reaches to the right.
        first = self._seconds_right_of(rect.left() - _PIXELS_A_TICK)
        last = self._seconds_right_of(rect.right() + 1)
        for number in range(math.ceil(first / step), math.floor(last / step + 1e-9) + 1):
            x = self.x_of(number * step)
            painter.setPen(QColor(colours.border))
            painter.drawLine(QPointF(x, bottom - 6), QPointF(x, bottom))
            painter.setPen(QColor(colours.muted))
            label = clock(number * step, decimals)
            wide = painter.fontMetrics().horizontalAdvance(label)
            if x + 4 + wide <= self.width():
                painter.drawText(QPointF(x + 4, bottom - GRID + 2), label)

    def _seconds_right_of(self, x: float) -> float:
        """The second at a pixel, within the view."""
        rect = self.plot_rect()
        seconds = self._axis.start + (x - rect.left()) / rect.width() * self._axis.span
        return min(max(self._axis.start, seconds), self._axis.stop)


def tick_step(at_least: float) -> float:
    """The smallest round number of seconds that is at least `at_least`."""
    if at_least > 5:
        for seconds in _NICE_MINUTES:
            if seconds >= at_least:
                return float(seconds)
        return math.ceil(at_least / 3600) * 3600.0
    power = 10.0 ** math.floor(math.log10(at_least))
    for digit in _NICE:
        if digit * power >= at_least:
            return digit * power
    return 10 * power
