"""The session's logic: who is asked for what, and which answers still count.

The worker's answers are given by hand here; `test_application.py` runs the real one.
"""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from app.controller import Controller, Passage
from app.synthesis_worker import SpeakRequest, SpeakSummary, VoiceInfo
from tests.app.ui.made_take import HOP, SAMPLE_RATE, made_take
from vits_core.errors import TextError, VoiceError
from vits_core.records import ProsodySettings, Skipped

VOICE = VoiceInfo(
    "joe", "/joe.onnx", SAMPLE_RATE, HOP, (), ProsodySettings(), "cpu", (("cpu", "CPU"),)
)
SUMMARY = SpeakSummary(1, 1.0, 0.1)


@pytest.fixture
def controller(qtbot: QtBot) -> Controller:
    controller = Controller()
    controller.requests = []  # type: ignore[attr-defined]
    controller.speech_wanted.connect(controller.requests.append)  # type: ignore[attr-defined]
    controller.load_voice("", "auto")
    controller.on_voice_loaded(VOICE)
    return controller


def requests(controller: Controller) -> list[SpeakRequest]:
    return controller.requests  # type: ignore[attr-defined,no-any-return]


def test_a_request_carries_what_the_person_chose(controller: Controller) -> None:
    settings = ProsodySettings(0.1, 0.2, 1.5)
    controller.set_settings(settings)
    controller.set_seeds(3, 4)
    controller.speak(Passage("Hi me", 7))
    (request,) = requests(controller)
    assert (request.text, request.settings) == ("Hi me", settings)
    assert (request.rhythm_seed, request.expression_seed) == (3, 4)
    assert controller.busy


def test_a_new_request_cancels_the_one_before_and_its_late_answers_do_not_count(
    controller: Controller, qtbot: QtBot
) -> None:
    controller.speak(Passage("one"))
    controller.speak(Passage("two"))
    first, second = requests(controller)
    assert first.cancelled.is_set()
    assert not second.cancelled.is_set()
    with qtbot.assertNotEmitted(controller.take_added):
        controller.on_take_ready(first.number, made_take())
        controller.on_request_finished(first.number, SUMMARY)
    assert controller.busy
    with qtbot.waitSignal(controller.take_added):
        controller.on_take_ready(second.number, made_take())
    assert len(controller.timeline) == 1


def test_listening_begins_with_the_first_take(controller: Controller, qtbot: QtBot) -> None:
    controller.speak(Passage("Hi me"))
    with qtbot.waitSignal(controller.listening_wanted) as wanted:
        controller.on_take_ready(1, made_take())
    assert wanted.args == [0.0]
    with qtbot.assertNotEmitted(controller.listening_wanted):
        controller.on_take_ready(1, made_take(6))


def test_cancelling_keeps_what_was_made(controller: Controller, qtbot: QtBot) -> None:
    controller.speak(Passage("Hi me"))
    controller.on_take_ready(1, made_take())
    with qtbot.waitSignal(controller.speech_cancelled):
        controller.cancel()
    assert not controller.busy
    assert len(controller.timeline) == 1


def test_what_was_skipped_is_told_once_at_the_end(controller: Controller, qtbot: QtBot) -> None:
    skipped = Skipped("x", 0, 1, "no sound")
    controller.speak(Passage("x Hi me"))
    with qtbot.assertNotEmitted(controller.text_skipped):
        controller.on_text_skipped(1, skipped)
        controller.on_take_ready(1, made_take())
    with qtbot.waitSignal(controller.text_skipped) as told:
        controller.on_request_finished(1, SUMMARY)
    assert told.args == [[skipped]]


def test_a_live_change_speaks_anew_after_the_slider_rests(
    controller: Controller, qtbot: QtBot
) -> None:
    controller.speak(Passage("Hi me. Hi me."))
    for start in (0, 7):
        controller.on_take_ready(1, made_take(start))
    controller.on_request_finished(1, SUMMARY)
    controller.set_live(True)
    controller.position = controller.timeline.start_seconds(1) + 0.01
    for scale in (0.1, 0.2, 0.3):
        controller.set_settings(ProsodySettings(noise_scale=scale))
    with qtbot.waitSignal(controller.speech_wanted) as wanted:
        pass
    assert len(requests(controller)) == 2
    request = wanted.args[0]
    assert request.settings.noise_scale == 0.3
    # It goes on with the sentence that was heard.
    with qtbot.assertNotEmitted(controller.listening_wanted):
        controller.on_take_ready(request.number, made_take())
    with qtbot.waitSignal(controller.listening_wanted) as listening:
        controller.on_take_ready(request.number, made_take(7))
    assert listening.args == [controller.timeline.start_seconds(1)]


def test_a_change_without_live_speaks_nothing(controller: Controller, qtbot: QtBot) -> None:
    controller.speak(Passage("Hi me"))
    controller.set_settings(ProsodySettings(noise_scale=0.1))
    qtbot.wait(400)
    assert len(requests(controller)) == 1


def test_a_live_change_speaks_the_text_as_it_is_now(controller: Controller, qtbot: QtBot) -> None:
    controller.set_live(True)
    controller.speak(Passage("old"))
    controller.text_edited("new")
    with qtbot.waitSignal(controller.speech_wanted) as wanted:
        controller.set_seeds(1, 2)
    assert wanted.args[0].text == "new"


def test_nothing_is_spoken_while_no_voice_is_there(qtbot: QtBot) -> None:
    controller = Controller()
    with qtbot.assertNotEmitted(controller.speech_wanted):
        controller.speak(Passage("Hi"))


def test_a_failed_voice_leaves_the_one_before(controller: Controller, qtbot: QtBot) -> None:
    controller.load_voice("/bad.onnx", "auto")
    assert not controller.can_speak
    with qtbot.waitSignal(controller.voice_failed) as failed:
        controller.on_voice_failed(VoiceError("bad"))
    assert failed.args[1] is True
    assert controller.can_speak
    assert (controller.voice, controller.source) == (VOICE, "")


def test_a_voice_that_comes_while_the_next_is_loading_is_known_by_its_own_source(
    controller: Controller,
) -> None:
    controller.load_voice("/anna.onnx", "auto")
    controller.load_voice("/bad.onnx", "auto")
    controller.on_voice_loaded(VOICE)
    assert controller.source == "/anna.onnx"
    assert not controller.can_speak
    controller.on_voice_failed(VoiceError("bad"))
    assert controller.source == "/anna.onnx"
    assert controller.can_speak


def test_the_last_sessions_voice_that_is_gone_gives_way_to_the_default_one(qtbot: QtBot) -> None:
    controller = Controller()
    controller.load_voice("/gone.onnx", "cuda:0")
    with qtbot.waitSignal(controller.voice_wanted) as wanted:
        controller.on_voice_failed(VoiceError("gone"))
    assert wanted.args == ["", "auto"]
    with qtbot.assertNotEmitted(controller.voice_wanted):
        controller.on_voice_failed(VoiceError("gone too"))


def test_a_failed_request_is_told_and_ends(controller: Controller, qtbot: QtBot) -> None:
    controller.speak(Passage("Hi me"))
    with qtbot.waitSignal(controller.speech_failed):
        controller.on_request_failed(1, TextError("bad"))
    assert not controller.busy
