"""The bar of the whole script: it asks to hear another place, and moves only when told."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.document.document import Section
from app.session.script_times import ScriptTimes
from app.ui.widgets.colours import DARK, current_colours
from app.ui.widgets.theme import palette_of
from app.ui.window.seek_bar import SeekBar

TIMES = ScriptTimes(
    (1, 2, 3, 4),
    np.array([0.0, 10.0, 20.0, 30.0, 40.0]),
    np.array([True, True, False, False]),
    (Section("Two", 1, 2, 4),),
)
TEXTS = ("First.", "Second.", "Third " * 20, "Fourth.")
WIDE, ROOM, EDGE = 414, 400, 7


@pytest.fixture
def bar(qtbot: QtBot) -> SeekBar:
    bar = SeekBar()
    qtbot.addWidget(bar)
    bar.resize(WIDE, 20)
    bar.set_times(TIMES, TEXTS)
    bar.show()
    return bar


def at(seconds: float) -> QPoint:
    return QPoint(EDGE + round(seconds / 40 * ROOM), 10)


def test_a_click_asks_for_a_second_and_moves_nothing(bar: SeekBar, qtbot: QtBot) -> None:
    bar.set_position(5.0)
    bar.clearFocus()
    before = bar.grab().toImage()
    with qtbot.waitSignal(bar.seek_requested) as asked:
        qtbot.mouseClick(bar, Qt.MouseButton.LeftButton, pos=at(25.0))
    assert asked.args[0] == pytest.approx(25.0, abs=0.06)
    bar.clearFocus()
    assert bar.grab().toImage() == before


@pytest.mark.parametrize(
    ("key", "goal"),
    [(Qt.Key.Key_Right, 40.0), (Qt.Key.Key_Left, 33.0), (Qt.Key.Key_Home, 0.0)],
)
def test_keys_ask_too_and_stay_inside(bar: SeekBar, qtbot: QtBot, key: Qt.Key, goal: float) -> None:
    bar.set_position(38.0)
    with qtbot.waitSignal(bar.seek_requested) as asked:
        qtbot.keyClick(bar, key)
    assert asked.args == [goal]


def test_it_is_off_while_there_is_no_script(qtbot: QtBot) -> None:
    bar = SeekBar()
    qtbot.addWidget(bar)
    assert not bar.isEnabled()


def test_what_is_made_and_where_it_is_heard_can_be_seen(bar: SeekBar) -> None:
    def colour(seconds: float) -> QColor:
        return bar.grab().toImage().pixelColor(at(seconds))

    made, not_made = colour(15.0), colour(35.0)
    assert not_made == QColor(current_colours().border)
    assert made != not_made
    assert colour(20.0) == QColor(current_colours().window)  # where a section begins
    bar.set_position(12.0)
    assert colour(5.0) == QColor(current_colours().accent)
    bar.set_position(None)
    assert colour(5.0) == made


def test_as_it_plays_a_narrow_strip_is_painted(bar: SeekBar, qtbot: QtBot) -> None:
    painted: list[int] = []

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002
            if event.type() == QEvent.Type.Paint:
                painted.append(event.rect().width())
            return False

    bar.set_position(11.9)
    QApplication.processEvents()
    watch = Watch()
    bar.installEventFilter(watch)
    for second in (12.0, 12.1, 12.4):
        painted.clear()
        bar.set_position(second)
        qtbot.waitUntil(lambda: bool(painted))
        assert max(painted) < 30
    assert bar.accessibleDescription() == "0:12 / 0:40"
    painted.clear()
    bar.set_times(TIMES, TEXTS)
    qtbot.waitUntil(lambda: bool(painted))
    assert max(painted) == WIDE


def test_its_colours_follow_the_theme(bar: SeekBar) -> None:
    palette = QApplication.palette()

    def ground() -> str:
        return str(bar.grab().toImage().pixelColor(2, 2).name())

    try:
        assert ground() == current_colours().base
        QApplication.setPalette(palette_of(DARK))
        assert ground() == DARK.base
    finally:
        QApplication.setPalette(palette)
