"""How takes that are drawn over each other are told apart: a colour and a dash for each."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen

from app.ui.widgets.colours import Colours

MOST_LOOKS = 8
"""More lines could not be told apart, whatever their colours."""

# The hues of Okabe and Ito (2008), made lighter or darker until each has a contrast of 3 : 1 with
# the ground and the closest two stay apart for the three kinds of colour blindness.
_ON_LIGHT = (
    "#0a5ab4", "#a84408", "#005a43", "#d0459a", "#1c2033", "#5a3a00", "#2596cc", "#9a8600",
)  # fmt: skip
_ON_DARK = (
    "#3f9be8", "#e8683a", "#12b487", "#e08fc0", "#e7e9f2", "#e69f00", "#8fd0f7", "#f0e442",
)  # fmt: skip
_DASHES: tuple[tuple[float, ...], ...] = (
    (), (5, 2.5), (1.2, 1.8), (7, 2, 1.2, 2),
    (2.8, 1.4), (8, 2), (6, 2, 1.2, 2, 1.2, 2), (1.2, 4),
)  # fmt: skip
"""In widths of the line; the first is not broken."""
_FADED = 0.3


def take_colour(slot: int, colours: Colours) -> QColor:
    """The colour of the take in one of `MOST_LOOKS` slots, on the grounds of a look."""
    return QColor((_ON_DARK if colours.dark else _ON_LIGHT)[slot])


def take_pen(slot: int, colours: Colours, width: float, *, faded: bool = False) -> QPen:
    """What the take's line is drawn with; faded while another one is looked at."""
    colour = take_colour(slot, colours)
    if faded:
        colour.setAlphaF(_FADED)
    pen = QPen(colour, width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setJoinStyle(Qt.PenJoinStyle.BevelJoin)
    if _DASHES[slot]:
        pen.setDashPattern(_DASHES[slot])
    return pen
