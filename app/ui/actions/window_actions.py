"""The actions of the window as Qt's: what menus, keys and buttons share."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from app.ui.actions.action import Action
from app.ui.actions.catalogue import Catalogue, Spec
from app.ui.actions.window_state import WindowState


class WindowAction(QAction):
    """One action; enabled, and looking, as its `Spec` says."""

    def __init__(self, spec: Spec, parent: QObject) -> None:
        super().__init__(parent)
        self._spec = spec
        self.setObjectName(f"{spec.action}Action")
        self.setShortcuts([QKeySequence(keys) for keys in spec.keys])
        self.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        self.setCheckable(spec.checkable)
        self._wear(spec)

    @property
    def label(self) -> str:
        """What its buttons say."""
        return self._face.label or _plain(self._face.text)

    @property
    def name(self) -> str:
        """What a screen reader says, where a button has fewer words."""
        return _plain(self._face.text)

    @property
    def icon_name(self) -> str:
        """What its buttons show, as qtawesome names it."""
        return self._face.icon

    @property
    def keys(self) -> list[str]:
        """All keys that do it, as the system writes them."""
        form = QKeySequence.SequenceFormat.NativeText
        keys = [shortcut.toString(form) for shortcut in self.shortcuts()]
        return [*keys, self._spec.more_keys] if self._spec.more_keys else keys

    @property
    def main_key(self) -> str:
        """The handiest of them."""
        return self._spec.more_keys or self.keys[0]

    def update_to(self, state: WindowState) -> None:
        """Be offered, and look, as it fits."""
        self.setEnabled(self._spec.rule(state))
        instead = self._spec.instead
        face = instead[1] if instead is not None and instead[0](state) else self._spec
        if face is not self._face:
            self._wear(face)

    def _wear(self, face: Spec) -> None:
        self._face = face
        more = f" ({face.more_keys})" if face.more_keys else ""
        self.setText(face.text)
        self.setIconText(self.label)
        self.setToolTip(face.tip + more)
        self.setStatusTip(face.tip)


class WindowActions(QObject):
    """All of them; one is looked up by its `Action`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._menus = Catalogue(self).menus()
        self.menus: list[QMenu] = []
        """Those of the menu bar, once there is one."""
        self._actions = {
            spec.action: WindowAction(spec, self)
            for _, specs in self._menus
            for spec in specs
            if spec is not None
        }
        themes = QActionGroup(self)
        for theme in (Action.THEME_SYSTEM, Action.THEME_LIGHT, Action.THEME_DARK):
            themes.addAction(self[theme])
        self[Action.THEME_SYSTEM].setChecked(True)
        self.update_to(WindowState())

    def __getitem__(self, action: Action) -> WindowAction:
        return self._actions[action]

    def update_to(self, state: WindowState) -> None:
        """Offer only what can be done in this state."""
        for action in self._actions.values():
            action.update_to(state)

    def move_into(self, window: QMainWindow) -> None:
        """Belong to a window, and fill its menu bar."""
        self.setParent(window)
        for title, specs in self._menus:
            menu = window.menuBar().addMenu(title)
            menu.setToolTipsVisible(True)
            self.menus.append(menu)
            for spec in specs:
                if spec is None:
                    menu.addSeparator()
                else:
                    menu.addAction(self[spec.action])

    def by_menu(self) -> list[tuple[str, list[WindowAction]]]:
        """The title of each menu with its actions, in order."""
        return [
            (_plain(title), [self[spec.action] for spec in specs if spec is not None])
            for title, specs in self._menus
        ]


def _plain(text: str) -> str:
    """A menu's text without its mnemonic and without the dots that announce a dialog."""
    return text.replace("&", "").rstrip("…")
