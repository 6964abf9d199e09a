from __future__ import annotations

from PySide6.QtGui import QAction, QIcon
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.ui.window.help_dialogs import AboutDialog, ShortcutsDialog


def test_shortcuts_come_from_the_actions(qtbot: QtBot) -> None:
    action = QAction("&Speak…")
    action.setShortcuts(["Ctrl+Return", "F5"])
    dialog = ShortcutsDialog([("Speech", [action])], [("Play", "Space")])
    qtbot.addWidget(dialog)
    texts = [label.text() for label in dialog.findChildren(QLabel)]
    for expected in ("Speech", "Speak", "Ctrl+Return   F5", "Play", "Space"):
        assert expected in texts


def test_about_names_the_licences(qtbot: QtBot) -> None:
    dialog = AboutDialog(QIcon())
    qtbot.addWidget(dialog)
    words = dialog.findChild(QLabel, "aboutLabel").text()
    assert "General Public License, version 3 or later" in words
    assert "CC0" in words
