"""Sound on its way to a file that somebody may not want any more."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator

from vits_core.records import FloatArray

PIECE = 1 << 16
"""Samples after which a cancellation is heeded."""


class WriteCancelledError(Exception):
    """Unwinds a write whose result is not wanted any more."""


def heeding(blocks: Iterable[FloatArray], cancelled: threading.Event) -> Iterator[FloatArray]:
    """The blocks in pieces, for as long as nobody cancels; raises `WriteCancelledError` then."""
    for block in blocks:
        for start in range(0, len(block), PIECE):
            if cancelled.is_set():
                raise WriteCancelledError
            yield block[start : start + PIECE]
    if cancelled.is_set():
        raise WriteCancelledError


class Heeded:
    """Blocks that are read more than once, each time for as long as nobody cancels."""

    def __init__(self, blocks: Iterable[FloatArray], cancelled: threading.Event) -> None:
        self._blocks = blocks
        self._cancelled = cancelled

    def __iter__(self) -> Iterator[FloatArray]:
        return heeding(self._blocks, self._cancelled)
