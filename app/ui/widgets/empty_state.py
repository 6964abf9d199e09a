"""What a part of the window says as long as there is nothing in it: a picture and some words."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.ui.widgets.icons import Icons, LabelIcon
from app.ui.widgets.theme import GRID


class EmptyState(QWidget):
    """Both in the middle of all the room that there is."""

    def __init__(
        self, icon: str, words: str, name: str, size: int = 8 * GRID, parent: QWidget | None = None
    ) -> None:
        """`name` is the object name of the words, `size` are pixels of the picture."""
        super().__init__(parent)
        self._picture = picture = QLabel()
        picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        Icons(self).put(LabelIcon(picture, size), icon, "border")
        self._words = QLabel(words)
        self._words.setObjectName(name)
        self._words.setProperty("role", "muted")
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._words.setWordWrap(True)
        layout = self._column = QVBoxLayout(self)
        layout.setSpacing(GRID)
        layout.addStretch(1)
        layout.addWidget(picture)
        layout.addWidget(self._words)
        layout.addStretch(1)

    def minimumSizeHint(self) -> QSize:
        """Of the words alone: where there is little room, the picture goes."""
        words = self._words.fontMetrics().lineSpacing() * (1 + self._words.text().count("\n"))
        return QSize(super().minimumSizeHint().width(), words + 4 * GRID)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self._words.width() or event.size().width()
        words = self._words.heightForWidth(wide)
        picture = self._picture.sizeHint().height() + self._column.spacing()
        self._picture.setVisible(event.size().height() >= words + picture + 4 * GRID)

    def set_words(self, words: str) -> None:
        self._words.setText(words)
