"""The whole application in one process, offscreen, with the real voice and no sound device."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from app.application import Application
from app.settings import SettingsStore
from vits_core.records import ProsodySettings, Take

LOADING = 60_000
"""Milliseconds that torch and the voice may take on a busy machine."""


@pytest.fixture
def application(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Application]:
    application = Application(qapp, SettingsStore(tmp_path / "s.ini"), native_dialogs=False)
    with qtbot.waitSignal(application.controller.voice_ready, timeout=LOADING):
        application.start()
    yield application
    assert application.close()


def speak(qtbot: QtBot, application: Application, text: str) -> list[Take]:
    application.parts.editor.set_text(text)
    with qtbot.waitSignal(application.controller.speech_done, timeout=LOADING):
        application.window.speak_requested.emit()
    return list(application.controller.timeline.takes)


def test_a_text_becomes_takes_plots_and_a_file(
    qtbot: QtBot, application: Application, tmp_path: Path
) -> None:
    takes = speak(qtbot, application, "Good morning. How are you?")
    assert [t.utterance.text for t in takes] == ["Good morning.", "How are you?"]
    timeline = application.controller.timeline
    assert application.player.length == pytest.approx(timeline.samples / 22050)
    assert application.parts.status.state_text().startswith("Done")

    target = tmp_path / "out.wav"
    with qtbot.waitSignal(application.exporter.exported, timeout=10_000):
        application.window.export_requested.emit(target, "FLOAT", 0)
    written, rate = soundfile.read(target, dtype="float32")
    assert rate == 22050
    assert np.array_equal(written, np.concatenate(list(timeline.blocks())))


def test_moving_a_slider_runs_only_the_stages_that_it_changes(
    qtbot: QtBot, application: Application
) -> None:
    first = speak(qtbot, application, "Good morning.")[0]
    assert set(first.timings) == {"encode", "durations", "latent", "decode", "mel"}
    controller = application.controller
    controller.set_live(True)

    def after(settings: ProsodySettings) -> Take:
        with qtbot.waitSignal(controller.speech_done, timeout=LOADING):
            application.parts.prosody.settings_changed.emit(settings)
        return controller.timeline.takes[0]

    louder = after(ProsodySettings(noise_scale=1.0))
    assert set(louder.timings) == {"latent", "decode", "mel"}
    assert np.array_equal(louder.durations, first.durations)
    slower = after(ProsodySettings(noise_scale=1.0, length_scale=1.5))
    assert set(slower.timings) == {"latent", "decode", "mel"}
    again = after(ProsodySettings(noise_scale=1.0))
    assert not again.timings
    assert np.array_equal(again.waveform, louder.waveform)


def test_a_new_text_while_the_old_one_is_spoken_wins(
    qtbot: QtBot, application: Application
) -> None:
    application.parts.editor.set_text("This one is long enough to be cut off. " * 20)
    with qtbot.waitSignal(application.controller.take_added, timeout=LOADING):
        application.window.speak_requested.emit()
    takes = speak(qtbot, application, "Stop.")
    assert [t.utterance.text for t in takes] == ["Stop."]


def test_what_cannot_be_spoken_is_told_in_the_window(
    qtbot: QtBot, application: Application
) -> None:
    speak(qtbot, application, "Fine \ue000 weather.")
    (message,) = [m for m in application.parts.messages.messages() if m.key == "skipped"]
    assert "not spoken" in message.what
    speak_button = application.window.findChild(QPushButton, "speakButton")
    assert speak_button.isEnabled()
    application.parts.editor.set_text("   ")
    assert not speak_button.isEnabled()
    speak(qtbot, application, "\ue000")
    (message,) = [m for m in application.parts.messages.messages() if m.key == "skipped"]
    assert "nothing to speak" in message.what


def test_a_damaged_voice_is_told_and_the_old_one_speaks_on(
    qtbot: QtBot, application: Application, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.onnx"
    bad.write_bytes(b"no voice at all")
    bad.with_name("bad.onnx.json").write_text("{}")
    with qtbot.waitSignal(application.controller.voice_failed, timeout=LOADING):
        application.window.open_voice_requested.emit(bad)
    (message,) = [m for m in application.parts.messages.messages() if m.key == "voice"]
    assert "bad.onnx" in message.what
    assert message.remedy
    assert speak(qtbot, application, "Still here.")


def test_settings_come_back(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    store = SettingsStore(tmp_path / "s.ini")
    first = Application(qapp, store, native_dialogs=False)
    first.parts.editor.set_text("Keep me.")
    first.parts.prosody.set_seeds(11, 12)
    first.parts.prosody.set_locks(True, False)
    assert first.close()
    second = Application(qapp, store, native_dialogs=False)
    assert second.parts.editor.text() == "Keep me."
    assert second.parts.prosody.seeds() == (11, 12)
    assert second.parts.prosody.locks() == (True, False)
    assert (second.controller.rhythm_seed, second.controller.expression_seed) == (11, 12)
    assert second.close()


def test_the_window_is_shown_before_torch_is_imported(tmp_path: Path) -> None:
    program = (
        "import sys\n"
        "from pathlib import Path\n"
        "from PySide6.QtWidgets import QApplication\n"
        "from app.application import Application\n"
        "from app.settings import SettingsStore\n"
        "qt = QApplication([])\n"
        f"application = Application(qt, SettingsStore(Path({str(tmp_path / 's.ini')!r})),"
        " native_dialogs=False)\n"
        "application.start()\n"
        "print(application.window.isVisible(), 'torch' in sys.modules)\n"
        "application.close()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
        check=True,
        timeout=60,
    )
    assert done.stdout.split() == ["True", "False"]
