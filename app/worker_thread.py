"""Threads for workers, which nobody deletes while they run: Qt would abort the process."""

from __future__ import annotations

import atexit

from PySide6.QtCore import QDeadlineTimer, QObject, QThread

_started: set[WorkerThread] = set()
"""With their workers; whoever started one may be gone before it has ended."""


class WorkerThread(QThread):
    """Runs the slots of one worker, which is talked to by queued signals alone.

    It has no parent, and is kept with its worker until it has ended.
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
