"""The whole application in one process, offscreen, with the real voice and no sound device."""

from __future__ import annotations

import gc
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile
from PySide6.QtCore import QEvent, QObject, Qt, SignalInstance
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from app.background import end_all
from app.playback.state import PlaybackState
from app.session.settings import SettingsStore
from app.shell.application import Application
from app.synthesis.worker import load_voice
from app.ui.export.sound_choice import ExportChoice
from tests.app.session.test_script_sound import sound_of
from tests.app.shell.conftest import Open
from tests.app.shell.lent_voice import lend_voice
from tests.app.synthesis.scripted_voice import ScriptedVoice
from vits_core.records import ProsodySettings, Take

LOADING = 60_000
"""Milliseconds that torch and the voice may take on a busy machine."""


def speak(qtbot: QtBot, application: Application, text: str) -> list[Take]:
    application.parts.editor.set_text(text)
    with qtbot.waitSignal(application.controller.speech_done, timeout=LOADING):
        application.window.speak_requested.emit()
    return list(application.controller.timeline.takes)


class PaintWatch(QObject):
    """Knows whether a widget was painted."""

    painted = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.painted |= event.type() == QEvent.Type.Paint
        return super().eventFilter(watched, event)


def test_the_window_is_painted_before_torch_keeps_python_busy(
    qtbot: QtBot, open_application: Open
) -> None:
    application = open_application(load_voice)
    watch = PaintWatch(application)
    application.parts.voice_bar.installEventFilter(watch)
    painted = []
    application.controller.voice_loading.connect(lambda _: painted.append(watch.painted))
    with qtbot.waitSignal(application.controller.voice_ready, timeout=LOADING):
        application.start()
    assert painted == [True]
    assert gc.isenabled()


def test_a_window_that_opens_unseen_loads_the_voice_as_well(
    qtbot: QtBot, open_application: Open
) -> None:
    application = open_application(load_voice)
    application.window.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    with qtbot.waitSignal(application.controller.voice_ready, timeout=LOADING):
        application.start()


def test_a_text_becomes_takes_plots_and_a_file(
    qtbot: QtBot, application: Application, tmp_path: Path
) -> None:
    takes = speak(qtbot, application, "Good morning. How are you?")
    assert [t.utterance.text for t in takes] == ["Good morning.", "How are you?"]
    timeline = application.controller.timeline
    assert application.player.length == pytest.approx(timeline.samples / 22050)
    assert application.parts.status.state_text().startswith("Done")

    target = tmp_path / "out.wav"
    with qtbot.waitSignal(application.exporting.export.finished, timeout=LOADING):
        export(application, target)
    written, rate = soundfile.read(target, dtype="float32")
    assert rate == 22050
    assert np.array_equal(written, sound_of(list(timeline.takes)))


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
    assert after(ProsodySettings(noise_scale=1.0)) is louder


def seconds_drawn(application: Application) -> float:
    """How long the picture of the sound is, with what is still to be made."""
    application.parts.plots.fit()
    return application.parts.plots.view()[1]


def export(application: Application, path: Path) -> None:
    application.window.export_requested.emit(path, ExportChoice(subtype="FLOAT"))


LONG = "This sentence goes on and on, " + "and on and on, " * 8 + "until it ends."


def test_playing_begins_while_the_sentence_is_still_being_made(
    qtbot: QtBot, application: Application
) -> None:
    application.parts.editor.set_text(LONG)
    controller = application.controller
    with qtbot.waitSignal(controller.listening_wanted, timeout=LOADING):
        application.window.speak_requested.emit()
    assert not controller.timeline.takes
    planned = seconds_drawn(application)
    assert 0 < application.player.length < planned / 2
    with qtbot.waitSignal(controller.speech_done, timeout=LOADING):
        pass
    (take,) = controller.timeline.takes
    assert (application.player.length, planned) == pytest.approx((take.seconds, take.seconds))


def test_a_speech_that_is_stopped_in_mid_sentence_stays_as_far_as_it_came(
    qtbot: QtBot, application: Application, tmp_path: Path
) -> None:
    controller = application.controller
    application.parts.editor.set_text(LONG)
    with qtbot.waitSignal(controller.part_added, timeout=LOADING):
        application.window.speak_requested.emit()
    planned = seconds_drawn(application)
    application.window.stop_requested.emit()
    made = controller.timeline.samples
    assert 0 < made / 22050 < planned
    assert application.player.length == pytest.approx(made / 22050)
    assert seconds_drawn(application) == pytest.approx(made / 22050)
    assert application.player.state in (PlaybackState.PAUSED, PlaybackState.STOPPED)

    # An export makes all of it, and leaves alone what is shown; playing on makes the rest.
    target = tmp_path / "whole.wav"
    with qtbot.waitSignal(application.exporting.export.finished, timeout=LOADING):
        export(application, target)
    assert (controller.timeline.samples, controller.whole) == (made, False)
    with qtbot.waitSignal(controller.speech_done, timeout=LOADING):
        application.window.play_requested.emit()
    (take,) = controller.timeline.takes
    assert application.player.length == pytest.approx(take.seconds)
    written, _ = soundfile.read(target, dtype="float32")
    assert np.array_equal(written, take.waveform)


def test_the_window_says_that_speech_is_made_before_any_of_it_is_there(
    qtbot: QtBot, application: Application
) -> None:
    window, status = application.window, application.parts.status
    application.parts.editor.set_text(LONG)

    def asked(request: SignalInstance) -> None:
        request.emit()
        assert status.state_text().startswith(("Speaking", "Buffering"))
        assert window.action("stop").isEnabled()
        assert window.findChild(QPushButton, "speakButton").text() == "Stop"

    asked(window.speak_requested)
    with qtbot.waitSignal(application.controller.part_added, timeout=LOADING):
        pass
    window.stop_requested.emit()
    asked(window.play_requested)
    window.stop_requested.emit()


def test_playing_goes_on_where_it_was_stopped_and_makes_the_rest(
    qtbot: QtBot, application: Application
) -> None:
    controller = application.controller
    application.parts.editor.set_text(LONG)
    with qtbot.waitSignal(controller.part_added, timeout=LOADING):
        application.window.speak_requested.emit()
    application.window.stop_requested.emit()
    stopped = controller.timeline.samples
    with qtbot.waitSignal(controller.speech_done, timeout=LOADING):
        application.window.play_requested.emit()
    (take,) = controller.timeline.takes
    assert len(take.waveform) > stopped
    assert application.player.length == pytest.approx(take.seconds)
    application.window.stop_requested.emit()
    application.window.stop_requested.emit()
    assert application.player.position == 0.0


def test_the_worker_leaves_a_sentence_within_a_part_of_its_cancellation(
    qtbot: QtBot, open_application: Open
) -> None:
    made: list[int] = []
    with lend_voice(None, "cpu", "float32") as voice:
        counted = ScriptedVoice(voice, lambda _: made.append(1))
        application = open_application(lambda *_: counted)  # type: ignore[arg-type,return-value]
        with qtbot.waitSignal(application.controller.voice_ready, timeout=LOADING):
            application.start()
        application.parts.editor.set_text(LONG)
        with qtbot.waitSignal(application.controller.part_added, timeout=LOADING):
            application.window.speak_requested.emit()
        application.window.stop_requested.emit()
        before, heard = len(made), []
        application.controller.part_added.connect(lambda *_: heard.append(1))
        # When it is done, before the take is made once more for its picture in the list.
        in_all: list[int] = []
        application.controller.speech_done.connect(lambda _: in_all.append(len(made)))
        speak(qtbot, application, "Stop.")
        assert heard
        assert in_all[0] - before <= len(heard) + 1
        application.close()
        assert end_all(LOADING)  # before the voice is closed


def test_a_new_text_while_the_old_one_is_spoken_wins(
    qtbot: QtBot, application: Application
) -> None:
    application.parts.editor.set_text("This one is long enough to be cut off. " * 20)
    with qtbot.waitSignal(application.controller.part_added, timeout=LOADING):
        application.window.speak_requested.emit()
    takes = speak(qtbot, application, "Stop.")
    assert [t.utterance.text for t in takes] == ["Stop."]


def test_what_cannot_be_spoken_is_told_in_the_window(
    qtbot: QtBot, application: Application
) -> None:
    speak(qtbot, application, "Fine \ue000 weather.")
    (message,) = [m for m in application.parts.messages.messages() if m.key == "skipped"]
    assert "skipped" in message.what
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


def test_exact_sound_loads_the_voice_anew_and_is_kept(
    qtbot: QtBot, open_application: Open, store: SettingsStore
) -> None:
    application = open_application(load_voice)
    with qtbot.waitSignal(application.controller.voice_ready, timeout=LOADING):
        application.start()
    controller = application.controller
    for exact in (True, False):
        with qtbot.waitSignal(controller.voice_ready, timeout=LOADING):
            application.window.findChild(QAction, "exactAction").trigger()
        assert controller.voice is not None
        assert exact == controller.exact
        assert controller.voice.precision == "float32" or not exact
        assert application.persistence.save()
        assert SettingsStore(store.path).load().exact == exact
    assert speak(qtbot, application, "As before.")


def test_settings_come_back(open_application: Open) -> None:
    first = open_application()
    first.parts.editor.set_text("Keep me.")
    first.controller.set_seeds(11, 12)
    lock = first.window.findChild(QToolButton, "rhythmSeedLockButton")
    assert lock is not None
    lock.click()
    first.close()
    second = open_application()
    assert second.parts.editor.text() == "Keep me."
    assert second.parts.prosody.seeds() == (11, 12)
    assert second.parts.prosody.locks() == (True, False)
    assert second.controller.seeds == (11, 12)


def test_the_window_is_shown_before_anything_slow(tmp_path: Path) -> None:
    program = (
        "import sys\n"
        "from pathlib import Path\n"
        "from PySide6.QtWidgets import QApplication\n"
        "from app.shell.application import Application\n"
        "from app.session.settings import SettingsStore\n"
        "qt = QApplication([])\n"
        "dressed = []\n"
        "QApplication.setStyleSheet = lambda *_: dressed.append(1)\n"
        f"application = Application(qt, SettingsStore(Path({str(tmp_path / 's.ini')!r})),"
        " native_dialogs=False)\n"
        "application.start()\n"
        "heavy = {'torch', 'scipy', 'soundfile', 'onnx', 'importlib.metadata'}\n"
        "print(application.window.isVisible(), len(dressed), *heavy & set(sys.modules))\n"
        "application.close()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[3],
        check=True,
        timeout=60,
    )
    assert done.stdout.split() == ["True", "1"]
