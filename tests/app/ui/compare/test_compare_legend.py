from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QToolButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.ui.compare.compare_legend import CompareLegend, LegendTake
from app.ui.takes.take_colours import take_colour
from app.ui.widgets.colours import DARK, LIGHT
from app.ui.widgets.theme import Theme


def entry(number: int, slot: int, label: str = "") -> LegendTake:
    return LegendTake(number, slot, label or str(number), f"Take {number}: 2.41 s")


@pytest.fixture
def legend(qtbot: QtBot) -> CompareLegend:
    legend = CompareLegend()
    qtbot.addWidget(legend)
    legend.resize(800, 40)
    legend.show()
    legend.set_takes([entry(3, 0, "3 ★"), entry(12, 1), entry(7, 2)])
    qtbot.waitExposed(legend)
    legend.activateWindow()
    return legend


def button(legend: CompareLegend, name: str, place: int) -> QToolButton:
    return legend.findChild(QToolButton, f"compare{name}{place}Button")


def test_it_says_whose_line_is_which(legend: CompareLegend) -> None:
    assert [button(legend, "Take", place).text() for place in (1, 2, 3)] == ["3 ★", "12", "7"]
    assert button(legend, "Take", 1).accessibleName() == "Play take 3: Take 3: 2.41 s"
    assert "2.41 s" in button(legend, "Take", 1).toolTip()
    assert button(legend, "Drop", 2).accessibleName() == "Remove take 12 from the comparison"
    assert not button(legend, "Take", 4).isVisible()


def test_a_click_or_a_key_plays(legend: CompareLegend, qtbot: QtBot) -> None:
    with qtbot.waitSignal(legend.play_requested) as asked:
        qtbot.mouseClick(button(legend, "Take", 2), Qt.MouseButton.LeftButton)
    assert asked.args == [12]
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
        with qtbot.waitSignal(legend.play_requested) as asked:
            qtbot.keyClick(button(legend, "Take", 3), key)
        assert asked.args == [7]


def test_a_take_leaves_by_its_button_or_by_delete(legend: CompareLegend, qtbot: QtBot) -> None:
    with qtbot.waitSignal(legend.drop_requested) as asked:
        qtbot.mouseClick(button(legend, "Drop", 2), Qt.MouseButton.LeftButton)
    assert asked.args == [12]
    with qtbot.waitSignal(legend.drop_requested) as asked:
        qtbot.keyClick(button(legend, "Drop", 1), Qt.Key.Key_Return)
    assert asked.args == [3]
    with (
        qtbot.assertNotEmitted(legend.play_requested),
        qtbot.waitSignal(legend.drop_requested) as asked,
    ):
        qtbot.keyClick(button(legend, "Take", 3), Qt.Key.Key_Delete)
    assert asked.args == [7]


def test_delete_is_not_the_windows_while_the_legend_has_the_keyboard(
    legend: CompareLegend,
) -> None:
    event = QKeyEvent(
        QEvent.Type.ShortcutOverride, Qt.Key.Key_Delete, Qt.KeyboardModifier.NoModifier
    )
    event.ignore()
    QApplication.sendEvent(button(legend, "Take", 1), event)
    assert event.isAccepted()


def test_the_keyboard_stays_when_takes_leave(legend: CompareLegend, qtbot: QtBot) -> None:
    button(legend, "Take", 3).setFocus()
    qtbot.waitUntil(button(legend, "Take", 3).hasFocus)
    legend.set_takes([entry(3, 0), entry(12, 1)])
    assert button(legend, "Take", 2).hasFocus()
    legend.set_takes([entry(12, 1)])
    assert button(legend, "Take", 1).hasFocus()


def test_what_is_pointed_at_is_told(legend: CompareLegend, qtbot: QtBot) -> None:
    legend.set_takes([entry(3, 5), entry(12, 1)])
    with qtbot.waitSignal(legend.pointed_at) as told:
        QApplication.sendEvent(button(legend, "Take", 1), QEvent(QEvent.Type.Enter))
    assert told.args == [5]
    with qtbot.waitSignal(legend.pointed_at) as told:
        QApplication.sendEvent(button(legend, "Take", 1), QEvent(QEvent.Type.Leave))
    assert told.args == [None]


def test_many_takes_stand_in_two_lines_where_one_is_too_short(qtbot: QtBot) -> None:
    legend = CompareLegend()
    takes = [entry(120 + slot, slot, f"{120 + slot} ★") for slot in range(8)]

    def lines() -> set[int]:
        return {
            button(legend, "Take", place).parentWidget().y() for place in range(1, len(takes) + 1)
        }

    panel = QWidget()
    qtbot.addWidget(panel)
    QVBoxLayout(panel).addWidget(legend)
    panel.show()
    panel.resize(1300, 100)
    legend.set_takes(takes)
    QApplication.processEvents()
    assert len(lines()) == 1
    panel.resize(700, 100)
    QApplication.processEvents()
    assert len(lines()) == 2
    assert all(
        button(legend, "Drop", place).parentWidget().geometry().right() <= 700
        for place in range(1, 9)
    )


def test_pieces_of_line_follow_the_look(legend: CompareLegend, theme: Theme) -> None:
    def ink() -> str:
        picture = button(legend, "Take", 1).icon().pixmap(32, 16).toImage()
        return picture.pixelColor(8, 8).name()

    theme.set_mode("light")
    assert ink() == take_colour(0, LIGHT).name()
    theme.set_mode("dark")
    assert ink() == take_colour(0, DARK).name()
