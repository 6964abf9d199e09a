from __future__ import annotations

import pytest

from app.ui.plots.time_axis import OPENING_SPAN, SHORTEST_SPAN, TimeAxis


@pytest.fixture
def axis(qapp) -> TimeAxis:
    axis = TimeAxis()
    axis.set_length(10.0)
    return axis


def test_a_short_sound_is_seen_whole_as_it_grows(axis: TimeAxis) -> None:
    axis.reset()
    for length in (4, 8):
        axis.set_length(length)
        assert (axis.start, axis.stop) == (0, length)


def test_a_long_one_opens_at_a_readable_magnification(axis: TimeAxis) -> None:
    axis.set_length(3600)
    assert (axis.start, axis.stop) == (0, OPENING_SPAN)
    axis.fit()
    assert (axis.start, axis.stop) == (0, 3600)
    axis.set_length(3700)
    assert axis.stop == 3700


def test_zooming_keeps_the_second_under_the_pointer(axis: TimeAxis) -> None:
    axis.zoom(0.5, 2.0)
    share = (2.0 - axis.start) / axis.span
    assert axis.span == pytest.approx(5)
    assert share == pytest.approx(0.2)


def test_a_stretch_that_is_shown_counts_as_zoomed_to(axis: TimeAxis) -> None:
    assert not axis.chosen
    axis.show(4.0, 6.0)
    assert (axis.start, axis.stop) == (4.0, 6.0)
    assert axis.chosen
    axis.show(7.0, 7.0)  # nothing
    assert (axis.start, axis.stop) == (4.0, 6.0)
    axis.set_length(5.0)
    assert (axis.start, axis.stop) == (3.0, 5.0)
    axis.fit()
    assert not axis.chosen


def test_the_view_stays_within_the_sound(axis: TimeAxis) -> None:
    axis.zoom(0.5, 0.0)
    axis.pan(-3)
    assert axis.start == 0
    axis.pan(100)
    assert axis.stop == 10
    axis.zoom(100)
    assert (axis.start, axis.stop) == (0, 10)
    axis.zoom(1e-9, 5)
    assert axis.span == pytest.approx(SHORTEST_SPAN)


def test_more_sound_does_not_move_what_the_user_looks_at(axis: TimeAxis) -> None:
    axis.zoom(0.2, 5)
    before = (axis.start, axis.stop)
    axis.set_length(100)
    assert (axis.start, axis.stop) == before


def test_the_page_turns_with_the_playhead(axis: TimeAxis) -> None:
    axis.zoom(0.2, 0.0)
    axis.follow(1.9)
    assert axis.start == 0
    axis.follow(2.1)
    assert axis.start <= 2.1 <= axis.stop
    assert axis.start == pytest.approx(2.0)


def test_the_page_stays_where_the_user_panned_until_the_playhead_is_seen(axis: TimeAxis) -> None:
    axis.zoom(0.2, 0.0)
    axis.follow(1.0)
    axis.pan(5)
    axis.follow(1.1)
    assert axis.start == pytest.approx(5)
    axis.follow(5.5)
    axis.follow(7.5)
    assert axis.start == pytest.approx(7.4)


def test_nothing_moves_without_a_sound(qapp) -> None:
    axis = TimeAxis()
    axis.zoom(0.1)
    axis.pan(3)
    axis.fit()
    axis.follow(9)
    assert (axis.start, axis.stop) == (0, 1)
