"""Where a speech is heard from, and where it ends within its last line."""

from __future__ import annotations

from dataclasses import dataclass

from app.session.timeline import Timeline
from vits_core.records import FloatArray, Outline, TakePart

LEAD = 0.02
"""Seconds before a word at which listening to it begins."""


@dataclass(frozen=True, slots=True)
class Place:
    """A character of a line."""

    line: int
    offset: int


class Listening:
    """What of a timeline is to be heard; it waits for that to be made."""

    def __init__(
        self,
        timeline: Timeline,
        *,
        at: Place | None = None,
        seconds: float | None = None,
        until: Place | None = None,
    ) -> None:
        """Listening begins at the word at a place, or else at a second, or else not at all; it ends
        with the last word before another place."""
        self.until = until
        self._timeline = timeline
        self._at = at
        self._from = seconds
        self._stop_sample: int | None = None

    def begin_at(self, seconds: float) -> None:
        """Begin at a second instead."""
        self._at, self._from = None, seconds

    def begin_take(self, line: int | None, outline: Outline) -> None:
        """A take of a line is there, from its first part on."""
        if self._at is not None and line == self._at.line:
            seconds = second_of(self._timeline, self._at)
            if seconds is not None:
                self.begin_at(seconds)
        self._stop_sample = None
        if self.until is not None and line == self.until.line:
            words = outline.utterance.words
            inside = [word for word in words if word.start < self.until.offset]
            if len(inside) < len(words):
                end = outline.word_seconds(inside[-1])[1] if inside else 0.0
                self._stop_sample = round(end * outline.sample_rate)

    def heard(self, part: TakePart, sound: FloatArray) -> FloatArray:
        """What is to be heard of a part's sound, which has the pause before it."""
        if self._stop_sample is None:
            return sound
        pause = len(sound) - len(part.waveform)
        return sound[: max(0, self._stop_sample - part.start_sample + pause)]

    def due(self) -> float | None:
        """The second to listen from, once it is made; told once."""
        made = self._timeline.samples / self._timeline.sample_rate
        if self._from is None or made <= self._from:
            return None
        seconds, self._from = self._from, None
        return seconds

    def end(self) -> None:
        """All is made: what never came is heard from the beginning."""
        if self._at is not None:
            self.begin_at(0.0)


def second_of(timeline: Timeline, place: Place) -> float | None:
    """When the word at a place in a line begins; None where it is not made."""
    found = None
    for start, outline in timeline.outlines_of(place.line):
        if outline.utterance.start > place.offset and found is not None:
            break
        words = [word for word in outline.utterance.words if word.start <= place.offset]
        inner = outline.word_seconds(words[-1])[0] if len(words) > 1 else 0.0
        found = start + max(0.0, inner - LEAD)
    return found
