from __future__ import annotations

import dataclasses

import pytest

from app.ui.plots.intervals import Interval, Intervals, phoneme_intervals, word_intervals
from tests.app.ui.made_take import FRAME, made_take
from vits_core.prosody.steering import Draw, Timing, splice


def test_a_blank_sounds_as_part_of_the_phoneme_before_it() -> None:
    found = phoneme_intervals(made_take(), 1.0)
    assert [interval.label for interval in found] == ["h", "aɪ", "", "m", "i"]
    edges = [(round((i.start - 1) / FRAME), round((i.stop - 1) / FRAME)) for i in found]
    assert edges == [(2, 8), (8, 18), (18, 21), (21, 25), (25, 33)]


def test_a_sound_whose_length_was_chosen_is_marked() -> None:
    take = dataclasses.replace(made_take(), timing=Timing(pins=((4, 1), (6, 4))))
    found = phoneme_intervals(take, 0.0)
    assert [interval.label for interval in found if interval.pinned] == ["aɪ", "m"]


def test_words_lie_where_their_tokens_sound() -> None:
    hi, me = word_intervals(made_take(), 2.0)
    assert (hi.label, me.label) == ("Hi", "me")
    assert hi.start == pytest.approx(2 + 2 * FRAME)
    assert hi.stop == pytest.approx(2 + 18 * FRAME)
    assert me.stop == pytest.approx(2 + 33 * FRAME)


def test_a_word_of_another_take_begins_with_a_seam() -> None:
    take = dataclasses.replace(made_take(), rhythm=splice(Draw(1), {6: Draw(2), 7: Draw(2)}))
    assert [word.seam for word in word_intervals(take, 0.0)] == [False, True]
    assert [word.seam for word in word_intervals(made_take(), 0.0)] == [False, False]


def test_an_interval_is_found_by_its_second() -> None:
    intervals = Intervals()
    intervals.extend([Interval(1, 2, "a"), Interval(3, 4, "b")])
    labels = [getattr(intervals.at(s), "label", None) for s in (0.5, 1, 1.99, 2, 3.5, 4)]
    assert labels == [None, "a", "a", None, "b", None]


def test_what_is_too_narrow_comes_joined() -> None:
    intervals = Intervals()
    intervals.extend(Interval(i / 100, (i + 1) / 100, "x") for i in range(100_000))
    seen = list(intervals.visible(0, 1000, 1.0))
    assert len(seen) <= 1001
    assert {interval.label for interval in seen} == {""}
    assert seen[0].start == 0
    assert seen[-1].stop == 1000
    near = list(intervals.visible(500.005, 500.035, 0.001))
    assert [interval.start for interval in near] == [500.0, 500.01, 500.02, 500.03]


def test_a_cut_takes_back_what_comes_after_it() -> None:
    intervals = Intervals()
    intervals.extend([Interval(1, 2, "a"), Interval(3, 5, "b"), Interval(5, 6, "c")])
    intervals.cut(4)
    assert list(intervals.visible(0, 10, 0.1)) == [Interval(1, 2, "a"), Interval(3, 4, "b")]
    intervals.cut(3)
    assert list(intervals.visible(0, 10, 0.1)) == [Interval(1, 2, "a")]
    intervals.extend([Interval(3, 4, "d")])
    assert intervals.at(3.5) == Interval(3, 4, "d")
    intervals.cut(0)
    assert list(intervals.visible(0, 10, 0.1)) == []


def test_the_end_of_an_interval_is_found_near_a_second() -> None:
    intervals = Intervals()
    assert intervals.edge_near(1.0, 9.0) is None
    intervals.extend([Interval(1, 2, "a"), Interval(2, 2.25, "b"), Interval(3, 4, "c")])
    near = {
        1.0: None,  # a beginning is no end
        1.75: 2,
        2.0: 2,
        2.1: 2,
        2.2: 2.25,
        2.5: 2.25,
        2.75: None,
        3.5: None,
        3.9: 4,
        4.25: 4,
        4.5: None,
    }
    assert {second: intervals.edge_near(second, 0.25) for second in near} == near


def test_intervals_between_two_seconds_begin_there() -> None:
    intervals = Intervals()
    intervals.extend([Interval(1, 2, "a"), Interval(2, 3, "b"), Interval(5, 6, "c")])

    def between(start: float, stop: float) -> str:
        return "".join(interval.label for interval in intervals.between(start, stop))

    assert between(0, 9) == "abc"
    assert between(1, 2) == "a"
    assert between(1.5, 5) == "b"
    assert between(3, 5) == ""
