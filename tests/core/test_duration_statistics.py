"""Durations are distributed as those of the voice's own graph, which draws its own noise."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.core.onnx_peer import DEFAULT, OriginalDurations
from vits_core.prosody.steering import Arc, Draw, Noise
from vits_core.records import Utterance
from vits_core.synthesis.take_request import TakeRequest
from vits_core.voice import Voice
from vits_core.voices.voice_path import voice_path

pytestmark = pytest.mark.slow

DRAWS = 500
TOO_FAR = 5.0
"""Standard errors: once in a million by chance, and there are some hundred comparisons."""


def _ours(voice: Voice, utterance: Utterance, noises: list[Noise]) -> NDArray[np.float64]:
    requests = [TakeRequest(utterance, DEFAULT, noise, Draw(0)) for noise in noises]
    outlines = []
    for first in range(0, len(requests), 50):
        outlines += voice.synthesizer.outlines(requests[first : first + 50])
    return np.array([outline.durations for outline in outlines], np.float64)


def _compare(ours: NDArray[np.float64], theirs: NDArray[np.float64]) -> None:
    """Each token's mean and variance, and those of the sum: [draws, T_text] each."""
    ours = np.column_stack((ours, ours.sum(axis=1)))
    theirs = np.column_stack((theirs, theirs.sum(axis=1)))
    for moment in (lambda x: x, lambda x: np.square(x - x.mean(axis=0))):
        a, b = moment(ours), moment(theirs)
        error = np.sqrt(a.var(axis=0) / len(a) + b.var(axis=0) / len(b))
        distance = np.abs(a.mean(axis=0) - b.mean(axis=0)) / np.maximum(error, 1e-6)
        assert float(distance.max()) < TOO_FAR, distance


def test_sampled_durations_have_the_distribution_of_the_original(voice: Voice) -> None:
    original = OriginalDurations(voice_path(None))
    (utterance,) = voice.utterances("Good morning.")
    assert isinstance(utterance, Utterance)
    theirs = np.array([original.draw(utterance.token_ids, DEFAULT) for _ in range(DRAWS)])
    _compare(_ours(voice, utterance, [Draw(seed) for seed in range(DRAWS)]), theirs.astype(float))
    # What lies between two takes is a take as good as any.
    arcs: list[Noise] = [Arc(Draw(s), Draw(s + DRAWS), 0.5) for s in range(DRAWS)]
    _compare(_ours(voice, utterance, arcs), theirs.astype(float))
