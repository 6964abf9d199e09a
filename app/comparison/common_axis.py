"""One axis for all takes of a sentence: where every moment of each of them is drawn.

Takes of a sentence have the same tokens, and only their durations differ. So every token of one
take has its counterpart in each other, and times can be mapped from take to take without listening.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vits_core.records import FloatArray, Outline

Numbers = NDArray[np.float64]

GRID_SECONDS = 0.01
"""Distance of the places within a token at which pitches are compared, at most."""


def same_sentence(one: Outline, other: Outline) -> bool:
    """Whether each token of one is spoken in the other too."""
    return one.utterance.token_ids == other.utterance.token_ids


def edge_seconds(take: Outline) -> Numbers:
    """Second at which each token starts, and the end of the last, [T_text + 1]."""
    return np.asarray(take.token_edges * (take.hop_length / take.sample_rate), np.float64)


def semitones(hz: Numbers | FloatArray | float) -> Numbers:
    """Semitones above 1 Hz; NaN stays NaN."""
    return 12 * np.log2(np.asarray(hz, np.float64))


def hertz(semitones: float) -> float:
    """The inverse of `semitones`."""
    return float(2.0 ** (semitones / 12))


@dataclass(frozen=True, slots=True, eq=False)
class CommonAxis:
    """Where every moment of every take of a sentence is drawn."""

    edges: Numbers
    """Place of each token's start, and of the end of the last, in seconds, [T_text + 1]."""
    aligned: bool
    """Whether the same phonemes lie over each other; otherwise each take has its own time."""

    @classmethod
    def by_phoneme(cls, takes: Sequence[Outline]) -> CommonAxis:
        """Each token is as wide as it lasts on the average of these takes."""
        return cls(np.mean([edge_seconds(take) for take in takes], axis=0), aligned=True)

    @classmethod
    def by_time(cls, take: Outline) -> CommonAxis:
        """Each take in its own time; the edges are those of one of them."""
        return cls(edge_seconds(take), aligned=False)

    def places(self, take: Outline, seconds: Numbers | float) -> Numbers:
        """Where seconds of a take lie; linear inside each token."""
        if not self.aligned:
            return np.asarray(seconds, np.float64)
        return np.asarray(np.interp(seconds, edge_seconds(take), self.edges))

    def seconds(self, take: Outline, places: Numbers | float) -> Numbers:
        """The inverse of `places`."""
        if not self.aligned:
            return np.asarray(places, np.float64)
        return np.asarray(np.interp(places, self.edges, edge_seconds(take)))


class PitchGrid:
    """Places at equal distances within each token, so that pitches of takes can be averaged."""

    def __init__(self, edges: Numbers) -> None:
        widths = np.diff(edges)
        counts = np.maximum(1, np.ceil(widths / GRID_SECONDS)).astype(np.int64)
        self._tokens = np.repeat(np.arange(len(widths)), counts)
        firsts = np.repeat(np.cumsum(counts) - counts, counts)
        self._shares = (np.arange(len(firsts)) - firsts + 0.5) / counts[self._tokens]
        self.places: Numbers = edges[self._tokens] + self._shares * widths[self._tokens]
        """On the common axis, [places]."""

    def contour(self, take: Outline, pitch: FloatArray) -> Numbers:
        """Semitones above 1 Hz at each place, NaN without a voice; `pitch` [T_frames] in Hz.

        Linear between the middles of two frames; the nearer one where the other has no voice.
        """
        at = take.token_edges[self._tokens] + self._shares * take.durations[self._tokens] - 0.5
        at = np.clip(at, 0, len(pitch) - 1)
        before = np.floor(at).astype(np.int64)
        share = at - before
        track = semitones(pitch)
        left, right = track[before], track[np.minimum(before + 1, len(pitch) - 1)]
        mixed = left * (1 - share) + right * share
        return np.where(np.isfinite(mixed), mixed, np.where(share < 0.5, left, right))
