"""The Edit menu acts on the text field that has the keyboard, or else on the editor."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit

from app.ui.text_editor import TextEditor
from app.ui.window_actions import WindowActions

TextField = QLineEdit | QPlainTextEdit

_EDITS: dict[str, Callable[[TextField], None]] = {
    "undo": lambda field: field.undo(),
    "redo": lambda field: field.redo(),
    "cut": lambda field: field.cut(),
    "copy": lambda field: field.copy(),
    "paste": lambda field: field.paste(),
    "select_all": lambda field: field.selectAll(),
}


def connect_edit_actions(actions: WindowActions, editor: TextEditor) -> None:
    """Let each action of the Edit menu do its edit."""

    def edit(name: str) -> None:
        focused = QApplication.focusWidget()
        _EDITS[name](focused if isinstance(focused, QLineEdit | QPlainTextEdit) else editor)

    for name in _EDITS:
        actions[name].triggered.connect(lambda _=False, name=name: edit(name))
