from __future__ import annotations

import pytest
from PySide6.QtWidgets import QComboBox, QLabel, QSlider, QToolButton
from pytestqt.qtbot import QtBot

from app.playback.state import PlaybackState
from app.ui.actions.action import Action
from app.ui.actions.window_actions import WindowActions
from app.ui.actions.window_state import WindowState
from app.ui.window.transport_bar import TransportBar


@pytest.fixture
def transport(actions: WindowActions, qtbot: QtBot) -> TransportBar:
    transport = TransportBar(actions)
    qtbot.addWidget(transport)
    return transport


def test_one_button_plays_and_pauses(
    transport: TransportBar, actions: WindowActions, qtbot: QtBot
) -> None:
    play = transport.findChild(QToolButton, "playButton")
    with qtbot.assertNotEmitted(actions[Action.PLAY].triggered):
        play.click()  # there is nothing yet
    for state, name in (
        (PlaybackState.STOPPED, "Play"),
        (PlaybackState.PLAYING, "Pause"),
        (PlaybackState.WAITING, "Pause"),
        (PlaybackState.PAUSED, "Play"),
    ):
        actions.update_to(WindowState(has_audio=True, playback=state))
        assert play.accessibleName() == name
        assert play.toolTip().startswith(name)
        with qtbot.waitSignal(actions[Action.PLAY].triggered):
            play.click()


def test_stop_and_loop_are_the_windows(
    transport: TransportBar, actions: WindowActions, qtbot: QtBot
) -> None:
    actions.update_to(WindowState(has_audio=True, playback=PlaybackState.PAUSED))
    with qtbot.waitSignal(actions[Action.STOP].triggered):
        transport.findChild(QToolButton, "stopButton").click()
    loop = transport.findChild(QToolButton, "loopButton")
    with qtbot.waitSignal(actions[Action.LOOP].triggered):
        loop.click()
    assert actions[Action.LOOP].isChecked()
    actions[Action.LOOP].setChecked(False)
    assert not loop.isChecked()


def test_position_and_length_are_read_as_on_a_player(transport: TransportBar) -> None:
    transport.set_length(4.63)
    transport.set_position(1.238)
    assert transport.findChild(QLabel, "timeLabel").text() == "0:01.24 / 0:04.63"


def test_the_position_is_written_a_few_times_a_second_and_to_the_end(
    transport: TransportBar, qtbot: QtBot
) -> None:
    label = transport.findChild(QLabel, "timeLabel")
    transport.set_length(4.63)
    written = set()
    for step in range(100):
        transport.set_position(1.0 + step * 0.016)
        written.add(label.text())
    assert 30 <= len(written) <= 60
    qtbot.waitUntil(lambda: label.text().startswith("0:02.58 "))


def test_volume_is_set_silently_and_moved_aloud(transport: TransportBar, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(transport.volume_changed):
        transport.set_volume(0.25)
    with qtbot.waitSignal(transport.volume_changed, check_params_cb=lambda v: v == 0.4):
        transport.findChild(QSlider, "volumeSlider").setValue(40)


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
