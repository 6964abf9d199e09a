"""The stretch of time that every plot and tier shows."""

from __future__ import annotations

from enum import Enum, auto

from PySide6.QtCore import QObject, Signal

SHORTEST_SPAN = 0.01
"""Seconds across the window at the highest magnification."""
OPENING_SPAN = 10.0
"""Seconds that a long text shows before the user zooms; more would be too fine to read."""


class _Mode(Enum):
    OPENING = auto()
    """Nobody zoomed yet: all of a short text, a readable stretch of a long one."""
    ALL = auto()
    """Everything, also when more arrives."""
    FREE = auto()
    """What the user chose."""


class TimeAxis(QObject):
    """Start and stop of the view in seconds, kept within 0 and the length of the sound."""

    range_changed = Signal(float, float)  # start and stop of the view in seconds

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._length = 0.0
        self._start = 0.0
        self._stop = 1.0
        self._mode = _Mode.OPENING
        self._playhead = 0.0
        self._following = True

    @property
    def start(self) -> float:
        return self._start

    @property
    def stop(self) -> float:
        return self._stop

    @property
    def span(self) -> float:
        return self._stop - self._start

    @property
    def chosen(self) -> bool:
        """The view is one that the user zoomed or moved to."""
        return self._mode is _Mode.FREE

    @property
    def length(self) -> float:
        return self._length

    def reset(self) -> None:
        """Forget the sound and what the user chose to see of it."""
        self._length = self._playhead = 0.0
        self._mode = _Mode.OPENING
        self._following = True
        self._set(0.0, 1.0)

    def set_length(self, length: float) -> None:
        """There is more to see, or less."""
        self._length = length
        if self._mode is _Mode.ALL:
            self._set(0.0, length)
        elif self._mode is _Mode.OPENING:
            span = min(length, OPENING_SPAN)
            start = min(self._start, length - span)
            self._set(start, start + span)
        else:
            self._set(self._start, self._stop)

    def zoom(self, factor: float, at: float | None = None) -> None:
        """Show `factor` times as much, keeping the second `at` (or the middle) in its place."""
        if not self._length:
            return
        at = self._start + self.span / 2 if at is None else at
        span = min(self._length, max(SHORTEST_SPAN, self.span * factor))
        share = (at - self._start) / self.span
        self._mode = _Mode.FREE
        self._set(at - share * span, at + (1 - share) * span)
        self._following = self._start <= self._playhead <= self._stop

    def pan(self, seconds: float) -> None:
        """Move the view later in time; following the playhead ends when it goes out of sight."""
        if not self._length:
            return
        if self._mode is _Mode.ALL:
            self._mode = _Mode.FREE
        self._set(self._start + seconds, self._stop + seconds)
        self._following = self._start <= self._playhead <= self._stop

    def show(self, start: float, stop: float) -> None:
        """Show this stretch, as if the user had zoomed to it."""
        if self._length and stop - start >= SHORTEST_SPAN:
            self._mode = _Mode.FREE
            self._set(start, stop)
            self._following = self._start <= self._playhead <= self._stop

    def fit(self) -> None:
        """Show everything, also what is still to come."""
        self._mode = _Mode.ALL
        self._following = True
        if self._length:
            self._set(0.0, self._length)

    def follow(self, seconds: float) -> None:
        """The playhead is here now: turn the page to it, unless the user looks elsewhere."""
        self._playhead = seconds
        if self._start <= seconds <= self._stop:
            self._following = True
        elif self._following and self._length:
            start = seconds - 0.05 * self.span
            self._set(start, start + self.span)

    def _set(self, start: float, stop: float) -> None:
        span = stop - start
        if self._length:
            span = min(span, self._length)
            start = min(max(0.0, start), self._length - span)
            stop = start + span
        if stop > start and (start, stop) != (self._start, self._stop):
            self._start, self._stop = start, stop
            self.range_changed.emit(start, stop)
