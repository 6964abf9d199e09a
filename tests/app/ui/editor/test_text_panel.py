"""The text with the row that finds words."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from app.ui.editor.text_editor import TextEditor
from app.ui.editor.text_panel import TextPanel


def test_the_row_is_there_while_words_are_sought(qtbot: QtBot) -> None:
    editor = TextEditor()
    panel = TextPanel(editor)
    qtbot.addWidget(panel)
    panel.show()
    qtbot.waitExposed(panel)
    panel.activateWindow()
    qtbot.waitUntil(panel.isActiveWindow)
    assert not panel.find_bar.isVisible()
    panel.find_bar.begin(replace=False)
    assert panel.find_bar.isVisible()
    (field,) = panel.find_bar.findChildren(QLineEdit, "textFindField")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert not panel.find_bar.isVisible()
    assert editor.hasFocus()
