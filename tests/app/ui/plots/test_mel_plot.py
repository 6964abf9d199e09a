from __future__ import annotations

import numpy as np
import pyqtgraph
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.ui.plots.mel_bands import MelBands
from app.ui.plots.mel_plot import RANGE_DB, MelPlot
from app.ui.plots.time_axis import TimeAxis
from tests.app.ui.plots.drawn import drawn

RATE, HOP = 22050, 256
FRAME = HOP / RATE


@pytest.fixture
def axis(qapp: QApplication) -> TimeAxis:
    return TimeAxis()


@pytest.fixture
def plot(qtbot: QtBot, axis: TimeAxis) -> MelPlot:
    plot = MelPlot(axis)
    qtbot.addWidget(plot)
    plot.resize(1000, 208)
    plot.begin(RATE, HOP)
    return plot


def image(plot: MelPlot) -> pyqtgraph.ImageItem:
    (found,) = drawn(plot, pyqtgraph.ImageItem)
    return found


def test_an_hour_becomes_an_image_of_the_windows_size(plot: MelPlot, axis: TimeAxis) -> None:
    mel = np.random.default_rng(1).uniform(-100, 0, (80, 31008)).astype(np.float32)
    for part in range(10):
        plot.append(part * 31008, mel)
    axis.set_length(310080 * FRAME)
    axis.fit()
    plot.draw()
    for _ in range(20):
        frames, bands = image(plot).image.shape
        assert bands == 80
        assert frames <= 4 * plot.columns() + 4
        axis.zoom(0.6, 1000.0)


def test_the_image_lies_where_the_frames_sound(plot: MelPlot, axis: TimeAxis) -> None:
    mel = np.full((80, 100), -50, np.float32)
    mel[:, 40] = 3
    plot.append(20, mel)  # a pause of 20 frames comes first
    axis.set_length(120 * FRAME)
    plot.draw()
    box = image(plot).mapRectToParent(image(plot).boundingRect())
    loud = int(np.argmax(image(plot).image[:, 0]))
    assert box.left() + (loud + 0.5) * FRAME == pytest.approx(60.5 * FRAME)
    assert image(plot).levels == pytest.approx([3 - RANGE_DB, 3])


def test_the_pointer_reads_a_frequency(plot: MelPlot) -> None:
    assert plot.hz_at(0.5) is None
    plot.append(0, np.zeros((80, 10), np.float32))
    assert plot.hz_at(0.5) == pytest.approx(MelBands(80, RATE).hz_at(40))
    assert plot.hz_at(0.0) is None


def test_panning_a_little_draws_no_new_image(plot: MelPlot, axis: TimeAxis) -> None:
    plot.append(0, np.zeros((80, 5000), np.float32))
    axis.set_length(5000 * FRAME)
    axis.zoom(0.2, 10.0)
    before = image(plot).image
    axis.pan(axis.span / 4)
    assert image(plot).image is before
