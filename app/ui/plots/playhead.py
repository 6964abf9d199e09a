"""The line that shows where the playback is, over all rows."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QWidget

from app.ui.widgets.colours import current_colours

_HALF = 5


class Playhead(QWidget):
    """A narrow widget of its own: moving it repaints the few columns that it leaves and enters."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._rows = parent
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.hide()

    def move_to(self, x: float) -> None:
        """Put the line at a pixel of the parent."""
        self.setGeometry(round(x) - _HALF, 0, 2 * _HALF + 1, self._rows.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colours = current_colours()
        colour = QColor(colours.bad)
        # With the ground to either side: a spectrogram has every lightness, also the line's own.
        painter.fillRect(_HALF - 1, 0, 3, self.height(), QColor(colours.base))
        painter.fillRect(_HALF, 0, 1, self.height(), colour)
        if event.rect().top() < _HALF + 2:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            middle = _HALF + 0.5
            tip = [QPointF(0, 0), QPointF(2 * middle, 0), QPointF(middle, _HALF + 2)]
            painter.drawPolygon(QPolygonF(tip))
        painter.end()
