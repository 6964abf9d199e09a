"""The field in which the words of a line are typed, over its row."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QMimeData, QRect, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from app.ui.widgets.text_offsets import TextOffsets
from app.ui.widgets.theme import GRID


class LineField(QPlainTextEdit):
    """Grows with what is typed; Enter is done, Ctrl+Enter splits the line at the cursor."""

    done = Signal()  # what is typed holds
    split_requested = Signal(str, str)  # the words before and behind the cursor

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("lineField")
        self.setAccessibleName(self.tr("Words of this line"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(2)
        self.document().setModified(False)  # as which a margin counts
        self._place = QRect()
        self.document().documentLayout().documentSizeChanged.connect(self._grow)

    @property
    def is_modified(self) -> bool:
        """Something was typed."""
        return self.document().isModified()

    def begin(self, text: str) -> None:
        """Start with these words, the cursor behind them."""
        self.setPlainText(text)
        self.moveCursor(QTextCursor.MoveOperation.End)
        self.document().setModified(False)

    def put(self, place: QRect) -> None:
        """Cover a place in the list, and more where the words need it."""
        self._place = place
        self._grow()

    # -- Qt's events ---------------------------------------------------------------------------

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Take words without their formatting."""
        if source.hasText():
            self.insertPlainText(source.text().strip("\n"))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and _is_enter(event):
            event.accept()  # before it speaks the script
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not _is_enter(event):
            super().keyPressEvent(event)
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            text = self.toPlainText()
            at = TextOffsets(text).to_code_points(self.textCursor().position())
            self.split_requested.emit(text[:at], text[at:])
        else:
            self.done.emit()

    @Slot()
    def _grow(self) -> None:
        if self._place.isNull():
            return
        lines = self.document().size().height()  # which a plain text counts in lines
        high = math.ceil(lines * self.fontMetrics().lineSpacing()) + GRID
        place = QRect(self._place)
        place.setHeight(max(place.height(), high))
        parent = self.parentWidget()
        if parent is not None and place.bottom() > parent.height():
            place.moveBottom(max(place.height(), parent.height()) - 1)
        self.setGeometry(place)


def _is_enter(event: QEvent) -> bool:
    return isinstance(event, QKeyEvent) and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
