from __future__ import annotations

from PySide6.QtGui import QUndoStack

from app.session.undo import StateChange


def test_a_change_is_applied_undone_and_made_again() -> None:
    stack = QUndoStack()
    applied: list[str] = []
    stack.push(StateChange(applied.append, "before", "after", "Preset “Calm”"))
    stack.undo()
    stack.redo()
    assert applied == ["after", "before", "after"]
    assert stack.undoText() == "Preset “Calm”"
