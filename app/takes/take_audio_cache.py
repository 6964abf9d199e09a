"""The sounds of takes that are at hand, bounded by their size."""

from __future__ import annotations

from collections.abc import Collection

from cachetools import LRUCache

from vits_core.records import Take

MOST_BYTES = 96 * 2**20
"""A quarter of an hour of sound and its spectrogram at 22 kHz; what is gone can be made again."""


class TakeAudioCache:
    """Keeps the sounds that were used last, by the numbers of their takes."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._takes: LRUCache[int, Take] = LRUCache(most_bytes, _bytes)

    def get(self, number: int) -> Take | None:
        return self._takes.get(number)

    def put(self, number: int, take: Take) -> None:
        if _bytes(take) <= self._takes.maxsize:
            self._takes[number] = take

    def drop_all_but(self, numbers: Collection[int]) -> None:
        """Keep the sounds of these takes only."""
        for number in set(self._takes) - set(numbers):
            del self._takes[number]

    @property
    def bytes(self) -> int:
        """Of all sounds together."""
        return int(self._takes.currsize)


def _bytes(take: Take) -> int:
    return take.waveform.nbytes + take.mel.nbytes
