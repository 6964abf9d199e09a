from __future__ import annotations

import numpy as np
import pyqtgraph
import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.comparison.common_axis import CommonAxis
from app.comparison.mel_difference import MelDifference
from app.ui.compare.difference_scale import RANGE_DB, DifferenceScale, difference_colours
from app.ui.compare.mel_difference_plot import MelDifferencePlot
from app.ui.plots.mel_bands import MelBands
from app.ui.plots.time_axis import TimeAxis
from app.ui.widgets.colours import DARK, LIGHT, Colours
from app.ui.widgets.theme import Theme
from tests.app.comparison.compared import rendition
from tests.app.ui.made_take import FRAME, SAMPLE_RATE
from tests.app.ui.plots.drawn import drawn

SLOW = (4, 10, 2, 18, 2, 6, 8, 16)


@pytest.fixture
def axis(qapp: QApplication) -> TimeAxis:
    return TimeAxis()


@pytest.fixture
def plot(qtbot: QtBot, axis: TimeAxis) -> MelDifferencePlot:
    plot = MelDifferencePlot(axis)
    qtbot.addWidget(plot)
    plot.resize(800, 200)
    return plot


def shade(plot: MelDifferencePlot, decibels: float) -> str:
    """The colour of a difference."""
    (image,) = drawn(plot, pyqtgraph.ImageItem)
    table = image.lut
    place = (decibels + RANGE_DB) / (2 * RANGE_DB) * len(table)
    return QColor(*table[min(len(table) - 1, int(place))][:3].tolist()).name()


def show(plot: MelDifferencePlot, decibels: np.ndarray, axis: TimeAxis) -> None:
    take = rendition(1).outline
    difference = MelDifference(decibels.astype(np.float32), 0.0)
    plot.show_difference(difference, take, CommonAxis.by_phoneme([take]))
    axis.set_length(take.seconds)


def expect(plot: MelDifferencePlot, colours: Colours) -> None:
    weaker, stronger = (difference_colours(colours)[end] for end in (0, -1))
    assert shade(plot, 0) == colours.base
    assert shade(plot, -RANGE_DB) == weaker
    assert shade(plot, RANGE_DB) == stronger


def test_no_difference_is_the_ground_in_both_looks(plot: MelDifferencePlot, theme: Theme) -> None:
    theme.set_mode("light")
    expect(plot, LIGHT)
    theme.set_mode("dark")
    expect(plot, DARK)


def test_a_take_that_does_not_differ_leaves_the_ground_as_it_is(
    plot: MelDifferencePlot, axis: TimeAxis
) -> None:
    show(plot, np.zeros((80, 33)), axis)
    image = plot.grab().toImage()
    assert image.pixelColor(400, 100).name() == LIGHT.base


def test_what_differs_is_read_where_it_sounds(plot: MelDifferencePlot, axis: TimeAxis) -> None:
    decibels = np.zeros((80, 33))
    decibels[:, 20] = 8
    decibels[40, 20] = 16
    show(plot, decibels, axis)
    place = 20.5 * FRAME
    margin = 4 / plot.height()
    middle = margin + (1 - 40.5 / 80) * (1 - 2 * margin)
    hz = MelBands(80, SAMPLE_RATE).hz_at(40.5)
    assert plot.read(place, middle) == (16, pytest.approx(hz))
    assert plot.read(place, None) == (pytest.approx(8.1), None)
    assert plot.read(19.5 * FRAME, middle) == (0, pytest.approx(hz))
    assert plot.read(40 * FRAME, middle) is None


def test_frames_lie_where_the_common_axis_has_them(plot: MelDifferencePlot) -> None:
    takes = [rendition(1).outline, rendition(2, SLOW).outline]
    decibels = np.broadcast_to(np.arange(33, dtype=np.float32), (80, 33))
    axis = CommonAxis.by_phoneme(takes)
    plot.show_difference(MelDifference(decibels, 0.0), takes[0], axis)
    # Each token is half as wide again as in the first take.
    for frame in (0, 10, 20, 32):
        found = plot.read((1.5 * frame + 0.75) * FRAME, None)
        assert found is not None
        assert found[0] == frame


def test_it_says_why_there_is_nothing(plot: MelDifferencePlot, axis: TimeAxis) -> None:
    words = plot.findChild(QLabel, "compareSpectrumLabel")
    show(plot, np.ones((80, 33)), axis)
    assert words.isHidden()
    plot.show_nothing("Select exactly two takes")
    assert not words.isHidden()
    assert words.text() == "Select exactly two takes"
    assert plot.read(0.1, 0.5) is None


def test_the_legend_says_what_its_colours_stand_for(qtbot: QtBot) -> None:
    scale = DifferenceScale()
    qtbot.addWidget(scale)
    scale.resize(800, scale.sizeHint().height())
    scale.set_words("Take 5 minus take 3")
    assert "Take 5 minus take 3" in scale.accessibleName()
    assert f"{RANGE_DB:g} dB stronger" in scale.accessibleName()
    image = scale.grab().toImage()
    row = [image.pixelColor(x, image.height() // 2) for x in range(image.width())]
    for name in difference_colours(LIGHT):
        near = min(abs(c.lightness() - QColor(name).lightness()) for c in row)
        assert near < 8, name
