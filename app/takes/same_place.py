"""Where in one take the sound is that is at some place in another."""

from __future__ import annotations

import numpy as np

from vits_core.records import Outline


def same_place(here: Outline, there: Outline, sample: int) -> int:
    """The sample of `there` that speaks what sample `sample` of `here` speaks.

    Where both have the same tokens it is as far into the same token; the first sample of a token
    leads to the first sample of that token. Takes of different sentences have only their lengths in
    common: it is the same share of the whole.
    """
    if here.utterance.token_ids == there.utterance.token_ids:
        edges = here.token_edges * here.hop_length
        place = float(np.interp(sample, edges, there.token_edges * there.hop_length))
    else:
        place = min(max(sample / max(1, here.samples), 0.0), 1.0) * there.samples
    return round(place)


def same_second(here: Outline, there: Outline, seconds: float) -> float:
    """`same_place` in seconds of either take."""
    return same_place(here, there, round(seconds * here.sample_rate)) / there.sample_rate
