"""How loud a sound is to the ear, and how two sounds become equally loud (ITU-R BS.1770-4)."""

from __future__ import annotations

import math

import numpy as np

from vits_core.records import FloatArray

BLOCK = 0.4
"""Seconds; the standard measures pieces of this length, and leaves out the quiet ones."""


def loudness(waveform: FloatArray, sample_rate: int) -> float:
    """Integrated loudness in LUFS of a mono sound, [T_samples].

    −inf for silence, and for what is below the standard's gate of −70 LUFS all the way. The
    standard knows no sounds that are shorter than its block: they are one block of their own
    length, so what is told is the mean square of the weighted sound.
    """
    import pyloudnorm  # with scipy.signal, which takes half a second to load

    sound = np.nan_to_num(np.asarray(waveform, np.float64).reshape(-1))
    if not sound.any():
        return -math.inf
    # Half a sample less than all: in floats, a block as long as the sound can seem too long.
    block = min(BLOCK, (len(sound) - 0.5) / sample_rate)
    # De Man's filters are the standard's; pyloudnorm's default ones are 0.1 dB off at 22050 Hz.
    meter = pyloudnorm.Meter(sample_rate, filter_class="DeMan", block_size=block)
    return float(meter.integrated_loudness(sound))


def matched(
    first: FloatArray, second: FloatArray, sample_rate: int, second_rate: int | None = None
) -> tuple[float, float]:
    """Factors that make two sounds, [T_samples] each, as loud as the quieter one of them.

    One of the two is always 1. The louder sound is turned down and nothing ever up, since what is
    turned up could clip. Beside silence nothing can be as loud: both factors are 1 then.
    `second_rate` is for a second sound that does not have `sample_rate` Hz.
    """
    levels = loudness(first, sample_rate), loudness(second, second_rate or sample_rate)
    quieter = min(levels)
    if math.isinf(quieter):
        return 1.0, 1.0
    return _factor(quieter - levels[0]), _factor(quieter - levels[1])


def _factor(decibels: float) -> float:
    return float(10 ** (decibels / 20))
