"""Which files a window works with, when the application is open more than once."""

from __future__ import annotations

import contextlib
import itertools
import re
from pathlib import Path

from PySide6.QtCore import QLockFile

_NUMBER = re.compile(r"\.window (\d+)$")


class WindowFiles:
    """The files of one window in a folder: it has the first place that no other window holds.

    So what a second window leaves behind is there when a second one is opened again.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with contextlib.suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
        for self.number in itertools.count(1):
            lock = self._locked(self.number)
            if lock is not None:
                break
        self._lock = lock

    def path(self, name: str) -> Path:
        """This window's own file of a name that all windows have."""
        return self._path(name, self.number)

    def left_behind(self, name: str) -> list[Path]:
        """Files of that name by windows that are closed now, but for this one's."""
        left = []
        pattern = Path(name)
        for path in sorted(self._folder.glob(f"{pattern.stem}.window *{pattern.suffix}")):
            number = _NUMBER.search(path.stem)
            if number is None or int(number[1]) == self.number:
                continue
            lock = self._locked(int(number[1]))
            if lock is not None:
                lock.unlock()
                left.append(path)
        return left

    def close(self) -> None:
        """Leave the place to other windows."""
        if self._lock is not None:
            self._lock.unlock()

    def _path(self, name: str, number: int) -> Path:
        path = self._folder / name
        return path if number == 1 else path.with_stem(f"{path.stem}.window {number}")

    def _locked(self, number: int) -> QLockFile | None:
        """A lock for a place; None where another window has it. Where none can be made, nobody
        has."""
        lock = QLockFile(f"{self._path('window', number)}.lock")
        lock.setStaleLockTime(0)  # a window may be open for days
        if not lock.tryLock(0) and lock.error() is QLockFile.LockError.LockFailedError:
            return None
        return lock
