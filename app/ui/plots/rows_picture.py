"""What the rows look like, kept as a picture, and the line over it where the playback is."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPixmap, QPolygonF, QRegion
from PySide6.QtWidgets import QWidget

from app.ui.plots.time_row import TimeRow
from app.ui.widgets.colours import current_colours

_LOOKS = frozenset(
    {
        QEvent.Type.Resize,
        QEvent.Type.Move,
        QEvent.Type.PaletteChange,
        QEvent.Type.FontChange,
        QEvent.Type.Enter,  # the splitter's handle lights up
        QEvent.Type.Leave,
    }
)
"""Events after which a widget may look different."""
_HALF = 5
"""Pixels of the playhead to each side of its line."""


class RowsPicture(QWidget):
    """Lies over the rows and shows what they would, with the playhead.

    Qt does not paint what an opaque widget covers. So rows are painted only when they say that they
    changed; for the playhead, which moves sixty times a second, a few columns of the picture are
    copied.
    """

    def __init__(self, parent: QWidget, rows: Sequence[TimeRow], others: Sequence[QWidget]) -> None:
        """Cover all of `parent`; `others` are what is to be seen of it besides the rows."""
        super().__init__(parent)
        self._rows = parent
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._covered = (*rows, *others)
        self._picture = QPixmap()
        self._ratio = 1.0
        self._stale = QRegion()
        """What has to be painted before it is shown."""
        self._playhead: int | None = None
        self._line: QPixmap | None = None
        """The playhead's picture."""
        for row in rows:
            row.redrawn.connect(partial(self._on_redrawn, row))
        for widget in self._covered:
            widget.installEventFilter(self)
        parent.installEventFilter(self)
        self.resize(parent.size())

    @property
    def playhead(self) -> int | None:
        """The column of the line; None where there is none."""
        return self._playhead

    def move_playhead(self, x: float | None) -> None:
        """Draw the line at a pixel, or nowhere."""
        before, self._playhead = self._playhead, None if x is None else round(x)
        if self._playhead == before:
            return
        columns = [place for place in (before, self._playhead) if place is not None]
        left, right = min(columns) - _HALF, max(columns) + _HALF + 1
        if right - left < 6 * _HALF:  # as it plays, one strip costs less than two
            self.update(left, 0, right - left, self.height())
            return
        for column in columns:
            self.update(column - _HALF, 0, 2 * _HALF + 1, self.height())

    # -- Qt's events ---------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _LOOKS and isinstance(watched, QWidget):
            if watched is self._rows:
                self.resize(watched.size())
                self._line = None
                self._spoil(self.rect())
            else:
                self._on_redrawn(watched, watched.rect())
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        ratio = self.devicePixelRatioF()
        if ratio != self._ratio or self._picture.size() != self.size() * ratio:
            self._ratio = ratio
            self._picture = QPixmap(self.size() * ratio)
            self._picture.setDevicePixelRatio(ratio)
            self._stale, self._line = QRegion(self.rect()), None
        if not self._stale.isEmpty():
            self._refresh()
        painter = QPainter(self)
        rect = event.rect()
        painter.drawPixmap(rect, self._picture, QRect(rect.topLeft() * ratio, rect.size() * ratio))
        if self._playhead is not None:
            if self._line is None:
                self._line = self._painted_line()
            painter.drawPixmap(self._playhead - _HALF, 0, self._line)
        painter.end()

    def _painted_line(self) -> QPixmap:
        wide = 2 * _HALF + 1
        line = QPixmap(QSize(wide, self.height()) * self._ratio)
        line.setDevicePixelRatio(self._ratio)
        line.fill(Qt.GlobalColor.transparent)
        colours = current_colours()
        painter = QPainter(line)
        # With the ground to either side: a spectrogram has every lightness, also the line's own.
        painter.fillRect(_HALF - 1, 0, 3, self.height(), QColor(colours.base))
        painter.fillRect(_HALF, 0, 1, self.height(), QColor(colours.bad))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.bad))
        tip = [QPointF(0, 0), QPointF(wide, 0), QPointF(wide / 2, _HALF + 2)]
        painter.drawPolygon(QPolygonF(tip))
        painter.end()
        return line

    # -- the picture ---------------------------------------------------------------------------

    def _refresh(self) -> None:
        """Have what is stale painted by the widgets that it shows."""
        stale, self._stale = self._stale, QRegion()
        painter = QPainter(self._picture)
        painter.setClipRegion(stale)
        painter.fillRect(stale.boundingRect(), QColor(current_colours().base))
        for widget in self._covered:
            corner = self._corner_of(widget)
            part = stale.boundingRect().translated(-corner).intersected(widget.rect())
            if part.isEmpty() or not stale.intersects(part.translated(corner)):
                continue
            painter.save()
            painter.translate(corner)
            painter.setClipRect(part)
            painter.setFont(widget.font())
            painter.fillRect(part, QColor(current_colours().base))
            if isinstance(widget, TimeRow):
                widget.paint(painter, part)
            else:
                flags = QWidget.RenderFlag.DrawChildren
                widget.render(painter, part.topLeft(), QRegion(part), flags)
            painter.restore()
        painter.end()

    def _corner_of(self, widget: QWidget) -> QPoint:
        return widget.mapTo(self._rows, QPoint(0, 0))

    def _on_redrawn(self, widget: QWidget, rect: QRect) -> None:
        self._spoil(rect.translated(self._corner_of(widget)))

    def _spoil(self, rect: QRect) -> None:
        self._stale += rect
        self.update(rect)
