"""A row of controls of which some are shown only where there is room for them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget


@dataclass(slots=True)
class _Extra:
    """What can be done without."""

    widget: QWidget
    show: Callable[[bool], None] | None
    """Makes the widget wide or narrow; None where it is shown or hidden."""
    shown: bool = True
    room: int | None = None
    """Pixels between narrow and wide, once they were measured."""

    def set_shown(self, shown: bool) -> None:
        self.shown = shown
        (self.show or self.widget.setVisible)(shown)


class AdaptiveToolbar(QWidget):
    """No wider than what is needed; what is nice to have follows in its order of weight."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._extras: list[_Extra] = []
        self.row = QHBoxLayout(self)

    def can_do_without(self, widget: QWidget) -> None:
        """Hide a widget of the row where there is no room for it."""
        self._extras.append(_Extra(widget, None))

    def can_be_narrow(self, widget: QWidget, show: Callable[[bool], None]) -> None:
        """Call `show` with whether there is room for all of a widget; it is wide at first."""
        self._extras.append(_Extra(widget, show))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._least(), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return done

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            for each in self._extras:
                each.room = None

    def _least(self) -> int:
        extra = sum(self._room(each) for each in self._extras if each.shown)
        return self.row.minimumSize().width() - extra

    def _fit(self) -> None:
        left = self.width() - self._least()
        for each in self._extras:
            room = self._room(each)
            fits = room <= left
            left -= room if fits else left  # what weighs less waits until this is there
            if fits is not each.shown:
                each.set_shown(fits)

    def _room(self, extra: _Extra) -> int:
        """Pixels that it takes."""
        if extra.show is None:  # its words may be others each time
            return extra.widget.sizeHint().width() + self.row.spacing()
        if extra.room is None:
            extra.show(False)
            narrow = extra.widget.sizeHint().width()
            extra.show(True)
            extra.room = extra.widget.sizeHint().width() - narrow
            extra.show(extra.shown)
        return extra.room
