"""Whoever goes through the window with Tab sees where the keyboard is."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QTabWidget, QWidget
from pytestqt.qtbot import QtBot

from app.playback.state import PlaybackState
from app.ui.actions.window_state import WindowState
from app.ui.widgets.theme import Theme, ThemeMode
from app.ui.window.main_window import MainWindow
from app.ui.window.window_layout import WindowParts
from tests.app.takes.made_lab_take import lab_take
from tests.app.ui.made_take import HOP, SAMPLE_RATE, made_take, whole

LEAST = 40
"""Pixels that look different; those of a caret."""


@pytest.fixture
def filled(theme: Theme, qtbot: QtBot) -> MainWindow:
    """With something in each of its views."""
    parts = WindowParts()
    window = MainWindow(parts, native_dialogs=False)
    qtbot.addWidget(window)
    window.resize(1280, 800)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    takes = tuple(lab_take(number) for number in (3, 2, 1))
    parts.editor.set_text("Some words.")
    parts.takes.set_takes(takes)
    parts.takes.choose([2])
    parts.compare.set_takes(takes, takes)
    parts.ab.session.begin(*takes[:2])
    parts.plots.begin(SAMPLE_RATE, HOP)
    parts.plots.append_part(whole(made_take()), 0)
    parts.plots.complete()
    window.set_state(WindowState(True, False, True, PlaybackState.PAUSED))
    return window


def stops(window: MainWindow) -> list[QWidget]:
    """What Tab goes through, once round."""
    found: list[QWidget] = []
    while (here := QApplication.focusWidget()) is not None and here not in found:
        found.append(here)
        window.focusNextPrevChild(True)
        assert len(found) < 100
    return found


def pixels(window: MainWindow, widget: QWidget) -> NDArray[np.uint8]:
    """What can be seen of a widget and close to it."""
    QApplication.processEvents()
    place = QRect(widget.mapTo(window, QPoint(0, 0)), widget.size()).adjusted(-4, -4, 4, 4)
    image = window.grab(place).toImage()
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
    return rows.reshape(image.height(), -1, 4)[:, :, :3].copy()


@pytest.mark.parametrize("mode", [ThemeMode.LIGHT, ThemeMode.DARK])
def test_every_tab_stop_shows_that_it_has_the_keyboard(
    filled: MainWindow, theme: Theme, mode: ThemeMode
) -> None:
    flash, before = QApplication.cursorFlashTime(), theme.mode
    QApplication.setCursorFlashTime(0)
    theme.set_mode(mode)
    tabs = filled.findChild(QTabWidget, "workTabs")
    seen: set[QWidget] = set()
    unseen: list[str] = []
    try:
        for index in range(tabs.count()):
            tabs.setCurrentIndex(index)
            tabs.tabBar().setFocus(Qt.FocusReason.TabFocusReason)
            for widget in stops(filled):
                if widget in seen:
                    continue
                seen.add(widget)
                widget.setFocus(Qt.FocusReason.TabFocusReason)
                with_focus = pixels(filled, widget)
                widget.clearFocus()
                changed = (with_focus != pixels(filled, widget)).any(axis=2).sum()
                if changed < LEAST:
                    unseen.append(f"{type(widget).__name__} {widget.objectName()}: {changed}")
    finally:
        theme.set_mode(before)
        QApplication.setCursorFlashTime(flash)
    assert not unseen
    assert len(seen) > 50
