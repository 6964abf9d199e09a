"""A small arc that turns while something is going on."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QTimer, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, Qt
from PySide6.QtWidgets import QWidget

from app.ui.widgets.colours import current_colours
from app.ui.widgets.theme import GRID

_MILLISECONDS = 50
_DEGREES = 18


class ActivityIndicator(QWidget):
    """Turns while busy; a quiet dot in the colour of the state otherwise."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(2 * GRID, 2 * GRID)
        self._angle = 0
        self._busy = False
        self._tone = "muted"
        self._timer = QTimer(self)
        self._timer.setInterval(_MILLISECONDS)
        self._timer.timeout.connect(self._on_timeout)

    def show_state(self, busy: bool, tone: str) -> None:
        """Turn or rest, in one of the fields of `Colours`."""
        self._tone = tone
        if busy != self._busy:
            self._busy = busy
            if busy:
                self._timer.start()
            else:
                self._timer.stop()
        self.update()

    @Slot()
    def _on_timeout(self) -> None:
        self._angle = (self._angle - _DEGREES) % 360
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        colours = current_colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._busy:
            box = QRectF(2, 2, self.width() - 4, self.height() - 4)
            painter.setPen(QPen(QColor(colours.border), 2))
            painter.drawEllipse(box)
            pen = QPen(QColor(colours.accent), 2)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.drawArc(box, self._angle * 16, 90 * 16)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(getattr(colours, self._tone)))
            painter.drawEllipse(QRectF(4, 4, self.width() - 8, self.height() - 8))
        painter.end()
