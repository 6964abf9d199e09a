"""Where takes lie, and what is heard at a moment."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from app.session.timeline import Timeline
from tests.app.ui.made_take import FRAME, HOP, SAMPLE_RATE, made_take, parts_of, whole


def two_takes(pause_frames: int) -> Timeline:
    timeline = Timeline(SAMPLE_RATE)
    timeline.append(whole(dataclasses.replace(made_take(), pause_frames=pause_frames)))
    timeline.append(whole(made_take(start=6)))
    return timeline


def test_a_take_begins_behind_the_pause_of_the_one_before() -> None:
    timeline = Timeline(SAMPLE_RATE)
    start, sound = timeline.append(whole(dataclasses.replace(made_take(), pause_frames=10)))
    assert (start, len(sound)) == (0, 33 * HOP)
    start, sound = timeline.append(whole(made_take(start=6)), line=7)
    assert (start, len(sound)) == (43 * HOP, 43 * HOP)
    assert not sound[: 10 * HOP].any()
    assert timeline.samples == 76 * HOP
    ((seconds, outline),) = timeline.outlines_of(7)
    assert (seconds, outline) == (43 * HOP / SAMPLE_RATE, timeline.takes[1])
    assert timeline.line_of(timeline.takes[1]) == timeline.last_line == 7
    assert [timeline.line_at(second) for second in (0.0, seconds)] == [None, 7]


def test_silence_comes_before_the_first_take_where_it_is_to_be_heard_later() -> None:
    timeline = Timeline(SAMPLE_RATE, lead=10 * HOP)
    start, sound = timeline.append(whole(made_take()), line=7)
    assert (start, len(sound)) == (10 * HOP, 43 * HOP)
    assert not sound[: 10 * HOP].any()
    assert timeline.samples == 43 * HOP
    assert timeline.outlines_of(7)[0][0] == 10 * HOP / SAMPLE_RATE


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


def test_a_take_is_known_from_its_first_part_and_whole_with_its_last() -> None:
    timeline = Timeline(SAMPLE_RATE)
    take = made_take()
    first, second, last = parts_of(take, 3)
    assert timeline.append(first)[0] == 0
    assert (len(timeline), timeline.takes, timeline.samples) == (1, (), 11 * HOP)
    found = timeline.at(3.5 * FRAME)
    assert found is not None
    assert found[1] == take.utterance.words[0]
    timeline.append(second)
    timeline.append(last)
    assert (len(timeline), timeline.takes, timeline.samples) == (1, (take,), 33 * HOP)


def test_a_half_made_take_is_kept_as_far_as_it_came() -> None:
    timeline = Timeline(SAMPLE_RATE)
    take = dataclasses.replace(made_take(), pause_frames=4)
    parts = [whole(take), *parts_of(made_take(start=6), 3)[:2]]
    sound = np.concatenate([timeline.append(part)[1] for part in parts])
    assert timeline.samples == (33 + 4 + 22) * HOP
    silence = np.zeros(4 * HOP, np.float32)
    expected = (take.waveform, silence, made_take().waveform[: 22 * HOP])
    assert np.array_equal(sound, np.concatenate(expected))


def test_a_part_that_does_not_follow_is_refused() -> None:
    timeline = Timeline(SAMPLE_RATE)
    first, _, last = parts_of(made_take(), 3)
    timeline.append(first)
    with pytest.raises(ValueError, match="does not follow"):
        timeline.append(last)


@pytest.mark.parametrize(("before", "after"), [(3, 4), (2, 1), (4, 3), (3, 3)])
def test_a_take_goes_on_after_it_was_broken_off(before: int, after: int) -> None:
    """However it is cut into parts when it is made once more."""
    take, timeline = made_take(), Timeline(SAMPLE_RATE)
    first = parts_of(take, before)[0]
    timeline.append(first)
    assert timeline.is_broken_off
    sound, mel = [first.waveform], [first.mel]
    for part in parts_of(take, after):
        missing = timeline.missing_of(part)
        if missing is not None:
            timeline.append(missing)
            sound.append(missing.waveform)
            mel.append(missing.mel)
    assert not timeline.is_broken_off
    assert np.array_equal(np.concatenate(sound), take.waveform)
    assert np.array_equal(np.concatenate(mel, axis=1), take.mel)
