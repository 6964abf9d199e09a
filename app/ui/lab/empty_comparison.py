"""What the comparison says as long as no takes are chosen."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.ui.icons import Icons, LabelIcon
from app.ui.theme import GRID


class EmptyComparison(QWidget):
    """A picture, and how to begin."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        picture = QLabel()
        picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        Icons(self).put(LabelIcon(picture, 8 * GRID), "mdi6.chart-multiline", "border")
        words = QLabel(
            self.tr(
                "Choose two or more takes of one sentence in the list (Ctrl or Shift and click), "
                "then press C to lay them over each other"
            )
        )
        words.setObjectName("compareEmptyLabel")
        words.setProperty("role", "muted")
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        words.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setSpacing(GRID)
        layout.addStretch(1)
        layout.addWidget(picture)
        layout.addWidget(words)
        layout.addStretch(1)
