"""How the spectrum of one take differs from that of another at the same phonemes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from vits_core.records import FloatArray, Outline, Take

AUDIBLE_DB = 80.0
"""Below the loudest point of both takes, all is taken for equally quiet."""
SILENCE_DB = 50.0
"""A frame is silence when its loudest band is that far below the loudest point of both takes."""


@dataclass(frozen=True, slots=True, eq=False)
class MelDifference:
    """Second minus first."""

    decibels: FloatArray
    """[n_mels, T_frames] on the frames of the first take; above 0 where the second is louder."""
    rms: float
    """Root of the mean square in dB, over all bands of the frames that are not silence in both
    takes; 0 where there are none. A difference in loudness counts."""


def mel_difference(first: Take, second: Take) -> MelDifference:
    """Lay the second take's spectrogram on the first one's frames, token by token, and subtract.

    Raises ValueError where the spectrograms cannot be laid on each other (`can_be_subtracted`).
    """
    if not can_be_subtracted(first, second):
        raise ValueError("two takes without a common sentence or scale of frequency")
    top = max(first.mel.max(), second.mel.max())
    mine = np.maximum(first.mel, top - AUDIBLE_DB)
    other = np.maximum(_warped(second, first), top - AUDIBLE_DB)
    decibels = other - mine
    loudest = np.maximum(mine.max(axis=0), other.max(axis=0))
    heard = decibels[:, loudest >= top - SILENCE_DB]
    rms = float(np.sqrt(np.square(heard, dtype=np.float64).mean())) if heard.size else 0.0
    return MelDifference(decibels, rms)


def can_be_subtracted(first: Take, second: Take) -> bool:
    """Whether two takes speak the same tokens and have spectrograms of the same bands."""
    return (
        first.utterance.token_ids == second.utterance.token_ids
        and first.sample_rate == second.sample_rate
        and first.mel.shape[0] == second.mel.shape[0]
        and min(first.mel.shape[1], second.mel.shape[1]) > 0
    )


def is_sound_of(take: Take, outline: Outline) -> bool:
    """Whether a take is the rendition that an outline describes."""
    return _made_from(take) == _made_from(outline)


def _made_from(take: Outline) -> tuple[object, ...]:
    return (
        take.utterance.token_ids,
        take.settings,
        take.rhythm,
        take.expression,
        take.timing,
        take.speaker,
        take.durations.tobytes(),
        take.sample_rate,
    )


def _warped(take: Take, onto: Take) -> FloatArray:
    """A take's spectrogram at the frames of another, linear between the middles of its own."""
    middles = np.arange(onto.mel.shape[1]) + 0.5
    at = np.interp(middles, onto.token_edges, take.token_edges) - 0.5
    at = np.clip(at, 0, take.mel.shape[1] - 1)
    before = np.floor(at).astype(np.int64)
    share = (at - before).astype(np.float32)
    after = np.minimum(before + 1, take.mel.shape[1] - 1)
    warped: FloatArray = take.mel[:, before] * (1 - share) + take.mel[:, after] * share
    return warped
