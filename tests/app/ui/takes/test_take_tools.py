"""The buttons above the list of takes are those of the actions on takes."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from app.ui.actions.action import Action
from app.ui.actions.window_actions import WindowActions
from app.ui.actions.window_state import WindowState
from app.ui.takes.take_tools import TakeTools


@pytest.fixture
def tools(actions: WindowActions, qtbot: QtBot) -> TakeTools:
    tools = TakeTools(actions)
    qtbot.addWidget(tools)
    return tools


@pytest.mark.parametrize(
    ("name", "action"),
    [
        ("alike", Action.ALIKE),
        ("morph", Action.MORPH),
        ("sweep", Action.SWEEP),
        ("comp", Action.COMP),
        ("compare", Action.COMPARE),
        ("ab", Action.AB),
        ("exportTakes", Action.EXPORT_TAKES),
    ],
)
def test_each_button_triggers_its_action_where_that_can_be_done(
    tools: TakeTools, actions: WindowActions, qtbot: QtBot, name: str, action: Action
) -> None:
    button = tools.findChild(QToolButton, f"{name}Button")
    with qtbot.assertNotEmitted(actions[action].triggered):
        button.click()
    actions.update_to(WindowState(takes=3, chosen_takes=2))
    with qtbot.waitSignal(actions[action].triggered):
        button.click()


def test_buttons_have_words_where_there_is_room(tools: TakeTools) -> None:
    styles = {True: "ToolButtonTextBesideIcon", False: "ToolButtonIconOnly"}
    for worded, style in styles.items():
        tools.set_worded(worded)
        for button in tools.findChildren(QToolButton):
            assert button.toolButtonStyle() == getattr(Qt.ToolButtonStyle, style)
            assert button.accessibleName()
