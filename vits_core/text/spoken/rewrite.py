"""Stretches of a text that are spoken otherwise than they are written."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from operator import attrgetter


@dataclass(frozen=True, slots=True, order=True)
class Rewrite:
    """Characters `start` to `stop` of a text, and what is read in their place."""

    start: int
    stop: int
    spoken: str
    """Words as a person says them; "" for what has no sound."""
    phonemes: str = ""
    """What is said instead of espeak-ng's reading of `spoken`, whose words beside it are then read
    as if they stood beside that; "": nothing else."""


Rule = Callable[[str], Iterable[Rewrite]]
"""Finds what one kind of writing stands for. Its rewrites may come in any order, do not overlap,
and cover at least one character each. They are found in the text as written: what another rule
rewrites is not seen."""


def apply(rules: Iterable[Rule], text: str) -> list[Rewrite]:
    """What the rules find in `text`, in order of the text.

    Where two overlap, the one of the earlier rule holds, so rules stand from the special to the
    general: dates before ranges, ranges before numbers.
    """
    return without_overlaps(found for rule in rules for found in rule(text))


def without_overlaps(found: Iterable[Rewrite]) -> list[Rewrite]:
    """Those that overlap none before them in `found`, in order of the text."""
    kept: list[Rewrite] = []
    for rewrite in found:
        at = bisect_left(kept, rewrite.start, key=attrgetter("start"))
        behind = at > 0 and kept[at - 1].stop > rewrite.start
        if not behind and not (at < len(kept) and kept[at].start < rewrite.stop):
            kept.insert(at, rewrite)
    return kept
