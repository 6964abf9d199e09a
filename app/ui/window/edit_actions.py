"""The Edit menu acts on the text field that has the keyboard, or else on the editor.

Undo and redo act on the list of takes, on presets and the like when no text field has the keyboard.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QUndoStack
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from app.ui.editor.text_editor import TextEditor
from app.ui.window.window_actions import WindowActions

TextField = QLineEdit | QPlainTextEdit

_EDITS: dict[str, Callable[[TextField], None]] = {
    "undo": lambda field: field.undo(),
    "redo": lambda field: field.redo(),
    "cut": lambda field: field.cut(),
    "copy": lambda field: field.copy(),
    "paste": lambda field: field.paste(),
    "select_all": lambda field: field.selectAll(),
}


def connect_edit_actions(
    actions: WindowActions, editor: TextEditor, stack: QUndoStack | None = None
) -> None:
    """Let each action of the Edit menu do its edit; `stack` holds what is no text."""

    def edit(name: str) -> None:
        focused = QApplication.focusWidget()
        field = _text_field(focused)
        if field is not None:
            _EDITS[name](field)
        elif stack is not None and name in ("undo", "redo"):
            stack.undo() if name == "undo" else stack.redo()
        elif name == "select_all" and isinstance(focused, QAbstractItemView):
            focused.selectAll()
        elif editor.isVisible():  # a text that nobody sees is not to change
            _EDITS[name](editor)

    for name in _EDITS:
        actions[name].triggered.connect(lambda _=False, name=name: edit(name))


def _text_field(widget: QWidget | None) -> TextField | None:
    if isinstance(widget, QAbstractSpinBox):  # has the keyboard in place of its field
        return widget.lineEdit()
    return widget if isinstance(widget, QLineEdit | QPlainTextEdit) else None
