"""What is known of each line: whether it is made as it is now, and what is drawn of its sound."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from app.document.document import ChosenTake
from app.session.line_states import COLUMNS, LineState, LineStates, LineStatus
from tests.app.session import test_controller
from tests.app.session.test_controller import VOICE, Studio, take_of
from tests.app.ui.made_take import parts_of, whole
from vits_core.errors import VoiceError
from vits_core.records import ProsodySettings, Skipped, Take
from vits_core.synthesis.take_request import TakeRequest

studio = test_controller.studio


@pytest.fixture
def states(studio: Studio) -> LineStates:
    return LineStates(studio.controller)


def status(studio: Studio, states: LineStates, line: int) -> LineStatus:
    return states.status(studio.script.document[line])


def all_states(studio: Studio, states: LineStates) -> list[LineState]:
    return [states.status(line).state for line in studio.script.document]


def test_lines_are_made_one_after_the_other(studio: Studio, states: LineStates) -> None:
    assert all_states(studio, states) == [LineState.NOT_MADE] * 3
    changes: list[set[int]] = []
    states.changed.connect(changes.append)
    studio.controller.speak()
    assert all_states(studio, states) == [
        LineState.BEING_MADE, LineState.NOT_MADE, LineState.NOT_MADE,
    ]  # fmt: skip
    studio.part(1, whole(take_of("Hi Tom.")))
    studio.part(2, parts_of(take_of("Hi Bob."), 3)[0])
    assert all_states(studio, states) == [
        LineState.MADE, LineState.BEING_MADE, LineState.NOT_MADE,
    ]  # fmt: skip
    studio.part(2, parts_of(take_of("Hi Bob."), 3)[1])
    studio.part(2, parts_of(take_of("Hi Bob."), 3)[2])
    studio.part(3, whole(take_of("Hi all.")))
    studio.finish()
    assert all_states(studio, states) == [LineState.MADE] * 3
    assert changes[0] == {1}
    assert set().union(*changes) == {1, 2, 3}


def test_a_line_that_is_made_is_drawn_without_keeping_its_sound(
    studio: Studio, states: LineStates
) -> None:
    studio.speak_all()
    made, take = status(studio, states, 2), take_of("Hi Bob.")
    (sketch,) = made.sketches
    assert not isinstance(sketch.outline, Take)
    assert np.array_equal(sketch.outline.durations, take.durations)
    assert made.seconds == take.seconds
    assert len(sketch.highs) == len(sketch.lows) == COLUMNS
    assert sketch.highs.max() == take.waveform.max()


@pytest.mark.parametrize("change", ["words", "settings", "seeds", "voice"])
def test_what_was_made_otherwise_is_stale_and_still_drawn(
    studio: Studio, states: LineStates, change: str
) -> None:
    studio.speak_all()
    told: list[bool] = []
    states.all_changed.connect(lambda: told.append(True))
    if change == "words":
        studio.script.rewrite_line(2, "Hi Rob.")
    elif change == "settings":
        studio.controller.set_settings(ProsodySettings(0.1, 0.2, 1.5))
    elif change == "seeds":
        studio.controller.set_seeds(3, 4)
    else:
        studio.controller.load_voice("/other.onnx", "auto")
        studio.controller.on_voice_loaded(dataclasses.replace(VOICE, source="/other.onnx"))
    assert status(studio, states, 2).state is LineState.STALE
    assert len(status(studio, states, 2).sketches) == 1
    assert status(studio, states, 3).state is (
        LineState.MADE if change == "words" else LineState.STALE
    )
    assert bool(told) is (change != "words")


def test_a_change_that_is_taken_back_leaves_the_line_made(
    studio: Studio, states: LineStates
) -> None:
    studio.speak_all()
    studio.script.rewrite_line(2, "Hi Rob.")
    studio.script.rewrite_line(2, "Hi Bob.")
    assert status(studio, states, 2).state is LineState.MADE


def test_a_choice_that_does_not_speak_now_is_stale(studio: Studio, states: LineStates) -> None:
    request = TakeRequest.of(take_of("Hi Bob."))
    studio.script.choose(2, ChosenTake(request, VOICE.source), "")
    assert status(studio, states, 2).state is LineState.NOT_MADE
    studio.speak_all()
    studio.script.choose(2, None, "")
    assert status(studio, states, 2).state is LineState.STALE
    studio.script.choose(2, ChosenTake(request, VOICE.source), "")
    assert status(studio, states, 2).state is LineState.MADE
    studio.script.choose(2, ChosenTake(request, "/other.onnx"), "")
    assert status(studio, states, 2).state is LineState.STALE
    studio.script.choose(2, ChosenTake(TakeRequest.of(take_of("Hi all.")), VOICE.source), "")
    assert status(studio, states, 2).state is LineState.STALE


def test_a_line_that_cannot_be_made_says_why_until_it_is_another(
    studio: Studio, states: LineStates
) -> None:
    studio.controller.speak()
    studio.part(1, whole(take_of("Hi Tom.")))
    studio.controller.on_request_failed(studio.request.number, VoiceError("No memory"))
    assert all_states(studio, states) == [LineState.MADE, LineState.FAILED, LineState.NOT_MADE]
    assert "No memory" in status(studio, states, 2).problem
    studio.script.rewrite_line(2, "Hi Rob.")
    assert status(studio, states, 2).state is LineState.NOT_MADE


def test_a_line_of_which_nothing_can_be_spoken_says_so(studio: Studio, states: LineStates) -> None:
    studio.controller.speak()
    request = studio.request
    studio.controller.on_text_skipped(request.number, 1, Skipped("Hi Tom.", 0, 7, "no letters"))
    studio.part(2, whole(take_of("Hi Bob.")))
    assert status(studio, states, 1).state is LineState.FAILED
    assert status(studio, states, 1).problem == "no letters"


def test_a_speech_that_is_stopped_makes_nothing(studio: Studio, states: LineStates) -> None:
    studio.controller.speak()
    studio.controller.cancel()
    assert all_states(studio, states) == [LineState.NOT_MADE] * 3
