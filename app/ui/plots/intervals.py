"""Labelled stretches of time: where each phoneme and each word of a take sounds."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from app.comparison.phonemes import phonemes_of
from app.takes.comping import seam_tokens
from vits_core.records import Outline


@dataclass(frozen=True, slots=True)
class Interval:
    """Seconds from the beginning of the speech."""

    start: float
    stop: float
    label: str
    pinned: bool = False
    """A person chose how long it is."""
    joined: bool = False
    """It stands for several that are too short to be drawn."""
    seam: bool = False
    """It is of another take than what is before it."""


class Intervals:
    """Intervals in the order of time, that do not overlap."""

    def __init__(self) -> None:
        self._starts: list[float] = []
        self._all: list[Interval] = []

    def extend(self, intervals: Iterable[Interval]) -> None:
        for interval in intervals:
            self._starts.append(interval.start)
            self._all.append(interval)

    def cut(self, seconds: float) -> None:
        """Take back what begins at that second or later, and let what lasts longer end there."""
        count = bisect_left(self._starts, seconds)
        del self._starts[count:], self._all[count:]
        if count and self._all[-1].stop > seconds:
            self._all[-1] = replace(self._all[-1], stop=seconds)

    def at(self, seconds: float) -> Interval | None:
        """The interval that holds a second."""
        index = bisect_right(self._starts, seconds) - 1
        if index < 0 or seconds >= self._all[index].stop:
            return None
        return self._all[index]

    def edge_near(self, seconds: float, tolerance: float) -> float | None:
        """The end of an interval that is nearest to a second, and not farther than `tolerance`."""
        after = bisect_right(self._starts, seconds)
        ends = [each.stop for each in self._all[max(0, after - 2) : after + 1]]
        near = min(ends, key=lambda end: abs(end - seconds), default=None)
        return near if near is not None and abs(near - seconds) <= tolerance else None

    def count(self, start: float, stop: float) -> int:
        """How many begin in a stretch of time."""
        return bisect_left(self._starts, stop) - bisect_left(self._starts, start)

    def between(self, start: float, stop: float) -> list[Interval]:
        """The intervals that begin in a stretch of time."""
        first, last = bisect_left(self._starts, start), bisect_left(self._starts, stop)
        return self._all[first:last]

    def visible(self, start: float, stop: float, narrowest: float) -> Iterator[Interval]:
        """The intervals between two seconds, at most one for each `narrowest` seconds.

        Those shorter than `narrowest` come joined, without a label, so that an hour is drawn as
        fast as a second.
        """
        index = max(0, bisect_right(self._starts, start) - 1)
        while index < len(self._all) and self._starts[index] < stop:
            here = self._all[index]
            after = max(index + 1, bisect_left(self._starts, here.start + narrowest, index))
            if after == index + 1:
                yield here
            else:
                yield Interval(here.start, self._all[after - 1].stop, "", joined=True)
            index = after


def phoneme_intervals(take: Outline, start: float) -> list[Interval]:
    """Sounds of a take that begins at second `start`; blanks before the first belong to none."""
    edges = start + take.token_edges * take.frame_seconds
    pinned = {token for token, _ in take.timing.pins}
    return [
        Interval(
            float(edges[first]),
            float(edges[stop]),
            label,
            not pinned.isdisjoint(range(first, stop)),
        )
        for label, first, stop in phonemes_of(take.utterance)
    ]


def word_intervals(take: Outline, start: float) -> list[Interval]:
    """Words of a take that begins at second `start`."""
    seams = set(seam_tokens(take))
    found = []
    for word in take.utterance.words:
        begin, end = take.word_seconds(word)
        seam = word.token_start in seams
        found.append(Interval(start + begin, start + end, word.text, seam=seam))
    return found


def sentence_interval(take: Outline, start: float) -> Interval:
    """All of a take that begins at second `start`."""
    return Interval(start, start + take.seconds, take.utterance.text.strip())
