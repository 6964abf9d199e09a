from __future__ import annotations

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from app.comparison.common_axis import semitones
from app.comparison.comparison import Comparison
from app.ui.compare.pitch_plot import PitchPlot
from app.ui.plots.time_axis import TimeAxis
from tests.app.comparison.compared import preview, rendition
from tests.app.ui.made_take import DURATIONS

FRAMES = sum(DURATIONS)


@pytest.fixture
def plot(qtbot: QtBot) -> PitchPlot:
    plot = PitchPlot(TimeAxis())
    qtbot.addWidget(plot)
    plot.resize(800, 200)
    return plot


def test_a_pitch_that_is_not_there_yet_is_waited_for(plot: PitchPlot) -> None:
    takes = [rendition(1), rendition(2)]
    plot.show_comparison(Comparison(takes, takes, {}), {1: 0, 2: 1})
    assert not plot._lines
    assert plot._note
    plot.show_comparison(Comparison(takes, takes, {2: preview(takes[1], 100)}), {1: 0, 2: 1})
    assert [line.slot for line in plot._lines] == [1]
    assert not plot._note


def test_the_scale_is_of_semitones_around_what_is_usual(plot: PitchPlot) -> None:
    take = rendition(1)
    pitch = np.linspace(90, 130, FRAMES)
    pitch[3] = 550  # a mistake of the tracker
    plot.show_comparison(Comparison([take], [take], {1: preview(take, pitch.tolist())}), {1: 0})
    assert plot._low < semitones(90.0) < semitones(130.0) < plot._high < semitones(200.0)


def test_a_flat_pitch_is_not_blown_up(plot: PitchPlot) -> None:
    low, high = plot.range_of(np.full(50, 80.0))
    assert high - low >= 6


def test_the_roundest_frequencies_are_labelled_and_stand_apart(plot: PitchPlot) -> None:
    take = rendition(1)
    pitch = np.linspace(80, 240, FRAMES).tolist()
    plot.show_comparison(Comparison([take], [take], {1: preview(take, pitch)}), {1: 0})
    ticks = plot.ticks(plot._low, plot._high, 200)
    assert {"100 Hz", "200 Hz"} <= {label for _, label in ticks}
    apart = np.diff([place for place, _ in ticks]) * 200 / (plot._high - plot._low)
    assert apart.min() >= 26


def test_the_band_wants_half_of_the_takes_and_two_of_them(plot: PitchPlot) -> None:
    takes = [rendition(number) for number in range(1, 6)]
    gap = np.full(FRAMES, np.nan).tolist()
    for voiced, drawn in ((1, False), (2, False), (3, True)):
        pitches = {
            take.number: preview(take, 100 if take.number <= voiced else gap) for take in takes
        }
        plot.show_comparison(Comparison(takes[:1], takes, pitches), {1: 0})
        assert plot._band is not None
        assert np.isfinite(plot._band.sd).any() == drawn, voiced


def test_by_time_there_is_no_band(plot: PitchPlot) -> None:
    takes = [rendition(1), rendition(2)]
    pitches = {take.number: preview(take, 100) for take in takes}
    plot.show_comparison(Comparison(takes, takes, pitches, by_time=True), {1: 0, 2: 1})
    assert plot._band is None
    assert len(plot._lines) == 2
