"""How long each phoneme lasts in each take: one step a phoneme."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from PySide6.QtWidgets import QWidget

from app.comparison.common_axis import Numbers
from app.comparison.comparison import Comparison
from app.ui.compare.overlay_plot import Band, Line, OverlayPlot
from app.ui.plots.time_axis import TimeAxis

_TICK_PIXELS = 26
_SPREAD = 0.8
"""Of a frame: so far apart at most are the lines of durations that are equal. They would hide each
other, and no line comes near one that is a frame longer or shorter."""
_STEPS = (10, 20, 50, 100, 200, 500, 1000, 2000, 5000)


class DurationPlot(OverlayPlot):
    """Milliseconds over the common axis."""

    def __init__(self, axis: TimeAxis, parent: QWidget | None = None) -> None:
        super().__init__(axis, parent)
        self.setObjectName("compareDurations")
        self.setAccessibleName(self.tr("Phoneme durations"))

    def show_comparison(self, comparison: Comparison, slots: Mapping[int, int]) -> None:
        """Draw its chosen takes; `slots` says which look the take of a number has."""
        lines = []
        count = len(comparison.chosen)
        for rank, take in enumerate(comparison.chosen):
            frame = take.outline.hop_length / take.outline.sample_rate * 1000
            apart = _SPREAD * frame * ((count - 1) / 2 - rank) / count
            values = comparison.milliseconds(take) + apart
            lines.append(Line(slots[take.number], *_steps(comparison.borders(take), values)))
        band = None
        if comparison.axis.aligned:
            borders, spread = comparison.borders(comparison.chosen[0]), comparison.duration_spread
            x, mean = _steps(borders, spread.mean)
            band = Band(x, mean, _steps(borders, spread.sd)[1])
        self.show_lines(lines, band)

    def range_of(self, values: Numbers) -> tuple[float, float]:
        return 0.0, float(values.max()) * 1.06

    def ticks(self, low: float, high: float, pixels: float) -> list[tuple[float, str]]:
        most = max(1.0, pixels / _TICK_PIXELS)
        step = next((step for step in _STEPS if (high - low) / step <= most), _STEPS[-1])
        label = self.tr("%1 ms")
        return [
            (float(value), label.replace("%1", str(value)))
            for value in range(0, int(high) + 1, step)
        ]


def _steps(borders: Numbers, values: Numbers) -> tuple[Numbers, Numbers]:
    """Both ends of each step: places and values, [2 * phonemes] each."""
    return np.repeat(borders, 2)[1:-1], np.repeat(values, 2)
