"""What is to be spoken in slots waits until it is known how; the worker answers by hand here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtGui import QUndoStack
from pytestqt.qtbot import QtBot

from app.document.delivery import Delivery
from app.document.reading.read_text import Cue
from app.document.slots import FitBounds, LineFit
from app.session.controller import Controller
from app.session.script import Script
from app.synthesis.requests import FitRequest, SpeakRequest, VoiceInfo
from tests.app.ui.made_take import HOP, SAMPLE_RATE
from vits_core.errors import SettingsError, VoiceError
from vits_core.records import ProsodySettings

VOICE = VoiceInfo(
    "joe", "/joe.onnx", SAMPLE_RATE, HOP, (), ProsodySettings(), "cpu", (("cpu", "CPU"),)
)
FITS = {
    1: LineFit((30,), 0.7, start=20 * HOP / SAMPLE_RATE),
    2: LineFit((None,), 0.2, start=2.0, over=0.4),
}


class Studio:
    """A script of two cues, and what was asked of the worker."""

    def __init__(self) -> None:
        self.stack = QUndoStack()
        self.script = Script(self.stack)
        self.script.set_front_end("en", reads_phonemes=False)
        self.controller = Controller(self.script)
        self.fitting = self.controller.fitting
        self.fit_requests: list[FitRequest] = []
        self.spoken: list[SpeakRequest] = []
        self.fitting.fit_wanted.connect(self.fit_requests.append)
        self.controller.speech_wanted.connect(self.spoken.append)
        self.controller.load_voice("", "auto")
        self.controller.on_voice_loaded(VOICE)
        self.script.open("Hi Tom. Hi Bob.", {}, (Cue(0, 7, 1.0, 2.0), Cue(8, 15, 2.0, 3.0)))

    def answer(self, found: object = FITS) -> None:
        self.fitting.on_lines_fitted(self.fit_requests[-1].number, found)


@pytest.fixture
def studio(qtbot: QtBot) -> Iterator[Studio]:
    studio = Studio()
    yield studio
    studio.controller.cancel()


def test_speaking_waits_for_the_lengths_and_asks_for_them(studio: Studio) -> None:
    studio.controller.speak()
    assert not studio.spoken
    (asked,) = studio.fit_requests
    assert asked.bounds == FitBounds()
    assert [line.frames for line in asked.lines] == [(), ()]
    studio.answer()
    (request,) = studio.spoken
    assert [line.frames for line in request.lines] == [(30,), (None,)]
    assert [line.pause for line in request.lines] == [0.7, 0.2]
    assert studio.controller.lead(studio.script.document.lines) == 20 * HOP
    assert studio.controller.lead(studio.script.document.lines[1:]) == 0
    studio.controller.speak()
    assert len(studio.fit_requests) == 1
    assert len(studio.spoken) == 2


def test_what_was_stopped_before_that_is_not_spoken(studio: Studio) -> None:
    studio.controller.speak()
    studio.controller.cancel()
    studio.answer()
    assert not studio.spoken
    assert studio.controller.fits == FITS


def test_lines_are_fitted_anew_when_something_changes(qtbot: QtBot, studio: Studio) -> None:
    studio.controller.speak()
    studio.answer()
    with qtbot.waitSignal(studio.fitting.fit_wanted):
        studio.script.deliver(Delivery(1, None, None, 1.5), "Speed")
    studio.answer(None)  # something urgent came
    with qtbot.waitSignal(studio.fitting.fit_wanted):
        pass
    studio.answer()
    with qtbot.waitSignal(studio.fitting.fitted):
        studio.script.forget_slots()
    assert studio.controller.fits == {}
    assert len(studio.fit_requests) == 3


def test_what_changed_meanwhile_is_asked_for_once_more(qtbot: QtBot, studio: Studio) -> None:
    studio.controller.speak()
    line = studio.script.document.lines[0]
    studio.script.deliver_lines([line.id], lambda line: replace(line, gap=1.0), "Gap")
    with qtbot.waitSignal(studio.fitting.fit_wanted):
        studio.answer()
    assert not studio.spoken
    studio.answer()
    assert len(studio.spoken) == 1


def test_lines_that_cannot_be_fitted_are_spoken_to_tell_why(studio: Studio) -> None:
    studio.controller.speak()
    studio.answer(SettingsError("too short", remedy="Release a pin."))
    (request,) = studio.spoken
    assert [line.frames for line in request.lines] == [(), ()]


def test_without_slots_nothing_waits(studio: Studio) -> None:
    studio.script.open("Hi all.", {})
    studio.controller.speak()
    assert len(studio.spoken) == 1
    assert not studio.fit_requests


def test_how_far_the_fitting_is_is_told_of_what_is_asked_for_now(studio: Studio) -> None:
    told: list[object] = []
    studio.fitting.progressed.connect(told.append)
    studio.controller.speak()
    number = studio.fit_requests[-1].number
    studio.fitting.on_fit_progressed(number - 1, 0.25)
    studio.fitting.on_fit_progressed(number, 0.5)
    assert told == [0.5]
    studio.answer(None)  # something urgent came
    assert told == [0.5, None]


def test_lines_are_fitted_anew_once_the_voice_of_one_is_there(qtbot: QtBot, studio: Studio) -> None:
    voices = studio.controller.line_voices
    studio.script.deliver_lines(
        [2], lambda line: replace(line, delivery=Delivery(voice="/bert.onnx")), "Voice"
    )
    studio.controller.speak()
    assert not studio.fit_requests
    voices.on_failed("/bert.onnx", VoiceError("It does not exist", remedy="Put it back."))
    studio.answer()
    assert len(studio.spoken) == 1
    with qtbot.waitSignal(studio.fitting.fit_wanted):
        voices.on_loaded("/bert.onnx", replace(VOICE, source="/bert.onnx"))
    studio.controller.speak()
    assert len(studio.spoken) == 1
    studio.answer()
    assert len(studio.spoken) == 2
