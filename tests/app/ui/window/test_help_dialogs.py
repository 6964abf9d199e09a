from __future__ import annotations

from importlib.metadata import metadata, version

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.ui.actions.action import Action
from app.ui.actions.catalogue import Spec
from app.ui.actions.window_actions import WindowAction
from app.ui.window.help_dialogs import AboutDialog, ShortcutsDialog, open_about, open_shortcuts


def keys_by_action(dialog: QWidget) -> dict[str, str]:
    """What stands to the left and to the right in each row of the shortcuts."""
    (grid,) = dialog.findChildren(QGridLayout)
    found = {}
    for row in range(grid.rowCount()):
        cells = [grid.itemAtPosition(row, column) for column in (0, 1)]
        left, right = (cell.widget() if cell else None for cell in cells)
        if isinstance(left, QLabel) and isinstance(right, QLabel) and left is not right:
            found[left.text()] = right.text()
    return found


def test_each_action_stands_beside_its_own_keys(qtbot: QtBot) -> None:
    holder = QObject()
    speak = WindowAction(Spec(Action.SPEAK, "&Speak…", ("Ctrl+Return", "F5"), "aloud"), holder)
    stop = WindowAction(Spec(Action.STOP, "S&top", ("Esc",), "now", more_keys="X"), holder)
    dialog = ShortcutsDialog([("Speech", [speak, stop])], [("Play", "Space")])
    qtbot.addWidget(dialog)
    keys = keys_by_action(dialog)
    assert list(keys) == ["Speak", "Stop", "Play"]
    assert keys["Speak"].split() == ["Ctrl+Return", "F5"]
    assert keys["Stop"].split() == ["Esc", "X"]
    assert keys["Play"] == "Space"
    assert "Speech" in [label.text() for label in dialog.findChildren(QLabel)]


def test_keys_that_belong_to_no_action_are_listed(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    open_shortcuts(window, [])
    dialog = window.findChild(QWidget, "shortcutsDialog")
    assert dialog is not None
    keys = keys_by_action(dialog)
    assert keys["Use a take below its line in the script"] == "Return / its number"
    assert keys["Close the takes below a line"] == "Esc / Left"


def test_about_tells_the_version_and_the_licence_of_the_package(qtbot: QtBot) -> None:
    dialog = AboutDialog(QIcon())
    qtbot.addWidget(dialog)
    words = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert f"VITS Studio {version('vits-studio')}" in words
    # The package says it in SPDX's short form.
    names = {"GPL-3.0-or-later": "GNU General Public License, version 3 or later"}
    assert names[metadata("vits-studio")["License-Expression"]] in words


@pytest.mark.parametrize("name", ["shortcutsDialog", "aboutDialog"])
def test_a_dialog_is_gone_once_it_is_closed(qtbot: QtBot, name: str) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    if name == "aboutDialog":
        open_about(window)
    else:
        open_shortcuts(window, [])
    dialog = window.findChild(QWidget, name)
    assert dialog.isVisible()
    with qtbot.waitSignal(dialog.destroyed):
        qtbot.mouseClick(
            dialog.findChild(QPushButton, f"{name}CloseButton"), Qt.MouseButton.LeftButton
        )


def test_about_quotes_what_the_default_voices_card_says(qtbot: QtBot) -> None:
    dialog = AboutDialog(QIcon())
    qtbot.addWidget(dialog)
    words = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert "CC0" in words
    assert "Finetuned from U.S. English lessac voice" in words
    assert "commercial use" in words
