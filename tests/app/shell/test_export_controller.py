"""The script to files, in the whole window with the real voice."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pysubs2
import pytest
import soundfile
from PySide6.QtGui import QDesktopServices, QTextCursor
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.document.document import ChosenTake
from app.export.job import ExportProgress, ExportResult
from app.playback.state import PlaybackState
from app.shell.application import Application
from app.ui.export.sound_choice import ExportChoice
from app.ui.window.message_bar import Message, Severity
from tests.app.conftest import PATIENCE
from tests.app.session.test_script_sound import sound_of
from vits_core.prosody.steering import Draw
from vits_core.records import FloatArray, Take
from vits_core.synthesis.take_request import TakeRequest

FLOATS = ExportChoice(subtype="FLOAT")
LINES = ExportChoice(subtype="FLOAT", layout="lines", line_template="{n:02}")
TEXT = "Good morning. How are you? The weather is fine."


def write(application: Application, text: str = TEXT) -> None:
    application.parts.editor.set_text(text)


def export(
    qtbot: QtBot, application: Application, path: Path, choice: ExportChoice
) -> ExportResult:
    with qtbot.waitSignal(application.exporting.export.finished, timeout=PATIENCE) as ended:
        application.window.export_requested.emit(path, choice)
    return ended.args[0]


def speak(qtbot: QtBot, application: Application) -> None:
    with qtbot.waitSignal(application.controller.speech_done, timeout=PATIENCE):
        application.window.speak_requested.emit()


def read(path: Path) -> FloatArray:
    return soundfile.read(path, dtype="float32")[0]


def message(application: Application) -> Message:
    (told,) = [each for each in application.parts.messages.messages() if each.key == "export"]
    return told


def test_lines_in_files_of_their_own_are_the_whole_and_their_subtitles_agree(
    qtbot: QtBot, application: Application, tmp_path: Path
) -> None:
    write(application)
    (whole,) = export(qtbot, application, tmp_path / "whole.wav", FLOATS).written
    lines = ExportChoice(
        subtype="FLOAT", layout="lines", line_template="{n:02}", labels=".srt .json"
    )
    each = export(qtbot, application, tmp_path / "lines", lines)
    assert [file.path.name for file in each.written] == ["01.wav", "02.wav", "03.wav"]
    # Nothing was spoken or shown for it; what is spoken then is what was written.
    assert len(application.controller.timeline) == 0
    speak(qtbot, application)
    takes = application.controller.timeline.takes
    assert np.array_equal(read(whole.path), sound_of(list(takes)))
    sound: list[FloatArray] = []
    for take, file in zip(takes, each.written, strict=True):
        sound += [read(file.path), np.zeros(take.pause_samples, np.float32)]
        (cue,) = pysubs2.load(str(file.path.with_suffix(".srt")))
        frame = take.hop_length / take.sample_rate
        first, last = take.utterance.words[0], take.utterance.words[-1]
        assert cue.start / 1000 == pytest.approx(take.word_seconds(first)[0], abs=frame)
        assert cue.end / 1000 == pytest.approx(take.word_seconds(last)[1], abs=frame)
    assert np.array_equal(np.concatenate(sound[:-1]), read(whole.path))


def test_subtitles_of_the_whole_count_the_pauses(
    qtbot: QtBot, application: Application, tmp_path: Path
) -> None:
    write(application)
    choice = ExportChoice(subtype="FLOAT", labels=".srt")
    export(qtbot, application, tmp_path / "a.wav", choice)
    speak(qtbot, application)
    timeline = application.controller.timeline
    cues = pysubs2.load(str(tmp_path / "a.srt"))
    for cue, line in zip(cues, application.script.document, strict=True):
        ((start, outline),) = timeline.outlines_of(line.id)
        frame = outline.hop_length / outline.sample_rate
        word = outline.utterance.words[0]
        assert cue.text == line.text
        assert cue.start / 1000 == pytest.approx(start + outline.word_seconds(word)[0], abs=frame)


def test_a_chosen_take_is_what_is_in_the_file(
    qtbot: QtBot, application: Application, tmp_path: Path
) -> None:
    write(application)
    speak(qtbot, application)
    controller, (_, line, _) = application.controller, application.script.document.lines
    plain: tuple[Take, ...] = controller.timeline.takes
    chosen = TakeRequest(plain[1].utterance, plain[1].settings, Draw(7), Draw(8), plain[1].speaker)
    assert controller.voice is not None
    application.script.choose(line.id, ChosenTake(chosen, controller.voice.source), "Use")
    result = export(qtbot, application, tmp_path, LINES)
    first, second, third = (read(file.path) for file in result.written)
    assert np.array_equal(first, plain[0].waveform)
    assert np.array_equal(third, plain[2].waveform)
    assert not np.array_equal(second, plain[1].waveform)
    speak(qtbot, application)
    assert np.array_equal(second, controller.timeline.takes[1].waveform)


def test_selected_lines_and_sections_are_exported_by_themselves(
    qtbot: QtBot, application: Application, tmp_path: Path
) -> None:
    write(application, TEXT.replace(" How", "\nHow").replace(" The", "\nThe"))
    text, lines = application.parts.editor.text(), application.script.document.lines
    start = text.index("are you")
    cursor = application.parts.editor.textCursor()
    cursor.setPosition(start)
    cursor.setPosition(start + 3, QTextCursor.MoveMode.KeepAnchor)
    application.parts.editor.setTextCursor(cursor)
    assert application.exporting.source().selected == (lines[1].id,)
    selection = ExportChoice(subtype="FLOAT", selection=True)
    (file,) = export(qtbot, application, tmp_path / "a.wav", selection).written
    headings = {0: 1, text.index("The weather"): 1}
    application.script.open(text, headings)
    sections = ExportChoice(subtype="FLOAT", layout="sections")
    result = export(qtbot, application, tmp_path / "sections", sections)
    assert result.failed == ()
    names = [each.path.name for each in result.written]
    assert names == ["01 Good morning.wav", "02 The weather is fine.wav"]
    speak(qtbot, application)
    takes = application.controller.timeline.takes
    assert np.array_equal(read(file.path), takes[1].waveform)
    assert np.array_equal(read(result.written[1].path), takes[2].waveform)


def test_an_edit_while_it_runs_changes_nothing_of_what_is_written(
    qtbot: QtBot, application: Application, tmp_path: Path
) -> None:
    write(application)
    lines = application.script.document.lines
    controller = application.controller
    with qtbot.waitSignal(application.exporting.export.finished, timeout=PATIENCE) as ended:
        application.window.export_requested.emit(tmp_path, LINES)
        write(application, "Something else.")
        application.parts.prosody.seeds_changed.emit(5, 6)
    assert len(ended.args[0].written) == len(lines)
    write(application)
    application.parts.prosody.seeds_changed.emit(1, 42)
    speak(qtbot, application)
    for take, file in zip(controller.timeline.takes, ended.args[0].written, strict=True):
        assert np.array_equal(read(file.path), take.waveform)


def test_what_is_shown_and_sounds_is_left_alone_and_hearing_something_goes_first(
    qtbot: QtBot, application: Application, tmp_path: Path
) -> None:
    write(application, TEXT + " It goes on and on and on." * 3)
    controller, exporting = application.controller, application.exporting.export
    shown, spoken = [], []
    with qtbot.waitSignal(exporting.progressed, timeout=PATIENCE):
        application.window.export_requested.emit(tmp_path / "a.wav", FLOATS)
    controller.speech_began.connect(lambda *_: shown.append(1))
    with qtbot.waitSignal(exporting.finished, timeout=PATIENCE) as ended:
        controller.speech_done.connect(lambda _: spoken.append(exporting.busy))
        application.window.speak_requested.emit()
    qtbot.waitUntil(lambda: bool(spoken), timeout=PATIENCE)
    assert shown == [1]
    assert spoken == [True]  # before the export was through
    (written,) = ended.args[0].written
    assert np.array_equal(read(written.path), sound_of(list(controller.timeline.takes)))
    assert application.player.state is not PlaybackState.WAITING


def test_it_tells_how_far_it_is_and_is_cancelled_in_the_window(
    qtbot: QtBot, application: Application, tmp_path: Path
) -> None:
    write(application, TEXT * 20)
    bar, exporting = application.parts.export, application.exporting.export
    told: list[ExportProgress] = []
    exporting.progressed.connect(told.append)
    application.window.export_requested.emit(tmp_path / "a.wav", FLOATS)
    assert bar.isVisible()
    qtbot.waitUntil(lambda: len(told) >= 3, timeout=PATIENCE)
    assert bar.text().startswith("Exporting · line")
    with qtbot.waitSignal(exporting.finished, timeout=PATIENCE):
        application.window.findChild(QPushButton, "exportStopButton").click()
    assert bar.isHidden()
    assert not [path for path in tmp_path.iterdir() if path.suffix in (".wav", ".part")]
    assert "cancelled" in message(application).what
    assert message(application).actions == ()


def test_what_was_written_is_told_and_its_folder_is_a_click_away(
    qtbot: QtBot,
    application: Application,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(
        QDesktopServices, "openUrl", lambda url: bool(opened.append(url.toLocalFile()))
    )
    write(application)
    for path, choice, said in (
        (tmp_path / "a.wav", FLOATS, f"Saved {tmp_path / 'a.wav'}."),
        (tmp_path / "many", LINES, f"3 files saved in {tmp_path / 'many'}."),
    ):
        export(qtbot, application, path, choice)
        assert message(application).severity is Severity.NOTE
        assert message(application).what == said
        application.window.findChild(QPushButton, "message_show_folder_Button").click()
    assert opened == [str(tmp_path), str(tmp_path / "many")]
    assert len(message(application).details) == 3
    assert application.parts.status.state_text().startswith("Saved")


def test_a_file_that_cannot_be_written_is_told_until_one_is(
    qtbot: QtBot, application: Application, tmp_path: Path
) -> None:
    write(application, "Hi.")
    export(qtbot, application, tmp_path / "gone" / "a.wav", FLOATS)
    told = message(application)
    assert told.severity is Severity.ERROR
    assert "gone" in told.what
    assert told.remedy
    assert application.parts.status.state_text().startswith("Failed")
    export(qtbot, application, tmp_path / "a.wav", FLOATS)
    assert message(application).severity is Severity.NOTE


def test_a_loudness_that_was_not_reached_is_told(
    qtbot: QtBot, application: Application, tmp_path: Path
) -> None:
    write(application, "Good morning.")
    loud = ExportChoice(loudness=-8.0, true_peak=-9.0)
    export(qtbot, application, tmp_path / "a.wav", loud)
    assert "LUFS instead of -8" in message(application).remedy


def test_of_several_files_each_failure_has_its_cause(
    qtbot: QtBot, application: Application, tmp_path: Path
) -> None:
    write(application, "Good morning. … How are you?")
    (tmp_path / "01.wav").write_text("mine")
    choice = ExportChoice(layout="lines", line_template="{n:02}", if_exists="fail")
    result = export(qtbot, application, tmp_path, choice)
    told = message(application)
    assert "1 file was not saved. The file already exists." in told.what
    assert any(line.startswith("Failed: 01.wav: The file already exists.") for line in told.details)
    assert len(result.written) == len(application.script.document) - 1


def test_one_export_runs_at_a_time(qtbot: QtBot, application: Application, tmp_path: Path) -> None:
    write(application)
    with qtbot.waitSignal(application.exporting.export.finished, timeout=PATIENCE) as ended:
        application.window.export_requested.emit(tmp_path / "a.wav", FLOATS)
        application.window.export_requested.emit(tmp_path / "b.wav", FLOATS)
        assert "already in progress" in message(application).what
    assert [file.path.name for file in ended.args[0].written] == ["a.wav"]


def test_an_export_that_was_broken_off_goes_on_with_what_is_missing(
    qtbot: QtBot, application: Application, tmp_path: Path
) -> None:
    write(application)
    folder = tmp_path / "lines"
    folder.mkdir()
    (folder / "01.wav").write_bytes(b"made before")
    choice = ExportChoice(layout="lines", line_template="{n:02}", if_exists="skip")
    result = export(qtbot, application, folder, choice)
    assert [path.name for path in result.kept] == ["01.wav"]
    assert [file.path.name for file in result.written] == ["02.wav", "03.wav"]
    assert (folder / "01.wav").read_bytes() == b"made before"
