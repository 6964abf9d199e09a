"""The lines of an export are taken from what is there, or asked for behind what is heard.

The worker's answers are given by hand; `test_export_controller.py` runs the real one.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field

import pytest
from PySide6.QtGui import QUndoStack
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.document.edit import Edit
from app.session.controller import Controller
from app.session.export.line_supply import AHEAD, LineSupply
from app.session.script import Script
from app.synthesis.requests import LineSound, LinesRequest, SpeakRequest, SpeakSummary
from tests.app.export.exported import VOICE, sound_of, take_of
from tests.app.ui.made_take import whole
from vits_core.errors import VitsError, VoiceError

TEXT = "Hi Tom. Hi Bob. Hi all. Hi you. Hi her. Hi him."


@dataclass
class Stage:
    """A script, what the worker is asked for, and what is supplied."""

    stack: QUndoStack
    script: Script
    controller: Controller
    supply: LineSupply
    requests: list[LinesRequest] = field(default_factory=list)
    speeches: list[SpeakRequest] = field(default_factory=list)
    supplied: list[LineSound | VitsError] = field(default_factory=list)

    def write(self, text: str) -> None:
        self.script.edit(Edit(0, len(self.script.document.text), text), text)

    def begin(self) -> None:
        self.supply.begin(self.controller.due(self.script.document))

    def want(self, place: int) -> None:
        self.supply.want(place)
        QApplication.processEvents()

    def answer(self) -> None:
        """Make all that was asked for last."""
        request = self.requests[-1]
        for line in request.lines:
            sound = sound_of(line.text)
            self.supply.on_line_made(request.number, line.line, sound.takes, sound.skipped)
        self.supply.on_lines_ended(request.number)
        QApplication.processEvents()

    def texts(self) -> list[str]:
        """Of the lines that were asked for last."""
        return [line.text for line in self.requests[-1].lines]


@pytest.fixture
def stage(qtbot: QtBot) -> Stage:
    stack = QUndoStack()
    script = Script(stack)
    script.set_front_end("en", reads_phonemes=False)
    controller = Controller(script)
    stage = Stage(stack, script, controller, LineSupply(controller))
    stage.supply.lines_wanted.connect(stage.requests.append)
    stage.supply.supplied.connect(stage.supplied.append)
    controller.speech_wanted.connect(stage.speeches.append)
    controller.load_voice("", "auto")
    controller.on_voice_loaded(VOICE)
    stage.write(TEXT)
    return stage


def test_lines_are_asked_for_some_ahead_and_each_supplied_when_it_is_wanted(stage: Stage) -> None:
    stage.begin()
    stage.want(0)
    assert len(stage.texts()) == AHEAD
    stage.answer()
    assert len(stage.supplied) == 1
    for place in range(1, AHEAD):
        stage.want(place)
    assert [sound.takes[0].utterance.text for sound in stage.supplied] == [  # type: ignore[union-attr]
        "Hi Tom.", "Hi Bob.", "Hi all.", "Hi you.",
    ]  # fmt: skip
    assert len(stage.requests) == 1
    stage.want(AHEAD)
    assert stage.texts() == ["Hi her.", "Hi him."]


def test_what_was_spoken_is_not_made_again_and_what_is_made_need_not_be_spoken(
    stage: Stage,
) -> None:
    stage.controller.speak(8, 15)
    speech = stage.speeches[-1]
    stage.controller.on_part_ready(speech.number, speech.lines[0].line, whole(take_of("Hi Bob.")))
    stage.controller.on_request_finished(speech.number, SpeakSummary(1, 1.0, 0.1))
    stage.begin()
    stage.want(0)
    assert stage.texts() == ["Hi Tom.", "Hi all.", "Hi you."]
    stage.answer()
    stage.controller.speak()
    assert [line.text for line in stage.speeches[-1].lines] == ["Hi her.", "Hi him."]


def test_nothing_is_asked_for_while_a_person_waits_to_hear_something(stage: Stage) -> None:
    stage.begin()
    stage.want(0)
    stage.supply.on_lines_ended(stage.requests[-1].number)  # it had to make room
    stage.controller.speak()
    QApplication.processEvents()
    assert len(stage.requests) == 1
    stage.controller.cancel()
    QApplication.processEvents()
    assert len(stage.requests) == 2
    assert len(stage.texts()) == AHEAD


def test_edits_change_nothing_of_what_was_asked_for(stage: Stage) -> None:
    stage.begin()
    stage.write("Oh no.")
    stage.want(1)
    assert stage.texts()[0] == "Hi Bob."
    stage.answer()
    assert len(stage.supplied) == 1


def test_a_line_that_fails_is_supplied_as_a_failure(stage: Stage) -> None:
    stage.begin()
    stage.want(0)
    request, error = stage.requests[-1], VoiceError("no luck")
    stage.supply.on_line_failed(request.number, request.lines[0].line, error)
    QApplication.processEvents()
    assert stage.supplied == [error]


def test_lines_of_a_voice_that_has_gone_are_not_spoken_by_another(stage: Stage) -> None:
    stage.begin()
    stage.controller.load_voice("/anna.onnx", "auto")
    stage.want(0)
    assert stage.supplied == []  # it may be the same one
    stage.controller.on_voice_loaded(dataclasses.replace(VOICE, source="/anna.onnx"))
    QApplication.processEvents()
    (error,) = stage.supplied
    assert isinstance(error, VitsError)
    assert "Another voice" in error.what
    assert stage.requests == []


def test_what_ended_asks_for_nothing_more(stage: Stage) -> None:
    stage.begin()
    stage.want(0)
    stage.supply.end()
    assert stage.requests[-1].cancelled.is_set()
    stage.answer()
    stage.want(0)
    assert (stage.supplied, len(stage.requests)) == ([], 1)


def test_lines_with_voices_of_their_own_are_spoken_whatever_the_scripts_is(stage: Stage) -> None:
    lines = stage.controller.due(stage.script.document)
    own = [
        dataclasses.replace(each, request=dataclasses.replace(each.request, voice="/bert.onnx"))
        for each in lines
    ]
    stage.supply.begin(own)
    stage.controller.load_voice("/anna.onnx", "auto")
    stage.controller.on_voice_loaded(dataclasses.replace(VOICE, source="/anna.onnx"))
    stage.want(0)
    assert not stage.supplied
    assert [line.voice for line in stage.requests[-1].lines][:1] == ["/bert.onnx"]
