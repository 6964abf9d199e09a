"""Voices that lines have of their own: who is asked for what; the worker answers by hand here."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QUndoStack
from pytestqt.qtbot import QtBot

from app.document.delivery import Delivery
from app.document.document import ChosenTake
from app.document.edit import Edit
from app.session.controller import Controller
from app.session.line_states import LineState, LineStates
from app.session.script import Script
from app.synthesis.requests import SpeakRequest, VoiceInfo
from tests.app.session.test_controller import VOICE, take_of
from tests.app.ui.made_take import HOP, SAMPLE_RATE
from vits_core.errors import VoiceError
from vits_core.records import ProsodySettings
from vits_core.synthesis.take_request import TakeRequest

BERT = VoiceInfo(
    "bert", "/bert.onnx", 16_000, 200, ("low", "high"), ProsodySettings(0.1, 0.2, 1.5), "cpu",
    (("cpu", "CPU"),),
)  # fmt: skip
GONE = VoiceError("The voice file does not exist", where="/bert.onnx", remedy="Put it back.")


class Studio:
    """A script of three lines, and what was asked of the worker."""

    def __init__(self) -> None:
        self.stack = QUndoStack()
        self.script = Script(self.stack)
        self.script.set_front_end("en", reads_phonemes=False)
        self.controller = Controller(self.script)
        self.voices = self.controller.line_voices
        self.states = LineStates(self.controller)
        self.asked: list[tuple[str, ...]] = []
        self.coming: list[None] = []
        self.spoken: list[SpeakRequest] = []
        self.voices.voices_wanted.connect(self.asked.append)
        coming = self.coming  # and not this object, which would then be part of a circle
        self.controller.request_coming.connect(lambda: coming.append(None))
        self.controller.speech_wanted.connect(self.spoken.append)
        self.controller.load_voice("", "auto")
        self.controller.on_voice_loaded(VOICE)
        self.coming.clear()
        text = "Hi Tom. Hi Bob. Hi all."
        self.script.edit(Edit(0, 0, text), text)

    def cast(self, voice: str | None, *lines: int) -> None:
        self.script.deliver_lines(
            lines,
            lambda line: dataclasses.replace(line, delivery=Delivery(voice=voice)),
            "Change voice",
        )

    def state(self, line: int) -> LineState:
        return self.states.status(self.script.document[line]).state


@pytest.fixture
def studio(qtbot: QtBot) -> Iterator[Studio]:
    studio = Studio()
    yield studio
    studio.controller.cancel()


def test_speaking_waits_until_the_voice_is_known(studio: Studio) -> None:
    studio.cast("/bert.onnx", 2)
    assert studio.asked == [("/bert.onnx",)]
    assert len(studio.coming) == 1, "each request is announced once"
    studio.controller.speak()
    assert not studio.spoken
    assert len(studio.asked) == 1
    studio.voices.on_loaded("/bert.onnx", BERT)
    (request,) = studio.spoken
    first, second, third = request.lines
    assert (first.voice, first.rate, third.voice) == (None, None, None)
    assert (second.voice, second.rate) == ("/bert.onnx", SAMPLE_RATE)
    # Its own defaults, and its own speakers.
    assert second.settings == BERT.defaults
    assert second.speaker == "low"
    assert first.settings == VOICE.defaults
    assert first.speaker is None


def test_what_the_script_says_goes_before_the_voices_own_settings(studio: Studio) -> None:
    studio.controller.set_settings(ProsodySettings(0.5, VOICE.defaults.duration_noise_scale, 1.0))
    studio.cast("/bert.onnx", 2)
    studio.voices.on_loaded("/bert.onnx", BERT)
    line = studio.controller.line_request(studio.script.document[2])
    assert line.settings == ProsodySettings(0.5, 0.2, 1.5)


def test_a_take_speaks_only_the_line_of_its_voice(studio: Studio) -> None:
    request = TakeRequest.of(take_of("Hi Bob."))
    studio.script.choose(2, ChosenTake(request, "/bert.onnx"), "Use take 1")
    assert studio.state(2) is LineState.STALE
    studio.cast("/bert.onnx", 2)
    studio.voices.on_loaded("/bert.onnx", BERT)
    assert studio.controller.line_request(studio.script.document[2]).chosen == request
    assert studio.state(2) is LineState.NOT_MADE
    studio.script.choose(2, ChosenTake(request, VOICE.source), "Use take 2")
    assert studio.state(2) is LineState.STALE


@pytest.mark.parametrize("path", ["", "/joe.onnx"])
def test_the_scripts_voice_by_another_name_is_still_the_scripts(studio: Studio, path: str) -> None:
    before = studio.controller.key_of(studio.script.document[2])
    studio.cast(path, 2)
    if studio.asked:
        studio.voices.on_loaded(path, VOICE)
    line = studio.script.document[2]
    request = studio.controller.line_request(line)
    assert (request.voice, request.rate) == (None, None)
    assert studio.controller.key_of(line) == before


def test_a_voice_that_cannot_be_loaded_is_told_with_the_lines_and_holds_up_nothing(
    studio: Studio, qtbot: QtBot
) -> None:
    studio.cast("/bert.onnx", 2)
    studio.controller.speak()
    with qtbot.waitSignal(studio.voices.failed) as told:
        studio.voices.on_failed("/bert.onnx", GONE)
    assert told.args == ["/bert.onnx", GONE]
    assert [line.line for line in studio.spoken[-1].lines] == [1, 2, 3]
    status = studio.states.status(studio.script.document[2])
    assert (status.state, status.problem) == (LineState.FAILED, str(GONE))
    assert studio.state(1) is not LineState.FAILED
    studio.cast(None, 2)
    assert studio.state(2) is LineState.NOT_MADE
    assert len(studio.asked) == 1


def test_a_voice_is_tried_again_when_its_file_has_changed(studio: Studio, tmp_path: Path) -> None:
    path = tmp_path / "bert.onnx"
    studio.cast(str(path), 2)
    studio.voices.on_failed(str(path), GONE)
    studio.controller.speak()
    assert len(studio.asked) == len(studio.spoken) == 1
    without = studio.controller.key_of(studio.script.document[2])
    path.write_bytes(b"damaged")
    studio.controller.speak()
    assert len(studio.asked) == 2
    assert len(studio.spoken) == 1
    studio.voices.on_failed(str(path), GONE)
    assert len(studio.spoken) == 2
    os.utime(path, ns=(1, 1))
    studio.controller.speak()
    studio.voices.on_loaded(str(path), dataclasses.replace(BERT, source=str(path)))
    assert len(studio.spoken) == 3
    assert studio.voices.problem(str(path)) is None
    assert studio.controller.key_of(studio.script.document[2]) != without


def test_voices_of_lines_follow_the_device_of_the_scripts(studio: Studio) -> None:
    studio.cast("/bert.onnx", 2)
    studio.voices.on_loaded("/bert.onnx", BERT)
    studio.controller.load_voice("", "cuda")
    studio.controller.on_voice_loaded(dataclasses.replace(VOICE, device="cuda:0"))
    assert studio.asked == [("/bert.onnx",)] * 2
    assert studio.voices.info("/bert.onnx") is None
    studio.voices.on_loaded("/bert.onnx", dataclasses.replace(BERT, device="cuda:0"))
    key = studio.controller.key_of(studio.script.document[2])
    assert key.voice == ("/bert.onnx", "cuda:0", "float32")
    # It ran out of memory, and tells so once more, by its file.
    studio.voices.on_loaded("/bert.onnx", BERT)
    assert studio.controller.key_of(studio.script.document[2]).voice == BERT.made_by


def test_the_sound_of_a_line_depends_on_the_rate_that_it_is_made_at(studio: Studio) -> None:
    studio.cast("/bert.onnx", 2)
    studio.voices.on_loaded("/bert.onnx", BERT)
    before = studio.controller.key_of(studio.script.document[2])
    studio.controller.load_voice("/other.onnx", "auto")
    studio.controller.on_voice_loaded(
        dataclasses.replace(VOICE, source="/other.onnx", sample_rate=48_000, hop_length=HOP)
    )
    studio.voices.on_loaded("/bert.onnx", BERT)
    after = studio.controller.key_of(studio.script.document[2])
    assert before != after == dataclasses.replace(before, rate=48_000)
