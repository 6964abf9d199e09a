"""A button shows its action as it is now, and triggers it once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from app.playback.state import PlaybackState
from app.ui.actions.action import Action
from app.ui.actions.buttons import ActionButton, PushButton, push_button, tool_button
from app.ui.actions.window_actions import WindowActions
from app.ui.actions.window_state import WindowState
from app.ui.widgets.icons import Icons

AUDIO = WindowState(has_audio=True)


@pytest.mark.parametrize("build", [tool_button, push_button])
def test_a_button_follows_its_action(
    actions: WindowActions, qtbot: QtBot, build: Callable[..., QAbstractButton]
) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    button = build("playButton", actions[Action.PLAY], Icons(holder))
    qtbot.addWidget(button)
    assert button.objectName() == "playButton"
    assert not button.isEnabled()
    assert not button.icon().isNull()
    assert (button.text(), button.accessibleName()) == ("Play", "Play")
    assert button.toolTip() == "Play the speech (Space)"
    actions.update_to(WindowState(has_audio=True, playback=PlaybackState.PLAYING))
    assert button.isEnabled()
    assert not button.icon().isNull()
    assert (button.text(), button.accessibleName()) == ("Pause", "Pause")
    told: list[bool] = []
    actions[Action.PLAY].triggered.connect(lambda on: told.append(on))
    button.click()
    assert len(told) == 1


def test_a_button_can_change_its_action(actions: WindowActions, qtbot: QtBot) -> None:
    button = PushButton()
    qtbot.addWidget(button)
    face = ActionButton(button, Icons(button))
    told: list[str] = []
    for action in (Action.PLAY, Action.EXPORT):
        actions[action].triggered.connect(lambda _=False, action=action: told.append(action))
    actions.update_to(AUDIO)
    face.show(actions[Action.PLAY])
    face.show(actions[Action.EXPORT])
    actions.update_to(
        WindowState(voice_ready=True, has_text=True, has_audio=True, playback=PlaybackState.PLAYING)
    )
    assert button.text() == "Export…"
    button.click()
    assert told == [Action.EXPORT]
