"""The whole script on one bar: what is made of it, its sections, and where it is heard."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
)
from PySide6.QtWidgets import QApplication, QSizePolicy, QToolTip, QWidget

from app.session.script_times import NO_TIMES, ScriptTimes
from app.ui.widgets.colours import current_colours
from app.ui.widgets.theme import GRID
from app.ui.widgets.time_text import clock

THICKNESS = 6
"""Pixels."""
STEP = 5.0
"""Seconds that an arrow key goes."""
_MARK = 7
"""Pixels to each side of the middle of the mark."""


class SeekBar(QWidget):
    """Shows the script's time and asks to hear it from elsewhere; a press is a question, not a
    move: what is shown is what is heard."""

    seek_requested = Signal(float)  # second of the script

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("seekBar")
        self.setAccessibleName(self.tr("Position in the script"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._times = NO_TIMES
        self._texts: tuple[str, ...] = ()
        self._position: float | None = None
        self._dragged: float | None = None
        self._hovered: float | None = None
        self._groove = QPixmap()
        self._groove_key: object = None
        """What does not move, as a picture, and what it was painted for."""
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setEnabled(False)

    # -- setters, which tell no one ------------------------------------------------------------

    def set_times(self, times: ScriptTimes, texts: tuple[str, ...]) -> None:
        """The lines in time, and their words."""
        self._times, self._texts = times, texts
        self.setEnabled(times.seconds > 0)
        self._groove_key = None
        self.update()
        self._describe()

    def set_position(self, seconds: float | None) -> None:
        """Where the script is heard; None while something else is."""
        before, self._position = self._position, seconds
        if before is not None and seconds is not None:
            left, right = self._x(before), self._x(seconds)
            if round(left * 2) != round(right * 2):
                # Sixty times a second: only what lies between the two.
                left, right = min(left, right) - _MARK - 1, max(left, right) + _MARK + 2
                self.update(int(left), 0, int(right - left), self.height())
            if int(before) == int(seconds):
                return
        elif before is not seconds:
            self.update()
        self._describe()

    def _describe(self) -> None:
        words = clock(int(self._position or 0.0), 0)
        self.setAccessibleDescription(f"{words} / {clock(self._times.seconds, 0)}")

    # -- geometry ------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        return QSize(40 * GRID, 2 * GRID + 4)

    def minimumSizeHint(self) -> QSize:
        return QSize(12 * GRID, 2 * GRID + 4)

    def _x(self, seconds: float) -> float:
        room = self.width() - 2 * _MARK
        return _MARK + room * min(1.0, seconds / self._times.seconds if self._times.seconds else 0)

    def _seconds(self, x: float) -> float:
        room = max(1, self.width() - 2 * _MARK)
        return self._times.seconds * min(1.0, max(0.0, (x - _MARK) / room))

    # -- painting ------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        ratio = self.devicePixelRatioF()
        key = self.size().toTuple(), ratio, QApplication.palette().cacheKey()
        if key != self._groove_key:
            self._groove, self._groove_key = self._painted_groove(ratio), key
        seen = event.rect()
        painter.drawPixmap(seen, self._groove, QRect(seen.topLeft() * ratio, seen.size() * ratio))
        if self._times.seconds:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            self._paint_mark(painter, seen)
        painter.end()

    def _groove_rect(self) -> QRectF:
        top = (self.height() - THICKNESS) / 2
        return QRectF(_MARK, top, self.width() - 2 * _MARK, THICKNESS)

    def _painted_groove(self, ratio: float) -> QPixmap:
        """The script without the place where it is heard: what is made of it, and its sections."""
        colours, times = current_colours(), self._times
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(QColor(colours.base))
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        groove = self._groove_rect()
        top = groove.top()
        painter.setBrush(QColor(colours.border))
        painter.drawRoundedRect(groove, THICKNESS / 2, THICKNESS / 2)
        made = QColor(colours.accent)
        made.setAlphaF(0.45)
        painter.setBrush(made)
        for first, stop in _stretches(times.known) if times.seconds else ():
            left, right = self._x(times.starts[first]), self._x(times.starts[stop])
            painter.drawRoundedRect(QRectF(left, top, max(1.0, right - left), THICKNESS), 2, 2)
        painter.setBrush(QColor(colours.window))
        for section in times.sections:
            if section.first:
                x = self._x(times.starts[section.first])
                painter.drawRect(QRectF(x - 1, top - 2, 2, THICKNESS + 4))
        painter.end()
        return picture

    def _paint_mark(self, painter: QPainter, seen: QRect) -> None:
        """Where it is heard, where the pointer is, and whether the bar has the keyboard."""
        colours, groove = current_colours(), self._groove_rect()
        top, accent = groove.top(), QColor(colours.accent)
        if self._hovered is not None and self.isEnabled():
            painter.setBrush(QColor(colours.muted))
            painter.drawRect(QRectF(self._x(self._hovered) - 0.5, top - 2, 1, THICKNESS + 4))
        place = self._dragged if self._dragged is not None else self._position
        if place is not None:
            middle = QPointF(self._x(place), groove.center().y())
            painter.setBrush(accent)
            # Of a long bar only what is seen, as antialiasing takes its time.
            left = max(groove.left(), float(seen.left() - THICKNESS))
            heard = QRectF(QPointF(left, top), QPointF(middle.x(), groove.bottom()))
            painter.drawRoundedRect(heard, THICKNESS / 2, THICKNESS / 2)
            painter.drawEllipse(middle, 6, 6)
            if self.hasFocus():
                painter.setBrush(QColor(colours.base))
                painter.drawEllipse(middle, 3, 3)
        elif self.hasFocus():
            painter.setPen(accent)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(groove.adjusted(-2, -2, 2, 2), 4, 4)

    # -- what a person does --------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._dragged = self._seconds(event.position().x())
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hovered = self._seconds(event.position().x())
        if self._dragged is not None:
            self._dragged = self._hovered
            self._tell(event.globalPosition().toPoint(), self._dragged)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._dragged is not None:
            seconds, self._dragged = self._dragged, None
            self.update()
            self.seek_requested.emit(seconds)

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = None
        self.update()
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        at = self._position or 0.0
        goal = {
            Qt.Key.Key_Left: at - STEP,
            Qt.Key.Key_Right: at + STEP,
            Qt.Key.Key_Home: 0.0,
        }.get(Qt.Key(event.key()))
        if goal is None or event.modifiers() != Qt.KeyboardModifier.NoModifier:
            super().keyPressEvent(event)
            return
        self.seek_requested.emit(min(max(goal, 0.0), self._times.seconds))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            self._tell(event.globalPos(), self._seconds(event.pos().x()))
            return True
        return super().event(event)

    def _tell(self, point: QPoint, seconds: float) -> None:
        QToolTip.showText(point, self._words_at(seconds), self)

    def _words_at(self, seconds: float) -> str:
        """The time, the section and the line at a second."""
        at = self._times.at(seconds)
        if at is None:
            return self.tr("The script's time; nothing is there yet")
        section = self._times.section_at(at[0])
        about = "" if self._times.known[: at[0] + 1].all() else "≈ "
        return "\n".join(
            (
                about + clock(seconds, 0),
                *((section.title,) if section is not None else ()),
                _shortened(self._texts[at[0]]),
            )
        )


def _stretches(known: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Where lines that are made follow one another (half open)."""
    steps = np.diff(np.concatenate(([0], known.astype(int), [0])))
    return list(zip(np.flatnonzero(steps == 1), np.flatnonzero(steps == -1), strict=True))


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 60 else f"{text[:59]}…"
