"""The one kind of command on the undo stack: a state before, and a state after."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtGui import QUndoCommand

State = TypeVar("State")


class StateChange(QUndoCommand, Generic[State]):
    """Puts one of two states in place; nobody changes either of them.

    To push it on the stack applies it.
    """

    def __init__(
        self, apply: Callable[[State], None], before: State, after: State, what: str
    ) -> None:
        """`what` is the name of the change, for people."""
        super().__init__(what)
        self._apply = apply
        self._before = before
        self._after = after

    def extend(self, later: StateChange[State]) -> None:
        """Be the step from before this one to after a later one."""
        self._after = later._after

    def redo(self) -> None:
        self._apply(self._after)

    def undo(self) -> None:
        self._apply(self._before)
