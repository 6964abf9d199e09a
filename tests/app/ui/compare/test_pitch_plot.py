from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.comparison.common_axis import semitones
from app.comparison.comparison import Comparison
from app.ui.compare.pitch_plot import PitchPlot
from app.ui.plots.time_axis import TimeAxis
from tests.app.comparison.compared import preview, rendition
from tests.app.ui.compare.pixels import looks, rows_of_all, rows_of_line, says_something
from tests.app.ui.made_take import DURATIONS, FRAME

FRAMES = sum(DURATIONS)


@pytest.fixture
def axis(qapp: QApplication) -> TimeAxis:
    return TimeAxis()


@pytest.fixture
def plot(qtbot: QtBot, axis: TimeAxis) -> PitchPlot:
    plot = PitchPlot(axis)
    qtbot.addWidget(plot)
    plot.resize(800, 200)
    axis.set_length(rendition(1).outline.seconds)
    axis.fit()
    return plot


def test_a_pitch_that_is_not_there_yet_is_waited_for(plot: PitchPlot) -> None:
    takes = [rendition(1), rendition(2)]
    plot.show_comparison(Comparison(takes, takes, {}), {1: 0, 2: 1})
    assert looks(plot) == []
    assert says_something(plot)
    plot.show_comparison(Comparison(takes, takes, {2: preview(takes[1], 100)}), {1: 0, 2: 1})
    assert looks(plot) == [1]
    pitch = np.repeat((80, np.nan, 160), FRAMES // 3).tolist()  # none of it is in the middle
    plot.show_comparison(Comparison(takes, takes, {2: preview(takes[1], pitch)}), {1: 0, 2: 1})
    assert not says_something(plot)


def test_the_scale_is_of_semitones_around_what_is_usual(plot: PitchPlot) -> None:
    take = rendition(1)
    pitch = np.linspace(90, 130, FRAMES)
    pitch[3] = 550  # a mistake of the tracker
    plot.show_comparison(Comparison([take], [take], {1: preview(take, pitch.tolist())}), {1: 0})
    plot.set_emphasis(0)  # which makes the line wide
    frames = 1, FRAMES - 2
    lowest, highest = (rows_of_line(plot, (n + 0.5) * FRAME, 0).mean() for n in frames)
    assert 0 < highest < lowest < plot.height()
    low, high = (float(semitones(pitch[frame])) for frame in frames)
    a_semitone = (lowest - highest) / (high - low)
    assert lowest - a_semitone * (semitones(200.0) - low) < 0  # and so not in sight


def test_a_flat_pitch_is_not_blown_up(plot: PitchPlot) -> None:
    low, high = plot.range_of(np.full(50, 80.0))
    assert high - low >= 6


def test_the_roundest_frequencies_are_labelled_and_stand_apart(plot: PitchPlot) -> None:
    take = rendition(1)
    pitch = np.linspace(80, 240, FRAMES).tolist()
    plot.show_comparison(Comparison([take], [take], {1: preview(take, pitch)}), {1: 0})
    low, high = plot.range_of(semitones(np.array(pitch)))
    ticks = plot.ticks(low, high, 200)
    assert {"100 Hz", "200 Hz"} <= {label for _, label in ticks}
    apart = np.diff([place for place, _ in ticks]) * 200 / (high - low)
    assert apart.min() >= 26


def test_the_band_wants_half_of_the_takes_and_two_of_them(plot: PitchPlot) -> None:
    takes = [rendition(number) for number in range(1, 6)]
    gap = np.full(FRAMES, np.nan).tolist()
    for voiced, drawn in ((1, False), (2, False), (3, True)):
        pitches = {
            take.number: preview(take, 80 + 20 * take.number if take.number <= voiced else gap)
            for take in takes
        }
        plot.show_comparison(Comparison(takes[:1], takes, pitches), {1: 0})
        assert looks(plot) == [0]
        assert (len(rows_of_all(plot, 5.5 * FRAME)) > 40) == drawn, voiced


def test_by_time_there_is_no_band(plot: PitchPlot) -> None:
    takes = [rendition(1), rendition(2)]
    pitches = {take.number: preview(take, 80 + 20 * take.number) for take in takes}
    for by_time in (False, True):
        comparison = Comparison(takes, takes, pitches, by_time=by_time)
        plot.show_comparison(comparison, {1: 0, 2: 1})
        assert looks(plot) == [0, 1]
        assert (len(rows_of_all(plot, 5.5 * FRAME)) > 40) == (not by_time)
