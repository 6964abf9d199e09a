"""Where takes lie, and what is heard at a moment."""

from __future__ import annotations

import dataclasses

import numpy as np

from app.timeline import Timeline
from tests.app.ui.made_take import FRAME, HOP, SAMPLE_RATE, made_take


def two_takes(pause_frames: int) -> Timeline:
    timeline = Timeline(SAMPLE_RATE)
    timeline.append(dataclasses.replace(made_take(), pause_frames=pause_frames))
    timeline.append(made_take(start=6))
    return timeline


def test_a_take_begins_behind_the_pause_of_the_one_before() -> None:
    timeline = Timeline(SAMPLE_RATE)
    start, sound = timeline.append(dataclasses.replace(made_take(), pause_frames=10))
    assert (start, len(sound)) == (0, 33 * HOP)
    start, sound = timeline.append(made_take(start=6))
    assert (start, len(sound)) == (43 * HOP, 43 * HOP)
    assert not sound[: 10 * HOP].any()
    assert timeline.samples == 76 * HOP
    assert timeline.start_seconds(1) == 43 * HOP / SAMPLE_RATE


def test_blocks_are_what_was_handed_out() -> None:
    timeline = Timeline(SAMPLE_RATE)
    parts = [timeline.append(dataclasses.replace(made_take(), pause_frames=n))[1] for n in (5, 7)]
    assert np.array_equal(np.concatenate(list(timeline.blocks())), np.concatenate(parts))


def test_every_moment_has_its_take_and_word() -> None:
    timeline = two_takes(pause_frames=10)
    heard = {}
    for frame in range(76):
        found = timeline.at((frame + 0.5) * FRAME)
        assert found is not None
        take, word = found
        heard[frame] = (take.utterance.start, word and word.text)
    # In a take: 2 frames blank, "Hi" until 18, a space until 21, "me" from 21 to 33.
    assert [heard[f] for f in (0, 2, 17, 18, 20, 21, 32)] == [
        (0, None), (0, "Hi"), (0, "Hi"), (0, None), (0, None), (0, "me"), (0, "me"),
    ]  # fmt: skip
    assert heard[38] == (0, None)  # the pause
    assert [heard[f] for f in (43, 45, 64, 75)] == [(6, None), (6, "Hi"), (6, "me"), (6, "me")]


def test_nothing_is_heard_of_an_empty_timeline() -> None:
    timeline = Timeline(SAMPLE_RATE)
    assert timeline.at(0.0) is None
    assert timeline.index_at(1.0) is None
    assert timeline.samples == 0
    assert list(timeline.blocks()) == []
