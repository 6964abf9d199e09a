"""Pictures in the rows of a list, kept: a row is painted at every move of the pointer, and has a
hundred shapes."""

from __future__ import annotations

from collections.abc import Callable, Hashable

from cachetools import LRUCache
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

_KEPT = 100
"""Pictures; a screen shows fewer."""


class PixmapCache:
    """Draws each picture once, and again in another size or with other colours."""

    def __init__(self, widget: QWidget) -> None:
        self._widget = widget
        self._kept: LRUCache[Hashable, QPixmap] = LRUCache(_KEPT)

    def draw(
        self,
        painter: QPainter,
        rect: QRectF,
        what: Hashable,
        draw: Callable[[QPainter, QRectF], None],
    ) -> None:
        """Put the picture of `what` into `rect`, whose edges are whole pixels; where it is not at
        hand, `draw` fills a rectangle of that size with it."""
        ratio = self._widget.devicePixelRatioF()
        size = rect.size().toSize()
        key = what, size.toTuple(), ratio, QApplication.palette().cacheKey()
        picture = self._kept.get(key)
        if picture is None:
            picture = QPixmap(size * ratio)
            picture.setDevicePixelRatio(ratio)
            picture.fill(Qt.GlobalColor.transparent)
            inside = QPainter(picture)
            inside.setRenderHint(QPainter.RenderHint.Antialiasing)
            draw(inside, QRectF(QPointF(0, 0), rect.size()))
            inside.end()
            self._kept[key] = picture
        painter.drawPixmap(rect.topLeft(), picture)
