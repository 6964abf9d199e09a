"""What is drawn of a take's sound in a list, made with the sound by the worker."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from vits_core.audio.pitch import pitch_track
from vits_core.records import FloatArray, Take

COLUMNS = 400
"""Of a small waveform."""


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
