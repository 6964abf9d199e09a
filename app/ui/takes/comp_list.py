"""The list of takes while one is put together from words of others."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from app.ui.takes.comp_marks import CompView
from app.ui.takes.take_list import TakeListView
from app.ui.takes.take_model import TAKE_ROLE
from app.ui.widgets.list_rows import NO_OTHER_KEY


class CompListView(TakeListView):
    """While comping, a click on a word picks it; so does a digit for the word that the arrows to
    the left and right go to. Otherwise a list of takes like any other."""

    # Number of a take, the place of its word that is wanted, whether all words from there on are.
    word_picked = Signal(int, int, bool)

    def set_comp(self, comp: CompView | None) -> None:
        """Show which words are from where, and let others be picked; None: no more."""
        if comp is None or self._painter.comp is None:
            self._painter.hovered, self._painter.cursor = None, 0
            self.viewport().unsetCursor()
        self._painter.comp = comp
        self._takes.comp = None if comp is None else comp.comp
        self.viewport().update()

    def row_height(self) -> int:
        """Pixels of a row, without a heading."""
        return self._painter.row_height()

    def _pinned(self) -> tuple[QModelIndex, QRect] | None:
        """The comp where its row has been scrolled away, and where it is drawn instead: on top."""
        comp = self._painter.comp
        row = None if comp is None or comp.comp is None else self._takes.row_of(comp.comp)
        if row is None:
            return None
        place = self.visualRect(self._takes.index(row))
        above = place.height() - self.row_height()
        if place.top() + above >= 0 and place.bottom() <= self.viewport().height():
            return None
        return self._takes.index(row), QRect(0, -above, place.width(), place.height())

    def choose(self, numbers: list[int]) -> None:
        # No row moves away from the mouse that picks words.
        self.setAutoScroll(self._painter.comp is None)
        super().choose(numbers)
        self.setAutoScroll(True)

    def _row_at(self, event: QMouseEvent) -> tuple[QModelIndex, QRectF]:
        pinned = self._pinned()
        if pinned is None or not pinned[1].contains(event.position().toPoint()):
            return super()._row_at(event)
        index, place = pinned
        return index, self._painter.row_rect(index, QRectF(place))

    def _word_at(self, event: QMouseEvent) -> tuple[int, int] | None:
        """The take and its word under the mouse, while comping."""
        index, row = self._row_at(event)
        if self._painter.comp is None or not index.isValid():
            return None
        take = index.data(TAKE_ROLE)
        if not self._painter.time_rect(row).contains(event.position()):
            return None
        word = self._painter.word_at(row, take, event.position().x())
        return None if word is None else (take.number, word)

    def _pick(self, number: int, word: int, onwards: bool) -> None:
        self._painter.cursor = word
        self.viewport().update()
        self.word_picked.emit(number, word, onwards)

    def _comp_key(self, key: Qt.Key, comp: CompView) -> bool:
        """What a key does while comping; whether it does anything."""
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            by = 1 if key == Qt.Key.Key_Right else -1
            last = len(comp.sources) - 1
            self._painter.cursor = min(max(self._painter.cursor + by, 0), last)
            self.viewport().update()
        elif Qt.Key.Key_0 <= key <= Qt.Key.Key_9:
            index = self._index_of(key)
            if index.isValid():
                self._pick(index.data(TAKE_ROLE).number, self._painter.cursor, False)
        elif key == Qt.Key.Key_Escape:
            self.comp_requested.emit()
        else:
            return False
        return True

    # -- Qt's events ---------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        comp = None if event.modifiers() & ~NO_OTHER_KEY else self._painter.comp
        if comp is None or not self._comp_key(Qt.Key(event.key()), comp):
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        word = self._word_at(event)
        if word is not None and event.button() == Qt.MouseButton.LeftButton:
            self._pick(*word, bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        else:
            super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._word_at(event) is not None:  # two clicks on words, one soon after the other
            self.mousePressEvent(event)
        else:
            super().mouseDoubleClickEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        pinned = self._pinned()
        if pinned is None:
            return
        index, place = pinned
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        option.rect = place
        if self.selectionModel().isSelected(index):
            option.state |= QStyle.StateFlag.State_Selected
        painter = QPainter(self.viewport())
        painter.fillRect(place, self.palette().base())
        self._painter.paint(painter, option, index)
        painter.end()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        if self._painter.comp is not None:
            self.viewport().update()  # what is pinned does not move along

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        hovered = self._word_at(event)
        if hovered != self._painter.hovered:
            self._painter.hovered = hovered
            if hovered is None:
                self.viewport().unsetCursor()
            else:
                self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
            self.viewport().update()
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._painter.hovered = None
        self.viewport().update()
        super().leaveEvent(event)
