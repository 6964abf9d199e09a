"""Lines of several takes over one axis, with a band behind them for all takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyqtgraph
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QWidget

from app.comparison.common_axis import Numbers
from app.ui.plots.time_axis import TimeAxis
from app.ui.plots.time_row import LEFT, TimeRow
from app.ui.takes.take_colours import take_pen
from app.ui.widgets.colours import Colours, current_colours
from app.ui.widgets.theme import GRID

_WIDTH = 1.6
_EMPHASISED_WIDTH = 3.0
_BAND_ALPHA = 0.22
_CURSOR_ALPHA = 0.14
_PIECE = 64
"""Points that are stroked or filled at once: for two thousand in one path, Qt takes six times as
long with a wide pen."""
_MOST_WIDE = 6000
"""Points in view that are drawn with wide lines; Qt draws lines of one pixel ten times as fast."""


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """A take's values; it breaks where they are NaN."""

    slot: int
    """Which of the looks it has (`take_look`)."""
    x: Numbers
    """Places on the axis."""
    y: Numbers


@dataclass(frozen=True, slots=True, eq=False)
class Band:
    """Mean and standard deviation of all takes; NaN where they are not known."""

    x: Numbers
    mean: Numbers
    sd: Numbers


class OverlayPlot(TimeRow):
    """The base of the plots that lay takes over each other; they differ in their scale."""

    def __init__(self, axis: TimeAxis, parent: QWidget | None = None) -> None:
        super().__init__(axis, parent)
        self._lines: tuple[Line, ...] = ()
        self._band: Band | None = None
        self._note = ""
        self._low, self._high = 0.0, 1.0
        self._emphasis: int | None = None
        self._cursor: tuple[float, float] | None = None
        self._picture: QPixmap | None = None
        self.setMinimumHeight(7 * GRID)

    def show_lines(self, lines: Sequence[Line], band: Band | None, note: str = "") -> None:
        """Draw these; the note says in the middle why there is nothing, or not all."""
        self._lines = tuple(reversed(lines))  # the first one over the others
        self._band = band
        self._note = note
        values = [line.y for line in lines]
        if band is not None:
            values += [band.mean - band.sd, band.mean + band.sd]
        joined = np.concatenate(values) if values else np.empty(0)
        joined = joined[np.isfinite(joined)]
        if len(joined):
            self._low, self._high = self.range_of(joined)
        self._repaint()

    def set_emphasis(self, slot: int | None) -> None:
        """Let one line stand out from the others."""
        if slot != self._emphasis:
            self._emphasis = slot
            self._repaint()

    def set_cursor(self, span: tuple[float, float] | None) -> None:
        """Mark the stretch of the axis that is being read."""
        if span != self._cursor:
            self._cursor = span
            self.update()

    # -- what the plots differ in --------------------------------------------------------------

    def range_of(self, values: Numbers) -> tuple[float, float]:
        """The ends of the scale for these values; what lies outside is cut off."""
        raise NotImplementedError

    def ticks(self, low: float, high: float, pixels: float) -> list[tuple[float, str]]:
        """Values and labels on a scale of so many pixels."""
        raise NotImplementedError

    # -- when the picture is another one -------------------------------------------------------

    def _repaint(self) -> None:
        self._picture = None
        self.update()

    @Slot()
    def _on_range_changed(self) -> None:
        self._repaint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._repaint()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._repaint()

    # -- painting ------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        painter = QPainter(self)
        ratio = self.devicePixelRatioF()
        if self._picture is None or self._picture.devicePixelRatio() != ratio:
            self._picture = QPixmap(self.size() * ratio)
            self._picture.setDevicePixelRatio(ratio)
            self._paint_picture(self._picture)
        painter.drawPixmap(0, 0, self._picture)
        if self._cursor is not None:
            ground = QColor(current_colours().accent)
            ground.setAlphaF(_CURSOR_ALPHA)
            left, right = (self.x_of(place) for place in self._cursor)
            column = QRectF(left, 0, max(1.0, right - left), self.height())
            painter.fillRect(column.intersected(self.plot_rect()), ground)
        painter.end()

    def _paint_picture(self, picture: QPixmap) -> None:
        """All but the cursor, which moves more often than the lines change."""
        colours = current_colours()
        picture.fill(QColor(colours.base))
        painter = QPainter(picture)
        painter.setFont(self.font())
        rect = self.plot_rect()
        self._paint_scale(painter, rect, colours)
        painter.setClipRect(rect)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._band is not None:
            self._paint_band(painter, self._band, colours)
        self._paint_lines(painter, colours)
        if self._note:
            painter.setPen(QColor(colours.muted))
            painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), self._note)
        painter.end()

    def _paint_lines(self, painter: QPainter, colours: Colours) -> None:
        """The emphasised one over all, and unbroken."""
        points = sum(len(line.x[self._seen(line.x)]) for line in self._lines)
        thin = points > _MOST_WIDE
        for line in sorted(self._lines, key=self._is_emphasised):
            emphasised = self._is_emphasised(line)
            faded = self._emphasis is not None and not emphasised
            width = _EMPHASISED_WIDTH if emphasised else 1.0 if thin else _WIDTH
            pen = take_pen(line.slot, colours, width, faded=faded)
            pen.setCosmetic(thin and not emphasised)
            if emphasised:
                pen.setStyle(Qt.PenStyle.SolidLine)
            painter.setPen(pen)
            self._stroke(painter, line.x, line.y)

    def _is_emphasised(self, line: Line) -> bool:
        return line.slot == self._emphasis

    def _paint_scale(self, painter: QPainter, rect: QRectF, colours: Colours) -> None:
        font = painter.font()
        font.setPointSizeF(max(7.0, font.pointSizeF() - 1))
        painter.setFont(font)
        metrics = painter.fontMetrics()
        inside = rect.height() - metrics.height()
        for value, label in self.ticks(self._low, self._high, max(1.0, inside)):
            y = round(self._y_of(value)) + 0.5
            painter.setPen(QColor(colours.border))
            painter.drawLine(QPointF(rect.left(), y), QPointF(rect.right(), y))
            baseline = y + (metrics.ascent() - metrics.descent()) / 2
            baseline = min(max(baseline, metrics.ascent()), rect.height() - metrics.descent())
            painter.setPen(QColor(colours.muted))
            wide = metrics.horizontalAdvance(label)
            painter.drawText(QPointF(LEFT - GRID - wide, baseline), label)

    def _paint_band(self, painter: QPainter, band: Band, colours: Colours) -> None:
        ground = QColor(colours.faint)
        ground.setAlphaF(_BAND_ALPHA)
        seen = self._seen(band.x)
        x, mean, sd = band.x[seen], band.mean[seen], band.sd[seen]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)  # or seams are seen
        for run in _pieces(sd):
            xs = self._xs_of(x[run])
            low, high = self._ys_of(mean[run] - sd[run]), self._ys_of(mean[run] + sd[run])
            edge = np.concatenate((xs, xs[::-1])), np.concatenate((low, high[::-1]))
            painter.fillPath(pyqtgraph.arrayToQPath(*edge, finiteCheck=False), ground)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(colours.faint), 0))
        self._stroke(painter, band.x, band.mean)

    def _stroke(self, painter: QPainter, places: Numbers, values: Numbers) -> None:
        """Draw what is in view, with breaks where there is no value."""
        seen = self._seen(places)
        x, y = self._xs_of(places[seen]), self._ys_of(values[seen])
        if painter.pen().isCosmetic():
            painter.drawPath(pyqtgraph.arrayToQPath(x, y, "finite"))
            return
        for piece in _pieces(y):
            painter.drawPath(pyqtgraph.arrayToQPath(x[piece], y[piece], finiteCheck=False))

    def _seen(self, places: Numbers) -> slice:
        """Which of them are in view, and one to either side."""
        first, last = np.searchsorted(places, (self._axis.start, self._axis.stop))
        return slice(max(0, int(first) - 1), int(last) + 1)

    def _xs_of(self, places: Numbers) -> Numbers:
        rect = self.plot_rect()
        return rect.left() + (places - self._axis.start) * (rect.width() / self._axis.span)

    def _ys_of(self, values: Numbers) -> Numbers:
        return self.height() * (1 - (values - self._low) / (self._high - self._low))

    def _y_of(self, value: float) -> float:
        return float(self._ys_of(np.array([value]))[0])


def _pieces(values: Numbers) -> list[slice]:
    """Stretches without a NaN, not too long, that meet in a point."""
    known = np.concatenate(([False], np.isfinite(values), [False]))
    edges = np.flatnonzero(known[1:] != known[:-1])
    return [
        slice(first, min(first + _PIECE + 1, stop))
        for start, stop in edges.reshape(-1, 2).tolist()
        for first in range(start, max(start + 1, stop - 1), _PIECE)
    ]
