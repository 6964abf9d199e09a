from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QPushButton
from pytestqt.qtbot import QtBot

from app.ui.compare.compare_bar import CompareBar, View


@pytest.fixture
def bar(qtbot: QtBot) -> CompareBar:
    bar = CompareBar()
    qtbot.addWidget(bar)
    return bar


def press(bar: CompareBar, qtbot: QtBot, view: View) -> None:
    name = f"compare{view.value.capitalize()}Button"
    qtbot.mouseClick(bar.findChild(QPushButton, name), Qt.MouseButton.LeftButton)


def test_views_are_shown_and_hidden(bar: CompareBar, qtbot: QtBot) -> None:
    assert bar.views() == {View.DURATIONS, View.PITCH}
    with qtbot.waitSignal(bar.views_changed):
        press(bar, qtbot, View.SPECTRUM)
    press(bar, qtbot, View.PITCH)
    assert bar.views() == {View.DURATIONS, View.SPECTRUM}


def test_the_last_view_stays(bar: CompareBar, qtbot: QtBot) -> None:
    bar.set_views({View.PITCH})
    press(bar, qtbot, View.PITCH)
    assert bar.views() == {View.PITCH}


def test_takes_are_aligned_by_phoneme_or_by_time(bar: CompareBar, qtbot: QtBot) -> None:
    assert not bar.by_time()
    with qtbot.waitSignal(bar.alignment_changed) as told:
        qtbot.keyClick(bar.findChild(QComboBox, "compareAlignmentBox"), Qt.Key.Key_Down)
    assert told.args == [True]
    assert bar.by_time()


def test_two_takes_can_be_heard_in_turns(bar: CompareBar, qtbot: QtBot) -> None:
    button = bar.findChild(QPushButton, "compareAbButton")
    assert not button.isEnabled()
    bar.set_ab_enabled(True)
    with qtbot.waitSignal(bar.ab_requested):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
