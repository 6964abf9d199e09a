"""What goes wrong outside of the voice is told in the window, with what can be done about it."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import numpy as np
import pytest
import torch
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QPushButton
from pytestqt.qtbot import QtBot

from app.background import end_all
from app.playback.state import PlaybackState
from app.shell.application import Application
from app.synthesis.worker import VoiceLoader
from app.ui.window.message_bar import Message, Severity
from tests.app.conftest import PATIENCE
from tests.app.shell.conftest import Open
from tests.app.shell.lent_voice import lend_voice
from tests.app.synthesis.scripted_voice import ScriptedVoice, fill
from tests.app.ui.made_take import SAMPLE_RATE
from tests.sound_server import SoundServer


@pytest.fixture
def silent(open_application: Open) -> Application:
    """An application without a voice that does not look for devices."""
    application = open_application()
    application.window.show()
    return application


def messages(application: Application, key: str) -> list[Message]:
    return [each for each in application.parts.messages.messages() if each.key == key]


# -- playback --------------------------------------------------------------------------------------


def make_sound(application: Application, seconds: float) -> None:
    application.player.begin(SAMPLE_RATE)
    application.player.append(np.full(round(seconds * SAMPLE_RATE), 0.25, np.float32))
    application.player.complete()


def play_again(qtbot: QtBot, application: Application) -> None:
    (button,) = application.window.findChildren(QPushButton, "message_play_again_Button")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_sound_that_cannot_be_played_can_be_tried_again_from_the_message(
    qtbot: QtBot, silent: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "sounddevice", None)  # importing it fails
    make_sound(silent, 0.5)
    with qtbot.waitSignal(silent.player.failed, timeout=PATIENCE):
        silent.window.play_requested.emit()
    (message,) = messages(silent, "playback")
    assert message.severity is Severity.WARNING
    assert message.remedy
    with qtbot.waitSignal(silent.player.failed, timeout=PATIENCE):
        play_again(qtbot, silent)
    assert messages(silent, "playback") == [message]


@pytest.mark.sound_server
def test_sound_goes_on_from_the_message_once_there_is_a_device_again(
    qtbot: QtBot, silent: Application
) -> None:
    with SoundServer() as server:
        make_sound(silent, 60.0)
        silent.window.play_requested.emit()
        qtbot.waitUntil(lambda: silent.player.position > 0.1, timeout=PATIENCE)
        with qtbot.waitSignal(silent.player.failed, timeout=PATIENCE):
            server.remove_sink()
        assert messages(silent, "playback")
        place = silent.player.position
        server.start()
        play_again(qtbot, silent)
        qtbot.waitUntil(lambda: silent.player.position > place + 0.1, timeout=PATIENCE)
        assert silent.player.state is PlaybackState.PLAYING
        assert messages(silent, "playback") == []
        silent.player.stop()


# -- a graphics card that is full ------------------------------------------------------------------


@pytest.fixture
def full_card(monkeypatch: pytest.MonkeyPatch) -> Iterator[VoiceLoader]:
    """Loads a voice onto the second graphics card, which is full."""
    with lend_voice(None, "cpu", "float32") as voice:
        monkeypatch.setattr(torch.cuda, "device_count", lambda: 2)
        monkeypatch.setattr(torch.cuda, "get_device_name", "Card {}".format)
        yield lambda *_: ScriptedVoice(voice, fill, "cuda:1")  # type: ignore[return-value]


def test_speech_that_falls_back_to_the_cpu_is_told_and_shown(
    qtbot: QtBot, full_card: VoiceLoader, open_application: Open
) -> None:
    application = open_application(full_card)
    controller, window = application.controller, application.window
    with qtbot.waitSignal(controller.voice_ready, timeout=PATIENCE):
        application.start()
    picker = window.findChild(QComboBox, "devicePicker")
    assert picker.currentData() == "cuda:1"
    application.parts.editor.set_text("Good morning. How are you?")
    with qtbot.waitSignals([controller.device_fell_back, controller.speech_done], timeout=PATIENCE):
        window.speak_requested.emit()
    (message,) = messages(application, "device")
    assert message.severity is Severity.WARNING
    assert "CPU" in message.remedy
    assert picker.currentData() == "cpu"
    assert len(controller.timeline.takes) == 2
    assert controller.voice is not None
    assert (controller.voice.device, controller.voice.precision) == ("cpu", "float32")
    # What was spoken is described by where it was made.
    assert controller.shown_voice == controller.voice
    application.close()
    assert end_all(PATIENCE)  # before the voice is closed
