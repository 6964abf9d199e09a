"""The Edit menu acts on the text field or the lines that have the keyboard, or else on the editor.

Undo and redo act on the script, the takes and presets: one stack of steps for all of them. Only
fields other than the editor have their own steps while they have the keyboard.
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

from app.ui.actions.action import Action
from app.ui.actions.window_actions import WindowActions
from app.ui.editor.text_editor import TextEditor
from app.ui.script.line_list import LineListView

TextField = QLineEdit | QPlainTextEdit

_LINE_EDITS: dict[Action, Callable[[LineListView], None]] = {
    Action.CUT: LineListView.cut,
    Action.COPY: LineListView.copy,
    Action.PASTE: LineListView.paste,
}
EDITS: dict[Action, Callable[[TextField], None]] = {
    Action.UNDO: lambda field: field.undo(),
    Action.REDO: lambda field: field.redo(),
    Action.CUT: lambda field: field.cut(),
    Action.COPY: lambda field: field.copy(),
    Action.PASTE: lambda field: field.paste(),
    Action.SELECT_ALL: lambda field: field.selectAll(),
}


def connect_edit_actions(actions: WindowActions, editor: TextEditor, stack: QUndoStack) -> None:
    """Let each action of the Edit menu do its edit; `stack` holds the steps of the session."""

    def edit(action: Action) -> None:
        focused = QApplication.focusWidget()
        field = _text_field(focused)
        has_own_steps = field not in (None, editor) and not field.isReadOnly()
        if action in (Action.UNDO, Action.REDO) and not has_own_steps:
            stack.undo() if action is Action.UNDO else stack.redo()
        elif field is not None:
            EDITS[action](field)
        elif action in _LINE_EDITS and isinstance(focused, LineListView):
            _LINE_EDITS[action](focused)
        elif action is Action.SELECT_ALL and isinstance(focused, QAbstractItemView):
            focused.selectAll()
        elif editor.isVisible():  # a text that nobody sees is not to change
            EDITS[action](editor)

    for action in EDITS:
        actions[action].triggered.connect(lambda _=False, action=action: edit(action))
    editor.undo_requested.connect(stack.undo)
    editor.redo_requested.connect(stack.redo)


def _text_field(widget: QWidget | None) -> TextField | None:
    if isinstance(widget, QAbstractSpinBox):  # has the keyboard in place of its field
        return widget.lineEdit()
    return widget if isinstance(widget, QLineEdit | QPlainTextEdit) else None
