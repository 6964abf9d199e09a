"""What an action of the Edit menu acts on, by where the keyboard is."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QUndoCommand, QUndoStack
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QListWidget,
    QMainWindow,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.session.script import Script
from app.ui.actions.window_actions import WindowActions
from app.ui.editor.text_editor import TextEditor
from app.ui.window.edit_actions import connect_edit_actions


class Change(QUndoCommand):
    """Of anything but text."""


class Window(QMainWindow):
    """An editor, and other things that can have the keyboard."""

    def __init__(self) -> None:
        super().__init__()
        self.editor, self.field, self.number = TextEditor(), QLineEdit(), QSpinBox()
        self.button, self.list = QPushButton("A button"), QListWidget()
        self.list.setSelectionMode(QListWidget.SelectionMode.ExtendedSelection)
        self.list.addItems(["one", "two", "three"])
        inside = QWidget()
        layout = QVBoxLayout(inside)
        for widget in (self.editor, self.field, self.number, self.button, self.list):
            layout.addWidget(widget)
        self.setCentralWidget(inside)
        self.stack = QUndoStack(self)
        self.script = Script(self.stack, self)
        self.editor.edited.connect(self.script.edit)
        self.script.text_changed.connect(self.editor.apply)
        self._actions = WindowActions()
        self._actions.move_into(self)
        connect_edit_actions(self._actions, self.editor, self.stack)

    def do(self, name: str) -> None:
        self._actions[name].trigger()


@pytest.fixture
def window(qtbot: QtBot) -> Window:
    window = Window()
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.editor.set_text("words")
    window.stack.push(Change())
    return window


@pytest.mark.parametrize("place", ["editor", "button", "list"])
def test_what_was_done_last_is_undone_first(window: Window, place: str) -> None:
    getattr(window, place).setFocus()
    window.do("undo")
    assert window.editor.text() == "words"
    window.do("undo")
    assert window.editor.text() == ""
    window.do("redo")
    assert window.editor.text() == "words"
    assert window.stack.canRedo()


def test_undo_keys_in_the_text_are_the_windows(window: Window, qtbot: QtBot) -> None:
    window.editor.setFocus()
    qtbot.waitUntil(window.editor.hasFocus)
    qtbot.keyClicks(window.editor, "x")
    qtbot.keyClick(window.editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.editor.text() == "words"
    qtbot.keyClick(window.editor, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert window.editor.text() == "xwords"


def test_undo_is_of_the_field_that_has_the_keyboard(window: Window, qtbot: QtBot) -> None:
    window.field.setFocus()
    qtbot.keyClicks(window.field, "typed")
    window.do("undo")
    assert window.field.text() == ""
    assert window.editor.text() == "words"
    assert window.stack.canUndo()


def test_a_number_is_a_text_field_too(window: Window, qtbot: QtBot) -> None:
    window.editor.selectAll()
    window.number.setFocus()
    qtbot.waitUntil(window.number.hasFocus)
    window.do("select_all")
    qtbot.keyClicks(window.number, "42")
    window.do("select_all")
    window.do("copy")
    assert QApplication.clipboard().text() == "42"
    window.do("undo")
    assert window.number.value() == 0
    assert window.stack.canUndo()
    window.do("cut")
    assert window.editor.text() == "words"


def test_the_other_edits_are_the_editors_where_no_text_has_the_keyboard(window: Window) -> None:
    window.button.setFocus()
    window.do("select_all")
    assert window.editor.selection() == (0, 5)
    window.do("cut")
    assert window.editor.text() == ""
    window.do("paste")
    assert window.editor.text() == "words"


def test_all_of_a_list_is_selected_in_the_list(window: Window) -> None:
    window.list.setFocus()
    window.do("select_all")
    assert len(window.list.selectedItems()) == 3
    assert window.editor.selection() is None


def test_a_text_out_of_sight_is_not_changed(window: Window) -> None:
    window.editor.selectAll()
    QApplication.clipboard().setText("other")
    window.button.setFocus()
    window.editor.hide()
    window.do("cut")
    window.do("paste")
    assert window.editor.text() == "words"
    assert QApplication.clipboard().text() == "other"
