from __future__ import annotations

import time

import numpy as np
import pyqtgraph
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.ui.plots.time_axis import TimeAxis
from app.ui.plots.waveform_plot import WaveformPlot
from app.ui.widgets.colours import DARK, LIGHT
from tests.app.ui.plots.drawn import drawn

RATE = 22050


@pytest.fixture
def axis(qapp: QApplication) -> TimeAxis:
    return TimeAxis()


@pytest.fixture
def plot(qtbot: QtBot, axis: TimeAxis) -> WaveformPlot:
    plot = WaveformPlot(axis)
    qtbot.addWidget(plot)
    plot.resize(1000, 120)
    plot.begin(RATE)
    return plot


def curve(plot: WaveformPlot) -> pyqtgraph.PlotCurveItem:
    (found,) = drawn(plot, pyqtgraph.PlotCurveItem)
    return found


def test_an_hour_is_drawn_with_as_few_points_as_a_second(
    plot: WaveformPlot, axis: TimeAxis
) -> None:
    chunk = np.random.default_rng(1).uniform(-1, 1, 60 * RATE).astype(np.float32)
    for minute in range(60):
        plot.append(minute * len(chunk), chunk)
    axis.set_length(3600)
    axis.fit()
    while axis.span > 0.011:
        started = time.thread_time()
        axis.zoom(0.6, 1800.0)
        assert time.thread_time() - started < 0.1
        assert 100 < plot.points_drawn <= 2 * plot.columns() + 8


def test_the_extremes_are_drawn(plot: WaveformPlot, axis: TimeAxis) -> None:
    wave = np.zeros(10 * RATE, np.float32)
    wave[3 * RATE], wave[7 * RATE] = 0.9, -0.8
    plot.append(0, wave)
    axis.set_length(10)
    plot.draw()
    x, y = curve(plot).getData()
    assert y.max() == np.float32(0.9)
    assert y.min() == np.float32(-0.8)
    assert x[np.argmax(y)] == pytest.approx(3, abs=0.02)
    assert x[np.argmin(y)] == pytest.approx(7, abs=0.02)


def test_close_up_the_samples_themselves_are_drawn(plot: WaveformPlot, axis: TimeAxis) -> None:
    wave = np.sin(np.arange(RATE)).astype(np.float32)
    plot.append(0, wave)
    axis.set_length(1)
    axis.zoom(0.02, 0.5)
    x, y = curve(plot).getData()
    first = round(x[0] * RATE)
    assert np.array_equal(y, wave[first : first + len(y)])


def test_beginning_anew_forgets_the_sound(plot: WaveformPlot, axis: TimeAxis) -> None:
    plot.append(0, np.ones(RATE, np.float32))
    axis.set_length(1)
    plot.draw()
    plot.begin(RATE)
    assert plot.points_drawn == 0
    plot.append(0, np.ones(10, np.float32))


def test_what_changed_is_shaded_and_the_next_changes_take_its_place(
    plot: WaveformPlot, axis: TimeAxis
) -> None:
    plot.append(0, np.zeros(10 * RATE, np.float32))
    axis.set_length(10)
    plot.draw()
    plot.show()

    def ground(second: float) -> str:
        x = round(plot.x_of(second))
        return plot.grab().toImage().pixelColor(x, plot.height() // 4).name()

    assert ground(3) == LIGHT.base
    plot.set_changed([(2, 4), (7, 8)])
    assert [ground(second) for second in (1, 3, 5, 7.5)] == [
        LIGHT.base, LIGHT.shade, LIGHT.base, LIGHT.shade,
    ]  # fmt: skip
    plot.set_changed([(5, 6)])
    assert [ground(second) for second in (3, 5.5, 7.5)] == [LIGHT.base, LIGHT.shade, LIGHT.base]
    plot.set_changed([])
    assert ground(5.5) == LIGHT.base


def test_the_shade_follows_the_look(plot: WaveformPlot) -> None:
    plot.set_changed([(2, 4)])
    plot.colour(DARK)
    (region,) = drawn(plot, pyqtgraph.LinearRegionItem)
    assert region.brush.color().name() == DARK.shade
    assert {edge.pen.color().name() for edge in region.lines} == {DARK.accent}


def test_quiet_speech_fills_the_row_and_the_scale_says_how_loud_it_is(plot: WaveformPlot) -> None:
    assert plot.top_db == 0
    plot.append(0, np.full(RATE, 0.1, np.float32))
    assert plot.top_db == -18
    plot.append(RATE, np.full(RATE, -0.4, np.float32))
    assert plot.top_db == -6
    plot.append(2 * RATE, np.zeros(RATE, np.float32))
    assert plot.top_db == -6
    plot.begin(RATE)
    assert plot.top_db == 0
