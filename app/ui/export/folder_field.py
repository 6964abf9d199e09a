"""A folder, typed or looked for."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QWidget

from app.ui.widgets.theme import GRID


class FolderField(QWidget):
    """A line to type in, and a button that opens a dialog; need not be there yet."""

    changed = Signal()  # `text` is another one than before

    def __init__(self, prefix: str, parent: QWidget | None = None, *, native: bool) -> None:
        super().__init__(parent)
        self._native = native
        self.line = QLineEdit()
        self.line.setObjectName(f"{prefix}FolderField")
        self.line.setAccessibleName(self.tr("Folder"))
        self.line.setToolTip(
            self.tr("Where the files are saved. It is created if it does not exist.")
        )
        self._browse = QPushButton(self.tr("&Browse…"))
        self._browse.setObjectName(f"{prefix}BrowseButton")
        self._browse.setAccessibleName(self.tr("Browse for a folder"))
        self._browse.setToolTip(self.tr("Choose a folder"))
        self._browse.setAutoDefault(False)  # Enter exports, as the button says that is the default
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        row.addWidget(self.line, 1)
        row.addWidget(self._browse)
        self.line.textChanged.connect(self.changed)
        self._browse.clicked.connect(self._on_browse)

    def text(self) -> str:
        return self.line.text()

    def set_text(self, folder: str) -> None:
        self.line.setText(folder)

    def path(self) -> Path | None:
        """The folder; None for what is no whole path."""
        text = self.line.text().strip()
        try:
            path = Path(text).expanduser()
        except RuntimeError:  # nobody's home folder
            return None
        return path if text and path.is_absolute() else None

    @Slot()
    def _on_browse(self) -> None:
        options = QFileDialog.Option.ShowDirsOnly
        if not self._native:
            options |= QFileDialog.Option.DontUseNativeDialog
        chosen = QFileDialog.getExistingDirectory(
            self, self.tr("Choose a folder for the files"), self.line.text(), options
        )
        if chosen:
            self.line.setText(chosen)
