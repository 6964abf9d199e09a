from __future__ import annotations

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from app.comparison.comparison import Comparison
from app.ui.compare.duration_plot import DurationPlot
from app.ui.plots.time_axis import TimeAxis
from tests.app.comparison.compared import rendition
from tests.app.ui.made_take import FRAME

SLOW = (4, 10, 2, 18, 2, 6, 8, 16)


@pytest.fixture
def plot(qtbot: QtBot) -> DurationPlot:
    plot = DurationPlot(TimeAxis())
    qtbot.addWidget(plot)
    plot.resize(800, 200)
    return plot


def test_each_phoneme_is_a_step_from_border_to_border(plot: DurationPlot) -> None:
    take = rendition(1)
    comparison = Comparison([take], [take], {})
    plot.show_comparison(comparison, {1: 3})
    (line,) = plot._lines
    assert line.slot == 3
    assert np.array_equal(line.x[::2], comparison.borders(take)[:-1])
    assert np.array_equal(line.x[1::2], comparison.borders(take)[1:])
    assert np.array_equal(line.y[::2], line.y[1::2])
    assert line.y[::2] == pytest.approx(np.array([6, 10, 3, 4, 8]) * FRAME * 1000)


def test_equal_durations_do_not_hide_each_other(plot: DurationPlot) -> None:
    takes = [rendition(number) for number in range(1, 9)]
    plot.show_comparison(Comparison(takes, takes, {}), {n: n - 1 for n in range(1, 9)})
    heights = sorted(line.y[0] for line in plot._lines)
    assert np.diff(heights).min() > 0
    assert heights[-1] - heights[0] < FRAME * 1000


def test_the_band_is_of_all_takes_and_only_by_phoneme(plot: DurationPlot) -> None:
    takes = [rendition(1), rendition(2, SLOW)]
    plot.show_comparison(Comparison(takes[:1], takes, {}), {1: 0})
    assert plot._band is not None
    assert plot._band.mean[::2] == pytest.approx(np.array([9, 15, 4.5, 6, 12]) * FRAME * 1000)
    plot.show_comparison(Comparison(takes[:1], takes, {}, by_time=True), {1: 0})
    assert plot._band is None


def test_round_milliseconds_are_labelled(plot: DurationPlot) -> None:
    assert plot.ticks(0, 210, 120) == [
        (0, "0 ms"), (50, "50 ms"), (100, "100 ms"), (150, "150 ms"), (200, "200 ms"),
    ]  # fmt: skip
    assert [value for value, _ in plot.ticks(0, 210, 40)] == [0, 200]
