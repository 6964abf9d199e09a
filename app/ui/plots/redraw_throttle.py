"""How often a picture that keeps growing is drawn anew."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal, Slot

DRAW_INTERVAL = 40
"""Milliseconds between two drawings: 25 a second look smooth, more would only take time away."""


class RedrawThrottle(QObject):
    """Turns any number of requests into few drawings; the last request is always followed by one.

    The first request after a rest is met at once.
    """

    due = Signal()  # draw now

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._asked = False
        self._timer = QTimer(self, singleShot=True, interval=DRAW_INTERVAL)
        self._timer.timeout.connect(self._on_timeout)

    def ask(self) -> None:
        """There is something new to draw."""
        self._asked = True
        if not self._timer.isActive():
            self._draw()

    def forget(self) -> None:
        """What was asked for is gone; the next request is met at once."""
        self._asked = False
        self._timer.stop()

    @Slot()
    def _on_timeout(self) -> None:
        if self._asked:
            self._draw()

    def _draw(self) -> None:
        self._asked = False
        self._timer.start()
        self.due.emit()
