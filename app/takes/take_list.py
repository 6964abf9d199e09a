"""The takes of the session, newest first, and the one stack by which all changes can be undone."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from app.session.undo import StateChange
from app.takes.lab_take import LabTake

MOST_TAKES = 200
"""When there are more, the oldest that bear neither star nor note leave the list."""

Takes = tuple[LabTake, ...]


class TakeList(QObject):
    """Holds the takes; each change is a command on the undo stack.

    A state is a tuple of frozen records, so a command keeps the one before and the one after.
    """

    changed = Signal()  # `takes` is another tuple than before

    def __init__(self, stack: QUndoStack, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.stack = stack
        self.takes: Takes = ()
        """Newest first."""
        self._last_number = 0

    def __len__(self) -> int:
        return len(self.takes)

    def __getitem__(self, number: int) -> LabTake:
        """The take of that number; KeyError where it is not in the list."""
        for take in self.takes:
            if take.number == number:
                return take
        raise KeyError(number)

    def __contains__(self, number: int) -> bool:
        return any(take.number == number for take in self.takes)

    def new_number(self) -> int:
        """A number that no take has had."""
        self._last_number += 1
        return self._last_number

    def restore(self, takes: Iterable[LabTake]) -> None:
        """Put takes of an earlier session into the list; cannot be undone."""
        self.put(tuple(takes))
        self._last_number = max((take.number for take in self.takes), default=0)

    def add(self, takes: Sequence[LabTake], what: str) -> None:
        """Put new takes on top, the first one first; `what` is the name of the change."""
        self._change(_bounded((*takes, *self.takes), keep=len(takes)), what)

    def replace(self, number: int, take: LabTake, what: str) -> None:
        """Put a take in the place of another; KeyError where that one is not in the list."""
        old = self[number]
        self._change(tuple(take if t is old else t for t in self.takes), what)

    def remove(self, numbers: Iterable[int], what: str) -> None:
        gone = set(numbers)
        self._change(tuple(t for t in self.takes if t.number not in gone), what)

    def set_starred(self, numbers: Iterable[int], starred: bool, what: str) -> None:
        chosen = set(numbers)
        self._change(
            tuple(
                dataclasses.replace(t, starred=starred)
                if t.number in chosen and t.starred is not starred
                else t
                for t in self.takes
            ),
            what,
        )

    def set_note(self, number: int, note: str, what: str) -> None:
        self._change(
            tuple(
                dataclasses.replace(t, note=note) if t.number == number and t.note != note else t
                for t in self.takes
            ),
            what,
        )

    def put(self, takes: Takes) -> None:
        """Take a state of the list as it is; for the undo stack."""
        self.takes = takes
        self.changed.emit()

    def _change(self, after: Takes, what: str) -> None:
        # Takes that stay are the same objects: they compare by identity.
        if after != self.takes:
            self.stack.push(StateChange(self.put, self.takes, after, what))


def _bounded(takes: Takes, keep: int) -> Takes:
    """At most `MOST_TAKES`: the oldest leave, but none of the first `keep`, no star and no note."""
    surplus = len(takes) - MOST_TAKES
    if surplus <= 0:
        return takes
    plain = [t.number for t in takes[keep:] if not (t.starred or t.note)]
    gone = set(plain[-surplus:])
    return tuple(t for t in takes if t.number not in gone)
