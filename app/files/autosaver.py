"""Keeps what changes on disk, on a thread of its own."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

from vits_core.errors import VitsError

SAVE_AFTER = 1.0
"""Seconds from the first change that is not on disk until it is written; so a crash costs less than
two, on a slow disk too."""
RETRY_AFTER = 10.0
"""Seconds after which what could not be written is tried again without another change."""
FLUSH_LIMIT = 2.0
"""Seconds that leaving may take."""

State = TypeVar("State")


class Autosaver(QObject, Generic[State]):
    """Saves the newest of the states that it is given, soon after the first that is not saved.

    A stream of changes puts nothing off. The clock is the thread's own: when the window hangs, and
    a person ends it for that, all is on disk. A plain thread and no QThread, as one that a dead
    network disk holds up can be left behind at the end, where Qt would abort.
    """

    saved = Signal()  # what was scheduled before the write began is on disk
    failed = Signal(object)  # VitsError: it is not; told once for a change, though tried again

    _ended = Signal(object)  # from the thread: a write, with its VitsError or None

    def __init__(
        self,
        save: Callable[[State], None],
        parent: QObject | None = None,
        *,
        save_after: float = SAVE_AFTER,
        retry_after: float = RETRY_AFTER,
    ) -> None:
        """`save` is called on the thread, with a state that nobody changes any more."""
        super().__init__(parent)
        self._save = save
        self._save_after = save_after
        self._retry_after = retry_after
        self._woken = threading.Condition()
        self._waiting: tuple[State, ...] = ()
        """The newest state, unless it is on disk or on its way there."""
        self._refused: tuple[tuple[State, ...], str] = ((), "")
        """What could not be saved, and why."""
        self._due = math.inf
        self._closing = self._left_behind = False
        self._thread: threading.Thread | None = None
        self._ended.connect(self._on_ended, Qt.ConnectionType.QueuedConnection)

    def schedule(self, state: State) -> None:
        """Save this state soon, in place of the one that waits."""
        with self._woken:
            self._waiting = (state,)
            self._due = min(self._due, time.monotonic() + self._save_after)
            self._closing = self._left_behind = False
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="autosaver", daemon=True)
                self._thread.start()
            self._woken.notify()

    def flush(self, limit: float = FLUSH_LIMIT) -> bool:
        """Write what waits and end the thread, in `limit` seconds at most; whether all is on disk.

        What is scheduled afterwards is saved as well, by a thread that has to be ended again.
        """
        with self._woken:
            self._closing = True
            thread = self._thread
            self._woken.notify()
        if thread is not None:
            thread.join(limit)
        with self._woken:
            self._left_behind = self._thread is not None
            return not (self._waiting or self._left_behind)

    def _run(self) -> None:
        while waiting := self._next():
            error = self._error_of_saving(*waiting)
            with self._woken:
                self._note(waiting, error)
                if error is not None and self._closing:
                    self._thread = None
                    return

    def _next(self) -> tuple[State, ...]:
        """Wait for a state that is due; none when the thread has to end."""
        with self._woken:
            while not self._closing and (rest := self._due - time.monotonic()) > 0:
                self._woken.wait(None if rest == math.inf else rest)
            waiting, self._waiting = self._waiting, ()
            self._due = math.inf
            if not waiting:
                self._thread = None
            return waiting

    def _note(self, written: tuple[State, ...], error: VitsError | None) -> None:
        """Say how a write went, and see to it that a failed one is tried again."""
        before, self._refused = self._refused, ((), "")
        if error is not None:
            self._waiting = self._waiting or written
            self._due = min(self._due, time.monotonic() + self._retry_after)
            self._refused = (written, str(error))
            if before[0] is written and before[1] == str(error):
                return
        if not self._left_behind:  # this object may be gone otherwise
            self._ended.emit(error)

    def _error_of_saving(self, state: State) -> VitsError | None:
        try:
            self._save(state)
        except VitsError as error:
            return error
        except Exception as error:  # this thread has to live on, and somebody has to know
            return VitsError(f"Your work could not be saved: {error!r}")
        return None

    @Slot(object)
    def _on_ended(self, error: VitsError | None) -> None:
        if error is None:
            self.saved.emit()
        else:
            self.failed.emit(error)
