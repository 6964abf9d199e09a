"""Buttons that show an action and trigger it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget

from app.ui.actions.window_actions import WindowAction
from app.ui.widgets.icons import Icons


class PushButton(QPushButton):
    """A push button with QToolButton's `setDefaultAction`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._action: QAction | None = None
        self.clicked.connect(self._on_clicked)

    def setDefaultAction(self, action: QAction) -> None:
        if self._action is not None:
            self._action.changed.disconnect(self._follow)
        self._action = action
        action.changed.connect(self._follow)
        self._follow()

    @Slot()
    def _follow(self) -> None:
        if self._action is not None:
            self.setText(self._action.iconText())
            self.setEnabled(self._action.isEnabled())

    @Slot()
    def _on_clicked(self) -> None:
        if self._action is not None:
            self._action.trigger()


class ActionButton(QObject):
    """A button's action: Qt takes over text, state and click; this adds the icon in a colour that
    fits the button, the keys behind the tip, and the name for screen readers."""

    def __init__(
        self, button: QToolButton | PushButton, icons: Icons, colour: str = "text"
    ) -> None:
        super().__init__(button)
        self._button = button
        self._icons = icons
        self._colour = colour
        self._action: WindowAction | None = None

    def show(self, action: WindowAction) -> None:
        """Be the button of this action from now on."""
        if self._action is not None:
            self._action.changed.disconnect(self._draw)
            if isinstance(self._button, QToolButton):
                self._button.removeAction(self._action)
        self._action = action
        self._button.setDefaultAction(action)
        action.changed.connect(self._draw)  # after Qt's own, which takes the icon away
        self._draw()

    @Slot()
    def _draw(self) -> None:
        action = self._action
        if action is None:
            return
        colour = "accent" if action.isChecked() else self._colour
        self._icons.put(self._button, action.icon_name, colour)
        self._button.setAccessibleName(action.name)
        self._button.setToolTip(f"{action.statusTip()} ({action.main_key})")


def tool_button(name: str, action: WindowAction, icons: Icons, colour: str = "text") -> QToolButton:
    """A tool button of one action."""
    button = QToolButton()
    button.setObjectName(name)
    ActionButton(button, icons, colour).show(action)
    return button


def push_button(name: str, action: WindowAction, icons: Icons, colour: str = "text") -> PushButton:
    """A push button of one action."""
    button = PushButton()
    button.setObjectName(name)
    ActionButton(button, icons, colour).show(action)
    return button
