"""The buttons above the list of takes offer what fits the choice."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from app.ui.takes.take_tools import TakeTools


@pytest.fixture
def tools(qtbot: QtBot) -> TakeTools:
    tools = TakeTools()
    qtbot.addWidget(tools)
    return tools


def offered(tools: TakeTools) -> set[str]:
    buttons = tools.findChildren(QToolButton)
    assert len(buttons) == 6
    return {button.objectName().removesuffix("Button") for button in buttons if button.isEnabled()}


def test_each_button_waits_for_as_many_takes_as_it_needs(tools: TakeTools) -> None:
    one_or_more = {"exportTakes", "alike", "sweep", "compare"}
    for takes, chosen, expected in (
        (0, 0, set()),
        (3, 0, {"exportTakes"}),
        (3, 1, one_or_more),
        (3, 2, one_or_more | {"morph", "ab"}),
        (3, 3, one_or_more),
    ):
        tools.set_counts(takes, chosen)
        assert offered(tools) == expected, (takes, chosen)


def test_each_button_asks_for_what_it_says(tools: TakeTools, qtbot: QtBot) -> None:
    tools.set_counts(3, 2)
    for name, signal in {
        "alike": tools.alike_requested,
        "morph": tools.morph_requested,
        "sweep": tools.sweep_requested,
        "compare": tools.compare_requested,
        "ab": tools.ab_requested,
        "exportTakes": tools.export_requested,
    }.items():
        with qtbot.waitSignal(signal):
            tools.findChild(QToolButton, f"{name}Button").click()
