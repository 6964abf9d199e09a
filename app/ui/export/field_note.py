"""A line below a field: what comes of it, or what is wrong with it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.ui.widgets.icons import Icons, LabelIcon
from app.ui.widgets.theme import GRID


class FieldNote(QWidget):
    """Says it to the eye, and to a screen reader as the field's description."""

    def __init__(self, field: QWidget) -> None:
        super().__init__()
        self._field = field
        self._icons = Icons(self)
        self._picture = QLabel()
        self._icon = LabelIcon(self._picture, 2 * GRID)
        self._words = QLabel()
        self._words.setObjectName(f"{field.objectName()}Note")
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setWordWrap(True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignTop)  # as the icon
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID // 2)
        layout.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self._words, 1)

    def below(self, row: QWidget) -> QWidget:
        """The row that the field is in, with the note below it."""
        both = QWidget()
        layout = QVBoxLayout(both)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID // 2)
        layout.addWidget(row)
        layout.addWidget(self)
        return both

    def text(self) -> str:
        return self._words.text()

    def show_fine(self, words: str) -> None:
        """What comes of the field's content; "" is nothing that needs saying."""
        self._show(words, "muted")
        self._picture.hide()

    def show_wrong(self, words: str) -> None:
        """Why the field's content cannot be used, and what to do."""
        self._show(words, "")
        self._icons.put(self._icon, "mdi6.alert-circle-outline", "bad")
        self._picture.show()

    def _show(self, words: str, role: str) -> None:
        self._words.setText(words)
        if self._words.property("role") != role:
            self._words.setProperty("role", role)
            self._words.style().polish(self._words)
        self._field.setAccessibleDescription(words)
        self.setVisible(bool(words))
        self._make_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        # A dialog does not grow by itself for words that wrap.
        self._words.setMinimumHeight(max(0, self._words.heightForWidth(self._words.width())))
