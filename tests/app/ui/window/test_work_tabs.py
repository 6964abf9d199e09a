"""Takes are behind the text, or beside it in a wide window."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QTabWidget, QWidget
from pytestqt.qtbot import QtBot

from app.ui.window.main_window import MainWindow
from app.ui.window.window_layout import WindowParts
from tests.app.takes.made_lab_take import lab_take


@pytest.fixture
def parts(qapp: QApplication) -> WindowParts:
    return WindowParts()


@pytest.fixture
def window(parts: WindowParts, qtbot: QtBot) -> MainWindow:
    window = MainWindow(parts, native_dialogs=False)
    qtbot.addWidget(window)
    parts.editor.set_text("Some words.")
    parts.takes.set_takes((lab_take(2), lab_take(1)))
    window.resize(1280, 800)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def in_sight(parts: WindowParts) -> list[QWidget]:
    views = (parts.text, parts.script, parts.takes, parts.compare, parts.ab)
    return [view for view in views if view.isVisible()]


def test_in_a_wide_window_the_takes_are_beside_the_text(
    window: MainWindow, parts: WindowParts, qtbot: QtBot
) -> None:
    window.show_takes()
    assert in_sight(parts) == [parts.takes]
    assert parts.takes.list.hasFocus()
    window.resize(1920, 1000)
    qtbot.waitUntil(lambda: in_sight(parts) == [parts.text, parts.takes])
    assert parts.takes.list.hasFocus()
    window.show_lines()
    assert in_sight(parts) == [parts.script, parts.takes]
    assert window.shows_lines()
    assert window.shows_takes()
    window.show_compare()
    assert in_sight(parts) == [parts.script, parts.compare]
    for index in range(3):
        window.findChild(QTabWidget, "takeTabs").setCurrentIndex(index)
    assert in_sight(parts) == [parts.script, parts.ab]
    qtbot.waitUntil(lambda: abs(parts.script.width() - parts.ab.width()) < 60)


def test_in_a_narrow_one_again_what_has_the_keyboard_is_in_front(
    window: MainWindow, parts: WindowParts, qtbot: QtBot
) -> None:
    tabs = window.findChild(QTabWidget, "workTabs")
    names = [tabs.tabText(index) for index in range(tabs.count())]
    for show, front in ((window.show_takes, parts.takes), (window.show_lines, parts.script)):
        window.resize(1920, 1000)
        qtbot.waitUntil(lambda: len(in_sight(parts)) == 2)
        show()
        window.resize(1280, 800)
        qtbot.waitUntil(lambda front=front: in_sight(parts) == [front])
        assert front.isAncestorOf(QApplication.focusWidget()) or front.hasFocus()
        assert [tabs.tabText(index) for index in range(tabs.count())] == names
