"""The frame around a view that has the keyboard itself, and not a control in it."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QWidget

from app.ui.widgets.colours import current_colours

FRAME = 2
"""Pixels that the view leaves at its edges."""


def paint_focus_frame(widget: QWidget) -> None:
    """Paint the frame if the widget has the keyboard; to be called while it is painted."""
    if not widget.hasFocus():
        return
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QColor(current_colours().accent))
    painter.drawRoundedRect(QRectF(widget.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    painter.end()
