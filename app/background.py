"""Work off the GUI thread: single jobs, and workers that live on a thread of their own."""

from __future__ import annotations

import atexit
import contextlib
import threading
import time
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QDeadlineTimer, QObject, Qt, QThread, Signal, Slot

from vits_core.errors import as_vits_error

Result = TypeVar("Result")


class BackgroundJobs(QObject):
    """Runs single jobs, each on a thread of its own, and tells on this object's thread how they
    went.

    Plain threads and no QThreads: one that a dead network disk holds up can be left behind at the
    end, where Qt would abort.
    """

    failed = Signal(object)  # VitsError: what a job raised, whatever it was

    _ended = Signal(int, object, object)  # from a job's thread: forgotten before, whom, what

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._threads: list[threading.Thread] = []
        self._forgotten = 0
        """How often `forget` was called: what began before is told to nobody."""
        self._ended.connect(self._on_ended, Qt.ConnectionType.QueuedConnection)

    def run(self, job: Callable[[], Result], done: Callable[[Result], None]) -> None:
        """Start a job; `done` or `failed` is told of its end, later."""
        thread = threading.Thread(
            target=self._run, args=(self._forgotten, job, done), name="job", daemon=True
        )
        self._threads = [each for each in self._threads if each.is_alive()] + [thread]
        thread.start()

    def forget(self) -> None:
        """Tell nobody how the jobs end that run now."""
        self._forgotten += 1

    def close(self, limit: float | None = None) -> bool:
        """Wait for all jobs, `limit` seconds at most; whether they have ended."""
        end = None if limit is None else time.monotonic() + limit
        for thread in self._threads:
            thread.join(None if end is None else max(0.0, end - time.monotonic()))
        return not any(thread.is_alive() for thread in self._threads)

    def _run(
        self, forgotten: int, job: Callable[[], Result], done: Callable[[Result], None]
    ) -> None:
        told: tuple[object, object]
        try:
            told = done, job()
        except Exception as error:
            told = self.failed.emit, as_vits_error(error)
        with contextlib.suppress(RuntimeError):  # leaving did not wait, and this object is gone
            self._ended.emit(forgotten, *told)

    @Slot(int, object, object)
    def _on_ended(self, forgotten: int, tell: Callable[[object], None], what: object) -> None:
        if forgotten == self._forgotten:
            tell(what)


_started: set[WorkerThread] = set()
"""With their workers; whoever started one may be gone before it has ended."""


class WorkerThread(QThread):
    """Runs the slots of one worker, which is talked to by queued signals alone.

    It has no parent, and is kept with its worker until it has ended: Qt aborts the process in
    which a thread is deleted while it runs.
    """

    def __init__(self, name: str, worker: QObject) -> None:
        super().__init__()
        self.setObjectName(name)
        self._worker = worker
        worker.moveToThread(self)

    def ensure_running(self) -> None:
        if not self.isRunning():
            _started.difference_update([each for each in _started if each.isFinished()])
            _started.add(self)
            self.start()

    def end(self, patience: int | None = None) -> bool:
        """Run no further slot; false if the one that runs takes more than `patience` ms."""
        self.quit()
        forever = QDeadlineTimer(QDeadlineTimer.ForeverConstant.Forever)
        return self.wait(forever if patience is None else QDeadlineTimer(patience))


def end_all(patience: int | None = None) -> bool:
    """End every thread that was started; false if one of them takes more than `patience` ms.

    Leaving Python does it as well, with patience for all; `os._exit` does not.
    """
    for thread in _started:
        thread.quit()
    return all(thread.end(patience) for thread in _started)


atexit.register(end_all)
