from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDoubleSpinBox, QToolButton
from pytestqt.qtbot import QtBot

from app.ui.prosody.prosody_slider import FineSlider, ProsodySlider, SliderScale


@pytest.fixture
def slider(qtbot: QtBot) -> ProsodySlider:
    slider = ProsodySlider(
        SliderScale("loud", "Loudness", 0.0, 1.5, 0.1, "soft", "loud", "How loud")
    )
    qtbot.addWidget(slider)
    slider.set_default(0.667)
    slider.set_value(0.667)
    return slider


def test_setting_a_value_tells_no_one_and_keeps_it_exact(
    slider: ProsodySlider, qtbot: QtBot
) -> None:
    with qtbot.assertNotEmitted(slider.value_changed):
        slider.set_value(0.6671)
    assert slider.value == 0.6671
    assert slider.findChild(QDoubleSpinBox).text() == "0.67"


def test_slider_and_field_move_together(slider: ProsodySlider, qtbot: QtBot) -> None:
    inner, field = slider.findChild(FineSlider), slider.findChild(QDoubleSpinBox)
    with qtbot.waitSignal(slider.value_changed) as moved:
        inner.setValue(120)
    assert moved.args == [1.2]
    assert field.value() == 1.2
    field.setValue(0.3)
    assert inner.value() == 30


def test_the_wheel_is_finer_with_control(slider: ProsodySlider, qtbot: QtBot, turn_wheel) -> None:
    inner = slider.findChild(FineSlider)
    slider.show()
    slider.activateWindow()
    inner.setFocus()
    qtbot.waitUntil(inner.hasFocus)
    slider.set_value(0.5)
    turn_wheel(inner, 1)
    assert slider.value == pytest.approx(0.6)
    turn_wheel(inner, -1, modifiers=Qt.KeyboardModifier.ControlModifier)
    assert slider.value == pytest.approx(0.59)
    turn_wheel(inner, 50)
    assert slider.value == 1.5


def test_a_double_click_and_the_button_go_back_to_the_default(
    slider: ProsodySlider, qtbot: QtBot
) -> None:
    inner, reset = slider.findChild(FineSlider), slider.findChild(QToolButton)
    assert not reset.isEnabled()
    inner.setValue(10)
    assert reset.isEnabled()
    with qtbot.waitSignal(slider.value_changed):
        qtbot.mouseDClick(inner, Qt.MouseButton.LeftButton)
    assert slider.value == 0.667
    inner.setValue(10)
    reset.click()
    assert slider.value == 0.667
