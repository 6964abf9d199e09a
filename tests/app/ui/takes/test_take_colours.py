from __future__ import annotations

import itertools

import pytest

from app.ui.takes.take_colours import MOST_LOOKS, take_colour, take_pen
from app.ui.widgets.colours import DARK, LIGHT, Colours
from tests.app.ui.widgets.test_theme import contrast


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_lines_stand_out_from_their_grounds(colours: Colours) -> None:
    for slot in range(MOST_LOOKS):
        for ground in (colours.base, colours.window):
            assert contrast(take_colour(slot, colours).name(), ground) >= 3, slot


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_no_two_takes_look_alike(colours: Colours) -> None:
    pens = [take_pen(slot, colours, 2) for slot in range(MOST_LOOKS)]
    for one, other in itertools.combinations(pens, 2):
        assert one.color() != other.color()
        assert one.dashPattern() != other.dashPattern()


def test_a_take_that_is_not_looked_at_fades() -> None:
    assert take_pen(1, LIGHT, 2, faded=True).color().alphaF() < 0.5
    assert take_pen(1, LIGHT, 2).color().alphaF() == 1
