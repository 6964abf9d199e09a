"""Icons that keep the colours of the palette."""

from __future__ import annotations

from typing import Protocol

import qtawesome
from PySide6.QtCore import QEvent, QObject, QSize
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QLabel, QWidget

from app.ui.widgets.colours import current_colours


class _HasIcon(Protocol):
    def setIcon(self, icon: QIcon, /) -> None: ...


class Icons(QObject):
    """The icons of one widget, drawn again when its palette changes.

    qtawesome fixes the colour of an icon when it is made, so a switch to dark would leave dark
    glyphs on a dark ground.
    """

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._shown: dict[_HasIcon, tuple[str, str]] = {}
        widget.installEventFilter(self)

    def put(self, target: _HasIcon, name: str, colour: str = "text") -> None:
        """Show the icon `name` on `target`, in one of the fields of `Colours`."""
        self._shown[target] = (name, colour)
        self._draw(target)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.PaletteChange:
            for target in self._shown:
                self._draw(target)
        return super().eventFilter(watched, event)

    def _draw(self, target: _HasIcon) -> None:
        name, colour = self._shown[target]
        colours = current_colours()
        target.setIcon(
            qtawesome.icon(
                name,
                color=getattr(colours, colour),
                color_active=getattr(colours, colour),
                color_disabled=colours.faint,
            )
        )


class LabelIcon:
    """Lets a label show an icon, at a size in pixels."""

    def __init__(self, label: QLabel, size: int) -> None:
        self._label = label
        self._size = size

    def setIcon(self, icon: QIcon, /) -> None:
        self._label.setPixmap(icon.pixmap(QSize(self._size, self._size)))
