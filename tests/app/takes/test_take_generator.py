"""From what a person asks of the lab to takes in its list, and what is heard of them.

The worker's answers are given by hand here; `test_lab_in_window.py` runs the real one.
"""

from __future__ import annotations

import dataclasses
import weakref
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QUndoStack
from pytestqt.qtbot import QtBot

from app.document.document import Document, Line
from app.files.reproduction import Reopened
from app.session.controller import Controller
from app.session.playable import TakeSound
from app.session.script import Script
from app.synthesis.requests import (
    OutlinesRequest,
    SentencesRequest,
    SpeakRequest,
    SpeakSummary,
    VoiceInfo,
)
from app.takes.lab_take import LabTake
from app.takes.recipes import Sampling, TakeRecipe
from app.takes.take_generator import TakeGenerator
from app.takes.take_list import TakeList
from app.takes.take_player import TakePlayer
from app.takes.take_renderer import TakeRenderer
from tests.app.ui.made_take import DURATIONS, HOP, SAMPLE_RATE, made_take, parts_of, whole
from vits_core.errors import SettingsError, TextError, VitsError, VoiceError
from vits_core.prosody.steering import Arc, Draw
from vits_core.records import FloatArray, Outline, ProsodySettings, Skipped, Take, Utterance
from vits_core.synthesis.take_request import TakeRequest

JOE = VoiceInfo(
    "joe", "/joe.onnx", SAMPLE_RATE, HOP, ("a", "b"), ProsodySettings(), "cpu", (("cpu", "CPU"),)
)
ANNA = dataclasses.replace(JOE, name="anna", source="/anna.onnx")
SUMMARY = SpeakSummary(1, 1.0, 0.1)
DOCUMENT = Document((Line(1, "Well."), Line(2, "Hi me", " "), Line(3, "Hi me", " ", 0.5)))
ONE = DOCUMENT.lines[1:2]
"""A line to sample."""
BOTH = DOCUMENT.lines[1:]
FIRST, SECOND = made_take(0).utterance, dataclasses.replace(made_take(0).utterance, pause_after=0.5)
"""Of the second line and the third."""
SAMPLING = Sampling(3, Draw(1), Draw(2))


class Bench:
    """The lab without window and worker, and what it asked for and told."""

    def __init__(self) -> None:
        self.take_list = TakeList(QUndoStack())
        self.script = Script(QUndoStack())
        self.script.restore(DOCUMENT)
        self.controller = Controller(self.script)
        self.renderer = TakeRenderer(self.take_list, self.controller)
        take_player = TakePlayer(self.take_list, self.renderer, self.controller)
        self.generator = TakeGenerator(self.take_list, self.renderer, take_player, self.controller)
        self.to_worker: list[str] = []
        self.found: list[SentencesRequest] = []
        self.outlined: list[OutlinesRequest] = []
        self.spoken: list[SpeakRequest] = []
        self.taken_up: list[tuple[list[int], bool]] = []
        self.errors: list[VitsError] = []
        self.shown: list[int | None] = []
        self.heard: list[FloatArray] = []
        self.listened: list[float] = []
        self._connect()

    def _connect(self) -> None:
        generator, controller = self.generator, self.controller
        generator.request_coming.connect(lambda: self.to_worker.append("coming"))
        generator.sentences_wanted.connect(lambda _: self.to_worker.append("find"))
        generator.outlines_wanted.connect(lambda _: self.to_worker.append("outline"))
        generator.sentences_wanted.connect(self.found.append)
        generator.outlines_wanted.connect(self.outlined.append)
        generator.taken_up.connect(lambda numbers, choose: self.taken_up.append((numbers, choose)))
        self.joined: list[int] = []
        generator.take_player.joined.connect(self.joined.append)
        generator.failed.connect(self.errors.append)
        generator.renderer.failed.connect(lambda _, error: self.errors.append(error))
        generator.take_player.shown_changed.connect(self.shown.append)
        controller.speech_wanted.connect(self.spoken.append)
        controller.part_added.connect(lambda part, *_: self.heard.append(part.waveform))
        controller.listening_wanted.connect(self.listened.append)

    def load(self, voice: VoiceInfo) -> None:
        self.controller.load_voice(voice.source, "cpu")
        self.controller.on_voice_loaded(voice)

    def find(self, *sentences: Utterance, skipped: Sequence[Skipped] = ()) -> None:
        """Answer the last request for sentences."""
        request = self.found[-1].number
        found = [(line, each, 1) for line, each in zip((2, 3), sentences, strict=False)]
        self.generator.on_sentences_found(request, found, list(skipped))

    def outline(self) -> list[Outline]:
        """Answer the last request for outlines."""
        outlines = [outline_of(request) for request in self.outlined[-1].requests]
        self.generator.on_outlines_ready(self.outlined[-1].number, outlines)
        return outlines

    def speak(self) -> Take:
        """Answer the last request to speak a take that is known."""
        request = self.spoken[-1]
        take = sound_of(outline_of(request.takes[0]))
        for part in parts_of(take, 3):
            self.controller.on_part_ready(request.number, None, part)
        self.controller.on_request_finished(request.number, SUMMARY)
        return take

    def speak_text(self, *takes: Take) -> None:
        """Have takes of the second line on spoken with their seeds."""
        self.controller.set_seeds(takes[0].rhythm.seed, takes[0].expression.seed)
        done: list[object] = []
        connection = self.controller.speech_done.connect(done.append)
        self.controller.speak(6, 11 if len(takes) == 1 else 17)
        if self.controller.busy:
            for line, take in zip((2, 3), takes, strict=False):
                self.controller.on_part_ready(self.spoken[-1].number, line, whole(take))
            self.controller.on_request_finished(self.spoken[-1].number, SUMMARY)
        assert done
        self.controller.speech_done.disconnect(connection)

    def sampled(self, count: int = 3) -> list[LabTake]:
        """Takes of a sentence, whose sounds are at hand."""
        self.generator.sample(dataclasses.replace(SAMPLING, count=count), ONE)
        self.find(FIRST)
        self.outline()
        self.speak()
        takes = list(self.take_list.takes[:count])
        for take in takes:
            self.renderer.keep(take.number, sound_of(take.outline))
        return takes


def outline_of(request: TakeRequest) -> Outline:
    """The rhythm that a request gets: longer with every seed."""
    return Outline(
        utterance=request.utterance,
        settings=request.settings,
        rhythm=request.rhythm,
        expression=request.expression,
        timing=request.timing,
        speaker=request.speaker,
        durations=np.array(DURATIONS, np.int64) + request.rhythm.seed % 5,
        sample_rate=SAMPLE_RATE,
        hop_length=HOP,
    )


def sound_of(outline: Outline) -> Take:
    """A sound that no other seed has."""
    shared = {field.name: getattr(outline, field.name) for field in dataclasses.fields(Outline)}
    level = (outline.expression.seed % 999_983) / 999_983
    waveform = np.full(outline.samples, level, np.float32)
    mel = np.zeros((80, int(outline.token_edges[-1])), np.float32)
    return Take(**shared, waveform=waveform, mel=mel)


def settle() -> None:
    for _ in range(3):
        QCoreApplication.processEvents()


@pytest.fixture
def bench(qtbot: QtBot) -> Bench:
    bench = Bench()
    bench.load(JOE)
    return bench


# -- sampling --------------------------------------------------------------------------------------


def test_sampling_finds_the_sentence_then_its_rhythms_and_fills_the_list(bench: Bench) -> None:
    settings = ProsodySettings(0.5, 0.6, 1.2)
    bench.controller.set_speaker("b")
    bench.controller.set_settings(settings)
    bench.generator.sample(SAMPLING, ONE)
    (request,) = bench.found
    assert [line.text for line in request.lines] == ["Hi me"]
    assert [line.speaker for line in request.lines] == ["b"]
    assert bench.outlined == []
    bench.find(FIRST)
    (requests,) = [each.requests for each in bench.outlined]
    assert {(r.utterance, r.settings, r.speaker) for r in requests} == {(FIRST, settings, 1)}
    assert len({request.rhythm for request in requests}) == 3
    assert len(bench.take_list) == 0
    outlines = bench.outline()
    # What is done for later has to make room for each request.
    assert bench.to_worker == ["coming", "find", "coming", "outline"]
    assert [take.outline for take in bench.take_list.takes] == outlines
    assert [take.number for take in bench.take_list.takes] == [1, 2, 3]
    assert {(t.voice, t.voice_name, t.line) for t in bench.take_list.takes} == {
        ("/joe.onnx", "joe", 2)
    }
    assert {(t.origin, t.parent, t.starred) for t in bench.take_list.takes} == {("", None, False)}
    assert bench.taken_up == [([1, 2, 3], False)]


def test_the_first_of_the_new_takes_is_heard_at_once(bench: Bench) -> None:
    bench.generator.sample(SAMPLING, ONE)
    bench.find(FIRST)
    outlines = bench.outline()
    (request,) = bench.spoken
    assert request.takes == (TakeRequest.of(outlines[0]),)
    assert bench.generator.take_player.shown == 1
    assert bench.controller.shown == TakeSound(1)
    assert bench.controller.timeline.last_line is None
    take = bench.speak()
    assert bench.listened == [0.0]
    sound = bench.renderer.sound(1)
    assert sound is not None
    assert np.array_equal(sound.waveform, take.waveform)
    assert bench.renderer.sound(2) is None


def test_a_locked_seed_is_what_the_panel_says(bench: Bench) -> None:
    locked = Arc(Draw(1), Draw(5), 0.5)
    bench.generator.sample(dataclasses.replace(SAMPLING, rhythm=locked, rhythm_locked=True), ONE)
    bench.find(FIRST)
    assert {request.rhythm for request in bench.outlined[0].requests} == {locked}


def test_with_both_seeds_locked_several_takes_are_refused_with_a_remedy(bench: Bench) -> None:
    both = dataclasses.replace(SAMPLING, rhythm_locked=True, expression_locked=True)
    bench.generator.sample(both, ONE)
    (error,) = bench.errors
    assert isinstance(error, SettingsError)
    assert "Unlock" in error.remedy
    assert bench.to_worker == []
    bench.generator.sample(dataclasses.replace(both, count=1), ONE)
    bench.find(FIRST)
    assert bench.outlined[0].requests[0].rhythm == SAMPLING.rhythm
    assert bench.outlined[0].requests[0].expression == SAMPLING.expression


def test_where_there_is_nothing_to_speak_the_reason_is_told(bench: Bench) -> None:
    bench.generator.sample(SAMPLING, ONE)
    bench.find(skipped=[Skipped("x", 0, 1, "it has no sound")])
    (error,) = bench.errors
    assert isinstance(error, TextError)
    assert error.where == "it has no sound"
    assert error.remedy
    bench.generator.sample(SAMPLING, ONE)
    bench.find()
    assert len(bench.errors) == 2
    assert bench.outlined == []
    assert len(bench.take_list) == 0


def test_all_sentences_of_a_selection_are_sampled_as_one_change(bench: Bench) -> None:
    bench.generator.sample(SAMPLING, BOTH)
    assert [line.line for line in bench.found[0].lines] == [2, 3]
    bench.find(FIRST, SECOND)
    bench.outline()
    assert [take.outline.utterance for take in bench.take_list.takes] == [FIRST] * 3 + [SECOND] * 3
    assert bench.take_list.stack.undoText() == "Sample 6 takes"
    bench.take_list.stack.undo()
    assert len(bench.take_list) == 0


def test_two_requests_under_way_do_not_get_into_each_other(bench: Bench) -> None:
    bench.generator.sample(dataclasses.replace(SAMPLING, count=1), ONE)
    bench.generator.sample(dataclasses.replace(SAMPLING, count=2), BOTH[1:])
    first, second = bench.found
    bench.generator.on_sentences_found(first.number, [(2, FIRST, 1)], [])
    bench.generator.on_sentences_found(second.number, [(3, SECOND, 1)], [])
    one, other = bench.outlined
    bench.generator.on_outlines_ready(one.number, [outline_of(r) for r in one.requests])
    bench.generator.on_outlines_ready(other.number, [outline_of(r) for r in other.requests])
    assert [take.outline.utterance for take in bench.take_list.takes] == [SECOND, SECOND, FIRST]


def test_what_is_under_way_for_one_script_is_not_put_into_the_next(bench: Bench) -> None:
    bench.generator.sample(SAMPLING, ONE)
    bench.generator.sample(SAMPLING, BOTH[1:])
    sampled, outlined = bench.found
    bench.generator.on_sentences_found(outlined.number, [(3, SECOND, 1)], [])
    bench.generator.hold(Draw(1, ((0, 5),)), Draw(2))
    abandoned: list[bool] = []
    bench.generator.abandoned.connect(lambda: abandoned.append(True))
    bench.generator.forget()
    assert abandoned == [True]
    bench.generator.on_sentences_found(sampled.number, [(2, FIRST, 1)], [])
    bench.outline()
    assert len(bench.take_list) == 0
    assert not bench.take_list.stack.canUndo()
    assert bench.generator.held("rhythm", 1) is None


def test_without_a_voice_nothing_is_asked_for(qtbot: QtBot) -> None:
    bench = Bench()
    bench.generator.sample(SAMPLING, ONE)
    bench.generator.make([TakeRecipe(TakeRequest.of(made_take()))], "Make")
    bench.generator.open_take(Path("/a.wav"))
    assert bench.to_worker == []


# -- recipes ---------------------------------------------------------------------------------------


def child_of(take: LabTake, *, seed: int = 77) -> TakeRecipe:
    request = dataclasses.replace(TakeRequest.of(take.outline), expression=Draw(seed))
    return TakeRecipe(request, take.line, "3: “Hi” anew", take.number, (1, 2))


def test_a_planned_take_tells_what_it_came_from_and_is_heard_from_there(bench: Bench) -> None:
    parent, *_ = bench.sampled()
    bench.generator.make(
        [child_of(parent)], "“Hi” anew", listen_from=lambda outline: outline.seconds / 2
    )
    (outline,) = bench.outline()
    take = bench.take_list[4]
    assert (take.outline, take.origin, take.parent) == (outline, "3: “Hi” anew", parent.number)
    assert (take.changed, take.line) == ((1, 2), 2)
    assert bench.take_list.stack.undoText() == "“Hi” anew"
    assert bench.generator.take_player.shown == 4
    bench.speak()
    assert bench.listened[-1] == pytest.approx(outline.seconds / 2)


def test_another_voices_take_leads_to_no_others(bench: Bench) -> None:
    parent, *_ = bench.sampled()
    bench.load(ANNA)
    requests_before = len(bench.outlined)
    bench.generator.make([child_of(parent)], "Morph")
    (error,) = bench.errors
    assert "joe" in error.what
    assert error.remedy
    assert len(bench.outlined) == requests_before


def test_what_is_not_to_be_heard_is_chosen_all_together(bench: Bench) -> None:
    parent, *_ = bench.sampled()
    spoken = len(bench.spoken)
    bench.generator.make([child_of(parent), child_of(parent, seed=78)], "Sweep", heard=False)
    bench.outline()
    assert bench.taken_up[-1] == ([4, 5], True)
    assert len(bench.spoken) == spoken
    assert bench.generator.take_player.shown == 1


def test_a_take_that_is_only_tried_does_not_join_the_list(bench: Bench) -> None:
    parent, *_ = bench.sampled()
    handed: list[LabTake] = []
    bench.generator.make([child_of(parent)], "Morph", done=handed.extend)
    (outline,) = bench.outline()
    assert [(take.outline, take.number) for take in handed] == [(outline, 0)]
    assert len(bench.take_list) == 3
    bench.generator.take_player.hear(handed[0])
    assert bench.spoken[-1].takes == (TakeRequest.of(outline),)
    assert bench.generator.take_player.shown is None
    bench.speak()
    assert len(bench.take_list) == 3


def test_a_request_that_fails_is_told_and_forgotten(bench: Bench) -> None:
    class Watched(Sampling):
        """Tells, unlike a record with slots, whether anyone holds it."""

    parent, *_ = bench.sampled()
    takes: list[LabTake] = []
    sampling, done = Watched(3, ProsodySettings(), Draw(1), Draw(2)), partial(takes.extend)
    held = weakref.ref(sampling), weakref.ref(done)
    error = SettingsError("8 frames are too few for 9 phonemes")
    bench.generator.make([child_of(parent)], "Morph", done=done)
    bench.generator.sample(sampling, ONE)
    del sampling, done
    assert all(reference() is not None for reference in held)
    bench.generator.on_failed(bench.outlined[-1].number, error)
    assert bench.errors == [error]
    bench.generator.on_failed(bench.found[-1].number, error)
    assert bench.errors == [error, error]
    assert [reference() for reference in held] == [None, None]
    assert not takes


def test_the_making_of_takes_is_undone_and_redone_as_one(bench: Bench) -> None:
    takes = bench.sampled()
    bench.take_list.stack.undo()
    assert len(bench.take_list) == 0
    bench.take_list.stack.redo()
    assert list(bench.take_list.takes) == takes
    bench.take_list.stack.undo()
    bench.sampled(2)
    assert [take.number for take in bench.take_list.takes] == [4, 5]


def test_what_the_old_voice_answers_counts_when_the_next_one_fails(bench: Bench) -> None:
    bench.generator.sample(SAMPLING, ONE)
    bench.controller.load_voice("/bad.onnx", "cpu")
    bench.controller.on_voice_failed(VoiceError("bad"))
    bench.find(FIRST)
    bench.controller.load_voice("/bad.onnx", "cpu")
    bench.controller.on_voice_failed(VoiceError("bad"))
    bench.outline()
    assert len(bench.take_list) == 3


def test_what_is_found_while_another_voice_is_loaded_is_not_spoken_by_it(bench: Bench) -> None:
    bench.generator.sample(SAMPLING, ONE)
    bench.controller.load_voice(ANNA.source, "cpu")
    bench.find(FIRST)
    assert bench.outlined == []
    bench.controller.on_voice_loaded(ANNA)
    assert len(bench.take_list) == 0


# -- listening -------------------------------------------------------------------------------------


def test_a_sound_at_hand_is_heard_without_the_worker(bench: Bench) -> None:
    bench.sampled()
    spoken = len(bench.spoken)
    bench.generator.take_player.play(2, 0.25)
    assert len(bench.spoken) == spoken
    sound = bench.renderer.sound(2)
    assert sound is not None
    assert np.array_equal(bench.heard[-1], sound.waveform)
    assert bench.listened[-1] == 0.25
    assert bench.shown == [1, 2]  # and nothing between
    assert not bench.controller.busy


def test_a_sound_that_is_not_at_hand_is_spoken_from_the_second_on(bench: Bench) -> None:
    bench.generator.sample(SAMPLING, ONE)
    bench.find(FIRST)
    bench.outline()
    bench.generator.take_player.play(3, 0.2)
    assert bench.spoken[-1].takes == (TakeRequest.of(bench.take_list[3].outline),)
    assert bench.spoken[0].delivery.cancelled.is_set()
    assert bench.generator.take_player.shown == 3
    take = bench.speak()
    assert bench.listened == [0.2]
    sound = bench.renderer.sound(3)
    assert sound is not None
    assert np.array_equal(sound.waveform, take.waveform)
    assert bench.renderer.sound(1) is None


def test_each_take_keeps_its_own_sound_whatever_is_heard_after_it(bench: Bench) -> None:
    takes = bench.sampled()
    for number in (1, 3, 2, 1):
        bench.generator.take_player.play(number)
        bench.generator.take_player.show(1 + number % 3)
    for take in takes:
        sound = bench.renderer.sound(take.number)
        assert sound is not None
        assert sound.expression == take.outline.expression


def test_a_take_is_shown_silently_and_only_if_its_sound_is_at_hand(bench: Bench) -> None:
    bench.generator.sample(SAMPLING, ONE)
    bench.find(FIRST)
    bench.outline()
    bench.speak()
    bench.renderer.keep(2, sound_of(bench.take_list[2].outline))
    listened, spoken = len(bench.listened), len(bench.spoken)
    bench.generator.take_player.show(2)
    bench.generator.take_player.show(3)
    assert bench.generator.take_player.shown == 2
    assert (len(bench.listened), len(bench.spoken)) == (listened, spoken)
    assert len(bench.controller.timeline) == 1


def test_what_is_not_in_the_list_is_not_played(bench: Bench) -> None:
    bench.generator.take_player.play(9)
    bench.generator.take_player.show(9)
    assert (bench.spoken, bench.shown) == ([], [])


def test_another_voices_take_is_not_spoken_and_that_is_told(bench: Bench) -> None:
    bench.generator.sample(SAMPLING, ONE)
    bench.find(FIRST)
    bench.outline()
    bench.load(ANNA)
    spoken = len(bench.spoken)
    bench.generator.take_player.play(2)
    settle()
    (error,) = bench.errors
    assert "joe" in error.what
    assert len(bench.spoken) == spoken
    assert bench.generator.take_player.shown == 1


def test_a_sound_at_hand_is_heard_with_any_voice(bench: Bench) -> None:
    bench.sampled()
    bench.load(ANNA)
    bench.generator.take_player.play(2)
    assert bench.generator.take_player.shown == 2
    assert bench.errors == []


def test_leaving_a_take_empties_the_plots(bench: Bench) -> None:
    bench.sampled()
    bench.generator.take_player.play(2)
    bench.controller.clear()
    assert bench.generator.take_player.shown is None
    assert len(bench.controller.timeline) == 0


# -- what is spoken from the text ------------------------------------------------------------------


def test_a_sentence_that_was_spoken_joins_the_list(bench: Bench) -> None:
    take = made_take()
    bench.speak_text(take)
    (joined,) = bench.take_list.takes
    assert joined.outline is take
    assert (joined.number, joined.line, joined.parent) == (1, 2, None)
    assert bench.renderer.sound(1) is take
    assert bench.generator.take_player.shown == 1
    assert bench.joined == [1]
    assert bench.take_list.stack.undoText() == "New take"


def test_the_same_take_joins_the_list_once(bench: Bench) -> None:
    bench.speak_text(made_take())
    bench.speak_text(dataclasses.replace(made_take(), rhythm=Draw(9)))
    bench.speak_text(made_take())
    assert [take.number for take in bench.take_list.takes] == [2, 1]
    assert bench.generator.take_player.shown == 1
    assert bench.joined == [1, 2]


def test_the_same_words_of_another_voice_are_another_take(bench: Bench) -> None:
    bench.speak_text(made_take())
    bench.load(ANNA)
    bench.speak_text(made_take())
    assert [take.voice_name for take in bench.take_list.takes] == ["anna", "joe"]
    assert bench.generator.take_player.shown == 2


def test_of_two_voices_takes_the_one_that_is_shown_is_meant(bench: Bench) -> None:
    bench.speak_text(made_take())
    bench.load(ANNA)
    bench.speak_text(made_take())
    for number in (1, 2):
        bench.generator.take_player.play(number)
        known = bench.generator.take_player.known(made_take())
        assert known is not None
        assert known.number == number


def test_a_take_that_was_sampled_does_not_join_again(bench: Bench) -> None:
    bench.sampled()
    bench.speak_text(sound_of(bench.take_list[2].outline))
    assert len(bench.take_list) == 3
    assert bench.generator.take_player.shown == 2


def test_several_sentences_and_unfinished_ones_do_not_join(bench: Bench) -> None:
    bench.speak_text(made_take(0), made_take(7))
    bench.controller.set_seeds(8, 9)
    bench.controller.speak(6, 11)
    for part in parts_of(made_take(), 3)[:2]:
        bench.controller.on_part_ready(bench.spoken[-1].number, 2, part)
    bench.controller.cancel()
    assert len(bench.take_list) == 0


def test_what_is_spoken_from_the_text_takes_the_place_of_the_take_that_was_shown(
    bench: Bench,
) -> None:
    bench.sampled()
    bench.generator.take_player.play(2)
    bench.controller.set_seeds(8, 9)
    bench.controller.speak(6, 11)
    assert bench.generator.take_player.shown is None
    take = made_take()
    bench.controller.on_part_ready(bench.spoken[-1].number, 2, whole(take))
    assert all(
        sound is not take for sound in (bench.renderer.sound(number) for number in (1, 2, 3))
    )


# -- noise that is taken over ----------------------------------------------------------------------


def test_noise_that_is_taken_over_goes_with_its_seed(bench: Bench) -> None:
    rhythm, expression = Arc(Draw(5), Draw(6), 0.5), Draw(8, ((2, 9),))
    assert bench.generator.held("rhythm", 5) is None
    bench.generator.hold(rhythm, expression)
    assert bench.generator.held("rhythm", 5) == rhythm
    assert bench.generator.held("expression", 8) == expression
    # The person typed another seed.
    assert bench.generator.held("rhythm", 6) is None
    assert bench.generator.held("expression", 5) is None


# -- takes that are opened again -------------------------------------------------------------------


def test_an_opened_take_is_in_the_list_with_its_sound(bench: Bench, qtbot: QtBot) -> None:
    path = Path("/takes/calm.wav")
    with qtbot.waitSignals(
        [bench.generator.request_coming, bench.generator.reopening_wanted], order="strict"
    ):
        bench.generator.open_take(path)
    takes = (made_take(0), made_take(7))
    reopened = Reopened(takes, cast(Any, None), cast(Any, None))
    listened = len(bench.listened)
    with qtbot.waitSignal(bench.generator.reopened) as told:
        bench.generator.on_reopened(path, reopened)
    assert told.args == [path, reopened]
    assert [(t.number, t.outline, t.origin) for t in bench.take_list.takes] == [
        (1, takes[0], "from calm.wav"), (2, takes[1], "from calm.wav"),
    ]  # fmt: skip
    assert [bench.renderer.sound(number) for number in (1, 2)] == list(takes)
    assert bench.taken_up == [([1, 2], True)]
    assert (bench.generator.take_player.shown, len(bench.listened)) == (1, listened)
    bench.take_list.stack.undo()
    assert len(bench.take_list) == 0
