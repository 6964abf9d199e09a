"""What an overlay plot has drawn, as whoever looks at it sees it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage

from app.ui.compare.overlay_plot import OverlayPlot
from app.ui.takes.take_colours import MOST_LOOKS, take_colour
from app.ui.widgets.colours import LIGHT

Pixels = NDArray[np.float64]
Rows = NDArray[np.int64]
SEEN = 0.75
"""Share of a pixel that a line covers where it is taken to be seen."""


def pixels(plot: OverlayPlot) -> Pixels:
    """Where lines are drawn, [height, width, RGB]."""
    image = plot.grab(plot.plot_rect().toRect()).toImage()
    image = image.convertToFormat(QImage.Format.Format_RGBX8888)
    lines = np.array(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return lines[:, : 4 * image.width()].reshape(image.height(), -1, 4)[:, :, :3].astype(float)


def looks(plot: OverlayPlot) -> list[int]:
    """The looks of the lines that are seen."""
    seen = pixels(plot)
    return [slot for slot in range(MOST_LOOKS) if _covered(seen, slot).any()]


def rows_of_line(plot: OverlayPlot, place: float, slot: int) -> Rows:
    """Where the line of a look is at a place of the axis."""
    return np.flatnonzero(_covered(_column(plot, place), slot))


def rows_of_all(plot: OverlayPlot, place: float) -> Rows:
    """Where there is anything at a place, but the lines of the scale."""
    column = _column(plot, place)
    empty = [(column == _rgb(name)).all(axis=-1) for name in (LIGHT.base, LIGHT.border)]
    return np.flatnonzero(~(empty[0] | empty[1]))


def says_something(plot: OverlayPlot) -> bool:
    """Whether there are words in the middle."""
    middle = pixels(plot)[plot.height() // 2 - 4 : plot.height() // 2 + 4]
    return int((middle.mean(axis=2).min(axis=0) < 180).sum()) > 20


def _column(plot: OverlayPlot, place: float) -> Pixels:
    return pixels(plot)[:, int(plot.x_of(place) - plot.plot_rect().left())]


def _covered(seen: Pixels, slot: int) -> NDArray[np.bool_]:
    """The pixels of which a line in the colour of a look covers the most."""
    ink, whole = _rgb(LIGHT.base) - seen, _rgb(LIGHT.base) - _rgb(take_colour(slot, LIGHT).name())
    share = ink @ whole / (whole @ whole)
    other = np.abs(ink - share[..., None] * whole).max(axis=-1)
    return (share > SEEN) & (other < 8)


def _rgb(name: str) -> Pixels:
    return np.array(QColor(name).getRgb()[:3], float)
