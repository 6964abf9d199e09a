"""What goes wrong outside of the voice is told in the window, with what can be done about it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QPushButton
from pytestqt.qtbot import QtBot

import vits_core.voice
from app.playback.state import PlaybackState
from app.session.controller import Passage
from app.session.settings import SettingsStore
from app.shell.application import Application
from app.synthesis.requests import VoiceInfo
from app.ui.window.message_bar import Message, Severity
from tests.app.synthesis.scripted_voice import ScriptedVoice, fill
from tests.app.ui.made_take import HOP, SAMPLE_RATE, made_take
from tests.core.model_shapes import SMALL, random_model
from tests.core.piper_export import export_piper
from tests.sound_server import SoundServer
from vits_core.records import ProsodySettings
from vits_core.voice import load_voice

LOADING = 60_000
"""Milliseconds that torch and a voice may take on a busy machine."""
PATIENCE = 20_000
"""Milliseconds for anything else."""


@pytest.fixture
def application(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Application]:
    """Without a voice, and not looking for devices."""
    application = Application(qapp, SettingsStore(tmp_path / "s.ini"), native_dialogs=False)
    application.window.show()
    yield application
    qtbot.waitUntil(application.close, timeout=LOADING)


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
    qtbot: QtBot, application: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "sounddevice", None)  # importing it fails
    make_sound(application, 0.5)
    with qtbot.waitSignal(application.player.failed, timeout=PATIENCE):
        application.window.play_requested.emit()
    (message,) = messages(application, "playback")
    assert message.severity is Severity.WARNING
    assert message.remedy
    with qtbot.waitSignal(application.player.failed, timeout=PATIENCE):
        play_again(qtbot, application)
    assert messages(application, "playback") == [message]


@pytest.mark.sound_server
def test_sound_goes_on_from_the_message_once_there_is_a_device_again(
    qtbot: QtBot, application: Application
) -> None:
    with SoundServer() as server:
        make_sound(application, 60.0)
        application.window.play_requested.emit()
        qtbot.waitUntil(lambda: application.player.position > 0.1, timeout=PATIENCE)
        with qtbot.waitSignal(application.player.failed, timeout=PATIENCE):
            server.remove_sink()
        assert messages(application, "playback")
        place = application.player.position
        server.start()
        play_again(qtbot, application)
        qtbot.waitUntil(lambda: application.player.position > place + 0.1, timeout=PATIENCE)
        assert application.player.state is PlaybackState.PLAYING
        assert messages(application, "playback") == []
        application.player.stop()


# -- files -----------------------------------------------------------------------------------------


def voice_info(source: Path) -> VoiceInfo:
    devices = (("cpu", "CPU"),)
    return VoiceInfo("joe", str(source), SAMPLE_RATE, HOP, (), ProsodySettings(), "cpu", devices)


def export(application: Application, path: Path, *, described: bool = False) -> None:
    application.window.export_requested.emit(path, "PCM_16", 0, described)


def test_a_file_that_cannot_be_written_is_told_until_one_is(
    qtbot: QtBot, application: Application, tmp_path: Path
) -> None:
    application.controller.present(Passage("Hi me"), made_take(), None, None)
    with qtbot.waitSignal(application.exporter.export_failed, timeout=PATIENCE):
        export(application, tmp_path / "gone" / "a.wav")
    (message,) = messages(application, "export")
    assert message.severity is Severity.ERROR
    assert "gone" in message.what
    assert message.remedy
    failed = application.parts.status.state_text()
    with qtbot.waitSignal(application.exporter.exported, timeout=PATIENCE):
        export(application, tmp_path / "a.wav")
    assert messages(application, "export") == []
    assert "a.wav" in application.parts.status.state_text() != failed


def test_a_description_that_cannot_be_written_is_told_beside_the_file(
    qtbot: QtBot, application: Application, tmp_path: Path
) -> None:
    gone = voice_info(tmp_path / "gone.onnx")
    application.controller.present(Passage("Hi me"), made_take(), gone, None)
    with qtbot.waitSignal(application.exporter.description_failed, timeout=PATIENCE):
        export(application, tmp_path / "a.wav", described=True)
    (message,) = messages(application, "export")
    assert "a.wav" in message.what
    assert "gone.onnx" in message.what
    assert (tmp_path / "a.wav").exists()


# -- a graphics card that is full ------------------------------------------------------------------


def test_speech_that_falls_back_to_the_cpu_is_told_and_shown(
    qtbot: QtBot, application: Application, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    source = export_piper(random_model(SMALL), tmp_path / "anna.onnx")
    with load_voice(source, "cpu") as voice:
        on_a_card = ScriptedVoice(voice, fill, "cuda:1")
        monkeypatch.setattr(vits_core.voice, "load_voice", lambda *_: on_a_card)
        monkeypatch.setattr(torch.cuda, "device_count", lambda: 2)
        monkeypatch.setattr(torch.cuda, "get_device_name", "Card {}".format)
        controller = application.controller
        with qtbot.waitSignal(controller.voice_ready, timeout=LOADING):
            application.start()
        assert controller.voice is not None
        assert controller.voice.device == "cuda:1"
        picker = application.window.findChild(QComboBox, "devicePicker")
        assert picker.currentData() == "cuda:1"
        application.parts.editor.set_text("Eins zwei. Drei vier.")
        with qtbot.waitSignals(
            [controller.device_fell_back, controller.speech_done], timeout=LOADING
        ):
            application.window.speak_requested.emit()
        (message,) = messages(application, "device")
        assert message.severity is Severity.WARNING
        assert "CPU" in message.remedy
        assert (controller.voice.device, controller.voice.precision) == ("cpu", "float32")
        # What was spoken is described by where it was made.
        assert controller.spoken_by == controller.voice
        assert picker.currentData() == "cpu"
        assert len(controller.timeline.takes) == 2
        qtbot.waitUntil(application.close, timeout=LOADING)  # before the voice is
