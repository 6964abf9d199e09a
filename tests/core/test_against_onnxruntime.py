"""The default voice says the same here as in onnxruntime, which runs the voice's own file.

A speech recogniser understands one as well as the other.
"""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import jiwer
import numpy as np
import pytest
import torch

from tests.core.onnx_peer import (
    EXPRESSION_SEED,
    RHYTHM_SEED,
    NoiseFedPiper,
    OriginalPiper,
    PeerResult,
    render_both,
)
from tests.core.sentences import SENTENCES
from tests.listener import transcribe
from vits_core.model.alignment import durations_in_frames, expand, sample_prior
from vits_core.model.vits import Vits
from vits_core.noise.keyed import expression_noise, rhythm_noise
from vits_core.prosody.steering import Draw
from vits_core.records import ProsodySettings, Take, Utterance
from vits_core.synthesis.synthesizer import Synthesizer

pytestmark = pytest.mark.slow

BOUND = 1e-4
CHANCE = 0.05
OTHER_SETTINGS = (
    ProsodySettings(noise_scale=0.333, duration_noise_scale=0.4, length_scale=1.3),
    ProsodySettings(noise_scale=1.0, duration_noise_scale=1.0, length_scale=0.8),
    ProsodySettings(noise_scale=0.0, duration_noise_scale=1.2, length_scale=1.0),
)


def test_zero_noise_gives_the_original_files_waveform_on_twenty_sentences(
    synthesizer: Synthesizer, utterances: tuple[Utterance, ...], piper_path: Path
) -> None:
    original = OriginalPiper(piper_path)
    still = ProsodySettings(noise_scale=0.0, duration_noise_scale=0.0)
    differences = []
    for utterance in utterances:
        take = synthesizer.take(utterance, still, rhythm_seed=1, expression_seed=2)
        theirs = original.waveform(utterance.token_ids, still)
        assert take.waveform.shape == theirs.shape
        differences.append(float(np.abs(take.waveform - theirs).max()))
    print(f"zero noise: max difference {max(differences):.2e} on {len(differences)} sentences")
    assert len(differences) == 20
    assert max(differences) < BOUND


def test_the_same_noise_gives_the_same_waveform_at_the_default_settings(
    default_renderings: tuple[tuple[Take, PeerResult], ...],
) -> None:
    difference = max(_difference(take, theirs) for take, theirs in default_renderings)
    print(f"defaults: max difference {difference:.2e} on {len(default_renderings)} sentences")
    assert difference < BOUND


@pytest.mark.parametrize("settings", OTHER_SETTINGS, ids=["calm-slow", "lively-fast", "rhythm"])
def test_the_same_noise_gives_the_same_waveform_at_other_settings(
    synthesizer: Synthesizer,
    utterances: tuple[Utterance, ...],
    noise_fed_piper: NoiseFedPiper,
    settings: ProsodySettings,
) -> None:
    difference = max(
        _difference(*render_both(synthesizer, noise_fed_piper, utterance, settings))
        for utterance in utterances[::4]
    )
    print(f"{settings}: max difference {difference:.2e} on {len(utterances[::4])} sentences")
    assert difference < BOUND


def _difference(take: Take, theirs: PeerResult) -> float:
    """Largest difference of two waveforms, which must have the same rhythm and length."""
    assert np.array_equal(take.durations, theirs.durations)
    assert take.waveform.shape == theirs.waveform.shape
    return float(np.abs(take.waveform - theirs.waveform).max())


@pytest.mark.parametrize("index", [0, 3, 13, 19])
def test_each_stage_agrees_when_fed_what_the_peers_was_fed(
    piper_model: Vits, utterances: tuple[Utterance, ...], noise_fed_piper: NoiseFedPiper, index: int
) -> None:
    settings = ProsodySettings()
    ids = utterances[index].token_ids
    rhythm = rhythm_noise(Draw(RHYTHM_SEED), len(ids))
    scaled = torch.from_numpy(rhythm)[None] * settings.duration_noise_scale
    with torch.inference_mode():
        encoded = piper_model.encode(torch.tensor([ids]), torch.tensor([len(ids)]))
        logw = piper_model.log_durations(encoded.hidden, encoded.mask, scaled, None)
        durations = durations_in_frames(logw[0, 0], settings.length_scale)
        expression = expression_noise(Draw(EXPRESSION_SEED), durations.numpy(), 192)
        theirs = noise_fed_piper.run(ids, settings, rhythm, expression)
        stages = {name: torch.from_numpy(values) for name, values in theirs.stages.items()}

        m_p, logs_p = expand(stages["m_p"], durations), expand(stages["logs_p"], durations)
        noise = torch.from_numpy(expression)[None]
        z_p = sample_prior(m_p, logs_p, noise, settings.noise_scale)
        z = piper_model.latent(stages["z_p"], torch.ones_like(z_p[:, :1]), None)
        waveform = piper_model.decode(stages["z"], None)
    stages["waveform"] = torch.from_numpy(theirs.waveform)[None]
    ours = {
        "hidden": encoded.hidden,
        "m_p": encoded.m_p,
        "logs_p": encoded.logs_p,
        "logw": logw,
        "z_p": z_p,
        "z": z,
        "waveform": waveform,
    }
    assert ours.keys() == stages.keys()
    for name, tensor in ours.items():
        difference = float((tensor - stages[name]).abs().max())
        print(f"{name}: max difference {difference:.2e}")
        assert difference < BOUND, name
    assert np.array_equal(durations.numpy(), theirs.durations)


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
