from __future__ import annotations

import time

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.comparison.common_axis import Numbers
from app.ui.compare.overlay_plot import Band, Line, OverlayPlot
from app.ui.plots.time_axis import TimeAxis
from app.ui.plots.time_row import LEFT, RIGHT
from app.ui.takes.take_colours import take_colour
from app.ui.widgets.colours import DARK, LIGHT
from app.ui.widgets.theme import Theme

X = np.array([0.0, 10.0])
FOUR = 4.05
"""In the middle of a pixel."""


class Plot(OverlayPlot):
    """Ten pixels a unit, from 0 to 10."""

    def range_of(self, values: Numbers) -> tuple[float, float]:  # noqa: ARG002
        return 0.0, 10.0

    def ticks(self, low: float, high: float, pixels: float) -> list[tuple[float, str]]:  # noqa: ARG002
        return []


@pytest.fixture
def axis(qapp: QApplication) -> TimeAxis:
    return TimeAxis()


@pytest.fixture
def plot(qtbot: QtBot, axis: TimeAxis) -> Plot:
    plot = Plot(axis)
    qtbot.addWidget(plot)
    plot.resize(LEFT + RIGHT + 100, 100)
    axis.set_length(10)
    axis.fit()
    return plot


def image(plot: Plot) -> QImage:
    return plot.grab().toImage()


def colour_at(plot: Plot, place: float, value: float) -> str:
    return image(plot).pixelColor(round(LEFT + 10 * place), int(100 - 10 * value)).name()


def flat(slot: int, value: float) -> Line:
    return Line(slot, X, np.full(2, value))


def test_a_line_lies_where_its_values_are(plot: Plot) -> None:
    plot.show_lines([flat(0, FOUR)], None)
    assert colour_at(plot, 5, FOUR) == take_colour(0, LIGHT).name()
    assert colour_at(plot, 5, 6) == LIGHT.base


def test_a_line_breaks_where_it_has_no_value(plot: Plot) -> None:
    x = np.linspace(0, 10, 101)
    y = np.where((x > 3) & (x < 7), np.nan, FOUR)
    plot.show_lines([Line(0, x, y)], None)
    assert colour_at(plot, 5, FOUR) == LIGHT.base
    assert colour_at(plot, 2, FOUR) == colour_at(plot, 8, FOUR) == take_colour(0, LIGHT).name()


def test_the_first_take_is_drawn_over_the_others_unless_one_is_looked_at(plot: Plot) -> None:
    plot.show_lines([flat(0, FOUR), flat(4, FOUR)], None)
    assert colour_at(plot, 5, FOUR) == take_colour(0, LIGHT).name()
    plot.set_emphasis(4)
    assert colour_at(plot, 5, FOUR) == take_colour(4, LIGHT).name()
    plot.set_emphasis(None)
    assert colour_at(plot, 5, FOUR) == take_colour(0, LIGHT).name()


def test_a_band_reaches_a_standard_deviation_to_either_side(plot: Plot) -> None:
    x = np.linspace(0, 10, 201)
    sd = np.where(x > 5, np.nan, 2.0)
    plot.show_lines([], Band(x, np.full(201, 5.0), sd))
    assert colour_at(plot, 2, 6.5) == colour_at(plot, 2, 3.5) != LIGHT.base
    assert colour_at(plot, 2, 7.5) == colour_at(plot, 2, 2.5) == LIGHT.base
    assert colour_at(plot, 8, 6.5) == LIGHT.base


def test_what_is_read_is_marked(plot: Plot) -> None:
    plot.show_lines([], None)
    plot.set_cursor((2.0, 4.0))
    assert colour_at(plot, 3, 5) != LIGHT.base
    assert colour_at(plot, 5, 5) == LIGHT.base
    plot.set_cursor(None)
    assert colour_at(plot, 3, 5) == LIGHT.base


def test_a_zoom_shows_another_stretch(plot: Plot, axis: TimeAxis) -> None:
    x = np.linspace(0, 10, 101)
    plot.show_lines([Line(0, x, np.where(x < 5, FOUR, np.nan))], None)
    assert colour_at(plot, 8, FOUR) == LIGHT.base
    axis.zoom(0.4, 0.0)
    assert colour_at(plot, 8, FOUR) == take_colour(0, LIGHT).name()


def test_a_switch_to_dark_reaches_the_lines(plot: Plot, theme: Theme) -> None:
    plot.show_lines([flat(0, FOUR)], None)
    image(plot)
    theme.set_mode("dark")
    assert colour_at(plot, 5, 6) == DARK.base
    assert colour_at(plot, 5, FOUR) == take_colour(0, DARK).name()


def test_a_note_says_why_there_is_nothing(plot: Plot) -> None:
    plot.show_lines([], None, "Wait")
    muted = QColor(LIGHT.muted)
    shown = image(plot)
    found = [shown.pixelColor(x, y) for x in range(LEFT, LEFT + 100) for y in range(40, 60)]
    assert any(abs(c.lightness() - muted.lightness()) < 40 for c in found)


def test_eight_takes_of_twenty_seconds_are_drawn_at_once(plot: Plot) -> None:
    x = np.linspace(0, 10, 1723)
    rng = np.random.default_rng(1)
    lines = [Line(slot, x, rng.uniform(2, 8, len(x))) for slot in range(8)]
    plot.resize(1300, 250)
    spent = []
    for _ in range(5):
        plot.show_lines(lines, Band(x, np.full(len(x), 5.0), np.full(len(x), 1.0)))
        began = time.thread_time()
        plot.grab()
        spent.append(time.thread_time() - began)
    assert min(spent) < 0.1  # wide lines in one path each took 0.3 s
