"""A row of labelled intervals under the plots: the phonemes, or the words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.ui.intervals import Interval, Intervals
from app.ui.theme import GRID, Colours, current_colours
from app.ui.time_axis import TimeAxis
from app.ui.time_row import LEFT, TimeRow

_NARROWEST = 3
"""Pixels below which intervals are drawn joined."""
_PADDING = 3


class Tier(TimeRow):
    """Labels where there is room for them, boundaries where there is not."""

    def __init__(self, axis: TimeAxis, title: str, parent: QWidget | None = None) -> None:
        super().__init__(axis, parent)
        self._title = title
        self._intervals = Intervals()
        self._playing: Interval | None = None
        self.setFixedHeight(3 * GRID + 4)

    def clear(self) -> None:
        self._intervals = Intervals()
        self._playing = None
        self.update()

    def extend(self, intervals: Sequence[Interval]) -> None:
        """Add what follows in time."""
        self._intervals.extend(intervals)
        self.update()

    def label_at(self, seconds: float) -> str:
        """The label at a second, "" where there is none."""
        interval = self._intervals.at(seconds)
        return interval.label if interval else ""

    def set_playhead(self, seconds: float) -> None:
        """Light up the interval that sounds now."""
        interval = self._intervals.at(seconds)
        if interval is not self._playing:
            for each in (self._playing, interval):
                if each is not None:
                    left, right = self.x_of(each.start), self.x_of(each.stop)
                    self.update(QRectF(left - 2, 0, right - left + 4, self.height()).toRect())
            self._playing = interval

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = current_colours()
        painter = QPainter(self)
        rect = self.plot_rect()
        if event.rect().left() < LEFT:
            painter.setPen(QColor(colours.muted))
            title = QRectF(0, 0, LEFT - GRID, self.height())
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(title, int(right), self._title)
        painter.setClipRect(rect.intersected(QRectF(event.rect())))
        first = self.seconds_at(max(rect.left(), event.rect().left() - 1))
        last = self.seconds_at(event.rect().right() + 2)
        narrowest = self._axis.span * _NARROWEST / rect.width()
        for interval in self._intervals.visible(first, last, narrowest):
            self._draw(painter, interval, colours)
        painter.end()

    def _draw(self, painter: QPainter, interval: Interval, colours: Colours) -> None:
        left, right = self.x_of(interval.start), self.x_of(interval.stop)
        box = QRectF(left, 2, right - left, self.height() - 4)
        playing = interval is self._playing
        ground = colours.accent if playing else colours.base
        if not interval.label and not playing:
            ground = colours.window
        painter.fillRect(box, QColor(ground))
        painter.setPen(QColor(colours.border))
        for x in (left, right):
            painter.drawLine(QPointF(x, box.top()), QPointF(x, box.bottom()))
        box = box.intersected(self.plot_rect())  # a label stays in sight as long as its interval
        room = box.width() - 2 * _PADDING
        metrics = painter.fontMetrics()
        label = interval.label
        if metrics.horizontalAdvance(label) > box.width() - 2:
            label = metrics.elidedText(label, Qt.TextElideMode.ElideRight, int(room))
            if len(label) < 3:  # a lone ellipsis says nothing
                return
        painter.setPen(QColor(colours.on_accent if playing else colours.text))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), label)
