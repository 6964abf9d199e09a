"""What the rows of the window's lists have in common."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QStyle, QWidget

from app.ui.widgets.colours import Colours

_OUTER, _INNER = 8.0, 3.4
"""Pixels from the middle of a star to its corners."""
_LEAST_POINTS = 7.0


def draw_ground(
    painter: QPainter, row: QRectF, state: QStyle.StateFlag, colours: Colours, *, marked: bool
) -> None:
    """What is behind a row: whether it is selected, or the mouse is on it; and a bar where it is
    marked as heard."""
    if state & QStyle.StateFlag.State_Selected:
        painter.fillRect(row, QColor(colours.shade))
    elif state & QStyle.StateFlag.State_MouseOver:
        painter.fillRect(row, QColor(colours.hover))
    if marked:
        painter.fillRect(QRectF(row.left(), row.top(), 3, row.height()), QColor(colours.accent))


def draw_focus(painter: QPainter, row: QRectF, state: QStyle.StateFlag, colours: Colours) -> None:
    """A frame around the row that the keyboard is on."""
    if state & QStyle.StateFlag.State_HasFocus:
        painter.setPen(QPen(QColor(colours.accent), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(row.adjusted(0.5, 0.5, -1.5, -1.5))


def draw_star(painter: QPainter, middle: QPointF, colours: Colours, *, filled: bool) -> None:
    """Draw a star: filled, or its outline."""
    corners = []
    for corner in range(10):
        radius, angle = _INNER if corner % 2 else _OUTER, math.pi * (corner / 5 - 0.5)
        corners.append(middle + QPointF(radius * math.cos(angle), radius * math.sin(angle)))
    painter.setPen(QPen(QColor(colours.warning if filled else colours.muted), 1.2))
    painter.setBrush(QColor(colours.warning) if filled else QColor(Qt.GlobalColor.transparent))
    painter.drawPolygon(QPolygonF(corners))


def row_font(widget: QWidget, larger: float, *, bold: bool = False) -> QFont:
    """The font of a list, so many points larger."""
    font = QFont(widget.font())
    font.setPointSizeF(max(_LEAST_POINTS, font.pointSizeF() + larger))
    font.setBold(bold)
    return font
