"""The takes that a picture shows: which sound or word of which take lies at a second."""

from __future__ import annotations

from bisect import bisect_right

from app.comparison.phonemes import sound_groups
from vits_core.records import Outline, Word

Sound = tuple[Outline, int, int]
"""A take, and the first token of one of its sounds and one past the last."""
_SLACK = 1e-6
"""Seconds by which rounding may move an edge."""


class ShownTakes:
    """Outlines in the order of time, each with the second at which it begins."""

    def __init__(self) -> None:
        self._starts: list[float] = []
        self._outlines: list[Outline] = []

    def append(self, start: float, outline: Outline) -> None:
        self._starts.append(start)
        self._outlines.append(outline)

    def take_at(self, seconds: float) -> Outline | None:
        """The take at a second, or the last one before it."""
        found = self._at(seconds)
        return None if found is None else found[1]

    def start_of(self, outline: Outline) -> float | None:
        """The second at which a take begins; None where it is not shown."""
        for start, shown in zip(self._starts, self._outlines, strict=True):
            if shown is outline:
                return start
        return None

    def words_between(self, first: float, last: float) -> tuple[Outline, tuple[Word, ...]] | None:
        """The words of the take at second `first` that sound from there to second `last`."""
        found = self._at(first)
        if found is None:
            return None
        start, outline = found
        words = []
        for word in outline.utterance.words:
            begin, end = outline.word_seconds(word)
            if start + begin <= last + _SLACK and start + end > first + _SLACK:
                words.append(word)
        return (outline, tuple(words)) if words else None

    def sound_at(self, seconds: float) -> Sound | None:
        """The sound at a second."""
        found = self._at(seconds)
        if found is None:
            return None
        start, outline = found
        frame = (seconds - start) / outline.frame_seconds
        for first, stop, _ in sound_groups(outline.utterance.symbols):
            if outline.token_edges[stop] > frame + _SLACK:
                return outline, first, stop
        return None

    def resized(self, edge: float, now: float) -> tuple[Outline, int, int, int] | None:
        """The sound that ends at second `edge`, and its frames if it ended at second `now`: one for
        each of its tokens at least."""
        found = self._at(edge - 2 * _SLACK)  # the take that ends there, not one that begins
        if found is None:
            return None
        start, outline = found
        a_frame = outline.frame_seconds
        end = round((edge - start) / a_frame)
        for first, stop, _ in sound_groups(outline.utterance.symbols):
            if int(outline.token_edges[stop]) == end:
                frames = round((now - start) / a_frame) - int(outline.token_edges[first])
                return outline, first, stop, max(stop - first, frames)
        return None

    def _at(self, seconds: float) -> tuple[float, Outline] | None:
        index = bisect_right(self._starts, seconds + _SLACK) - 1
        return (self._starts[index], self._outlines[index]) if index >= 0 else None
