from __future__ import annotations

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from app.ui.plots.mel_bands import MelBands
from app.ui.plots.mel_plot import RANGE_DB, MelPlot
from app.ui.plots.time_axis import TimeAxis

RATE, HOP = 22050, 256
FRAME = HOP / RATE


@pytest.fixture
def plot(qtbot: QtBot) -> MelPlot:
    plot = MelPlot(TimeAxis())
    qtbot.addWidget(plot)
    plot.resize(1000, 208)
    plot.begin(RATE, HOP)
    return plot


def test_an_hour_becomes_an_image_of_the_windows_size(plot: MelPlot) -> None:
    mel = np.random.default_rng(1).uniform(-100, 0, (80, 31008)).astype(np.float32)
    for part in range(10):
        plot.append(part * 31008, mel)
    plot._axis.set_length(310080 * FRAME)
    plot._axis.fit()
    plot.draw()
    for _ in range(20):
        frames, bands = plot._image.image.shape
        assert bands == 80
        assert frames <= 4 * plot.columns() + 4
        plot._axis.zoom(0.6, 1000.0)


def test_the_image_lies_where_the_frames_sound(plot: MelPlot) -> None:
    mel = np.full((80, 100), -50, np.float32)
    mel[:, 40] = 3
    plot.append(20, mel)  # a pause of 20 frames comes first
    plot._axis.set_length(120 * FRAME)
    plot.draw()
    box = plot._image.mapRectToParent(plot._image.boundingRect())
    loud = int(np.argmax(plot._image.image[:, 0]))
    assert box.left() + (loud + 0.5) * FRAME == pytest.approx(60.5 * FRAME)
    assert plot._image.levels == pytest.approx([3 - RANGE_DB, 3])


def test_the_pointer_reads_a_frequency(plot: MelPlot) -> None:
    assert plot.hz_at(0.5) is None
    plot.append(0, np.zeros((80, 10), np.float32))
    assert plot.hz_at(0.5) == pytest.approx(MelBands(80, RATE).hz_at(40))
    assert plot.hz_at(0.0) is None


def test_panning_a_little_draws_no_new_image(plot: MelPlot) -> None:
    plot.append(0, np.zeros((80, 5000), np.float32))
    plot._axis.set_length(5000 * FRAME)
    plot._axis.zoom(0.2, 10.0)
    image = plot._image.image
    plot._axis.pan(plot._axis.span / 4)
    assert plot._image.image is image
