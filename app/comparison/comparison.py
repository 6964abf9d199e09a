"""In what takes of one sentence differ: how long each phoneme lasts, and how the pitch runs.

Spreads are over takes: the standard deviation is of the takes that there are (numpy's ddof 0), and
is known where at least two of them have a value.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from app.comparison.common_axis import CommonAxis, Numbers, PitchGrid, edge_seconds, semitones
from app.comparison.phonemes import phonemes_of
from app.synthesis.take_preview import TakePreview
from app.takes.lab_take import LabTake
from vits_core.audio.pitch import PitchStatistics
from vits_core.records import FloatArray, Outline

ODD_SEMITONES = 12.0
"""What is farther from a take's median is taken for a mistake of the pitch tracker."""


@dataclass(frozen=True, slots=True, eq=False)
class Spread:
    """How takes scatter at each of a number of places."""

    mean: Numbers
    """NaN where no take has a value."""
    sd: Numbers
    """Standard deviation; NaN where fewer than two takes have a value."""
    count: Numbers
    """How many takes have a value."""

    @classmethod
    def of(cls, rows: Numbers) -> Spread:
        """Over takes, [takes, places], NaN where a take has no value."""
        there = np.isfinite(rows)
        count = there.sum(axis=0)
        with np.errstate(invalid="ignore", divide="ignore"):
            mean = np.where(there, rows, 0.0).sum(axis=0) / count
            square = np.where(there, (rows - mean) ** 2, 0.0).sum(axis=0) / count
        return cls(mean, np.where(count >= 2, np.sqrt(square), np.nan), count.astype(np.float64))


@dataclass(frozen=True, slots=True)
class Figures:
    """A take in a few numbers."""

    seconds: float
    pitch: PitchStatistics | None
    """None as long as its sound is not there."""

    @classmethod
    def of(cls, take: Outline, preview: TakePreview | None) -> Figures:
        return cls(take.seconds, PitchStatistics.of(preview.pitch) if preview else None)


class Reading(NamedTuple):
    """What is found in a take at a place."""

    phoneme: int
    """Which of the sentence's."""
    milliseconds: float
    """How long it lasts."""
    hz: float
    """NaN without a voice, or as long as the sound is not there."""


class Comparison:
    """Chosen takes of a sentence laid over each other, and how all of its takes spread."""

    def __init__(
        self,
        chosen: Sequence[LabTake],
        everything: Sequence[LabTake],
        previews: Mapping[int, TakePreview],
        *,
        by_time: bool = False,
    ) -> None:
        """All takes speak one sentence; `previews` by the takes' numbers, as far as they are."""
        self.chosen = tuple(chosen)
        self.everything = tuple(everything)
        self.previews = previews
        self.phonemes = phonemes_of(chosen[0].outline.utterance)
        outlines = [take.outline for take in everything]
        first = chosen[0].outline
        self.axis = CommonAxis.by_time(first) if by_time else CommonAxis.by_phoneme(outlines)
        self._borders = [p.token_start for p in self.phonemes] + [len(self.axis.edges) - 1]

    @property
    def length(self) -> float:
        """The last place on the axis at which there is anything."""
        ends = [float(self.axis.edges[-1])]
        if not self.axis.aligned:
            ends += [take.outline.seconds for take in self.chosen]
        return max(ends)

    def milliseconds(self, take: LabTake) -> Numbers:
        """How long each phoneme of a take lasts, [phonemes]."""
        return np.diff(edge_seconds(take.outline)[self._borders]) * 1000

    def borders(self, take: LabTake) -> Numbers:
        """Places at which the phonemes of a take begin, and the end of the last, [phonemes + 1]."""
        return self.axis.places(take.outline, edge_seconds(take.outline)[self._borders])

    @cached_property
    def duration_spread(self) -> Spread:
        """Of the milliseconds of each phoneme over all takes, [phonemes]."""
        return Spread.of(np.array([self.milliseconds(take) for take in self.everything]))

    @cached_property
    def figures(self) -> dict[int, Figures]:
        """Of the chosen takes, by their numbers."""
        return {
            take.number: Figures.of(take.outline, self.previews.get(take.number))
            for take in self.chosen
        }

    def pitch(self, take: LabTake) -> tuple[Numbers, Numbers] | None:
        """Place and semitones above 1 Hz of each frame, [T_frames]; None without its sound."""
        preview = self.previews.get(take.number)
        if preview is None:
            return None
        frame = take.outline.hop_length / take.outline.sample_rate
        middles = np.arange(0.5, len(preview.pitch), dtype=np.float64) * frame
        return self.axis.places(take.outline, middles), semitones(preview.pitch)

    @cached_property
    def sounds(self) -> tuple[LabTake, ...]:
        """Those of all takes whose sound is there."""
        return tuple(take for take in self.everything if take.number in self.previews)

    @cached_property
    def pitch_grid(self) -> PitchGrid:
        """Where `pitch_spread` is known."""
        return PitchGrid(self.axis.edges)

    @cached_property
    def pitch_spread(self) -> Spread:
        """Of the semitones above 1 Hz at each place of the grid, over all takes with a sound.

        Pitches that are an octave (`ODD_SEMITONES`) or more off are left out.
        """
        contours = [
            self.pitch_grid.contour(take.outline, _credible(self.previews[take.number].pitch))
            for take in self.sounds
        ]
        return Spread.of(np.array(contours).reshape(len(contours), len(self.pitch_grid.places)))

    def pitch_spread_at(self, place: float) -> tuple[float, float]:
        """Mean and standard deviation of the semitones at a place of the axis."""
        grid, spread = self.pitch_grid.places, self.pitch_spread
        index = int(np.abs(grid - place).argmin())
        return float(spread.mean[index]), float(spread.sd[index])

    def phoneme_at(self, place: float, take: LabTake | None = None) -> int | None:
        """The phoneme that a take (or else the axis) has at a place."""
        borders = self.axis.edges[self._borders] if take is None else self.borders(take)
        index = int(np.searchsorted(borders, place, side="right")) - 1
        return index if 0 <= index < len(self.phonemes) else None

    def read(self, take: LabTake, place: float) -> Reading | None:
        """What a take has at a place; None before its first phoneme and after its end."""
        index = self.phoneme_at(place, take)
        if index is None:
            return None
        hz, preview = float("nan"), self.previews.get(take.number)
        if preview is not None:
            second = float(self.axis.seconds(take.outline, place))
            frame = int(second * take.outline.sample_rate / take.outline.hop_length)
            hz = float(preview.pitch[min(frame, len(preview.pitch) - 1)])
        return Reading(index, float(self.milliseconds(take)[index]), hz)


def _credible(pitch: FloatArray) -> FloatArray:
    """A pitch track in Hz without the frames that are far from its median."""
    voiced = pitch[np.isfinite(pitch)]
    if not len(voiced):
        return pitch
    away = np.abs(12 * np.log2(pitch / np.median(voiced)))
    return np.where(away < ODD_SEMITONES, pitch, np.float32(np.nan))
