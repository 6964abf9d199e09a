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
        lows, highs = waveform_peaks(take.waveform, COLUMNS)
        return cls(lows, highs, pitch_track(take.waveform, take.sample_rate, take.hop_length))


def waveform_peaks(waveform: FloatArray, columns: int) -> tuple[FloatArray, FloatArray]:
    """The lowest and the highest sample in each of so many equal stretches; fewer of a sound that
    has fewer samples."""
    columns = max(1, min(columns, len(waveform)))
    edges = np.arange(columns) * len(waveform) // columns
    return np.minimum.reduceat(waveform, edges), np.maximum.reduceat(waveform, edges)
