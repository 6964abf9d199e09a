"""Samples on their way into a file: cleaned, levelled, resampled, counted, rounded."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np
import soxr
from numpy.typing import NDArray

from vits_core.audio.file_format import Levelling
from vits_core.audio.file_types import Subtype
from vits_core.audio.limiter import limited
from vits_core.records import FloatArray

BLOCK = 1 << 16
"""Samples that are converted and written at a time."""


class SampleStream:
    """Prepares the samples of one file, block by block."""

    def __init__(self, sample_rate: int, rate: int, level: Levelling | None = None) -> None:
        """From `sample_rate` to `rate`, in Hz."""
        self._rate = rate
        self._level = level
        self.silenced = 0
        """Samples that were not numbers, and are silence now."""
        self.beyond_full_scale = 0
        self._resampler: soxr.ResampleStream | None = None
        if rate != sample_rate:
            self._resampler = soxr.ResampleStream(sample_rate, rate, 1, dtype="float32")

    def read(self, blocks: Iterable[FloatArray]) -> Iterator[FloatArray]:
        """What becomes of blocks of [T_samples]."""
        parts = self._resampled(self._cleaned(blocks))
        if self._level is not None:
            parts = limited(_even(parts), self._rate, self._level.ceiling)
        for part in parts:
            self.beyond_full_scale += int(np.count_nonzero(np.abs(part) > 1))
            yield part

    def _cleaned(self, blocks: Iterable[FloatArray]) -> Iterator[FloatArray]:
        gain = None if self._level is None else np.float32(10 ** (self._level.gain / 20))
        for block in blocks:
            for start in range(0, len(block), BLOCK):
                part = np.asarray(block[start : start + BLOCK], np.float32)
                finite = np.isfinite(part)
                if not finite.all():
                    self.silenced += int(np.count_nonzero(~finite))
                    part = np.where(finite, part, np.float32(0))
                yield part if gain is None else part * gain

    def _resampled(self, parts: Iterable[FloatArray]) -> Iterator[FloatArray]:
        if self._resampler is None:
            yield from parts
            return
        for part in parts:
            yield self._resampler.resample_chunk(part)
        yield self._resampler.resample_chunk(np.zeros(0, np.float32), last=True)


def _even(parts: Iterable[FloatArray]) -> Iterator[FloatArray]:
    """The same samples in blocks of one length, so that how they came does not matter."""
    waiting: list[FloatArray] = []
    length = 0
    for part in parts:
        waiting.append(part)
        length += len(part)
        if length >= BLOCK:
            joined = np.concatenate(waiting)
            whole = length // BLOCK * BLOCK
            yield from np.split(joined[:whole], whole // BLOCK)
            waiting, length = [joined[whole:]], length - whole
    if length:
        yield np.concatenate(waiting)


def _to_16_bits(part: FloatArray) -> NDArray[Any]:
    whole: NDArray[Any] = np.clip(np.rint(part * 2.0**15), -(2**15), 2**15 - 1)
    return whole.astype(np.int16)


def _to_24_bits(part: FloatArray) -> NDArray[Any]:
    whole: NDArray[Any] = np.clip(np.rint(part * 2.0**23), -(2**23), 2**23 - 1)
    return np.left_shift(whole.astype(np.int32), 8)  # soundfile keeps the upper 24 bits of 32


def _to_full_scale(part: FloatArray) -> NDArray[Any]:
    return np.clip(part, -1.0, 1.0)


CONVERSIONS: dict[Subtype | None, Callable[[FloatArray], NDArray[Any]]] = {
    "PCM_16": _to_16_bits,
    "PCM_24": _to_24_bits,
    "FLOAT": lambda part: part,
    None: _to_full_scale,
}
"""Samples as soundfile takes them; None is for codecs."""
