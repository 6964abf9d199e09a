"""Samples that arrive while they are being played."""

from __future__ import annotations

import numpy as np

from vits_core.records import FloatArray


class SampleStore:
    """Mono samples that one thread appends while another reads, without a lock.

    Chunks have one size and never move. `length` is advanced after the samples are in place, so
    a reader that looks at `length` first never sees half-written ones.
    """

    CHUNK = 1 << 16

    def __init__(self) -> None:
        self._chunks: list[FloatArray] = []
        self.length = 0
        self.complete = False
        """Nothing more will come. Set after the last `append`, so read it before `length`."""

    def append(self, samples: FloatArray) -> None:
        """Add samples, [T_samples]."""
        done = 0
        while done < len(samples):
            offset = self.length % self.CHUNK
            if offset == 0:
                self._chunks.append(np.zeros(self.CHUNK, np.float32))
            count = min(self.CHUNK - offset, len(samples) - done)
            self._chunks[-1][offset : offset + count] = samples[done : done + count]
            done += count
            self.length += count

    def read(self, start: int, out: FloatArray) -> int:
        """Copy samples from `start` on into `out`; return how many there were."""
        count = max(0, min(len(out), self.length - start))
        done = 0
        while done < count:
            chunk, offset = divmod(start + done, self.CHUNK)
            part = min(self.CHUNK - offset, count - done)
            out[done : done + part] = self._chunks[chunk][offset : offset + part]
            done += part
        return count
