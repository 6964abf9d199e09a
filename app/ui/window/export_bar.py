"""A row above the status: how far an export is, and a way to end it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from app.export.job import ExportProgress
from app.ui.widgets.theme import GRID


class ExportBar(QWidget):
    """Is there while files are being written; the window stays usable."""

    cancel_requested = Signal()  # write nothing more

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("exportBar")
        self.setAccessibleName(self.tr("Export"))
        self._words = QLabel()
        self._words.setObjectName("exportLabel")
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._bar = QProgressBar()
        self._bar.setObjectName("exportProgressBar")
        self._bar.setAccessibleName(self.tr("Progress of the export"))
        self._bar.setToolTip(self.tr("How many lines are done"))
        self._bar.setTextVisible(False)
        self._cancel = QPushButton(self.tr("Cancel export"))
        self._cancel.setObjectName("exportStopButton")
        self._cancel.setAccessibleName(self.tr("Cancel export"))
        self._cancel.setToolTip(self.tr("Stop exporting. Files already exported are kept."))
        self._cancel.clicked.connect(self._on_cancel)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * GRID, 0, 2 * GRID, GRID // 2)
        row.setSpacing(GRID)
        row.addWidget(self._words)
        row.addWidget(self._bar, 1)
        row.addWidget(self._cancel)
        self.hide()

    def text(self) -> str:
        """What the row says."""
        return self._words.text()

    def begin(self, lines: int) -> None:
        """An export of so many lines is under way."""
        self._bar.setRange(0, lines)
        self._bar.setValue(0)
        self._words.setText(self.tr("Exporting…"))
        self._cancel.setEnabled(True)
        self.show()

    @Slot(object)
    def show_progress(self, progress: ExportProgress) -> None:
        """The file and the line that are being made."""
        file, line = self.tr("%1 of %2"), self.tr("line %1 of %2")
        file = file.replace("%1", str(progress.file)).replace("%2", str(progress.files))
        line = line.replace("%1", str(progress.line)).replace("%2", str(progress.lines))
        if progress.saving:
            words = self.tr("Adjusting the loudness")
            line = ""
        else:
            words = self.tr("Exporting")
        if progress.files == 1:
            shown = [words, line]
        elif progress.files == progress.lines:
            shown = [f"{words} {file}"]
        else:
            shown = [f"{words} {file}", line]
        self._words.setText(" · ".join(filter(None, shown)))
        self._bar.setValue(progress.line if progress.saving else progress.line - 1)

    def end(self) -> None:
        """It is over."""
        self.hide()

    @Slot()
    def _on_cancel(self) -> None:
        self._cancel.setEnabled(False)
        self._words.setText(self.tr("Cancelling…"))
        self.cancel_requested.emit()
