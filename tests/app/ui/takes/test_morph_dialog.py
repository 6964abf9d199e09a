"""The way from one take to another: what is heard, and what is kept."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QPushButton, QSlider, QStyle, QStyleOptionSlider
from pytestqt.qtbot import QtBot

from app.ui.takes.morph_dialog import MorphDialog
from tests.app.takes.made_lab_take import lab_take, sound_of


@pytest.fixture
def dialog(qtbot: QtBot) -> MorphDialog:
    dialog = MorphDialog(lab_take(31), lab_take(42))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)  # the test's end does it
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitExposed(dialog)
    return dialog


def slider(dialog: MorphDialog) -> QSlider:
    return dialog.findChild(QSlider, "morphSlider")


def keep(dialog: MorphDialog) -> QPushButton:
    return dialog.findChild(QPushButton, "morphKeepButton")


def heard(dialog: MorphDialog) -> list[float]:
    shares: list[float] = []
    dialog.share_released.connect(shares.append)
    return shares


def test_it_shows_both_takes_and_begins_at_the_first(dialog: MorphDialog) -> None:
    words = [label.text() for label in dialog.findChildren(QLabel)]
    assert f"Take 31\n{sound_of(31).seconds:.2f} s" in words
    assert f"Take 42\n{sound_of(42).seconds:.2f} s" in words
    assert "0% of the way" in words
    assert dialog.share == 0
    assert not keep(dialog).isEnabled()


def test_a_key_is_heard_at_once(dialog: MorphDialog, qtbot: QtBot) -> None:
    shares = heard(dialog)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_PageUp, Qt.Key.Key_End, Qt.Key.Key_Left):
        qtbot.keyClick(slider(dialog), key)
    assert shares == [0.05, 0.15, 1.0, 0.95]
    assert dialog.share == 0.95
    assert dialog.findChild(QLabel, "morphShareLabel").text() == "95% of the way"


def handle(widget: QSlider) -> QPoint:
    option = QStyleOptionSlider()
    widget.initStyleOption(option)
    part = QStyle.SubControl.SC_SliderHandle
    control = QStyle.ComplexControl.CC_Slider
    return widget.style().subControlRect(control, option, part, widget).center()


def test_a_drag_is_heard_when_the_slider_is_let_go(dialog: MorphDialog, qtbot: QtBot) -> None:
    shares = heard(dialog)
    widget, button = slider(dialog), Qt.MouseButton.LeftButton
    start = handle(widget)
    qtbot.mousePress(widget, button, pos=start)
    for x in (40, 80, 120):
        qtbot.mouseMove(widget, start + QPoint(x, 0))
    assert dialog.share > 0.1
    assert f"{100 * dialog.share:.0f}%" in dialog.findChild(QLabel, "morphShareLabel").text()
    assert shares == []
    qtbot.mouseRelease(widget, button, pos=start + QPoint(120, 0))
    assert shares == [dialog.share]


def test_what_lies_between_the_takes_can_be_kept(dialog: MorphDialog, qtbot: QtBot) -> None:
    for value, can in ((0, False), (1, True), (50, True), (99, True), (100, False)):
        slider(dialog).setValue(value)
        assert keep(dialog).isEnabled() is can, value
    slider(dialog).setValue(30)
    with qtbot.waitSignal(dialog.keep_requested) as asked:
        keep(dialog).click()
    assert asked.args == [0.3]
    assert dialog.isVisible()  # there may be more to keep


def test_it_closes(dialog: MorphDialog, qtbot: QtBot) -> None:
    dialog.findChild(QPushButton, "morphCloseButton").click()
    assert not dialog.isVisible()
    dialog.show()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_everything_is_named(dialog: MorphDialog) -> None:
    for control in (slider(dialog), *dialog.findChildren(QPushButton)):
        assert control.objectName()
        assert control.accessibleName(), control.objectName()
        assert control.toolTip(), control.objectName()
    assert slider(dialog) in {label.buddy() for label in dialog.findChildren(QLabel)}


def test_return_keeps_what_is_heard(dialog: MorphDialog, qtbot: QtBot) -> None:
    kept: list[float] = []
    dialog.keep_requested.connect(kept.append)
    qtbot.keyClick(slider(dialog), Qt.Key.Key_Return)
    assert kept == [], "the ends are in the list already"
    qtbot.keyClick(slider(dialog), Qt.Key.Key_PageUp)
    qtbot.keyClick(slider(dialog), Qt.Key.Key_Return)
    assert kept == [0.1]
    assert dialog.isVisible()
