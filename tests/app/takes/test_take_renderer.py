"""In what order sounds are made, who waits for them, and which answers still count.

The worker's answers are given by hand here; `test_lab_in_window.py` runs the real one.
"""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QUndoStack
from pytestqt.qtbot import QtBot

from app.document.document import Document, Line
from app.session.controller import Controller
from app.session.script import Script
from app.synthesis.requests import RenderRequest, SpeakSummary, VoiceInfo
from app.synthesis.take_preview import TakePreview
from app.takes.lab_take import LabTake
from app.takes.take_list import TakeList
from app.takes.take_renderer import AT_ONCE, TakeRenderer
from tests.app.takes.made_lab_take import lab_take, sound_of
from tests.app.ui.made_take import HOP, SAMPLE_RATE
from vits_core.errors import VitsError, VoiceError
from vits_core.records import ProsodySettings, Take
from vits_core.synthesis.take_request import TakeRequest

JOE = VoiceInfo(
    "joe", "/voices/joe.onnx", SAMPLE_RATE, HOP, (), ProsodySettings(), "cpu", (("cpu", "CPU"),)
)
ANNA = dataclasses.replace(JOE, name="anna", source="/voices/anna.onnx")
SUMMARY = SpeakSummary(1, 1.0, 0.1)


class Bench:
    """A renderer with a list and a voice, and what it asked for and told."""

    def __init__(self) -> None:
        self.take_list = TakeList(QUndoStack())
        script = Script(QUndoStack())
        script.restore(Document((Line(1, "Hi me"),)))
        self.controller = Controller(script)
        self.renderer = TakeRenderer(self.take_list, self.controller)
        self.requests_made: list[RenderRequest] = []
        self.ready: list[tuple[int, Take]] = []
        self.failures: list[tuple[int, VitsError]] = []
        self.preview_made: list[int] = []
        self.renderer.takes_wanted.connect(self.requests_made.append)
        self.renderer.sound_ready.connect(lambda number, take: self.ready.append((number, take)))
        self.renderer.failed.connect(lambda number, error: self.failures.append((number, error)))
        self.renderer.preview_made.connect(self.preview_made.append)

    def load(self, voice: VoiceInfo) -> None:
        self.controller.load_voice(voice.source, "cpu")
        self.controller.on_voice_loaded(voice)

    def hold(self, *takes: LabTake) -> None:
        """Have these takes in the list, and let the renderer see it."""
        self.take_list.restore(takes)
        settle()

    def asked(self) -> list[list[int]]:
        """The takes of each request, by their seeds, which are their numbers."""
        return [
            [request.rhythm.seed for request in request.requests] for request in self.requests_made
        ]

    def make(self, count: int = AT_ONCE, first: int = 0) -> list[Take]:
        """Answer the last request with takes from its `first` on, `count` at most."""
        request, takes = self.requests_made[-1], []
        for index in range(first, min(first + count, len(request.requests))):
            assert request.delivery.room.acquire(blocking=False)  # as the worker does
            take = sound_of(request.requests[index].rhythm.seed)
            self.renderer.on_take_made(request.number, index, take, TakePreview.of(take))
            takes.append(take)
        return takes

    def end(self) -> None:
        """Say that the last request is over."""
        self.renderer.on_making_ended(self.requests_made[-1].number)
        settle()


def settle() -> None:
    for _ in range(3):
        QCoreApplication.processEvents()


def takes(*numbers: int) -> list[LabTake]:
    return [lab_take(number) for number in numbers]


def annas(number: int) -> LabTake:
    return dataclasses.replace(lab_take(number, Path(ANNA.source)), voice_name="anna")


@pytest.fixture
def bench(qtbot: QtBot) -> Bench:
    bench = Bench()
    bench.load(JOE)
    settle()
    return bench


# -- in the background -----------------------------------------------------------------------------


def test_what_lacks_a_picture_is_made_from_the_top_a_few_at_a_time(bench: Bench) -> None:
    bench.hold(*takes(6, 5, 4, 3, 2, 1))
    assert bench.asked() == [[6, 5, 4, 3]]
    assert len(bench.requests_made[0].requests) == AT_ONCE
    assert bench.requests_made[0].requests[1] == TakeRequest.of(bench.take_list[5].outline)
    bench.make()
    assert bench.preview_made == [6, 5, 4, 3]
    bench.end()
    assert bench.asked()[1:] == [[2, 1]]
    bench.make()
    bench.end()
    assert len(bench.requests_made) == 2
    assert sorted(bench.renderer.previews) == [1, 2, 3, 4, 5, 6]
    assert all(bench.renderer.sound(number) is not None for number in range(1, 7))
    assert bench.ready == []  # nobody waited for them


def test_takes_that_join_the_list_are_made_after_the_request_that_is_under_way(
    bench: Bench,
) -> None:
    bench.hold(*takes(2, 1))
    bench.take_list.add(takes(4, 3), "Sample")
    settle()
    assert bench.asked() == [[2, 1]]
    bench.make()
    bench.end()
    assert bench.asked()[1:] == [[4, 3]]


def test_each_take_that_is_taken_gives_room_for_the_next(bench: Bench) -> None:
    bench.hold(*takes(3, 2, 1))
    bench.make()
    assert bench.requests_made[0].delivery.room.acquire(blocking=False)


def test_nothing_is_ordered_while_a_text_is_spoken(bench: Bench) -> None:
    bench.controller.speak()
    bench.hold(*takes(2, 1))
    assert bench.requests_made == []
    bench.controller.on_request_finished(1, SUMMARY)
    settle()
    assert bench.asked() == [[2, 1]]


@pytest.mark.parametrize("how", ["cancelled", "failed"])
def test_the_making_goes_on_after_a_speech_that_came_to_nothing(bench: Bench, how: str) -> None:
    bench.controller.speak()
    bench.hold(*takes(1))
    if how == "cancelled":
        bench.controller.cancel()
    else:
        bench.controller.on_request_failed(1, VoiceError("bad"))
    settle()
    assert bench.asked() == [[1]]


def test_what_an_interrupted_request_lacks_is_requested_again(bench: Bench) -> None:
    bench.hold(*takes(5, 4, 3, 2, 1))
    bench.make(2)
    bench.controller.speak()
    bench.end()
    assert len(bench.requests_made) == 1
    bench.controller.on_request_finished(1, SUMMARY)
    settle()
    assert bench.asked()[1:] == [[3, 2, 1]]
    bench.end()  # at once: something urgent came again
    assert bench.asked()[2:] == [[3, 2, 1]]


def test_a_take_that_cannot_be_made_is_not_tried_for_ever(bench: Bench) -> None:
    bench.hold(*takes(3, 2, 1))
    bench.make(1)
    bench.renderer.on_take_failed(bench.requests_made[0].number, 1, VoiceError("bad"))
    bench.make(1, first=2)
    bench.end()
    assert len(bench.requests_made) == 1
    assert sorted(bench.renderer.previews) == [1, 3]
    assert bench.failures == []  # nobody waited for it
    bench.renderer.want(2)
    settle()
    assert bench.asked()[1:] == [[2]]


def test_late_answers_of_an_old_request_do_not_count(bench: Bench) -> None:
    bench.hold(*takes(2, 1))
    old = bench.requests_made[0]
    bench.end()
    assert bench.asked() == [[2, 1], [2, 1]]
    take = sound_of(2)
    bench.renderer.on_take_made(old.number, 0, take, TakePreview.of(take))
    bench.renderer.on_take_failed(old.number, 0, VoiceError("bad"))
    bench.renderer.on_making_ended(old.number)
    settle()
    assert (bench.preview_made, bench.renderer.previews, bench.renderer.sound(2)) == ([], {}, None)
    assert len(bench.requests_made) == 2  # the second one is still under way
    bench.make()
    bench.end()
    assert bench.preview_made == [2, 1]
    assert len(bench.requests_made) == 2


def test_the_picture_of_a_take_that_was_removed_is_there_when_it_comes_back(bench: Bench) -> None:
    bench.take_list.add(takes(2, 1), "Sample")
    settle()
    bench.take_list.remove([2], "Remove")
    bench.make()
    bench.end()
    bench.take_list.stack.undo()
    settle()
    assert sorted(bench.renderer.previews) == [1, 2]
    assert len(bench.requests_made) == 1


def test_takes_of_earlier_sessions_wait_until_somebody_looks_at_them(bench: Bench) -> None:
    bench.renderer.leave_for_later([1, 2, 3])
    bench.hold(*takes(4, 3, 2, 1))
    assert bench.asked() == [[4]]
    bench.make()
    bench.end()
    assert len(bench.requests_made) == 1
    bench.renderer.look_at(2)
    bench.renderer.look_at(4)  # which has its picture
    settle()
    assert bench.asked()[1:] == [[2]]
    bench.make()
    bench.end()
    assert len(bench.requests_made) == 2
    bench.renderer.want(3)
    settle()
    assert bench.asked()[2:] == [[3]]


# -- what somebody waits for -----------------------------------------------------------------------


def test_what_is_wanted_comes_before_everything_else(bench: Bench) -> None:
    bench.hold(*takes(7, 6, 5, 4, 3, 2, 1))
    bench.renderer.want(1)
    assert bench.requests_made[0].delivery.cancelled.is_set()
    bench.make(1)
    bench.end()
    assert bench.asked()[1:] == [[1]]
    assert bench.ready == []
    (take,) = bench.make()
    assert bench.ready == [(1, take)]
    bench.end()
    assert bench.asked()[2:] == [[6, 5, 4, 3]]
    bench.make()
    assert bench.ready == [(1, take)]  # once


def test_what_is_wanted_last_comes_first(bench: Bench) -> None:
    bench.hold()
    for number in (1, 2, 3, 1):
        bench.renderer.want(number)
    bench.take_list.add(takes(3, 2, 1), "Sample")
    settle()
    assert bench.asked() == [[1, 3, 2]]


def test_a_request_that_has_what_is_wanted_goes_on(bench: Bench) -> None:
    bench.hold(*takes(3, 2, 1))
    bench.renderer.want(2)
    assert not bench.requests_made[0].delivery.cancelled.is_set()
    made = bench.make()
    assert bench.ready == [(2, made[1])]
    bench.end()
    assert len(bench.requests_made) == 1


def test_a_sound_that_is_at_hand_comes_later_and_is_not_made_again(bench: Bench) -> None:
    bench.hold(*takes(2, 1))
    bench.make()
    bench.end()
    bench.renderer.want(2)
    assert bench.ready == []
    settle()
    assert bench.ready == [(2, bench.renderer.sound(2))]
    assert len(bench.requests_made) == 1


def test_a_sound_at_hand_comes_while_others_are_made_and_while_a_text_is_spoken(
    bench: Bench,
) -> None:
    bench.hold(*takes(6, 5, 4, 3, 2, 1))
    bench.make()
    bench.end()
    bench.controller.speak()
    bench.renderer.want(6)
    settle()
    assert [number for number, _ in bench.ready] == [6]


def test_a_sound_that_was_made_elsewhere_answers(bench: Bench) -> None:
    bench.controller.speak()
    bench.hold(*takes(1))
    bench.renderer.want(1)
    settle()
    take = sound_of(1)
    bench.renderer.keep(1, take)
    settle()
    assert bench.ready == [(1, take)]


def test_a_wanted_take_that_cannot_be_made_is_told(bench: Bench) -> None:
    bench.hold(*takes(1))
    bench.renderer.want(1)
    error = VoiceError("bad")
    bench.renderer.on_take_failed(bench.requests_made[0].number, 0, error)
    bench.end()
    assert bench.failures == [(1, error)]
    assert len(bench.requests_made) == 1


def test_a_wanted_take_that_left_the_list_is_told(bench: Bench) -> None:
    bench.hold(*takes(1))
    bench.renderer.want(1)
    bench.take_list.remove([1], "Remove")
    bench.end()
    ((number, error),) = bench.failures
    assert (number, error.what) == (1, "The take is no longer in the list")


# -- voices ----------------------------------------------------------------------------------------


def test_another_voices_take_is_refused_with_the_voices_name(bench: Bench) -> None:
    bench.hold(annas(2), lab_take(1))
    assert bench.asked() == [[1]]
    assert (bench.renderer.can_make(annas(2)), bench.renderer.can_make(lab_take(1))) == (
        False,
        True,
    )
    bench.renderer.want(2)
    assert bench.failures == []
    settle()
    ((number, error),) = bench.failures
    assert number == 2
    assert "Take 2 was made with the voice anna" in error.what
    assert error.where == ANNA.source
    assert error.remedy


def test_another_voices_takes_are_made_once_it_is_loaded(bench: Bench) -> None:
    bench.hold(annas(2), lab_take(1))
    bench.make()
    bench.end()
    bench.load(ANNA)
    settle()
    assert bench.asked() == [[1], [2]]


def test_a_voice_that_is_loaded_anew_makes_its_sounds_anew_when_they_are_wanted(
    bench: Bench,
) -> None:
    bench.hold(annas(2), lab_take(1))
    bench.make()
    bench.end()
    other = sound_of(2)
    bench.renderer.keep(2, other)
    bench.load(JOE)  # now all in float32, say
    settle()
    assert bench.renderer.sound(1) is None
    assert bench.renderer.sound(2) is other
    assert len(bench.requests_made) == 1  # there is a picture
    bench.renderer.want(1)
    settle()
    assert bench.asked()[1:] == [[1]]


def test_nothing_is_ordered_before_there_is_a_voice(qtbot: QtBot) -> None:
    bench = Bench()
    bench.hold(*takes(1))
    assert bench.requests_made == []
    bench.load(JOE)
    settle()
    assert bench.asked() == [[1]]


def test_nothing_is_ordered_while_another_voice_is_loaded(bench: Bench) -> None:
    bench.controller.load_voice(ANNA.source, "cpu")
    bench.hold(*takes(1))
    assert bench.requests_made == []
    bench.controller.on_voice_failed(VoiceError("bad"))
    settle()
    assert bench.asked() == [[1]]


# -- the end ---------------------------------------------------------------------------------------


def test_nothing_is_made_after_the_end(bench: Bench) -> None:
    bench.hold(*takes(6, 5, 4, 3, 2, 1))
    bench.renderer.close()
    assert bench.requests_made[0].delivery.cancelled.is_set()
    bench.end()
    assert len(bench.requests_made) == 1
