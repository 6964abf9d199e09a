"""A row of labelled intervals under the plots: the phonemes, or the words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QLineF, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app.ui.plots.intervals import Interval, Intervals
from app.ui.plots.time_axis import TimeAxis
from app.ui.plots.time_row import LEFT, TimeRow
from app.ui.widgets.colours import Colours, current_colours
from app.ui.widgets.theme import GRID

_NARROWEST = 3
"""Pixels below which intervals are drawn joined."""
_READABLE = 10
"""Pixels on average below which intervals make way for those of whole sentences."""
_PADDING = 3

_Box = tuple[Interval, float, float]
"""An interval and its pixels, left and right."""


class Tier(TimeRow):
    """Labels where there is room for them, boundaries where there is not; and whole sentences where
    even these would be too many."""

    def __init__(self, axis: TimeAxis, title: str, parent: QWidget | None = None) -> None:
        super().__init__(axis, parent)
        self._title = title
        self._intervals = Intervals()
        self._sentences = Intervals()
        self._playing: tuple[Interval | None, Interval | None] = (None, None)
        """The interval and the sentence that sound now."""
        self._widths: dict[str, int] = {}
        """Pixels of each label that was drawn so far."""
        self.setFixedHeight(3 * GRID + 4)

    def clear(self) -> None:
        self._intervals = Intervals()
        self._sentences = Intervals()
        self._playing = (None, None)
        self.redraw()

    def extend(self, intervals: Sequence[Interval], sentence: Interval | None = None) -> None:
        """Add what follows in time, and the sentence that it is."""
        self._intervals.extend(intervals)
        self._sentences.extend(() if sentence is None else (sentence,))
        if intervals:
            self._update_between(intervals[0].start, intervals[-1].stop)

    def cut(self, seconds: float) -> None:
        """End at that second."""
        self._intervals.cut(seconds)
        self._sentences.cut(seconds)
        self.redraw()

    def label_at(self, seconds: float) -> str:
        """The label at a second, "" where there is none."""
        interval = self._intervals.at(seconds)
        return interval.label if interval else ""

    def set_playhead(self, seconds: float) -> None:
        """Light up what sounds now."""
        if all(each is not None and each.start <= seconds < each.stop for each in self._playing):
            return
        playing = self._intervals.at(seconds), self._sentences.at(seconds)
        shown = int(self._is_coarse())
        if playing[shown] is not self._playing[shown]:
            for each in (self._playing[shown], playing[shown]):
                if each is not None:
                    self._update_between(each.start, each.stop)
        self._playing = playing

    def _is_coarse(self) -> bool:
        """Whether sentences are shown, for there is no room for what they consist of."""
        count = self._intervals.count(self._axis.start, self._axis.stop)
        return self._sentences.count(0.0, self._axis.length) > 1 and (
            count * _READABLE > self.plot_rect().width()
        )

    def _update_between(self, start: float, stop: float) -> None:
        left = max(0.0, self.x_of(start) - 2)
        right = min(float(self.width()), self.x_of(stop) + 2)
        if left < right:
            self.redraw(QRectF(left, 0, right - left, self.height()).toAlignedRect())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self.paint(painter, event.rect())
        painter.end()

    def paint(self, painter: QPainter, rect: QRect) -> None:
        colours, plot = current_colours(), self.plot_rect()
        if rect.left() < LEFT:
            painter.setPen(QColor(colours.muted))
            title = QRectF(0, 0, LEFT - GRID, self.height())
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(title, int(right), self._title)
        painter.save()
        painter.setClipRect(plot, Qt.ClipOperation.IntersectClip)
        first = self.seconds_at(max(plot.left(), rect.left() - 1))
        last = self.seconds_at(rect.right() + 2)
        narrowest = self._axis.span * _NARROWEST / plot.width()
        scale = plot.width() / self._axis.span
        origin = plot.left() - self._axis.start * scale
        shown = self._sentences if self._is_coarse() else self._intervals
        seen = [
            (interval, origin + interval.start * scale, origin + interval.stop * scale)
            for interval in shown.visible(first, last, narrowest)
        ]
        self._draw_boxes(painter, seen, colours)
        self._draw_labels(painter, seen, colours)
        painter.restore()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._widths.clear()

    def _is_playing(self, interval: Interval) -> bool:
        return any(interval is each for each in self._playing)

    def _draw_boxes(self, painter: QPainter, boxes: Sequence[_Box], colours: Colours) -> None:
        top, bottom = 2.0, self.height() - 2.0
        base, window, accent = (
            QColor(name) for name in (colours.base, colours.window, colours.accent)
        )
        edges: list[QLineF] = []
        for interval, left, right in boxes:
            ground = base if interval.label or interval.joined else window
            if self._is_playing(interval):
                ground = accent
            painter.fillRect(QRectF(left, top, right - left, bottom - top), ground)
            if not interval.joined:  # hundreds of lines would be a grey comb
                edges += (QLineF(left, top, left, bottom), QLineF(right, top, right, bottom))
            if interval.pinned and right - left >= _PADDING:
                painter.fillRect(QRectF(left + 1, bottom - 3, right - left - 2, 3), accent)
        painter.setPen(QColor(colours.border))
        painter.drawLines(edges)
        seams = [left for interval, left, _ in boxes if interval.seam]
        painter.setPen(QPen(QColor(colours.text), 1))
        painter.drawLines([QLineF(left, 0, left, self.height()) for left in seams])

    def _draw_labels(self, painter: QPainter, boxes: Sequence[_Box], colours: Colours) -> None:
        """Hundreds of labels, so each is measured once and costs one call where it fits."""
        metrics = painter.fontMetrics()
        plot = self.plot_rect()
        first, last = plot.left(), plot.right()
        baseline = (self.height() + metrics.ascent() - metrics.descent()) / 2
        painter.setPen(QColor(colours.text))
        for interval, start, stop in boxes:
            label = interval.label
            if not label:
                continue
            left, right = max(start, first), min(stop, last)  # in sight as long as its interval
            wide = self._widths.get(label)
            if wide is None:
                wide = self._widths[label] = metrics.horizontalAdvance(label)
            if wide > right - left - 2:
                room = int(right - left) - 2 * _PADDING
                if room < 2 * _PADDING:
                    continue
                label = metrics.elidedText(label, Qt.TextElideMode.ElideRight, room)
                if len(label) < 3:  # a lone ellipsis says nothing
                    continue
                wide = metrics.horizontalAdvance(label)
            if self._is_playing(interval):
                painter.setPen(QColor(colours.on_accent))
            painter.drawText(QPointF((left + right - wide) / 2, baseline), label)
            if self._is_playing(interval):
                painter.setPen(QColor(colours.text))
