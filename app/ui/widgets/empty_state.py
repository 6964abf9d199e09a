"""What a part of the window says as long as there is nothing in it: a picture and some words."""

from __future__ import annotations

from PySide6.QtCore import Qt
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
        picture = QLabel()
        picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        Icons(self).put(LabelIcon(picture, size), icon, "border")
        self._words = QLabel(words)
        self._words.setObjectName(name)
        self._words.setProperty("role", "muted")
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._words.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setSpacing(GRID)
        layout.addStretch(1)
        layout.addWidget(picture)
        layout.addWidget(self._words)
        layout.addStretch(1)

    def set_words(self, words: str) -> None:
        self._words.setText(words)
