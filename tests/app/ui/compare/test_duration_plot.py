from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.comparison.comparison import Comparison
from app.ui.compare.duration_plot import DurationPlot
from app.ui.plots.time_axis import TimeAxis
from tests.app.comparison.compared import rendition
from tests.app.ui.compare.pixels import looks, rows_of_all, rows_of_line
from tests.app.ui.made_take import FRAME

SLOW = (4, 10, 2, 18, 2, 6, 8, 16)
PHONEMES = (6, 10, 3, 4, 8)
"""Frames of each phoneme of a rendition; of a slow one, twice as many."""
HEIGHT = 600


@pytest.fixture
def axis(qapp: QApplication) -> TimeAxis:
    return TimeAxis()


@pytest.fixture
def plot(qtbot: QtBot, axis: TimeAxis) -> DurationPlot:
    plot = DurationPlot(axis)
    qtbot.addWidget(plot)
    plot.resize(800, HEIGHT)
    return plot


def show(plot: DurationPlot, axis: TimeAxis, comparison: Comparison, slots: dict[int, int]) -> None:
    axis.set_length(comparison.length)
    axis.fit()
    plot.show_comparison(comparison, slots)


def row_of(plot: DurationPlot, frames: float, most: float) -> float:
    """Where a duration is drawn, where the scale is for `most` frames."""
    low, high = plot.range_of(np.array([0.0, most * FRAME * 1000]))
    return HEIGHT * (1 - (frames * FRAME * 1000 - low) / (high - low))


def middles(borders: np.ndarray) -> Sequence[float]:
    return ((borders[1:] + borders[:-1]) / 2).tolist()


def test_each_phoneme_is_a_step_from_border_to_border(plot: DurationPlot, axis: TimeAxis) -> None:
    take = rendition(1)
    comparison = Comparison([take], [take], {})
    show(plot, axis, comparison, {1: 3})
    assert looks(plot) == [3]
    plot.set_emphasis(3)  # its line is not broken then
    borders = comparison.borders(take)
    near = 3 * comparison.length / plot.plot_rect().width()  # three pixels
    for index, frames in enumerate(PHONEMES):
        expected = row_of(plot, frames, max(PHONEMES))
        for place in (borders[index] + near, borders[index + 1] - near):
            rows = rows_of_line(plot, place, 3)
            assert rows.mean() + 0.5 == pytest.approx(expected, abs=1), (index, place)
            assert len(rows) <= 4


def test_equal_durations_do_not_hide_each_other(plot: DurationPlot, axis: TimeAxis) -> None:
    takes = [rendition(number) for number in range(1, 9)]
    comparison = Comparison(takes, takes, {})
    show(plot, axis, comparison, {n: n - 1 for n in range(1, 9)})
    assert looks(plot) == list(range(8))
    place = middles(comparison.borders(takes[0]))[1]
    heights = []
    for slot in range(8):
        plot.set_emphasis(slot)
        heights.append(float(rows_of_line(plot, place, slot).mean()))
    assert np.diff(heights).min() > 1  # from the first, which is uppermost, to the last
    assert heights[-1] - heights[0] < row_of(plot, 0, 10) - row_of(plot, 1, 10)


def test_the_band_is_of_all_takes_and_only_by_phoneme(plot: DurationPlot, axis: TimeAxis) -> None:
    takes = [rendition(1), rendition(2, SLOW)]
    comparison = Comparison(takes[:1], takes, {})
    show(plot, axis, comparison, {1: 0})
    places = middles(comparison.borders(takes[0]))
    for place, frames in zip(places, PHONEMES, strict=True):
        # Of two takes, a standard deviation to either side of the mean is at the takes.
        rows = rows_of_all(plot, place)
        assert rows[0] == pytest.approx(row_of(plot, 2 * frames, 20), abs=2)
        assert rows[-1] == pytest.approx(row_of(plot, frames, 20), abs=2)
        assert len(rows) == rows[-1] - rows[0] + 1
    by_time = Comparison(takes[:1], takes, {}, by_time=True)
    show(plot, axis, by_time, {1: 0})
    for place in middles(by_time.borders(takes[0])):
        assert 0 < len(rows_of_all(plot, place)) <= 4


def test_round_milliseconds_are_labelled(plot: DurationPlot) -> None:
    assert plot.ticks(0, 210, 120) == [
        (0, "0 ms"), (50, "50 ms"), (100, "100 ms"), (150, "150 ms"), (200, "200 ms"),
    ]  # fmt: skip
    assert [value for value, _ in plot.ticks(0, 210, 40)] == [0, 200]
