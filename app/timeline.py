"""Where each take lies in the sound of a text, and what is heard at a moment."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

import numpy as np

from vits_core.records import FloatArray, Take, Word


class Timeline:
    """The takes of one text in order, each behind its predecessor's pause; grows as they come."""

    def __init__(self, sample_rate: int) -> None:
        self.sample_rate = sample_rate
        self._takes: list[Take] = []
        self._starts: list[int] = []

    def __len__(self) -> int:
        return len(self._takes)

    @property
    def takes(self) -> tuple[Take, ...]:
        return tuple(self._takes)

    @property
    def samples(self) -> int:
        """Length up to the last take's last sample."""
        return self._starts[-1] + len(self._takes[-1].waveform) if self._takes else 0

    def append(self, take: Take) -> tuple[int, FloatArray]:
        """Add a take; returns its first sample, and its sound with the pause before it."""
        pause = self._takes[-1].pause_samples if self._takes else 0
        start = self.samples + pause
        self._takes.append(take)
        self._starts.append(start)
        if not pause:
            return start, take.waveform
        return start, np.concatenate((np.zeros(pause, np.float32), take.waveform))

    def start_seconds(self, index: int) -> float:
        """When the take of that index begins."""
        return self._starts[index] / self.sample_rate

    def index_at(self, seconds: float) -> int | None:
        """The take that is heard, or was heard last before a pause; None when there is none."""
        if not self._takes:
            return None
        return max(0, bisect_right(self._starts, round(seconds * self.sample_rate)) - 1)

    def at(self, seconds: float) -> tuple[Take, Word | None] | None:
        """The take that is heard and its word, if one is being said."""
        index = self.index_at(seconds)
        if index is None:
            return None
        take = self._takes[index]
        frame = round(seconds * self.sample_rate - self._starts[index]) // take.hop_length
        token = int(np.searchsorted(take.token_edges, frame, side="right")) - 1
        words = take.utterance.words
        place = bisect_right(words, token, key=lambda word: word.token_start) - 1
        if place < 0 or token >= words[place].token_stop:
            return take, None
        return take, words[place]

    def blocks(self) -> Iterator[FloatArray]:
        """The whole sound, piece by piece, pauses included."""
        for index, take in enumerate(self._takes):
            if index and (pause := self._takes[index - 1].pause_samples):
                yield np.zeros(pause, np.float32)
            yield take.waveform
