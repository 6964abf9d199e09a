"""Subtitles are dubbed in the whole window with the real voice, as on the command line."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile
from PySide6.QtWidgets import QLabel, QPushButton, QSpinBox
from pytestqt.qtbot import QtBot

from app.document.document_json import document_to_json, read_document
from app.document.slots import USUAL_FIT, FitBounds
from app.session.line_states import LineState
from app.shell.application import Application
from app.ui.actions.action import Action
from app.ui.export.sound_choice import ExportChoice
from app.ui.script.fit_times_dialog import FitTimesDialog
from tests.app.cli.command_line import run_here
from tests.app.conftest import PATIENCE
from tests.app.session.test_script_sound import sound_of
from vits_core.provenance.sidecar import read_sidecar

SUBTITLES = """1
00:00:01,250 --> 00:00:03,000
Good evening.

2
00:00:03,200 --> 00:00:05,200
It is late. The last train has gone.

3
00:00:05,300 --> 00:00:05,700
Nobody knew who they were.

4
00:00:09,000 --> 00:00:12,000
Good night.
"""
RATE, HOP = 22050, 256


@pytest.fixture
def film(qtbot: QtBot, application: Application, tmp_path: Path) -> Path:
    """Subtitles that are the script now."""
    path = tmp_path / "film.srt"
    path.write_text(SUBTITLES)
    with qtbot.waitSignal(application.controller.fitting.fitted, timeout=PATIENCE):
        application.window.open_text_requested.emit(path)
    return path


def starts(application: Application) -> list[int]:
    timeline = application.controller.timeline
    lines = application.script.document.lines
    return [round(timeline.outlines_of(line.id)[0][0] * RATE) for line in lines]


def frame(seconds: float) -> int:
    return round(seconds * RATE / HOP)


def test_what_is_played_and_exported_is_what_the_command_line_makes(
    qtbot: QtBot, application: Application, film: Path, tmp_path: Path
) -> None:
    with qtbot.waitSignal(application.controller.speech_done, timeout=PATIENCE):
        application.window.speak_requested.emit()
    begin = starts(application)
    assert [begin[0], begin[1], begin[3], begin[4]] == [
        frame(second) * HOP for second in (1.25, 3.2, 5.3, 9.0)
    ]
    takes = application.controller.timeline.takes
    played = np.concatenate((np.zeros(begin[0], np.float32), sound_of(list(takes))))
    with qtbot.waitSignal(application.exporting.export.finished, timeout=PATIENCE) as ended:
        choice = ExportChoice(subtype="FLOAT", labels=".srt", sidecar=True)
        application.window.export_requested.emit(tmp_path / "window.wav", choice)
    assert len(ended.args[0].written) == 1
    done = run_here(
        "script", film, "-o", tmp_path / "line.wav", "--precision", "float32", "--format", "FLOAT",
        "--subtitles", tmp_path / "line.srt",
    )  # fmt: skip
    assert done.returncode == 0
    assert read_sidecar(tmp_path / "window.wav").lead_frames == frame(1.25)
    exported, _ = soundfile.read(tmp_path / "window.wav", dtype="float32")
    made, _ = soundfile.read(tmp_path / "line.wav", dtype="float32")
    assert np.array_equal(played, exported)
    assert np.array_equal(exported, made)
    assert (tmp_path / "window.srt").read_text() == (tmp_path / "line.srt").read_text()


@pytest.mark.usefixtures("film")
def test_how_far_lines_fit_is_known_before_they_are_spoken(application: Application) -> None:

    fits = [application.controller.fits[line.id] for line in application.script.document]
    assert [fit.over > 0 for fit in fits] == [False, False, False, True, False]
    assert len(application.controller.timeline) == 0


@pytest.mark.usefixtures("film")
def test_an_edit_fits_its_line_anew_and_what_is_spoken_waits_for_it(
    qtbot: QtBot, application: Application
) -> None:

    line = application.script.document.lines[0]
    text = "Good evening, ladies and gentlemen, here is the news of today."
    application.script.rewrite_line(line.id, text)
    with qtbot.waitSignal(application.controller.speech_done, timeout=PATIENCE):
        application.controller.speak_lines({line.id})
    (take,) = application.controller.timeline.takes
    assert take.timing.frames is not None
    assert application.controller.fits[line.id].frames == (take.timing.frames,)


@pytest.mark.usefixtures("film")
def test_the_times_are_forgotten_on_request_and_come_back(application: Application) -> None:
    (message,) = application.parts.messages.messages()
    assert "4 cues keep their times" in message.what
    application.parts.messages.action_triggered.emit(message.key, message.actions[1][0])
    document = application.script.document
    assert not document.has_slots
    assert not application.parts.messages.messages()
    application.window.undo_stack.undo()
    assert application.script.document.has_slots


def test_how_lines_fit_their_times_is_asked_kept_and_undone(
    qtbot: QtBot, application: Application, film: Path, tmp_path: Path
) -> None:
    controller, script = application.controller, application.script
    late = script.document.lines[3]
    with qtbot.waitSignal(controller.speech_done, timeout=PATIENCE):
        controller.speak_lines({late.id})
    states = application.script_view.states
    assert states.status(late).state is LineState.MADE
    over = states.status(late).over
    assert over > 0

    message = next(m for m in application.parts.messages.messages() if m.actions)
    application.parts.messages.action_triggered.emit(message.key, message.actions[0][0])
    dialog = application.window.findChild(FitTimesDialog)
    assert "1 line" in dialog.findChild(QLabel, "fitTooLongLabel").text()
    dialog.findChild(QSpinBox, "fitShortestField").setValue(20)
    with qtbot.waitSignal(controller.fitting.fitted, timeout=PATIENCE):
        dialog.accept()
    assert script.document.fit == FitBounds(0.2)
    assert states.status(late).state is LineState.STALE, "it is made shorter now"
    assert 0 < states.status(late).over < over, "as short as it can be"
    path = tmp_path / "film.vits-script"
    path.write_text(document_to_json(script.document))
    assert read_document(path).fit == FitBounds(0.2)

    with qtbot.waitSignal(controller.fitting.fitted, timeout=PATIENCE):
        application.window.undo_stack.undo()
    assert script.document.fit == USUAL_FIT
    assert states.status(late).state is LineState.MADE
    assert states.status(late).over == over


@pytest.mark.usefixtures("film")
def test_times_are_offered_only_where_lines_have_some(application: Application) -> None:
    action = application.window.action(Action.FIT_TIMES)
    assert action.isEnabled()
    application.script.forget_slots()
    assert not action.isEnabled()
    application.window.undo_stack.undo()
    assert action.isEnabled()
    action.trigger()
    dialog = application.window.findChild(FitTimesDialog)
    dialog.findChild(QPushButton, "forgetTimesButton").click()
    assert not application.script.document.has_slots


@pytest.mark.usefixtures("film")
def test_stems_of_the_window_are_those_of_the_command_line(
    qtbot: QtBot, application: Application, film: Path, tmp_path: Path
) -> None:
    choice = ExportChoice(subtype="FLOAT", layout="stems")
    with qtbot.waitSignal(application.exporting.export.finished, timeout=PATIENCE) as ended:
        application.window.export_requested.emit(tmp_path / "window", choice)
    assert ended.args[0].failed == ()
    done = run_here(
        "script", film, "-o", tmp_path / "track.wav", "--precision", "float32",
        "--format", "FLOAT", "--stems", tmp_path / "line",
    )  # fmt: skip
    assert done.returncode == 0
    made = sorted(path.name for path in (tmp_path / "window").iterdir())
    assert made == sorted(path.name for path in (tmp_path / "line").iterdir())
    assert len(made) == 5
    for name in made:
        ours, theirs = tmp_path / "window" / name, tmp_path / "line" / name
        if name.endswith(".csv"):
            assert ours.read_text("utf-8") == theirs.read_text("utf-8")
        else:
            assert np.array_equal(soundfile.read(ours)[0], soundfile.read(theirs)[0])
