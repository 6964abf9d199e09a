"""The two dialogs of the Help menu."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.ui.actions.window_actions import WindowAction
from app.ui.widgets.theme import GRID
from vits_core import __version__

Menus = Sequence[tuple[str, Sequence[WindowAction]]]
"""The title of each menu with its actions."""


def open_shortcuts(window: QWidget, menus: Menus) -> None:
    """Show every action's keys, and those keys that belong to no action."""
    translate = QCoreApplication.translate
    more = [
        (translate("Help", "Leave or enter the text"), translate("Help", "Esc / Return")),
        (
            translate("Help", "Half a second back or forward in the plots"),
            translate("Help", "Left / Right"),
        ),
        (translate("Help", "Finer steps on a slider"), translate("Help", "Ctrl + wheel")),
        (
            translate("Help", "Use a take below its line in the script"),
            translate("Help", "Return / its number"),
        ),
        (translate("Help", "Play a take below its line"), translate("Help", "Space")),
        (translate("Help", "Close the takes below a line"), translate("Help", "Esc / Left")),
    ]
    _open(ShortcutsDialog(menus, more, window))


def open_about(window: QWidget) -> None:
    """Show version and licences."""
    _open(AboutDialog(window.windowIcon(), window))


class ShortcutsDialog(QDialog):
    """Every action with its keys, made from the actions themselves."""

    def __init__(
        self,
        menus: Menus,
        more: Sequence[tuple[str, str]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("shortcutsDialog")
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(4 * GRID)
        self._grid.setVerticalSpacing(GRID)
        for title, actions in menus:
            self._heading(title)
            for action in actions:
                self._row(action.text().replace("&", "").rstrip("…"), "   ".join(action.keys))
        self._heading(self.tr("In the window"))
        for what, keys in more:
            self._row(what, keys)
        inside = QWidget()
        inside.setLayout(self._grid)
        area = QScrollArea()
        area.setObjectName("shortcutsArea")
        area.setAccessibleName(self.windowTitle())
        area.setToolTip(self.tr("All keyboard shortcuts"))
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        area.setMinimumWidth(inside.sizeHint().width() + 3 * GRID)
        layout = QVBoxLayout(self)
        layout.addWidget(area)
        layout.addWidget(_close_button(self))
        self.resize(self.sizeHint().width(), 80 * GRID)

    def _heading(self, title: str) -> None:
        label = QLabel(title)
        label.setProperty("role", "heading")
        if self._grid.count():
            self._grid.setRowMinimumHeight(self._grid.rowCount(), GRID)
        self._grid.addWidget(label, self._grid.rowCount(), 0, 1, 2)

    def _row(self, what: str, keys: str) -> None:
        row = self._grid.rowCount()
        label = QLabel(keys)
        label.setProperty("role", "muted")
        self._grid.addWidget(QLabel(what), row, 0)
        self._grid.addWidget(label, row, 1, Qt.AlignmentFlag.AlignRight)


class AboutDialog(QDialog):
    """Name, version and licences."""

    def __init__(self, icon: QIcon, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("aboutDialog")
        self.setWindowTitle(self.tr("About VITS Studio"))
        picture = QLabel()
        picture.setPixmap(icon.pixmap(12 * GRID, 12 * GRID))
        picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4 * GRID, 4 * GRID, 4 * GRID, 2 * GRID)
        layout.setSpacing(2 * GRID)
        layout.addWidget(picture)
        name = QLabel(f"VITS Studio {__version__}")
        name.setProperty("role", "heading")
        name.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout.addWidget(name)
        words = QLabel("\n\n".join(self._paragraphs()))
        words.setObjectName("aboutLabel")
        words.setWordWrap(True)
        words.setMinimumWidth(54 * GRID)
        layout.addWidget(words)
        layout.addWidget(_close_button(self))

    def _paragraphs(self) -> tuple[str, ...]:
        return (
            self.tr("Hear, see, steer and keep the many renditions of a text."),
            self.tr(
                "Speech is made with VITS (Kim, Kong and Son 2021, “Conditional "
                "Variational Autoencoder with Adversarial Learning for End-to-End "
                "Text-to-Speech”), entirely on this computer. Your text never leaves it."
            ),
            self.tr(
                "VITS Studio is free software under the GNU General Public License, "
                "version 3 or later, and comes with no warranty."
            ),
            self.tr(
                "The included voice, joe, was trained on CC0 recordings, but its model card also "
                "says: “Finetuned from U.S. English lessac voice”. The lessac recordings (Blizzard "
                "Challenge 2013) exclude commercial use, and whether that extends to joe is not "
                "settled. Before you use its speech commercially, decide for yourself, or choose "
                "another voice."
            ),
            self.tr("Phonemes come from espeak-ng (GPL 3 or later). The window uses Qt (LGPL 3)."),
        )


def _open(dialog: QDialog) -> None:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()


def _close_button(dialog: QDialog) -> QDialogButtonBox:
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    button = buttons.button(QDialogButtonBox.StandardButton.Close)
    button.setObjectName(f"{dialog.objectName()}CloseButton")
    button.setAccessibleName(button.text())
    button.setIcon(QIcon())  # Fusion's is black in either look
    button.setToolTip(QCoreApplication.translate("Help", "Close this window"))
    buttons.rejected.connect(dialog.reject)
    return buttons
