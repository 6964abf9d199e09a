"""The session's logic: who is asked for what, and which answers still count.

The worker's answers are given by hand here; `test_application.py` runs the real one.
"""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from app.session.controller import Controller, Passage
from app.synthesis.requests import SpeakRequest, SpeakSummary, VoiceInfo
from tests.app.ui.made_take import HOP, SAMPLE_RATE, made_take, parts_of, whole
from vits_core.errors import TextError, VoiceError
from vits_core.records import FloatArray, ProsodySettings, Skipped

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
    assert first.delivery.cancelled.is_set()
    assert not second.delivery.cancelled.is_set()
    with qtbot.assertNotEmitted(controller.part_added):
        controller.on_part_ready(first.number, whole(made_take()))
        controller.on_request_finished(first.number, SUMMARY)
    assert controller.busy
    with qtbot.waitSignal(controller.part_added):
        controller.on_part_ready(second.number, whole(made_take()))
    assert len(controller.timeline) == 1


def test_listening_begins_with_the_first_part(controller: Controller, qtbot: QtBot) -> None:
    controller.speak(Passage("Hi me"))
    first, *more = parts_of(made_take(), 3)
    with qtbot.waitSignal(controller.listening_wanted) as wanted:
        controller.on_part_ready(1, first)
    assert wanted.args == [0.0]
    with qtbot.assertNotEmitted(controller.listening_wanted):
        for part in (*more, whole(made_take(6))):
            controller.on_part_ready(1, part)


def test_parts_are_handed_on_in_order_and_without_gaps(controller: Controller) -> None:
    handed: list[tuple[int, int, FloatArray]] = []
    controller.part_added.connect(
        lambda part, start, sound: handed.append((start, part.start_sample, sound))
    )
    take = dataclasses.replace(made_take(), pause_frames=5)
    controller.speak(Passage("Hi me Hi me"))
    for part in (*parts_of(take, 3), *parts_of(take, 2)):
        controller.on_part_ready(1, part)
    second = 38 * HOP
    places = [(0, 0), (0, 11 * HOP), (0, 22 * HOP), (second, 0), (second, 16 * HOP)]
    assert [(start, within) for start, within, _ in handed] == places
    sound = np.concatenate([sound for *_, sound in handed])
    silence = np.zeros(5 * HOP, np.float32)
    assert np.array_equal(sound, np.concatenate((take.waveform, silence, take.waveform)))


def test_progress_grows_within_a_sentence(controller: Controller) -> None:
    shares: list[float] = []
    controller.progressed.connect(shares.append)
    controller.speak(Passage("Hi me Hi me"))
    for part in (*parts_of(made_take(), 3), whole(made_take(6))):
        controller.on_part_ready(1, part)
    assert shares == pytest.approx([5 / 33, 10 / 33, 5 / 11, 1.0])


def test_cancelling_in_mid_sentence_keeps_what_was_made(
    controller: Controller, qtbot: QtBot
) -> None:
    controller.speak(Passage("Hi me"))
    first, second, _ = parts_of(made_take(), 3)
    controller.on_part_ready(1, first)
    with qtbot.waitSignal(controller.speech_cancelled):
        controller.cancel()
    controller.on_part_ready(1, second)  # it was on its way
    assert not controller.busy
    assert controller.timeline.samples == 11 * HOP


def test_what_was_skipped_is_told_once_at_the_end(controller: Controller, qtbot: QtBot) -> None:
    skipped = Skipped("x", 0, 1, "no sound")
    controller.speak(Passage("x Hi me"))
    with qtbot.assertNotEmitted(controller.text_skipped):
        controller.on_text_skipped(1, skipped)
        for part in parts_of(made_take(), 3):
            controller.on_part_ready(1, part)
    with qtbot.waitSignal(controller.text_skipped) as told:
        controller.on_request_finished(1, SUMMARY)
    assert told.args == [[skipped]]


def test_a_live_change_speaks_anew_after_the_slider_rests(
    controller: Controller, qtbot: QtBot
) -> None:
    controller.speak(Passage("Hi me. Hi me."))
    for start in (0, 7):
        controller.on_part_ready(1, whole(made_take(start)))
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
        controller.on_part_ready(request.number, whole(made_take()))
    with qtbot.waitSignal(controller.listening_wanted) as listening:
        controller.on_part_ready(request.number, parts_of(made_take(7), 3)[0])
    assert listening.args == [controller.timeline.start_seconds(1)]


def test_a_change_without_live_speaks_nothing(controller: Controller, qtbot: QtBot) -> None:
    controller.speak(Passage("Hi me"))
    controller.set_settings(ProsodySettings(noise_scale=0.1))
    # Where it is live, another one that changed then speaks; this one's time is over as well.
    live = Controller()
    live.load_voice("", "auto")
    live.on_voice_loaded(VOICE)
    live.set_live(True)
    live.text_edited("Hi me")
    with qtbot.waitSignal(live.speech_wanted):
        live.set_settings(ProsodySettings(noise_scale=0.1))
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
    assert wanted.args == ["", "auto", "auto"]
    with qtbot.assertNotEmitted(controller.voice_wanted):
        controller.on_voice_failed(VoiceError("gone too"))


def test_exact_sound_is_asked_for_with_the_voice(qtbot: QtBot) -> None:
    controller = Controller()
    controller.exact = True
    with qtbot.waitSignals([controller.request_coming, controller.voice_wanted], order="strict"):
        controller.load_voice("", "cpu")
    with qtbot.waitSignal(controller.voice_wanted) as wanted:
        controller.load_voice("/anna.onnx", "cpu")
    assert wanted.args == ["/anna.onnx", "cpu", "float32"]


def test_a_failed_request_is_told_and_ends(controller: Controller, qtbot: QtBot) -> None:
    controller.speak(Passage("Hi me"))
    with qtbot.waitSignal(controller.speech_failed):
        controller.on_request_failed(1, TextError("bad"))
    assert not controller.busy


def test_a_speech_is_whole_once_it_was_made_to_its_end(controller: Controller) -> None:
    assert controller.whole
    controller.speak(Passage("one"))
    controller.on_part_ready(1, parts_of(made_take(), 3)[0])
    assert not controller.whole
    controller.cancel()
    assert not controller.whole
    controller.speak(Passage("one"))
    controller.on_part_ready(2, whole(made_take()))
    controller.on_request_finished(2, SUMMARY)
    assert controller.whole
