"""Takes on disk when the application is open more than once: no window writes over another's."""

from __future__ import annotations

import contextlib
import dataclasses
import itertools
import re
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QLockFile

from app.takes.lab_take import LabTake
from app.takes.storage.take_store import Kept, TakeStore

_OWN_FILE = re.compile(r"\.window \d+$")


class SharedTakes:
    """Each window has a file of its own. What a second window left behind joins the others when
    the first one is started anew."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._store = TakeStore(path)
        self._lock: QLockFile | None = None
        self._joined: list[tuple[Path, QLockFile]] = []

    @property
    def apart(self) -> bool:
        """Another window has the takes of the last session."""
        return self._store.path.stem.startswith(f"{self._path.stem}.window ")

    @property
    def joining(self) -> bool:
        """Takes of several files were loaded; `save` puts them into one."""
        return bool(self._joined)

    def load(self) -> Kept:
        """Find a file that no other window has, and load its takes."""
        with contextlib.suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
        for path in self._places():
            self._lock = _locked(path)
            if self._lock is not None:
                self._store = TakeStore(path)
                break
        kept = self._store.load()
        return kept if self.apart else self._joined_by_others(kept)

    def save(self, takes: Sequence[LabTake]) -> None:
        """Write the takes; raises `VitsError`."""
        self._store.save(takes)
        while self._joined:
            path, lock = self._joined.pop()
            path.unlink(missing_ok=True)
            lock.unlock()

    def close(self) -> None:
        """Leave the files to other windows."""
        for lock in (self._lock, *(lock for _, lock in self._joined)):
            if lock is not None:
                lock.unlock()

    def _places(self) -> itertools.chain[Path]:
        own = (self._path.with_stem(f"{self._path.stem}.window {n}") for n in itertools.count(2))
        return itertools.chain((self._path,), own)

    def _joined_by_others(self, kept: Kept) -> Kept:
        takes, problem = kept.takes, kept.problem
        for path in sorted(self._path.parent.glob(f"{self._path.stem}.window *.json")):
            lock = _locked(path) if _OWN_FILE.search(path.stem) else None
            if lock is None:
                continue
            found = TakeStore(path).load()
            if found.problem is not None:  # it stays where it is
                problem = problem or found.problem
                lock.unlock()
                continue
            takes = (*_renumbered(found.takes, takes), *takes)
            self._joined.append((path, lock))
        return Kept(takes, problem)


def _locked(path: Path) -> QLockFile | None:
    """A lock for a file; None where another window has it. Where none can be made, nobody has."""
    lock = QLockFile(f"{path}.lock")
    lock.setStaleLockTime(0)  # a window may be open for days
    if not lock.tryLock(0) and lock.error() is QLockFile.LockError.LockFailedError:
        return None
    return lock


def _renumbered(takes: Sequence[LabTake], others: Sequence[LabTake]) -> list[LabTake]:
    """The same takes with numbers that none of the others has."""
    highest = max((take.number for take in others), default=0)
    ordered = sorted(take.number for take in takes)
    numbers = {number: highest + place for place, number in enumerate(ordered, 1)}
    return [
        dataclasses.replace(
            take,
            number=numbers[take.number],
            parent=None if take.parent is None else numbers.get(take.parent),
        )
        for take in takes
    ]
