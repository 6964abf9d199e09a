"""A speech recogniser understands our rendering as well as onnxruntime's."""

from __future__ import annotations

import re
from itertools import product

import jiwer
import numpy as np
import pytest

from tests.core.onnx_peer import PeerResult
from tests.core.sentences import SENTENCES
from tests.listener import transcribe
from vits_core.records import Take

pytestmark = pytest.mark.slow

CHANCE = 0.05


def _errors(reference: str, hypothesis: str) -> int:
    """Words wrong, missing or added."""
    words = jiwer.process_words(_plain(reference), _plain(hypothesis))
    return words.substitutions + words.deletions + words.insertions


def _plain(text: str) -> str:
    return re.sub(r"[^a-z' ]", "", text.lower()).strip() or "nothing"


def test_ours_is_understood_no_worse_than_onnxruntimes(
    default_renderings: tuple[tuple[Take, PeerResult], ...],
) -> None:
    """Both sides speak with the same noise; their errors are compared sentence by sentence."""
    ours, theirs, words = [], [], 0
    for sentence, (take, peer) in zip(SENTENCES, default_renderings, strict=True):
        ours.append(_errors(sentence.text, transcribe(take.waveform, take.sample_rate)))
        theirs.append(_errors(sentence.text, transcribe(peer.waveform, take.sample_rate)))
        words += len(sentence.text.split())
    our_rate, their_rate = sum(ours) / words, sum(theirs) / words
    p = _chance_of_being_this_much_worse(ours, theirs)
    print(f"word error rate: ours {our_rate:.1%}, onnxruntime {their_rate:.1%}, p = {p:.2f}")
    assert our_rate < 0.3, "the recogniser hears no speech"
    assert p > CHANCE


def _chance_of_being_this_much_worse(ours: list[int], theirs: list[int]) -> float:
    """One-sided exact permutation test: each sentence's two renderings may swap sides."""
    differences = [a - b for a, b in zip(ours, theirs, strict=True) if a != b]
    signs = np.array(list(product((-1, 1), repeat=len(differences))))
    totals = signs @ np.abs(np.array(differences, dtype=np.int64))
    return float((totals >= sum(differences)).mean())


def test_the_comparison_notices_a_rendering_that_is_worse() -> None:
    """Two more errors in each of ten sentences is beyond chance; one in one sentence is not."""
    good = [1] * 20
    assert _chance_of_being_this_much_worse([3] * 10 + [1] * 10, good) < CHANCE
    assert _chance_of_being_this_much_worse([2] + [1] * 19, good) > CHANCE
