"""Long sequences that arrive in pieces, and their summaries at every magnification.

Numpy only. A waveform of an hour has 80 million samples, a window 2,000 columns: drawing reads a
summary of about that many entries, whatever the magnification.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float32]


class PeakPyramid:
    """Arrays laid one after the other along the first axis, kept by reference, never copied.

    `bands` is the length of the second axis, 0 for one-dimensional data. What lies between two
    chunks (a pause) reads as `fill`.
    """

    def __init__(self, fill: float, bands: int = 0) -> None:
        self._fill = fill
        self._shape: tuple[int, ...] = (bands,) if bands else ()
        self._starts: list[int] = []
        self._arrays: list[FloatArray] = []
        self.length = 0

    def append(self, start: int, array: FloatArray) -> None:
        """Lay down the next chunk; raises ValueError if it begins before the end of the last."""
        if start < self.length:
            raise ValueError(f"a chunk at {start} overlaps what ends at {self.length}")
        self._starts.append(start)
        self._arrays.append(array)
        self.length = start + len(array)

    def join(self, start: int, array: FloatArray) -> None:
        """Keep `array` instead of the chunks from `start` on, which hold the same piece by piece.

        Raises ValueError if there is no chunk that begins at `start`, or the length differs.
        """
        index = bisect_left(self._starts, start)
        if self._starts[index : index + 1] != [start] or start + len(array) != self.length:
            raise ValueError(f"{len(array)} at {start} are not what ends at {self.length}")
        self._starts[index:] = [start]
        self._arrays[index:] = [array]

    def read(self, start: int, stop: int) -> FloatArray:
        """A copy of `start` to `stop`, clipped to what there is."""
        start, stop = max(0, start), min(self.length, stop)
        if stop <= start:
            return np.empty((0, *self._shape), np.float32)
        out = np.full((stop - start, *self._shape), self._fill, np.float32)
        for index in range(max(0, bisect_right(self._starts, start) - 1), len(self._starts)):
            begin, array = self._starts[index], self._arrays[index]
            if begin >= stop:
                break
            low, high = max(begin, start), min(begin + len(array), stop)
            if low < high:
                out[low - start : high - start] = array[low - begin : high - begin]
        return out


class _Growing:
    """An array whose first axis grows in amortised linear time."""

    def __init__(self, shape: tuple[int, ...]) -> None:
        self._data = np.empty((1024, *shape), np.float32)
        self.length = 0

    def replace_from(self, start: int, tail: FloatArray) -> None:
        """Make `tail` everything from `start` on."""
        needed = start + len(tail)
        if needed > len(self._data):
            grown = np.empty((max(needed, 2 * len(self._data)), *self._data.shape[1:]), np.float32)
            grown[:start] = self._data[:start]
            self._data = grown
        self._data[start:needed] = tail
        self.length = needed

    def view(self, start: int, stop: int) -> FloatArray:
        return self._data[start : min(stop, self.length)]


class Pyramid:
    """Summaries of `PeakPyramid` by one ufunc (min, max), each level `factor` times coarser.

    Its own memory is about 1/`base` of the data; bringing it up to date costs as much as what was
    appended.
    """

    def __init__(
        self, chunks: PeakPyramid, summary: np.ufunc, base: int, factor: int, bands: int = 0
    ) -> None:
        self._chunks = chunks
        self._summary = summary
        self._base = base
        self._factor = factor
        self._shape: tuple[int, ...] = (bands,) if bands else ()
        self._levels: list[_Growing] = []
        self._done = 0

    def update(self) -> None:
        """Take in what was appended to the chunks since the last call."""
        if self._chunks.length == self._done:
            return
        first = self._done // self._base  # the last entry may have been a partial one
        source = self._chunks.read(first * self._base, self._chunks.length)
        step, level = self._base, 0
        while True:
            if level == len(self._levels):
                self._levels.append(_Growing(self._shape))
            here = self._levels[level]
            here.replace_from(first, self._reduce(source, np.arange(0, len(source), step)))
            if here.length <= self._factor:
                break
            level, step = level + 1, self._factor
            first = first // self._factor if level < len(self._levels) else 0
            source = here.view(first * self._factor, here.length)
        self._done = self._chunks.length

    def columns(self, start: float, stop: float, width: float) -> tuple[int, FloatArray]:
        """One summary for each column of `width` samples (at least 2) between two samples.

        Columns lie at whole multiples of `width`, so that they do not flicker when the view moves.
        Returns the number of the first column and the summaries.
        """
        first = max(0, int(np.floor(start / width)))
        last = int(np.ceil(min(stop, self._chunks.length) / width))
        if last <= first:
            return first, np.empty((0, *self._shape), np.float32)
        size, level = 1, -1
        while level + 1 < len(self._levels) and 2 * self._size(level + 1) <= width:
            level += 1
            size = self._size(level)
        edges = (np.arange(first, last + 1) * (width / size)).astype(np.int64)
        low, high = int(edges[0]), int(edges[-1]) + 1
        source = self._chunks.read if level < 0 else self._levels[level].view
        data = source(low, high)
        starts = edges[:-1] - low
        return first, self._reduce(data, starts[starts < len(data)])

    def _size(self, level: int) -> int:
        return int(self._base * self._factor**level)

    def _reduce(self, data: FloatArray, starts: NDArray[np.int64]) -> FloatArray:
        if not len(starts):
            return np.empty((0, *self._shape), np.float32)
        reduced: FloatArray = self._summary.reduceat(data, starts, axis=0)
        return reduced
