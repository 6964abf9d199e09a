"""Which sound and which words lie at a second, when several takes are shown."""

from __future__ import annotations

import pytest

from app.ui.plots.shown_takes import ShownTakes
from tests.app.ui.made_take import FRAME, made_take

FIRST, SECOND = made_take(), made_take(start=6, repeats=2)
BEGIN = 33 * FRAME + 10 * FRAME
"""Second at which the second take begins: behind a pause of ten frames."""


@pytest.fixture
def takes() -> ShownTakes:
    takes = ShownTakes()
    takes.append(0.0, FIRST)
    takes.append(BEGIN, SECOND)
    return takes


def words(takes: ShownTakes, first: float, last: float) -> tuple[object, list[str]] | None:
    found = takes.words_between(first, last)
    return None if found is None else (found[0], [word.text for word in found[1]])


def test_without_takes_there_is_nothing() -> None:
    takes = ShownTakes()
    assert takes.take_at(0.0) is None
    assert takes.words_between(0.0, 9.0) is None
    assert takes.sound_at(0.0) is None
    assert takes.resized(1.0, 2.0) is None


def test_a_take_is_there_until_the_next_one_begins(takes: ShownTakes) -> None:
    for second in (0.0, 10 * FRAME, 38 * FRAME):  # the last in the pause
        assert takes.take_at(second) is FIRST
    for second in (BEGIN, BEGIN + 99.0):
        assert takes.take_at(second) is SECOND


def test_words_are_found_by_the_seconds_at_which_they_sound(takes: ShownTakes) -> None:
    assert words(takes, 5 * FRAME, 5 * FRAME) == (FIRST, ["Hi"])
    assert words(takes, 5 * FRAME, 22 * FRAME) == (FIRST, ["Hi", "me"])
    assert words(takes, 25 * FRAME, 25 * FRAME) == (FIRST, ["me"])
    assert words(takes, BEGIN + 10 * FRAME, BEGIN + 10 * FRAME) == (SECOND, ["Hi"])


def test_words_that_are_named_by_their_beginnings_bring_no_neighbour(takes: ShownTakes) -> None:
    start, end = FIRST.word_seconds(FIRST.utterance.words[0])
    assert words(takes, start, start) == (FIRST, ["Hi"])
    assert words(takes, end, end) is None  # the gap between the words


def test_words_of_several_takes_are_those_of_the_first(takes: ShownTakes) -> None:
    assert words(takes, 22 * FRAME, BEGIN + 60 * FRAME) == (FIRST, ["me"])


def test_before_the_first_word_and_in_a_pause_there_is_none(takes: ShownTakes) -> None:
    assert words(takes, 0.0, 0.0) is None
    assert words(takes, 38 * FRAME, 38 * FRAME) is None


def test_a_sound_is_found_with_all_of_its_tokens(takes: ShownTakes) -> None:
    assert takes.sound_at(0.0) == (FIRST, 0, 1)
    assert takes.sound_at(2 * FRAME) == (FIRST, 1, 3)
    assert takes.sound_at(7.5 * FRAME) == (FIRST, 1, 3)  # the blank behind "h"
    assert takes.sound_at(19 * FRAME) == (FIRST, 5, 6)  # the gap
    assert takes.sound_at(32.9 * FRAME) == (FIRST, 7, 8)
    assert takes.sound_at(33 * FRAME) is None  # the pause
    assert takes.sound_at(BEGIN + 5 * FRAME) == (SECOND, 1, 3)
    assert takes.sound_at(BEGIN + 66 * FRAME) is None


def test_a_moved_end_gives_the_frames_of_its_sound(takes: ShownTakes) -> None:
    assert takes.resized(18 * FRAME, 23 * FRAME) == (FIRST, 3, 5, 15)
    assert takes.resized(18 * FRAME, 17.4 * FRAME) == (FIRST, 3, 5, 9)
    end = BEGIN + 2 * 8 * FRAME
    assert takes.resized(end, end - 3 * FRAME) == (SECOND, 1, 3, 9)


def test_a_sound_keeps_a_frame_for_each_of_its_tokens(takes: ShownTakes) -> None:
    assert takes.resized(18 * FRAME, 0.0) == (FIRST, 3, 5, 2)
    assert takes.resized(21 * FRAME, 0.0) == (FIRST, 5, 6, 1)


def test_the_end_of_a_take_is_its_own_even_where_the_next_one_begins() -> None:
    takes = ShownTakes()
    takes.append(0.0, FIRST)
    takes.append(FIRST.seconds, SECOND)
    assert takes.resized(33 * FRAME, 35 * FRAME) == (FIRST, 7, 8, 10)


def test_what_is_no_end_of_a_sound_is_not_resized(takes: ShownTakes) -> None:
    assert takes.resized(4 * FRAME, 9 * FRAME) is None
    assert takes.resized(BEGIN, BEGIN + FRAME) is None
