from __future__ import annotations

import pytest
from PySide6.QtWidgets import QComboBox, QLabel, QSlider, QToolButton
from pytestqt.qtbot import QtBot

from app.playback.state import PlaybackState
from app.ui.window.transport_bar import TransportBar


@pytest.fixture
def transport(qtbot: QtBot) -> TransportBar:
    transport = TransportBar()
    qtbot.addWidget(transport)
    return transport


def test_nothing_can_be_played_before_there_is_audio(transport: TransportBar, qtbot: QtBot) -> None:
    assert not transport.findChild(QToolButton, "playButton").isEnabled()
    with qtbot.assertNotEmitted(transport.play_requested):
        transport.toggle_playback()


def test_one_button_plays_and_pauses(transport: TransportBar, qtbot: QtBot) -> None:
    transport.set_has_audio(True)
    play = transport.findChild(QToolButton, "playButton")
    with qtbot.waitSignal(transport.play_requested):
        play.click()
    for state in (PlaybackState.PLAYING, PlaybackState.WAITING):
        transport.set_state(state)
        assert play.accessibleName() == "Pause"
        with qtbot.waitSignal(transport.pause_requested):
            play.click()
    transport.set_state("paused")
    with qtbot.waitSignal(transport.play_requested):
        play.click()
    with qtbot.waitSignal(transport.stop_requested):
        transport.findChild(QToolButton, "stopButton").click()


def test_position_and_length_are_read_as_on_a_player(transport: TransportBar) -> None:
    transport.set_length(4.63)
    transport.set_position(1.238)
    assert transport.findChild(QLabel, "timeLabel").text() == "0:01.24 / 0:04.63"


def test_volume_and_loop_are_set_silently_and_moved_aloud(
    transport: TransportBar, qtbot: QtBot
) -> None:
    with qtbot.assertNotEmitted(transport.volume_changed):
        transport.set_volume(0.25)
    with qtbot.assertNotEmitted(transport.loop_toggled):
        transport.set_loop(True)
    assert transport.loop()
    with qtbot.waitSignal(transport.volume_changed, check_params_cb=lambda v: v == 0.4):
        transport.findChild(QSlider, "volumeSlider").setValue(40)
    with qtbot.waitSignal(transport.loop_toggled, check_params_cb=lambda on: not on):
        transport.findChild(QToolButton, "loopButton").click()


def test_a_chosen_output_stays_when_it_is_unplugged(transport: TransportBar) -> None:
    picker = transport.findChild(QComboBox, "outputPicker")
    transport.set_output_devices(["Speakers", "Headset"], "Headset")
    assert [picker.itemText(i) for i in range(3)] == ["System default", "Speakers", "Headset"]
    assert picker.currentText() == "Headset"
    transport.set_output_devices(["Speakers"], "Headset")
    assert picker.currentText() == "Headset (not connected)"
    assert picker.currentData() == "Headset"
    transport.set_output_devices(["Speakers"], "")
    assert picker.currentText() == "System default"


def test_picking_an_output_is_told_by_name(transport: TransportBar, qtbot: QtBot) -> None:
    transport.set_output_devices(["Speakers"], "")
    picker = transport.findChild(QComboBox, "outputPicker")
    with qtbot.waitSignal(transport.output_device_selected) as picked:
        picker.activated.emit(1)
    assert picked.args == ["Speakers"]


def test_what_plays_elsewhere_is_no_position_in_nothing(transport: TransportBar) -> None:
    transport.set_length(0.0)
    transport.set_position(1.36)
    assert transport.findChild(QLabel, "timeLabel").text() == "0:00.00 / 0:00.00"
