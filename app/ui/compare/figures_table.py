"""The figures of the compared takes, one below the other."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from app.comparison.comparison import Figures
from app.ui.compare.compare_legend import swatch
from app.ui.widgets.theme import GRID

_ROW = 3 * GRID
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_STYLE = """
QHeaderView, QHeaderView::section { background: transparent; border: none; }
QHeaderView::section { padding: 2px 11px; }
QTableWidget::item { padding: 0 8px; }
"""
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class FiguresTable(QTableWidget):
    """A row for each take, with a piece of its line; nothing can be edited."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("compareFiguresTable")
        self.setAccessibleName(self.tr("Figures for each take"))
        self.setToolTip(
            self.tr(
                "Range: 5th to 95th percentile of the voiced frames. Liveliness: "
                "standard deviation of the pitch."
            )
        )
        titles = [
            self.tr("Take"),
            self.tr("Length"),
            self.tr("Pitch (median)"),
            self.tr("Range"),
            self.tr("Liveliness"),
            self.tr("Voiced"),
        ]
        self._slots: tuple[int, ...] = ()
        self.setColumnCount(len(titles))
        for column, title in enumerate(titles):
            heading = QTableWidgetItem(title)
            heading.setTextAlignment(_RIGHT if column else _LEFT)
            self.setHorizontalHeaderItem(column, heading)
        self.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setProperty("card", True)
        self.setIconSize(QSize(4 * GRID, 2 * GRID))
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setHighlightSections(False)
        self.setStyleSheet(_STYLE)
        self.setMinimumHeight(3 * _ROW)

    def show_figures(self, rows: Sequence[tuple[str, int, Figures]]) -> None:
        """Name, slot of the look, and figures of each take."""
        self._slots = tuple(slot for _, slot, _ in rows)
        self.setRowCount(len(rows))
        for row, (name, _, figures) in enumerate(rows):
            for column, words in enumerate((name, *self._cells(figures))):
                cell = QTableWidgetItem(words)
                cell.setTextAlignment(_RIGHT if column else _LEFT)
                self.setItem(row, column, cell)
        self._draw_lines()
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        rows = self.rowCount() * _ROW + self.horizontalHeader().sizeHint().height()
        return QSize(super().sizeHint().width(), rows + 2)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw_lines()

    def _cells(self, figures: Figures) -> list[str]:
        pitch = figures.pitch
        length = f"{figures.seconds:.2f} s"
        if pitch is None:
            return [length, "…", "…", "…", "…"]
        if not pitch.voiced:
            return [length, "–", "–", "–", "0 %"]
        return [
            length,
            f"{pitch.median:.0f} Hz",
            f"{pitch.lowest:.0f} – {pitch.highest:.0f} Hz",
            self.tr("%1 semitones").replace("%1", f"{pitch.spread:.1f}"),
            f"{100 * pitch.voiced:.0f} %",
        ]

    def _draw_lines(self) -> None:
        for row, slot in enumerate(self._slots):
            if (cell := self.item(row, 0)) is not None:
                cell.setIcon(swatch(slot, self.devicePixelRatioF()))
