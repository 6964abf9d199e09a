from __future__ import annotations

import pytest
from PySide6.QtCore import QByteArray, Qt
from PySide6.QtWidgets import QApplication, QTabWidget, QToolButton
from pytestqt.qtbot import QtBot

from app.ui.window.main_window import MainWindow
from app.ui.window.side_panel import SidePanel
from app.ui.window.window_layout import WindowParts


@pytest.fixture
def window(qapp: QApplication, qtbot: QtBot) -> MainWindow:
    window = MainWindow(WindowParts(), native_dialogs=False)
    qtbot.addWidget(window)
    window.resize(1200, 760)
    window.show()
    qtbot.waitExposed(window)
    return window


def click(window: MainWindow, qtbot: QtBot, name: str) -> None:
    qtbot.mouseClick(window.findChild(QToolButton, name), Qt.MouseButton.LeftButton)


def side(window: MainWindow) -> SidePanel:
    return window.findChild(SidePanel)


def test_the_window_fits_half_of_a_full_hd_screen_also_with_a_message(window: MainWindow) -> None:
    least = window.minimumSizeHint()
    assert least.width() <= 950
    assert least.height() + 40 <= 570


def test_the_prosody_panel_makes_room_and_comes_back_as_wide(
    window: MainWindow, qtbot: QtBot
) -> None:
    wide = side(window).width()
    click(window, qtbot, "prosodyCollapseButton")
    tabs = window.findChild(QTabWidget, "workTabs")
    qtbot.waitUntil(lambda: side(window).width() < 50 and tabs.width() > 1050)
    click(window, qtbot, "prosodyOpenButton")
    qtbot.waitUntil(lambda: abs(side(window).width() - wide) < 3)


def test_what_is_folded_away_is_so_in_the_next_window(window: MainWindow, qtbot: QtBot) -> None:
    click(window, qtbot, "seedsHeaderButton")
    click(window, qtbot, "prosodyCollapseButton")
    state = window.layout_state()
    parts = WindowParts()
    other = MainWindow(parts, native_dialogs=False)
    qtbot.addWidget(other)
    other.restore_layout(bytes(QByteArray().data()), state)
    assert side(other).collapsed
    assert not parts.prosody.shows_seeds()
    other.restore_layout(b"", b'{"folded": 7}')
    other.restore_layout(b"", b"{}")
    assert not side(other).collapsed
