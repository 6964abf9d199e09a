"""How far an export of many takes is, and then what became of each."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from app.takes.export.batch_options import BatchResult
from app.ui.export.batch_report import report, summary
from app.ui.widgets.theme import GRID

_REPORT_WIDTH = 54 * GRID
_REPORT_HEIGHT = 40 * GRID
"""Up to which the report needs no scrolling; more would not fit a small screen."""


class BatchProgress(QDialog):
    """Does not stop the window; closed while the export runs, it comes back with the result."""

    cancel_requested = Signal()  # write nothing more

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("batchProgress")
        self.setWindowTitle(self.tr("Export takes"))
        self._folder = Path()
        self._words = QLabel()
        self._words.setObjectName("batchProgressLabel")
        self._words.setProperty("role", "heading")
        self._place = QLabel()
        self._place.setObjectName("batchPlaceLabel")
        self._place.setProperty("role", "muted")
        self._place.setTextFormat(Qt.TextFormat.PlainText)
        self._bar = QProgressBar()
        self._bar.setObjectName("batchProgressBar")
        self._bar.setAccessibleName(self.tr("Progress"))
        self._bar.setToolTip(self.tr("How many takes are done"))
        self._bar.setTextVisible(False)
        self._report = self._build_report()
        tip = self.tr("Open the folder that holds the files")
        self._show_folder = self._button("batchShowFolderButton", self.tr("&Show folder"), tip)
        tip = self.tr("Stop exporting. Files already exported are kept.")
        self._cancel = self._button("batchStopButton", self.tr("&Cancel"), tip)
        tip = self.tr("Close this window")
        self._close = self._button("batchCloseButton", self.tr("&Close"), tip)
        self._show_folder.clicked.connect(self._on_show_folder)
        self._cancel.clicked.connect(self._on_cancel)
        self._close.clicked.connect(self.accept)
        self._lay_out()

    # -- setters -------------------------------------------------------------------------------

    def begin(self, total: int, folder: Path) -> None:
        """So many takes are being written into a folder."""
        self._folder = folder
        middle = Qt.TextElideMode.ElideMiddle
        words = self._place.fontMetrics().elidedText(str(folder), middle, 48 * GRID)
        self._place.setText(self.tr("To %1").replace("%1", words))
        self._place.setToolTip(str(folder))
        self._show_running(running=True)
        self._report.hide()
        self._show_folder.hide()
        self.set_progress(0, total)
        self.adjustSize()
        self.show()

    @Slot(int, int)
    def set_progress(self, done: int, total: int) -> None:
        """So many takes are through."""
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        if self._cancel.isEnabled():
            words = self.tr("Exporting take %1 of %2…").replace("%2", str(total))
            self._words.setText(words.replace("%1", str(min(done + 1, total))))

    @Slot(object)
    def show_result(self, result: BatchResult) -> None:
        """It is over."""
        self._words.setText(summary(result))
        self._report.setHtml(report(result))
        self._report.setVisible(bool(self._report.toPlainText().strip()))
        self._report.document().setTextWidth(_REPORT_WIDTH)
        height = round(self._report.document().size().height()) + GRID
        self._report.setMinimumHeight(min(height, _REPORT_HEIGHT))
        self._show_folder.setVisible(bool(result.written))
        self._show_running(running=False)
        self.resize(self.sizeHint().expandedTo(self.size()))
        # Whoever types elsewhere is not interrupted.
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating, not self.isVisible())
        self.show()
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating, False)

    # -- slots ---------------------------------------------------------------------------------

    @Slot()
    def _on_cancel(self) -> None:
        self._cancel.setEnabled(False)
        self._words.setText(self.tr("Cancelling…"))
        self.cancel_requested.emit()

    @Slot()
    def _on_show_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))

    # -- building ------------------------------------------------------------------------------

    def _show_running(self, *, running: bool) -> None:
        self._bar.setVisible(running)
        self._cancel.setVisible(running)
        self._cancel.setEnabled(running)
        self._close.setVisible(not running)
        (self._cancel if running else self._close).setFocus()

    def _build_report(self) -> QTextBrowser:
        text = QTextBrowser()
        text.setObjectName("batchReport")
        text.setAccessibleName(self.tr("Export results"))
        text.setToolTip(self.tr("What was exported, what was not, and why. You can copy the text."))
        text.setProperty("card", True)
        text.setTabChangesFocus(True)
        text.document().setDocumentMargin(GRID)
        return text

    def _button(self, name: str, words: str, tooltip: str) -> QPushButton:
        button = QPushButton(words)
        button.setObjectName(name)
        button.setAccessibleName(words.replace("&", ""))
        button.setToolTip(tooltip)
        return button

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        buttons.addWidget(self._show_folder)
        buttons.addStretch(1)
        buttons.addWidget(self._cancel)
        buttons.addWidget(self._close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 2 * GRID)
        layout.setSpacing(GRID)
        layout.addWidget(self._words)
        layout.addWidget(self._place)
        layout.addWidget(self._bar)
        layout.addWidget(self._report, 1)
        layout.addSpacing(GRID)
        layout.addLayout(buttons)
        self.setMinimumWidth(_REPORT_WIDTH + 8 * GRID)
