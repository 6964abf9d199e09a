"""The text, with a row over it to find and replace words."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.editor.text_editor import TextEditor
from app.ui.widgets.find_bar import FindBar


class TextPanel(QWidget):
    """The row is there from when words are sought until it is closed."""

    def __init__(self, editor: TextEditor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("textPanel")
        self._editor = editor
        self.find_bar = FindBar("text")
        self.find_bar.hide()
        self.setFocusProxy(editor)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.find_bar)
        layout.addWidget(editor, 1)
        self.find_bar.left.connect(self._on_left)

    @Slot()
    def _on_left(self) -> None:
        self.find_bar.hide()
        self._editor.setFocus()
