"""How the pitch runs in each take, on a scale of semitones."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from PySide6.QtWidgets import QWidget

from app.comparison.common_axis import Numbers, semitones
from app.comparison.comparison import Comparison
from app.ui.compare.overlay_plot import Band, Line, OverlayPlot
from app.ui.plots.time_axis import TimeAxis

_TICK_PIXELS = 26
_LEAST_SEMITONES = 6.0
"""Of the scale: what hardly moves is not to look lively."""
_MARGIN_SEMITONES = 1.0
_FENCE = 2.0
"""Quartile distances beyond which values may lie outside: in most sounds a few frames are an octave
off, and the scale is for the others."""
_ROUND_HZ = (
    (100, 200, 400),
    (50, 75, 150, 300, 600),
    (60, 85, 125, 175, 250, 350, 500),
    (90, 110, 135, 160, 225, 275, 450, 550),
    (55, 65, 70, 80, 95, 105, 115, 120, 130, 140, 145, 165, 180, 190, 210, 220, 235),
)
"""Frequencies to label, the roundest first."""


class PitchPlot(OverlayPlot):
    """Hz over the common axis, or over each take's own time.

    The band is drawn where at least half of the takes, and at least two, have a voice: the mean of
    a few odd ones would jump about.
    """

    def __init__(self, axis: TimeAxis, parent: QWidget | None = None) -> None:
        super().__init__(axis, parent)
        self.setObjectName("comparePitch")
        self.setAccessibleName(self.tr("Pitch"))

    def show_comparison(self, comparison: Comparison, slots: Mapping[int, int]) -> None:
        """Draw its chosen takes; `slots` says which look the take of a number has."""
        lines = []
        for take in comparison.chosen:
            pitch = comparison.pitch(take)
            if pitch is not None:
                lines.append(Line(slots[take.number], *pitch))
        band = None
        if comparison.axis.aligned:
            spread = comparison.pitch_spread
            usual = spread.count >= np.maximum(2, len(comparison.sounds) / 2)
            band = Band(
                comparison.pitch_grid.places,
                np.where(usual, spread.mean, np.nan),
                np.where(usual, spread.sd, np.nan),
            )
        note = "" if lines else self.tr("Pitch appears once the takes' audio is ready")
        self.show_lines(lines, band, note)

    def range_of(self, values: Numbers) -> tuple[float, float]:
        quarter, third = np.percentile(values, (25, 75)).tolist()
        fence = _FENCE * max(1.0, third - quarter)
        inside = values[(values >= quarter - fence) & (values <= third + fence)]
        low, high = float(inside.min()) - _MARGIN_SEMITONES, float(inside.max()) + _MARGIN_SEMITONES
        more = max(0.0, _LEAST_SEMITONES - (high - low)) / 2
        return low - more, high + more

    def ticks(self, low: float, high: float, pixels: float) -> list[tuple[float, str]]:
        if not self._lines and self._band is None:
            return []
        apart = _TICK_PIXELS * (high - low) / pixels
        found: list[tuple[float, int]] = []
        for rank in _ROUND_HZ:
            for hz in rank:
                place = float(semitones(float(hz)))
                near = any(abs(place - other) < apart for other, _ in found)
                if low <= place <= high and not near:
                    found.append((place, hz))
        label = self.tr("%1 Hz")
        return [(place, label.replace("%1", str(hz))) for place, hz in sorted(found)]
