from __future__ import annotations

import pytest
from PySide6.QtWidgets import QComboBox, QPushButton
from pytestqt.qtbot import QtBot

from app.ui.actions.action import Action
from app.ui.actions.window_actions import WindowActions
from app.ui.actions.window_state import WindowState
from app.ui.window.voice_bar import VoiceBar


@pytest.fixture
def bar(actions: WindowActions, qtbot: QtBot) -> VoiceBar:
    bar = VoiceBar(actions)
    qtbot.addWidget(bar)
    bar.set_voices([("joe", "joe · English (US)"), ("amy", "amy · English (GB)")], "joe")
    return bar


def pick(picker: QComboBox, text: str) -> None:
    index = picker.findText(text)
    picker.setCurrentIndex(index)
    picker.activated.emit(index)


def test_filling_tells_no_one(qtbot: QtBot, bar: VoiceBar) -> None:
    with (
        qtbot.assertNotEmitted(bar.voice_selected),
        qtbot.assertNotEmitted(bar.device_selected),
        qtbot.assertNotEmitted(bar.speaker_selected),
    ):
        bar.set_voices([("amy", "amy")], "amy")
        bar.set_devices([("cpu", "CPU"), ("cuda:0", "CUDA 0")], "cuda:0")
        bar.set_speakers(["a", "b"], "b")
    assert bar.findChild(QComboBox, "devicePicker").currentData() == "cuda:0"
    assert bar.findChild(QComboBox, "speakerPicker").currentText() == "b"


def test_picking_is_told_by_id(qtbot: QtBot, bar: VoiceBar) -> None:
    bar.set_speakers(["a", "b"])
    bar.set_devices([("cpu", "CPU"), ("cuda:0", "CUDA 0")], "cpu")
    with qtbot.waitSignal(bar.voice_selected, check_params_cb=lambda voice: voice == "amy"):
        pick(bar.findChild(QComboBox, "voicePicker"), "amy · English (GB)")
    with qtbot.waitSignal(bar.speaker_selected, check_params_cb=lambda name: name == "b"):
        pick(bar.findChild(QComboBox, "speakerPicker"), "b")
    with qtbot.waitSignal(bar.device_selected, check_params_cb=lambda key: key == "cuda:0"):
        pick(bar.findChild(QComboBox, "devicePicker"), "CUDA 0")


def test_open_voice_asks_and_leaves_the_choice(qtbot: QtBot, bar: VoiceBar) -> None:
    picker = bar.findChild(QComboBox, "voicePicker")
    with (
        qtbot.assertNotEmitted(bar.voice_selected),
        qtbot.waitSignal(bar.open_voice_requested),
    ):
        pick(picker, "Open voice…")
    assert picker.currentText() == "joe · English (US)"


def test_one_speaker_is_no_choice(bar: VoiceBar) -> None:
    picker = bar.findChild(QComboBox, "speakerPicker")
    bar.set_speakers(["only"])
    assert picker.currentText() == "–"
    assert not picker.isEnabled()


def test_without_a_voice_the_picker_says_so(bar: VoiceBar) -> None:
    bar.set_voices([], "")
    assert bar.findChild(QComboBox, "voicePicker").currentText() == "No voice"


def test_speak_becomes_stop_while_busy(qtbot: QtBot, bar: VoiceBar, actions: WindowActions) -> None:
    speak = bar.findChild(QPushButton, "speakButton")
    assert not speak.isEnabled()
    actions.update_to(WindowState(voice_ready=True, has_text=True))
    with qtbot.waitSignal(actions[Action.SPEAK].triggered):
        speak.click()
    actions.update_to(WindowState(busy=True))
    bar.set_busy(True)
    assert speak.text() == "Stop"
    with (
        qtbot.waitSignal(actions[Action.STOP].triggered),
        qtbot.assertNotEmitted(actions[Action.SPEAK].triggered),
    ):
        speak.click()
    bar.set_busy(False)
    assert speak.text() == "Speak"


def test_new_take_and_export_are_the_windows(
    qtbot: QtBot, bar: VoiceBar, actions: WindowActions
) -> None:
    actions.update_to(WindowState(voice_ready=True, has_text=True, has_audio=True))
    for name, action in (("newTake", Action.NEW_TAKE), ("export", Action.EXPORT)):
        with qtbot.waitSignal(actions[action].triggered):
            bar.findChild(QPushButton, f"{name}Button").click()


def test_the_default_voice_can_be_picked_again(bar: VoiceBar, qtbot: QtBot) -> None:
    bar.set_voices([("", "joe"), ("/voices/anna.onnx", "anna")], "/voices/anna.onnx")
    picker = bar.findChild(QComboBox, "voicePicker")
    with qtbot.waitSignal(bar.voice_selected) as picked:
        pick(picker, "joe")
    assert picked.args == [""]
