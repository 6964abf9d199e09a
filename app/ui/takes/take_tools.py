"""The buttons above the list of takes: what can be done with those that are selected."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.ui.actions.action import Action
from app.ui.actions.buttons import tool_button
from app.ui.actions.window_actions import WindowActions
from app.ui.widgets.icons import Icons
from app.ui.widgets.theme import GRID

_ACTIONS = {
    "alike": Action.ALIKE,
    "morph": Action.MORPH,
    "sweep": Action.SWEEP,
    "comp": Action.COMP,
    "compare": Action.COMPARE,
    "ab": Action.AB,
    "exportTakes": Action.EXPORT_TAKES,
}


class TakeTools(QWidget):
    """Offers what fits the number of selected takes."""

    def __init__(self, actions: WindowActions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("takeTools")
        icons = Icons(self)
        self._buttons = [
            tool_button(f"{name}Button", actions[action], icons)
            for name, action in _ACTIONS.items()
        ]
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID // 2)
        for button in self._buttons:
            layout.addWidget(button)
        self.set_worded(True)

    def set_worded(self, worded: bool) -> None:
        """Show words beside the icons, or icons only."""
        layout, style = self.layout(), Qt.ToolButtonStyle
        if layout is not None:
            layout.setSpacing(GRID // 2 if worded else 0)
        for button in self._buttons:
            button.setToolButtonStyle(
                style.ToolButtonTextBesideIcon if worded else style.ToolButtonIconOnly
            )
