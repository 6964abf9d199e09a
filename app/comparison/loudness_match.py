"""The sounds of two takes, equally loud."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from app.takes.same_place import same_second
from vits_core.audio.loudness import matched
from vits_core.records import FloatArray, Take


@dataclass(frozen=True, slots=True, eq=False)
class LoudnessMatch:
    """Two takes, 0 and 1, and what makes them equally loud."""

    takes: tuple[Take, Take]
    gains: tuple[float, float]
    """Factors on their samples."""
    same: bool
    """They are equal, sample for sample."""

    @classmethod
    def of(cls, first: Take, second: Take) -> LoudnessMatch:
        """Measure both; to load what measures takes half a second."""
        gains = matched(first.waveform, second.waveform, first.sample_rate, second.sample_rate)
        return cls((first, second), gains, np.array_equal(first.waveform, second.waveform))

    @property
    def decibels(self) -> tuple[float, float]:
        """How much each is turned down: 0 or less, and 0 for one of them."""
        return 20 * math.log10(self.gains[0]), 20 * math.log10(self.gains[1])

    def samples(self, take: int) -> FloatArray:
        """What is to be played of a take, [T_samples]."""
        return self.takes[take].waveform * np.float32(self.gains[take])

    def same_second(self, here: int, there: int, seconds: float) -> float:
        """Where take `there` speaks what take `here` speaks at a second; 0 at the end."""
        place = same_second(self.takes[here], self.takes[there], seconds)
        return place if place < self.takes[there].seconds else 0.0
