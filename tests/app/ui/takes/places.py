"""Where the list of takes paints what, as its delegate says."""

from __future__ import annotations

from PySide6.QtCore import QRectF

from app.ui.takes.take_list import TakeListView
from app.ui.takes.take_painter import TakePainter


def painter_of(takes: TakeListView) -> TakePainter:
    painter = takes.itemDelegate()
    assert isinstance(painter, TakePainter)
    return painter


def row_of(takes: TakeListView, row: int) -> QRectF:
    """The row without a heading above it."""
    index = takes.model().index(row, 0)
    return painter_of(takes).row_rect(index, QRectF(takes.visualRect(index)))


def time_of(takes: TakeListView, row: int) -> QRectF:
    """Where the time of a row is drawn."""
    return painter_of(takes).time_rect(row_of(takes, row))
