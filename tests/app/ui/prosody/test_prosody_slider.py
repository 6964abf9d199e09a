from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDoubleSpinBox, QToolButton
from pytestqt.qtbot import QtBot

from app.ui.prosody.prosody_slider import KnobScale, KnobSlider, ProsodySlider


@pytest.fixture
def knob(qtbot: QtBot) -> ProsodySlider:
    knob = ProsodySlider(KnobScale("loud", "Loudness", 0.0, 1.5, 0.1, "soft", "loud", "How loud"))
    qtbot.addWidget(knob)
    knob.set_default(0.667)
    knob.set_value(0.667)
    return knob


def test_setting_a_value_tells_no_one_and_keeps_it_exact(knob: ProsodySlider, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(knob.value_changed):
        knob.set_value(0.6671)
    assert knob.value == 0.6671
    assert knob.findChild(QDoubleSpinBox).text() == "0.67"


def test_slider_and_field_move_together(knob: ProsodySlider, qtbot: QtBot) -> None:
    slider, field = knob.findChild(KnobSlider), knob.findChild(QDoubleSpinBox)
    with qtbot.waitSignal(knob.value_changed) as moved:
        slider.setValue(120)
    assert moved.args == [1.2]
    assert field.value() == 1.2
    field.setValue(0.3)
    assert slider.value() == 30


def test_the_wheel_is_finer_with_control(knob: ProsodySlider, turn_wheel) -> None:
    slider = knob.findChild(KnobSlider)
    knob.set_value(0.5)
    turn_wheel(slider, 1)
    assert knob.value == pytest.approx(0.6)
    turn_wheel(slider, -1, modifiers=Qt.KeyboardModifier.ControlModifier)
    assert knob.value == pytest.approx(0.59)
    turn_wheel(slider, 50)
    assert knob.value == 1.5


def test_a_double_click_and_the_button_go_back_to_the_default(
    knob: ProsodySlider, qtbot: QtBot
) -> None:
    slider, reset = knob.findChild(KnobSlider), knob.findChild(QToolButton)
    assert not reset.isEnabled()
    slider.setValue(10)
    assert reset.isEnabled()
    with qtbot.waitSignal(knob.value_changed):
        qtbot.mouseDClick(slider, Qt.MouseButton.LeftButton)
    assert knob.value == 0.667
    slider.setValue(10)
    reset.click()
    assert knob.value == 0.667
