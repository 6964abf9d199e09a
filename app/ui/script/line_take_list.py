"""The list of one line's takes: its keys, and what it says of them."""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from app.takes.script_takes import Use
from app.ui.takes.comp_list import CompListView
from app.ui.takes.take_facts import TakeFacts
from app.ui.takes.take_model import HEADING_ROLE, SHOWN_ROLE, TAKE_ROLE, USE_ROLE, TakeModel
from app.ui.widgets.list_rows import NO_OTHER_KEY

_ENDS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}

_Index = QModelIndex | QPersistentModelIndex


class LineTakeModel(TakeModel):
    """The takes of one line, whose words are in its row."""

    def __init__(self, facts: TakeFacts, text: str) -> None:
        super().__init__(facts)
        self._text = text

    def set_text(self, text: str) -> None:
        """The line has other words now."""
        if text != self._text:
            self._text = text
            self._tell_all()

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == HEADING_ROLE:
            return None
        told = super().data(index, role)
        if role == USE_ROLE and told is None and index.isValid():
            other = self.take_at(index.row()).outline.utterance.text != self._text
            return Use.OTHER_WORDS if other else None
        return told


class LineTakeList(CompListView):
    """Enter and a number's last digit choose a take for the line, Space plays, G samples more, Left
    and Escape leave; otherwise a list of takes like any other."""

    choice_requested = Signal(int)  # number of the take that the line is to speak with
    pause_requested = Signal()  # of the take that is in the player; or play it
    sample_requested = Signal()
    close_requested = Signal()
    escaped = Signal()
    passed = Signal(int)  # the arrows go on beyond the first take (-1) or the last (1)
    entered = Signal()  # it has the keyboard now
    left = Signal()  # it has the keyboard no longer
    row_wanted = Signal(QRect)  # a row, in this list, that is to come into sight

    def __init__(self, model: LineTakeModel, parent: QWidget | None = None) -> None:
        super().__init__(model, parent)
        self.setObjectName("lineTakeList")
        self.setAccessibleName(self.tr("Takes of this line"))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def go_to(self, row: int) -> None:
        """Put the keyboard on a take; -1 is the last one."""
        rows = self._takes.rowCount()
        if rows:
            self.setCurrentIndex(self._takes.index(row % rows))

    def scrollTo(
        self,
        index: _Index,
        _hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        # All of it is as high as its rows: the list of lines around it scrolls.
        self.row_wanted.emit(self.visualRect(index))

    # -- Qt's events ---------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            # Escape is the window's as long as there is something to silence or a comp to leave.
            escape = event.key() == Qt.Key.Key_Escape
            if escape and self._painter.comp is None and not event.modifiers():
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        others = event.modifiers() & ~NO_OTHER_KEY
        if others or not (self._choice_key(key) or self._leaving_key(key, event)):
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # the list of lines around it scrolls

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()

    def _choice_key(self, key: Qt.Key) -> bool:
        """Choose, play or sample; whether the key does."""
        comping = self._painter.comp is not None
        index = self.currentIndex()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose_for_line(index)
        elif Qt.Key.Key_0 <= key <= Qt.Key.Key_9 and not comping:
            self._choose_for_line(self._index_of(key))
        elif key == Qt.Key.Key_Space:
            if index.isValid() and not index.data(SHOWN_ROLE):
                self._play(index)
            else:
                self.pause_requested.emit()
        elif key == Qt.Key.Key_G:
            self.sample_requested.emit()
        else:
            return False
        return True

    def _leaving_key(self, key: Qt.Key, event: QKeyEvent) -> bool:
        """Go out of the list; whether the key does."""
        comping = self._painter.comp is not None
        row, rows = self.currentIndex().row(), self._takes.rowCount()
        ends = {Qt.Key.Key_Up: row <= 0, Qt.Key.Key_Down: row == rows - 1}
        shift = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if ends.get(key, False) and not shift:
            self.passed.emit(_ENDS[key])
        elif key == Qt.Key.Key_Left and not comping:
            self.close_requested.emit()
        elif key == Qt.Key.Key_Escape and not comping:
            self.escaped.emit()
        else:
            return False
        return True

    def _choose_for_line(self, index: QModelIndex) -> None:
        if index.isValid():
            self.setCurrentIndex(index)
            self.choice_requested.emit(index.data(TAKE_ROLE).number)
