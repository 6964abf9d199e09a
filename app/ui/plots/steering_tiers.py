"""The tiers by which a take is steered: sounds whose ends are dragged, words that are chosen."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
)
from PySide6.QtWidgets import QWidget

from app.ui.plots.intervals import Interval
from app.ui.plots.tier import Tier
from app.ui.plots.time_axis import TimeAxis
from app.ui.widgets.colours import current_colours
from app.ui.widgets.theme import GRID

_GRIP = 4
"""Pixels to each side of a boundary by which it can be taken."""


class SoundTier(Tier):
    """Sounds; the end of each can be dragged, and Esc lets go of it."""

    edge_dragged = Signal(float, float)  # second at which the edge was, second at which it is now

    def __init__(self, axis: TimeAxis, title: str, parent: QWidget | None = None) -> None:
        super().__init__(axis, title, parent)
        self._steerable = False
        self._edge: float | None = None
        """The edge that is being dragged: where it was."""
        self._now = 0.0
        """Where it is now."""

    def set_steerable(self, steerable: bool) -> None:
        """Whether edges can be dragged now."""
        self._steerable = steerable
        if not steerable:
            self._let_go()

    def clear(self) -> None:
        self._edge = None
        super().clear()

    def _let_go(self) -> None:
        self._edge = None
        self.redraw()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        edge = self._edge_at(event.position().x())
        if event.button() == Qt.MouseButton.LeftButton and edge is not None:
            self._edge = self._now = edge
            self.setFocus()
            self.redraw()
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        x = event.position().x()
        if self._edge is not None:
            self._now = self.any_seconds_at(x)
            self.redraw()
            return
        super().mouseMoveEvent(event)
        if event.buttons() == Qt.MouseButton.NoButton:
            if self._edge_at(x) is not None:
                self.setCursor(Qt.CursorShape.SplitHCursor)
            else:
                self.unsetCursor()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._edge is None:
            super().mouseReleaseEvent(event)
        elif event.button() == Qt.MouseButton.LeftButton:
            edge, self._edge = self._edge, None
            self.redraw()
            if abs(self.x_of(self._now) - self.x_of(edge)) >= 1:
                self.edge_dragged.emit(edge, self._now)

    def event(self, event: QEvent) -> bool:
        # While an edge is dragged, Esc is not the window's.
        if event.type() == QEvent.Type.ShortcutOverride and self._lets_go(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._lets_go(event):
            self._let_go()
        else:
            super().keyPressEvent(event)

    def _lets_go(self, event: QEvent) -> bool:
        escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        return escape and self._edge is not None

    def paint(self, painter: QPainter, rect: QRect) -> None:
        super().paint(painter, rect)
        if self._edge is None:
            return
        colours = current_colours()
        x = self.x_of(self._now)
        painter.fillRect(QRectF(x - 1, 0, 2, self.height()), QColor(colours.accent))
        change = round((self._now - self._edge) * 1000)
        words = self.tr("%1 ms").replace("%1", f"{change:+d}")
        wide = painter.fontMetrics().horizontalAdvance(words) + GRID
        left = x + 4 if x + 4 + wide < self.width() else x - 4 - wide
        box = QRectF(left, 3, wide, self.height() - 6)
        painter.setPen(QColor(colours.accent))
        painter.setBrush(QColor(colours.raised))
        painter.drawRoundedRect(box, 4, 4)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)

    def _edge_at(self, x: float) -> float | None:
        rect = self.plot_rect()
        if not self._steerable or not rect.left() - _GRIP <= x <= rect.right() + _GRIP:
            return None
        tolerance = _GRIP / rect.width() * self._axis.span
        return self._intervals.edge_near(self.any_seconds_at(x), tolerance)


class WordTier(Tier):
    """Words; a click chooses one, with Shift all up to it, and with Ctrl plays from it on."""

    play_requested = Signal(float)  # second at which a word begins
    menu_requested = Signal(object)  # global point
    choice_changed = Signal()  # the user chose other words, or none

    def __init__(self, axis: TimeAxis, title: str, parent: QWidget | None = None) -> None:
        super().__init__(axis, title, parent)
        self._chosen: tuple[float, float] | None = None
        """Where the words that are chosen begin and end."""

    def chosen(self) -> list[Interval]:
        """The words that are chosen, in order."""
        return self._intervals.between(*self._chosen) if self._chosen else []

    def clear(self) -> None:
        self._chosen = None
        super().clear()

    def show_chosen(self, start: float, stop: float) -> None:
        """Mark the words between two seconds as chosen, without telling anyone."""
        self._chosen = (start, stop)
        self.redraw()

    def choose(self, word: Interval | None, *, more: bool = False) -> None:
        """Choose a word, or with `more` all between it and those chosen already."""
        before = self._chosen if more else None
        if word is None:
            self._chosen = None
        elif before is None:
            self._chosen = (word.start, word.stop)
        else:
            self._chosen = (min(before[0], word.start), max(before[1], word.stop))
        self.redraw()
        self.choice_changed.emit()

    def step(self, seconds: float, forward: bool) -> None:
        """Choose the word at a second, or one word more than before."""
        chosen = self.chosen()
        if not chosen:
            self.choose(self._intervals.at(seconds))
            return
        edge = chosen[-1].stop if forward else chosen[0].start
        beyond = self._intervals.between(edge, self._axis.length)
        before = self._intervals.between(0.0, edge)
        found = beyond[:1] if forward else before[-1:]
        if found:
            self.choose(found[0], more=True)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            word = self._word_at(event.position().x())
            if event.modifiers() == Qt.KeyboardModifier.ControlModifier:
                if word is not None:
                    self.play_requested.emit(word.start)
                return
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                if word is not None:
                    self.choose(word, more=True)
                return
            self.choose(word)
        super().mousePressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        word = self._word_at(event.x())
        if word is not None and word not in self.chosen():
            self.choose(word)
        self.menu_requested.emit(event.globalPos())

    def _word_at(self, x: float) -> Interval | None:
        rect = self.plot_rect()
        return (
            self._intervals.at(self.any_seconds_at(x)) if rect.left() <= x <= rect.right() else None
        )

    def paint(self, painter: QPainter, rect: QRect) -> None:
        super().paint(painter, rect)
        if self._chosen is None:
            return
        painter.save()
        painter.setClipRect(self.plot_rect(), Qt.ClipOperation.IntersectClip)
        painter.setPen(QPen(QColor(current_colours().accent), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        left, right = (self.x_of(second) for second in self._chosen)
        painter.drawRoundedRect(QRectF(left + 1, 2, right - left - 2, self.height() - 4), 3, 3)
        painter.restore()
