"""Each action is offered by its rule, and found in one menu."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from app.playback.state import PlaybackState
from app.ui.actions.action import Action
from app.ui.actions.window_actions import WindowActions
from app.ui.actions.window_state import WindowState


def test_every_action_stands_in_one_menu_and_has_keys_and_a_tip(
    actions: WindowActions, qtbot: QtBot
) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    actions.move_into(window)
    shown = [
        action
        for menu in window.menuBar().actions()
        for action in menu.menu().actions()
        if not action.isSeparator()
    ]
    assert shown == [action for _, listed in actions.by_menu() for action in listed]
    assert len(shown) == len(Action)
    for action in map(actions.__getitem__, Action):
        assert action in shown
        assert action.keys
        assert action.toolTip()
        assert action.toolTip() != action.label


def test_letters_that_choose_in_a_menu_are_all_different(actions: WindowActions) -> None:
    for title, listed in actions.by_menu():
        letters = [
            action.text()[action.text().index("&") + 1].lower()
            for action in listed
            if "&" in action.text()
        ]
        assert len(set(letters)) == len(letters), title


READY = {"voice_ready": True, "has_text": True}


@pytest.mark.parametrize(
    ("state", "offered", "refused"),
    [
        ({}, {Action.OPEN, Action.QUIT}, {Action.SPEAK, Action.PLAY, Action.STOP}),
        ({"voice_ready": True}, set(), {Action.SPEAK, Action.SAMPLE}),
        ({"has_text": True}, set(), {Action.SPEAK, Action.NEW_TAKE}),
        (READY, {Action.SPEAK, Action.NEW_TAKE, Action.SAMPLE}, {Action.SPEAK_SELECTION}),
        ({**READY, "busy": True}, {Action.EXPORT, Action.READ_FROM, Action.STOP}, set()),
        ({**READY, "has_selection": True}, {Action.SPEAK_SELECTION}, set()),
        ({"has_selection": True}, set(), {Action.SPEAK_SELECTION}),
        ({"busy": True}, {Action.STOP}, {Action.EXPORT}),
        ({"has_audio": True}, {Action.PLAY, Action.FIT}, {Action.STOP, Action.EXPORT}),
        ({"has_audio": True, "busy": True}, {Action.PLAY, Action.STOP}, {Action.EXPORT}),
        ({"playback": PlaybackState.PAUSED}, {Action.STOP}, {Action.PLAY}),
        ({"takes": 1}, {Action.EXPORT_TAKES}, {Action.STAR, Action.COMPARE}),
        ({"takes": 3, "chosen_takes": 1}, {Action.STAR, Action.ALIKE}, {Action.AB}),
        ({"takes": 3, "chosen_takes": 2}, {Action.AB, Action.MORPH, Action.NOTE}, set()),
        ({"takes": 3, "chosen_takes": 3}, {Action.COMPARE}, {Action.AB, Action.MORPH}),
    ],
)
def test_what_can_be_done_is_offered(
    actions: WindowActions, state: dict[str, object], offered: set[Action], refused: set[Action]
) -> None:
    actions.update_to(WindowState(**state))
    assert {action for action in offered if not actions[action].isEnabled()} == set()
    assert {action for action in refused if actions[action].isEnabled()} == set()
