"""Loudness and true peak of a sound that goes by in blocks (ITU-R BS.1770-4)."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import soxr

from vits_core.audio.limiter import OVERSAMPLING
from vits_core.records import FloatArray

STEP = 0.1
"""Seconds from one of the standard's blocks to the next."""
STEPS = 4
"""In a block."""
GATE = -70.0
"""LUFS; what is quieter does not count, nor what is 10 LU below the rest."""
_FILTERS = (
    (3.99984385397, 0.7071752369554193, 1681.9744509555319, "high_shelf_DeMan"),
    (0.0, 0.5003270373253953, 38.13547087613982, "high_pass_DeMan"),
)
"""Gain in dB, Q, frequency in Hz and name of the filters by De Man, which are the standard's."""


@dataclass(frozen=True, slots=True)
class Measured:
    """How loud a sound is."""

    lufs: float
    """Integrated; −inf for silence."""
    true_peak: float
    """dBTP."""


def measured(blocks: Iterable[FloatArray], rate: int) -> Measured:
    """Measure a mono sound, any number of [T_samples] at `rate` Hz.

    pyloudnorm measures sounds that are in memory, several times over, as float64; here ten numbers
    a second are kept. A last block that is not complete does not count, as the standard has it;
    pyloudnorm counts it, which is up to 0.2 LU in a sentence.
    """
    weighting = _Weighting(rate)
    oversampler = soxr.ResampleStream(rate, OVERSAMPLING * rate, 1, dtype="float32")
    peak = 0.0
    for block in blocks:
        sound = np.ascontiguousarray(block, np.float32)
        weighting.add(sound)
        between = oversampler.resample_chunk(sound)
        peak = max(peak, _highest(sound), _highest(between))
    peak = max(peak, _highest(oversampler.resample_chunk(np.zeros(0, np.float32), last=True)))
    return Measured(weighting.integrated(), _decibels(peak))


class _Weighting:
    """Sums up the energy of each step of the weighted sound."""

    def __init__(self, rate: int) -> None:
        from pyloudnorm import IIRfilter  # with scipy.signal, which takes half a second to load

        self._rate = rate
        filters = [IIRfilter(gain, q, hz, rate, kind) for gain, q, hz, kind in _FILTERS]
        self._filters = [(each.b, each.a, np.zeros(2)) for each in filters]
        self._energies: list[float] = []
        self._samples = 0

    def add(self, sound: FloatArray) -> None:
        from scipy.signal import lfilter

        weighted = sound.astype(np.float64)
        for number, (b, a, state) in enumerate(self._filters):
            weighted, state = lfilter(b, a, weighted, zi=state)
            self._filters[number] = b, a, state
        places = np.arange(self._samples, self._samples + len(sound))
        steps = (places / (STEP * self._rate)).astype(np.int64)
        self._samples += len(sound)
        if not len(sound):
            return
        self._energies += [0.0] * (int(steps[-1]) + 1 - len(self._energies))
        first = int(steps[0])
        for number, energy in enumerate(np.bincount(steps - first, np.square(weighted))):
            self._energies[first + number] += float(energy)

    def integrated(self) -> float:
        """LUFS of all that was added."""
        whole = int(self._samples / (STEP * self._rate))
        if whole < STEPS:  # the standard knows no shorter sounds: one block as long as the sound
            blocks = np.array([sum(self._energies) / max(1, self._samples)])
        else:
            sums = np.convolve(self._energies[:whole], np.ones(STEPS), "valid")
            blocks = sums / (STEPS * STEP * self._rate)
        loud = blocks[blocks > _power(GATE)]
        loud = loud[loud > np.mean(loud) / 10] if len(loud) else loud
        return -0.691 + 10 * math.log10(np.mean(loud)) if len(loud) else -math.inf


def _power(lufs: float) -> float:
    return float(10 ** ((lufs + 0.691) / 10))


def _highest(sound: FloatArray) -> float:
    return float(np.max(np.abs(sound), initial=0.0))


def _decibels(peak: float) -> float:
    return 20 * math.log10(peak) if peak else -math.inf
