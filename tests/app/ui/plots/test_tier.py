from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.ui.plots.intervals import Interval
from app.ui.plots.tier import Tier
from app.ui.plots.time_axis import TimeAxis
from app.ui.plots.time_row import LEFT, RIGHT
from app.ui.widgets.colours import LIGHT


@pytest.fixture
def axis(qapp: QApplication) -> TimeAxis:
    return TimeAxis()


@pytest.fixture
def tier(qtbot: QtBot, axis: TimeAxis) -> Tier:
    tier = Tier(axis, "words")
    qtbot.addWidget(tier)
    tier.resize(LEFT + RIGHT + 1000, tier.height())
    axis.set_length(10)
    tier.extend([Interval(1, 4, "wide"), Interval(4, 4.02, "narrow"), Interval(5, 9, "next")])
    return tier


def test_seconds_and_pixels_go_both_ways(tier: Tier) -> None:
    assert tier.x_of(0) == LEFT
    assert tier.x_of(10) == LEFT + 1000
    assert tier.seconds_at(LEFT + 250) == pytest.approx(2.5)
    assert tier.seconds_at(0) == 0
    assert tier.label_at(6) == "next"
    assert tier.label_at(4.5) == ""


def test_a_click_seeks_and_a_drag_pans(tier: Tier, qtbot: QtBot, axis: TimeAxis) -> None:
    left = Qt.MouseButton.LeftButton
    with qtbot.waitSignal(tier.seek_requested) as asked:
        qtbot.mouseClick(tier, left, pos=QPoint(LEFT + 400, 10))
    assert asked.args == [pytest.approx(4.0)]
    axis.zoom(0.5, 0.0)
    with qtbot.assertNotEmitted(tier.seek_requested):
        qtbot.mousePress(tier, left, pos=QPoint(LEFT + 400, 10))
        qtbot.mouseMove(tier, QPoint(LEFT + 200, 10))
        qtbot.mouseRelease(tier, left, pos=QPoint(LEFT + 200, 10))
    assert axis.start == pytest.approx(1.0)


def test_the_wheel_zooms_about_the_pointer_and_a_double_click_shows_all(
    tier: Tier, qtbot: QtBot, turn_wheel, axis: TimeAxis
) -> None:
    turn_wheel(tier, 3, at=QPointF(LEFT + 300, 10))
    assert axis.span < 6
    assert tier.seconds_at(LEFT + 300) == pytest.approx(3.0)
    turn_wheel(tier, -1, modifiers=Qt.KeyboardModifier.ShiftModifier)
    assert tier.seconds_at(LEFT + 300) > 3.1
    qtbot.mouseDClick(tier, Qt.MouseButton.LeftButton, pos=QPoint(LEFT + 300, 10))
    assert (axis.start, axis.stop) == (0, 10)


def test_what_sounds_is_lit(tier: Tier) -> None:
    def ground() -> str:
        return tier.grab().toImage().pixelColor(LEFT + 110, 6).name()

    assert ground() != LIGHT.accent
    tier.set_playhead(1.5)
    assert ground() == LIGHT.accent
    tier.set_playhead(4.5)
    assert ground() != LIGHT.accent


def test_what_has_a_chosen_length_is_underlined(tier: Tier) -> None:
    tier.extend([Interval(9, 9.5, "pinned", pinned=True)])
    bottom = tier.height() - 4
    image = tier.grab().toImage()
    assert image.pixelColor(LEFT + 925, bottom).name() == LIGHT.accent
    assert image.pixelColor(LEFT + 700, bottom).name() != LIGHT.accent


def test_where_words_are_too_many_sentences_are_shown(qtbot: QtBot, axis: TimeAxis) -> None:
    tier = Tier(axis, "words")
    qtbot.addWidget(tier)
    tier.resize(LEFT + RIGHT + 1000, tier.height())
    axis.set_length(1000)
    for number in range(20):
        start = 50.0 * number
        words = [Interval(start + i / 2, start + i / 2 + 0.5, "on") for i in range(100)]
        tier.extend(words, Interval(start, start + 50, f"Sentence {number}"))
    axis.fit()
    assert _lines(tier) <= 21
    axis.show(0, 20)
    assert 38 <= _lines(tier) <= 42


def _lines(tier: Tier) -> int:
    """Boundaries that are drawn."""
    image = tier.grab().toImage()
    border = LIGHT.border
    columns = [image.pixelColor(x, 3).name() == border for x in range(LEFT, LEFT + 1001)]
    return sum(here and not before for before, here in pairwise([False, *columns]))


def test_a_seam_is_a_line_from_top_to_bottom(tier: Tier) -> None:
    tier.extend([Interval(9, 9.5, "other", seam=True), Interval(9.5, 9.9, "same")])
    image = tier.grab().toImage()

    def is_seam(x: int) -> bool:
        shown = [image.pixelColor(x, y).name() for y in (0, tier.height() - 1)]
        return shown == [LIGHT.text] * 2

    assert [any(map(is_seam, range(x - 2, x + 3))) for x in (LEFT + 900, LEFT + 950)] == [
        True,
        False,
    ]
