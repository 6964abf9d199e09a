"""Keeps the true peak of a sound below a limit, block by block."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import soxr
from numpy.typing import NDArray

from vits_core.records import FloatArray

OVERSAMPLING = 4
"""As ITU-R BS.1770-4 measures a true peak, the height of the wave between the samples."""
REACH = 0.005
"""Seconds; the gain goes down over twice as long before a peak and comes back over as long."""


def limited(blocks: Iterable[FloatArray], rate: int, ceiling: float) -> Iterator[FloatArray]:
    """A sound, [T_samples] at `rate` Hz, in which no true peak exceeds `ceiling` dBTP.

    A limiter that looks ahead, and not a lower gain for all: speech has its peaks 20 dB above its
    loudness, so that with a gain alone no voice would reach −16 LUFS below full scale. Around each
    peak that is too high the gain falls just as far as it has to, along a raised cosine; what is
    below the limit all the way stays the same to the bit. The result does not depend on how the
    sound is cut into blocks of equal length, and memory not on the length of the sound.

    A codec with a loss may bring back peaks some tenths of a decibel higher.
    """
    limiter = _Limiter(rate, ceiling)
    for block in blocks:
        yield limiter.next(block)
    yield limiter.end()


class _Limiter:
    def __init__(self, rate: int, ceiling: float) -> None:
        self._ceiling = 10 ** (ceiling / 20)
        self._reach = max(1, round(REACH * rate))
        window = np.hanning(2 * self._reach + 3)[1:-1]
        self._window = window / window.sum()
        self._oversampler = soxr.ResampleStream(rate, OVERSAMPLING * rate, 1, dtype="float32")
        self._heights: FloatArray = np.zeros(0, np.float32)
        """Of the samples that the oversampled sound has not reached yet …"""
        self._between: FloatArray = np.zeros(0, np.float32)
        """… and what there is of it, less than a whole sample's worth."""
        self._sound: FloatArray = np.zeros(0, np.float32)
        """What is not handed out yet."""
        # How much is to be taken off at each sample. A result needs what is around it on both
        # sides: the window, and where the largest is looked for, which is one sample wider.
        self._margin = 2 * self._reach + 1
        self._excess: NDArray[np.float64] = np.zeros(self._margin)

    def next(self, block: FloatArray) -> FloatArray:
        self._sound = np.concatenate((self._sound, block))
        self._heights = np.concatenate((self._heights, np.abs(block)))
        self._add(self._oversampler.resample_chunk(np.ascontiguousarray(block, np.float32)))
        return self._ready()

    def end(self) -> FloatArray:
        self._add(self._oversampler.resample_chunk(np.zeros(0, np.float32), last=True))
        missing = self._margin + len(self._sound) + self._margin - len(self._excess)
        self._excess = np.concatenate((self._excess, np.zeros(missing)))
        return self._ready()

    def _add(self, oversampled: FloatArray) -> None:
        between = np.concatenate((self._between, np.abs(oversampled)))
        count = min(len(between) // OVERSAMPLING, len(self._heights))
        peaks = between[: count * OVERSAMPLING].reshape(-1, OVERSAMPLING).max(axis=1, initial=0.0)
        # The oversampler leaves out what is close to half the rate; the samples have it.
        peaks = np.maximum(peaks, self._heights[:count])
        self._between, self._heights = between[count * OVERSAMPLING :], self._heights[count:]
        excess = 1 - self._ceiling / np.maximum(peaks.astype(np.float64), self._ceiling)
        self._excess = np.concatenate((self._excess, excess))

    def _ready(self) -> FloatArray:
        count = min(len(self._sound), len(self._excess) - 2 * self._margin)
        if count <= 0:
            return np.zeros(0, np.float32)
        part = self._sound[:count]
        around = self._excess[: count + 2 * self._margin]
        if around.any():
            from scipy.ndimage import maximum_filter1d  # slow to load

            largest = maximum_filter1d(around, 2 * self._reach + 3, mode="constant")
            largest = largest[self._reach + 1 : len(largest) - self._reach - 1]
            part = (part * (1 - np.convolve(largest, self._window, "valid"))).astype(np.float32)
        self._sound = self._sound[count:]
        self._excess = self._excess[count:]
        return part
