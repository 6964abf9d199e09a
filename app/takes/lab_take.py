"""One rendition of a sentence in the prosody lab, and what is drawn of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from vits_core.audio.pitch import pitch_track
from vits_core.records import FloatArray, Outline, Take

COLUMNS = 400
"""Of a small waveform."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class LabTake:
    """A take that is kept in the session's list, with what a person noted about it."""

    number: int
    """Its name in the list; counted up, never given twice."""
    outline: Outline
    voice: str
    """Path of its voice's file."""
    voice_name: str
    text_start: int = 0
    """Character of the editor's text that the utterance's offsets count from."""
    starred: bool = False
    note: str = ""
    origin: str = ""
    """How it came about, in words for people; "" for one that was simply drawn."""
    parent: int | None = None
    """Number of the take that it was made from."""
    changed: tuple[int, ...] = ()
    """Tokens that were steered, compared to the parent."""

    @property
    def text(self) -> str:
        return self.outline.utterance.text.strip()


@dataclass(frozen=True, slots=True, eq=False)
class TakePreview:
    """What is drawn of a take's sound in a list; small enough to be kept for good."""

    lows: FloatArray
    """Of the waveform in each of `COLUMNS` (or fewer) equal stretches of it."""
    highs: FloatArray
    pitch: FloatArray
    """Hz in the middle of each frame, [T_frames], NaN where there is no voice."""

    @classmethod
    def of(cls, take: Take) -> TakePreview:
        columns = max(1, min(COLUMNS, len(take.waveform)))
        edges = np.arange(columns) * len(take.waveform) // columns
        return cls(
            np.minimum.reduceat(take.waveform, edges),
            np.maximum.reduceat(take.waveform, edges),
            pitch_track(take.waveform, take.sample_rate, take.hop_length),
        )
