"""The row that finds words and replaces them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QToolButton, QVBoxLayout
from pytestqt.qtbot import QtBot

from app.ui.widgets.find_bar import FindBar
from tests.app.ui.conftest import Behind

Key = Qt.Key


@pytest.fixture
def bar(behind: Behind, qtbot: QtBot) -> FindBar:
    bar = FindBar("some")
    QVBoxLayout(behind).addWidget(bar)
    behind.resize(700, 120)
    behind.show()
    qtbot.waitExposed(behind)
    behind.activateWindow()
    return bar


def field(bar: FindBar, name: str) -> QLineEdit:
    (found,) = bar.findChildren(QLineEdit, f"some{name}Field")
    return found


def button(bar: FindBar, name: str) -> QPushButton | QToolButton:
    found = bar.findChildren(QPushButton, name) or bar.findChildren(QToolButton, name)
    return found[0]


def count(bar: FindBar) -> str:
    (label,) = bar.findChildren(QLabel, "someFoundLabel")
    return label.text()


def test_what_is_sought_is_told_while_it_is_typed(bar: FindBar, qtbot: QtBot) -> None:
    told: list[tuple[str, bool]] = []
    bar.sought_changed.connect(lambda words, case: told.append((words, case)))
    bar.begin(replace=False)
    qtbot.keyClicks(field(bar, "Find"), "ab")
    qtbot.mouseClick(button(bar, "someMatchCaseButton"), Qt.MouseButton.LeftButton)
    assert told == [("a", False), ("ab", False), ("ab", True)]


@pytest.mark.parametrize(
    ("modifiers", "signal"),
    [
        (Qt.KeyboardModifier.NoModifier, "next_requested"),
        (Qt.KeyboardModifier.ShiftModifier, "previous_requested"),
    ],
)
def test_enter_goes_on_and_with_shift_back(
    bar: FindBar, qtbot: QtBot, modifiers: Qt.KeyboardModifier, signal: str
) -> None:
    bar.begin("ab", replace=False)
    with qtbot.waitSignal(getattr(bar, signal)):
        qtbot.keyClick(field(bar, "Find"), Key.Key_Return, modifiers)


def test_the_keyboard_is_in_the_field_with_its_words_selected(bar: FindBar, qtbot: QtBot) -> None:
    bar.begin("ab", replace=False)
    assert field(bar, "Find").hasFocus()
    assert field(bar, "Find").selectedText() == "ab"
    bar.begin(replace=False)
    assert bar.sought()[0] == "ab", "the words of before stay, where there are no others"


def test_words_are_replaced_only_where_that_is_wanted_and_there_are_some(
    bar: FindBar, qtbot: QtBot
) -> None:
    bar.begin("ab", replace=False)
    assert not field(bar, "Replace").isVisible()
    bar.begin(replace=True)
    assert field(bar, "Replace").isVisible()
    assert not button(bar, "someReplaceAllButton").isEnabled()
    bar.set_count(0, 2)
    field(bar, "Replace").setFocus()
    qtbot.keyClicks(field(bar, "Replace"), "cd")
    with qtbot.waitSignal(bar.replace_requested) as told:
        qtbot.keyClick(field(bar, "Replace"), Key.Key_Return)
    assert told.args == ["cd"]
    with qtbot.waitSignal(bar.replace_all_requested) as told:
        qtbot.mouseClick(button(bar, "someReplaceAllButton"), Qt.MouseButton.LeftButton)
    assert told.args == ["cd"]
    bar.set_count(None, 0)
    with qtbot.assertNotEmitted(bar.replace_requested):
        qtbot.keyClick(field(bar, "Replace"), Key.Key_Return)


def test_escape_gives_the_keyboard_back_and_goes_no_further(
    bar: FindBar, behind: Behind, qtbot: QtBot
) -> None:
    bar.begin("ab", replace=True)
    with qtbot.waitSignal(bar.left):
        qtbot.keyClick(field(bar, "Find"), Key.Key_Escape)
    assert not field(bar, "Replace").isVisible()
    assert behind.keys == []


def test_how_often_it_is_there_is_said(bar: FindBar) -> None:
    bar.set_count(None, 0)
    assert count(bar) == ""
    bar.begin("ab", replace=False)
    for place, total, words in ((0, 3, "1 of 3"), (None, 3, "3"), (None, 0, "None")):
        bar.set_count(place, total)
        assert count(bar) == words
