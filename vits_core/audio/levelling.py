"""Which gain brings sounds that belong together to the loudness that is wanted."""

from __future__ import annotations

import math
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Self

import numpy as np

from vits_core.audio.disk_errors import plainly_said
from vits_core.audio.file_format import Levelling, LoudnessTarget
from vits_core.audio.loudness_meter import measured
from vits_core.audio.sample_stream import BLOCK, SampleStream
from vits_core.records import FloatArray

TOLERANCE = 0.05
"""LU by which a target may be missed."""
TRIES = 5
"""Of making up for what the limiter takes off; two or three will do."""
HEADROOM = 12.0
"""dB; the most that is made up for, beyond which a limiter would flatten the speech."""


class Spool:
    """A sound that is read more than once, on disk, in a file without a name.

    The folder's disk has to have room for it, 4 bytes a sample; raises `AudioFileError` where it
    has not.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with plainly_said(folder):
            self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115
        self._lengths: list[int] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def __len__(self) -> int:
        """Sounds that were added."""
        return len(self._lengths)

    def add(self, blocks: Iterable[FloatArray]) -> None:
        """Keep a sound, any number of [T_samples]."""
        self._file.seek(4 * sum(self._lengths))  # behind what was broken off, if anything was
        length = 0
        for block in blocks:
            with plainly_said(self._folder):
                self._file.write(np.ascontiguousarray(block, np.float32).data)
            length += len(block)
        with plainly_said(self._folder):
            self._file.flush()
        self._lengths.append(length)

    def __iter__(self) -> Iterator[FloatArray]:
        """All sounds, one after the other."""
        return self._read(0, sum(self._lengths))

    def sound(self, number: int) -> Iterator[FloatArray]:
        """One of the sounds, in the order in which they were added."""
        start = sum(self._lengths[:number])
        return self._read(start, start + self._lengths[number])

    def _read(self, start: int, stop: int) -> Iterator[FloatArray]:
        for place in range(start, stop, BLOCK):
            self._file.seek(4 * place)
            yield np.frombuffer(self._file.read(4 * min(BLOCK, stop - place)), np.float32)


def levelling(
    sound: Iterable[FloatArray], sample_rate: int, rate: int, target: LoudnessTarget
) -> Levelling:
    """What brings a sound, which is read several times, to a target when it is written at `rate`.

    The limiter makes a sound less loud than its gain alone would; the gain is raised by what is
    missing. Where the target cannot be reached, `lufs` of the result says what is.
    """
    before = measured(SampleStream(sample_rate, rate).read(sound), rate)
    if math.isinf(before.lufs):
        return Levelling(0.0, target.true_peak, before.lufs, target.lufs)
    gain = least = target.lufs - before.lufs
    if before.true_peak + gain <= target.true_peak:
        return Levelling(gain, target.true_peak, target.lufs, target.lufs)
    level = Levelling(0.0, target.true_peak, before.lufs)
    for _ in range(TRIES):
        tried = Levelling(gain, target.true_peak, target.lufs, target.lufs)
        reached = _reached(sound, sample_rate, rate, tried)
        # A louder sound gains less, since more of it is limited.
        slope = (reached.lufs - level.lufs) / (reached.gain - level.gain)
        level, missing = reached, target.lufs - reached.lufs
        gain += missing / max(0.3, slope)
        if abs(missing) <= TOLERANCE or gain > least + HEADROOM:
            break
    return level


def levelled(
    blocks: Iterable[FloatArray],
    sample_rate: int,
    rate: int,
    loudness: LoudnessTarget | Levelling | None,
    folder: Path,
    open_files: ExitStack,
) -> tuple[Iterable[FloatArray], Levelling | None]:
    """Blocks to write at `rate`, and what brings them to a loudness where one is wanted.

    To be measured, blocks that come from an iterator wait on the disk of `folder`, in a file that
    `open_files` closes.
    """
    if not isinstance(loudness, LoudnessTarget):
        return blocks, loudness
    if isinstance(blocks, Iterator):
        spool = open_files.enter_context(Spool(folder))
        spool.add(blocks)
        blocks = spool
    return blocks, levelling(blocks, sample_rate, rate, loudness)


def _reached(
    sound: Iterable[FloatArray], sample_rate: int, rate: int, level: Levelling
) -> Levelling:
    after = measured(SampleStream(sample_rate, rate, level).read(sound), rate)
    return replace(level, lufs=after.lufs)
