"""Lines with voices of their own in the whole application: real voices, real worker."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile
import soxr
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QPushButton
from pytestqt.qtbot import QtBot

from app.session.line_states import LineState
from app.shell.application import Application
from app.ui.export.sound_choice import ExportChoice
from app.ui.script.line_settings_dialog import LineSettingsDialog
from app.ui.script.script_panel import ScriptPanel
from tests.app.document.made_voices import MadeVoices, made_voices
from tests.app.session.test_script_sound import sound_of
from tests.app.shell.conftest import Open
from tests.app.shell.test_application import LOADING
from tests.app.shell.test_script_view_controller import ids, states, wait_until_made
from vits_core.audio.file_format import AudioFormat
from vits_core.records import FloatArray
from vits_core.voice import load_voice

TEXT = "One two three. Four five six.\n\nSeven eight. Nine ten."


@pytest.fixture(scope="module")
def voices(tmp_path_factory: pytest.TempPathFactory) -> MadeVoices:
    return made_voices(tmp_path_factory.mktemp("voices"))


@pytest.fixture
def studio(qtbot: QtBot, application: Application, voices: MadeVoices) -> Application:
    """Anna's script of four lines, the list of them in front; Bert and Cleo were open before."""
    for voice in (voices.cleo, voices.bert, voices.anna):
        with qtbot.waitSignal(application.controller.voice_ready, timeout=LOADING):
            application.controller.load_voice(str(voice), "cpu")
    application.parts.editor.set_text(TEXT)
    application.window.action("show_script").trigger()
    return application


@pytest.fixture
def panel(studio: Application) -> ScriptPanel:
    return studio.parts.script


def settings_of(qtbot: QtBot, studio: Application, lines: list[int]) -> LineSettingsDialog:
    """The dialog for selected lines."""
    studio.parts.script.choose(lines)
    qtbot.keyClick(studio.parts.script.list, Qt.Key.Key_S)
    return studio.window.findChildren(LineSettingsDialog)[-1]


def choose_voice(qtbot: QtBot, studio: Application, lines: list[int], voice: Path) -> None:
    dialog = settings_of(qtbot, studio, lines)
    (field,) = dialog.findChildren(QComboBox, "line_voice_Field")
    place = field.findData(str(voice))
    assert place >= 0
    field.setCurrentIndex(place)
    dialog.accept()
    known = studio.controller.line_voices
    qtbot.waitUntil(lambda: known.info(str(voice)) is not None, timeout=LOADING)


def speak(qtbot: QtBot, studio: Application) -> FloatArray:
    """All lines, as they are played."""
    studio.controller.speak()
    wait_until_made(qtbot, studio)
    return sound_of(list(studio.controller.timeline.takes))


def alone(voice: Path, text: str) -> FloatArray:
    """As the voice speaks it by itself, with its own settings and the script's seeds."""
    with load_voice(voice, "cpu") as it:
        return it.speak(text, rhythm_seed=1, expression_seed=42).waveform


def test_two_selected_lines_get_a_voice_and_are_spoken_by_it(
    qtbot: QtBot, studio: Application, panel: ScriptPanel, voices: MadeVoices
) -> None:
    before = speak(qtbot, studio)
    _, second, _, fourth = ids(studio)
    choose_voice(qtbot, studio, [second, fourth], voices.bert)
    document = studio.script.document
    own = [line.delivery.voice for line in document]
    assert own == [None, str(voices.bert), None, str(voices.bert)]
    made, stale = LineState.MADE, LineState.STALE
    assert states(panel) == [made, stale, made, stale]
    row = panel.list.model().index(1, 0)
    assert "voice bert" in str(row.data(Qt.ItemDataRole.AccessibleTextRole))
    sound = speak(qtbot, studio)
    by = [voices.anna, voices.bert, voices.anna, voices.bert]
    takes = studio.controller.timeline.takes
    assert states(panel) == [made] * 4
    for take, line, voice in zip(takes, document, by, strict=True):
        assert np.array_equal(take.waveform, alone(voice, line.text))
        spoken_by = studio.controller.voice_of_shown(take)
        assert spoken_by is not None
        assert spoken_by.source == str(voice)
    assert studio.player.length == pytest.approx(len(sound) / 16_000)
    # One step back, and it is as it was.
    studio.window.undo_stack.undo()
    assert not studio.script.document.voices
    assert np.array_equal(speak(qtbot, studio), before)
    studio.window.undo_stack.redo()
    dialog = settings_of(qtbot, studio, [second, fourth])
    (reset,) = dialog.findChildren(QPushButton, "followScriptButton")
    qtbot.mouseClick(reset, Qt.MouseButton.LeftButton)
    dialog.accept()
    assert not studio.script.document.voices


@pytest.mark.parametrize("other", ["bert", "cleo"])
def test_an_export_is_each_line_by_its_voice(
    qtbot: QtBot, studio: Application, voices: MadeVoices, tmp_path: Path, other: str
) -> None:
    """To the bit at equal rates; otherwise resampled once, to the rate of the script's voice."""
    _, second, _, _ = ids(studio)
    voice = getattr(voices, other)
    choose_voice(qtbot, studio, [second], voice)
    path = tmp_path / "talk.wav"
    choice = ExportChoice(subtype="FLOAT")
    assert choice.audio_format == AudioFormat("FLOAT")
    with qtbot.waitSignal(studio.exporting.export.finished, timeout=LOADING) as told:
        studio.window.export_requested.emit(path, choice)
    assert not told.args[0].failed
    sound, rate = soundfile.read(path, dtype="float32")
    assert rate == 16_000
    assert np.array_equal(sound, speak(qtbot, studio))
    first = alone(voices.anna, "One two three.")
    assert np.array_equal(sound[: len(first)], first)
    own = alone(voice, "Four five six.")
    if other == "cleo":
        length = round(len(own) * 16_000 / 22_050)
        own = soxr.resample(own, 22_050, 16_000)[:length]
    timeline = studio.controller.timeline
    start = round(timeline.outlines_of(second)[0][0] * 16_000)
    assert np.array_equal(sound[start : start + len(own)], own)


def test_files_of_single_lines_are_by_their_voices_and_recipes_by_the_scripts(
    qtbot: QtBot, studio: Application, voices: MadeVoices, tmp_path: Path
) -> None:
    _, second, _, _ = ids(studio)
    choose_voice(qtbot, studio, [second], voices.bert)
    choice = ExportChoice(subtype="FLOAT", layout="lines", sidecar=True, line_template="{n}")
    with qtbot.waitSignal(studio.exporting.export.finished, timeout=LOADING) as told:
        studio.window.export_requested.emit(tmp_path / "talk", choice)
    ((refused, error),) = told.args[0].failed
    assert refused.name == "2.wav"
    assert "single voice" in error.what
    by = [voices.anna, voices.bert, voices.anna, voices.anna]
    for number, (line, voice) in enumerate(zip(studio.script.document, by, strict=True), 1):
        sound, rate = soundfile.read(tmp_path / "talk" / f"{number}.wav", dtype="float32")
        assert rate == 16_000
        assert np.array_equal(sound, alone(voice, line.text))
        recipe = tmp_path / "talk" / f"{number}.take.json"
        assert recipe.exists() is (voice == voices.anna)


def test_a_voice_of_other_frames_at_the_same_rate_keeps_its_samples(
    qtbot: QtBot, application: Application, voices: MadeVoices
) -> None:
    """Frames are 256 samples of the script's voice, and 32 of the line's."""
    application.window.show()
    application.parts.editor.set_text("Hello there. One two three. Good bye.")
    second = ids(application)[1]
    application.script.deliver_lines(
        [second],
        lambda line: replace(line, delivery=replace(line.delivery, voice=str(voices.cleo))),
        "Cast",
    )
    speak(qtbot, application)
    _, take, _ = application.controller.timeline.takes
    assert np.array_equal(take.waveform, alone(voices.cleo, "One two three."))
    assert take.mel.shape == (80, len(take.waveform) // 256)
    assert take.hop_length == 32


def test_a_line_whose_voice_is_gone_says_so_and_the_others_are_spoken(
    qtbot: QtBot, studio: Application, panel: ScriptPanel, voices: MadeVoices, tmp_path: Path
) -> None:
    _, second, _, _ = ids(studio)
    away = tmp_path / "away.onnx"
    for ending in ("", ".json"):
        away.with_name(away.name + ending).write_bytes(
            voices.bert.with_name(voices.bert.name + ending).read_bytes()
        )
    hidden = [(path, path.with_name(f"_{path.name}")) for path in tmp_path.iterdir()]
    for path, other in hidden:
        path.rename(other)
    studio.script.deliver_lines(
        [second],
        lambda line: replace(line, delivery=replace(line.delivery, voice=str(away))),
        "Change voice",
    )
    speak(qtbot, studio)
    made, failed = LineState.MADE, LineState.FAILED
    assert states(panel) == [made, failed, made, made]
    row = panel.list.model().index(1, 0)
    assert str(away) in str(row.data(Qt.ItemDataRole.ToolTipRole))
    takes = studio.controller.timeline.takes
    assert [take.utterance.text for take in takes] == [
        "One two three.",
        "Seven eight.",
        "Nine ten.",
    ]
    messages = studio.parts.messages
    assert any("away" in message.what for message in messages.messages())
    # Put back, it is found by the next speech.
    for path, other in hidden:
        other.rename(path)
    studio.controller.speak()
    controller = studio.controller
    qtbot.waitUntil(lambda: len(controller.timeline.takes) == 4, timeout=LOADING)
    assert states(panel) == [made] * 4
    assert not any("away" in message.what for message in messages.messages())


def test_takes_of_a_line_are_its_voices(
    qtbot: QtBot, studio: Application, panel: ScriptPanel, voices: MadeVoices
) -> None:
    first, second, _, _ = ids(studio)
    choose_voice(qtbot, studio, [second], voices.cleo)
    panel.choose([first, second])
    studio.parts.takes.set_count(1)
    with qtbot.waitSignal(studio.lab.generator.taken_up, timeout=LOADING):
        studio.window.action("sample").trigger()
    takes = {take.line: take for take in studio.lab.take_list.takes}
    assert takes[first].voice == str(voices.anna)
    assert (takes[second].voice, takes[second].voice_name) == (str(voices.cleo), "cleo")
    outline = takes[second].outline
    assert (outline.sample_rate, outline.voice_rate) == (22_050, None)
    renderer, player = studio.lab.renderer, studio.lab.generator.take_player
    qtbot.waitUntil(lambda: takes[second].number in renderer.previews, timeout=LOADING)
    player.play(takes[second].number)
    sound = renderer.sound(takes[second].number)
    assert sound is not None
    assert sound.sample_rate == 22_050
    qtbot.waitUntil(lambda: studio.controller.whole, timeout=LOADING)
    assert studio.controller.timeline.sample_rate == 22_050
    # In the script it speaks at the script's rate.
    studio.lab.script_takes.toggle(takes[second])
    studio.controller.speak_lines([second])
    wait_until_made(qtbot, studio)
    (spoken,) = studio.controller.timeline.takes
    assert (spoken.sample_rate, spoken.voice_rate) == (16_000, 22_050)
    assert np.array_equal(spoken.durations, outline.durations)
    assert spoken.rhythm == outline.rhythm


def test_own_voices_are_saved_and_come_back(
    qtbot: QtBot, studio: Application, open_application: Open, voices: MadeVoices
) -> None:
    _, second, _, _ = ids(studio)
    choose_voice(qtbot, studio, [second], voices.bert)
    sound = speak(qtbot, studio)
    studio.close()
    again = open_application()
    assert again.script.document.voices == {str(voices.bert)}
    with qtbot.waitSignal(again.controller.voice_ready, timeout=LOADING):
        again.start()
    assert np.array_equal(speak(qtbot, again), sound)
