"""Where each take lies in the sound of a text, and what is heard at a moment."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace

import numpy as np

from vits_core.records import FloatArray, Outline, Take, TakePart, Word


@dataclass(slots=True)
class _Placed:
    """A take, which may still be in the making, in its place."""

    outline: Outline
    start: int
    line: int | None
    """Id of the line that it speaks."""
    samples: int = 0
    """Of its sound so far."""
    frames: int = 0
    """Of its spectrogram so far."""

    @property
    def stop(self) -> int:
        return self.start + self.samples

    def append(self, part: TakePart) -> None:
        if part.start_sample != self.samples:
            raise ValueError(f"a part at {part.start_sample} does not follow {self.samples}")
        self.samples += len(part.waveform)
        self.frames = part.start_frame + part.mel.shape[1]
        if part.take is not None:
            self.outline = part.take


class Timeline:
    """The takes of one text in order, each behind its predecessor's pause; grows as they come."""

    def __init__(self, sample_rate: int, lead: int = 0) -> None:
        """`lead` samples of silence come first."""
        self.sample_rate = sample_rate
        self._lead = lead
        self._placed: list[_Placed] = []
        self._starts: list[int] = []
        self._heard: tuple[int, int, Outline, Word] | None = None
        """The word that was asked for last, from its first sample to one past its last: several ask
        sixty times a second."""

    def __len__(self) -> int:
        """Takes that there are, the one in the making included."""
        return len(self._placed)

    @property
    def takes(self) -> tuple[Take, ...]:
        """Those that are whole."""
        return tuple(p.outline for p in self._placed if isinstance(p.outline, Take))

    @property
    def samples(self) -> int:
        """Length up to the last sample that was made."""
        return self._placed[-1].stop if self._placed else 0

    def append(self, part: TakePart, line: int | None = None) -> tuple[int, FloatArray]:
        """Add the next part of a take, or the first one of the next take, which speaks a line.

        Returns the take's first sample, and the part's sound with the pause before it. Raises
        ValueError for a part that does not follow the one before it.
        """
        self._heard = None
        pause = 0
        if part.start_sample == 0:
            pause = self._placed[-1].outline.pause_samples if self._placed else self._lead
            start = self.samples + pause
            self._placed.append(_Placed(part.outline, start, line))
            self._starts.append(start)
        self._placed[-1].append(part)
        if not pause:
            return self._starts[-1], part.waveform
        return self._starts[-1], np.concatenate((np.zeros(pause, np.float32), part.waveform))

    def missing_of(self, part: TakePart) -> TakePart | None:
        """What the last take lacks yet of a part of it that is made once more."""
        last = self._placed[-1]
        samples, frames = last.samples - part.start_sample, last.frames - part.start_frame
        if samples <= 0:
            return part
        if samples >= len(part.waveform) and part.take is None:
            return None
        return replace(
            part,
            start_sample=last.samples,
            waveform=part.waveform[samples:],
            start_frame=last.frames,
            mel=part.mel[:, max(0, frames) :],
        )

    @property
    def is_broken_off(self) -> bool:
        """The last take is not whole."""
        return bool(self._placed) and not isinstance(self._placed[-1].outline, Take)

    @property
    def last_line(self) -> int | None:
        """Id of the line that the last take speaks."""
        return self._placed[-1].line if self._placed else None

    def line_of(self, take: Outline) -> int | None:
        """Id of the line that a take speaks."""
        return next((placed.line for placed in self._placed if placed.outline is take), None)

    def outlines_of(self, line: int) -> list[tuple[float, Outline]]:
        """The takes that speak a line, each with the second at which it begins."""
        return [
            (placed.start / self.sample_rate, placed.outline)
            for placed in self._placed
            if placed.line == line
        ]

    def line_at(self, seconds: float) -> int | None:
        """Id of the line that is heard, or was heard last before a pause."""
        index = self.index_at(seconds)
        return None if index is None else self._placed[index].line

    def index_at(self, seconds: float) -> int | None:
        """The take that is heard, or was heard last before a pause; None when there is none."""
        if not self._placed:
            return None
        return max(0, bisect_right(self._starts, round(seconds * self.sample_rate)) - 1)

    def at(self, seconds: float) -> tuple[Outline, Word | None] | None:
        """The take that is heard and its word, if one is being said."""
        sample = round(seconds * self.sample_rate)
        if self._heard is not None and self._heard[0] <= sample < self._heard[1]:
            return self._heard[2:]
        index = self.index_at(seconds)
        if index is None:
            return None
        outline, start = self._placed[index].outline, self._starts[index]
        frame = outline.frame_at(sample - start)
        token = int(np.searchsorted(outline.token_edges, frame, side="right")) - 1
        words = outline.utterance.words
        place = bisect_right(words, token, key=lambda word: word.token_start) - 1
        if place < 0 or token >= words[place].token_stop:
            return outline, None
        word = words[place]
        first, stop = (
            start + outline.sample_at(int(outline.token_edges[edge]))
            for edge in (word.token_start, word.token_stop)
        )
        self._heard = first, stop, outline, word
        return outline, word
