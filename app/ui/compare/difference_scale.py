"""The legend of a difference in decibels: its colours, and what they stand for."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.plots.time_row import LEFT, RIGHT
from app.ui.widgets.colours import Colours, current_colours
from app.ui.widgets.theme import GRID

RANGE_DB = 24.0
"""What is stronger or weaker by more has the last colour."""
_BAR = 14 * GRID

# Blue and orange are told apart with every kind of colour blindness.
_ON_LIGHT = ("#0a3d91", "#6aa5de", "", "#e79a55", "#8a2d00")
_ON_DARK = ("#a9d8ff", "#3a78b8", "", "#b5602a", "#ffcb94")


def difference_colours(colours: Colours) -> list[str]:
    """From weaker to stronger at equal distances; no difference is the ground."""
    return [name or colours.base for name in (_ON_DARK if colours.dark else _ON_LIGHT)]


class DifferenceScale(QWidget):
    """A line of words, and at its right a bar of the colours."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("compareSpectrumScale")
        self._words = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.set_words("")

    def set_words(self, words: str) -> None:
        """Say what is subtracted from what, and how large the difference is."""
        self._words = words
        weaker, stronger = self._ends()
        legend = self.tr("Colours from %1 to %2").replace("%1", weaker).replace("%2", stronger)
        self.setAccessibleName(f"{words}. {legend}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(40 * GRID, 3 * GRID)

    def _ends(self) -> tuple[str, str]:
        weaker, stronger = self.tr("%1 dB weaker"), self.tr("%1 dB stronger")
        number = f"{RANGE_DB:g}"
        return weaker.replace("%1", number), stronger.replace("%1", number)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        colours = current_colours()
        painter = QPainter(self)
        font = painter.font()
        font.setPointSizeF(max(7.0, font.pointSizeF() - 1))
        painter.setFont(font)
        metrics = painter.fontMetrics()
        weaker, stronger = self._ends()
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        painter.setPen(QColor(colours.muted))
        right = float(self.width() - RIGHT - metrics.horizontalAdvance(stronger))
        painter.drawText(QRectF(right, 0, self.width(), self.height()), middle, stronger)
        bar = QRectF(right - GRID - _BAR, (self.height() - GRID) / 2, _BAR, GRID)
        gradient = QLinearGradient(bar.topLeft(), bar.topRight())
        names = difference_colours(colours)
        for index, name in enumerate(names):
            gradient.setColorAt(index / (len(names) - 1), QColor(name))
        painter.fillRect(bar, gradient)
        painter.setPen(QColor(colours.border))
        painter.drawRect(bar)
        left = bar.left() - GRID - metrics.horizontalAdvance(weaker)
        painter.setPen(QColor(colours.muted))
        painter.drawText(QRectF(left, 0, bar.left() - left, self.height()), middle, weaker)
        room = int(left) - LEFT - 2 * GRID
        words = metrics.elidedText(self._words, Qt.TextElideMode.ElideRight, room)
        painter.setPen(QColor(colours.text))
        painter.drawText(QRectF(LEFT, 0, room, self.height()), middle, words)
        painter.end()
