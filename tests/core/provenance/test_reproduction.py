"""A take that was made again is held against the one that was kept."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from tests.core.provenance.test_sidecar import SENTENCE, SIDECAR, WAVEFORM
from vits_core.provenance.digest import audio_digest
from vits_core.provenance.reproduction import compared


def test_the_same_sound_is_identical_even_on_another_machine() -> None:
    moved = dataclasses.replace(SIDECAR, versions={**SIDECAR.versions, "torch": "9"})
    comparison = compared(SIDECAR, moved, WAVEFORM, None)
    assert comparison.verdict == "identical"
    assert comparison.differences == (f"torch: was {SIDECAR.versions['torch']}, now 9",)


@pytest.mark.parametrize(("noise", "verdict"), [(1e-3, "close"), (0.3, "different")])
def test_another_sound_is_close_or_different(noise: float, verdict: str) -> None:
    other = WAVEFORM + noise * np.random.default_rng(1).standard_normal(4000).astype(np.float32)
    made = dataclasses.replace(
        SIDECAR, audio_sha256=audio_digest(other), precision="bfloat16", voice_sha256="cd" * 32
    )
    comparison = compared(SIDECAR, made, other, WAVEFORM)
    assert comparison.verdict == verdict
    assert comparison.differences == (
        "voice: a different file",
        "precision: was float32, now bfloat16",
    )


def test_another_rhythm_is_different_and_named() -> None:
    longer = dataclasses.replace(SENTENCE, durations=(5, 12, 24))
    made = dataclasses.replace(SIDECAR, sentences=(longer, SENTENCE), audio_sha256="")
    comparison = compared(SIDECAR, made, np.zeros(4256, np.float32), WAVEFORM)
    assert comparison.verdict == "different"
    assert comparison.decibels is None
    assert comparison.differences[0].startswith("rhythm:")


@pytest.mark.parametrize(
    ("file", "held"),
    [
        (WAVEFORM, True),
        (np.round(WAVEFORM * 2**15).astype(np.float32) / 2**15, True),
        (-WAVEFORM, False),
        (WAVEFORM[:-1], False),
    ],
)
def test_a_file_that_holds_another_sound_than_is_described_is_told(
    file: np.ndarray, held: bool
) -> None:
    comparison = compared(SIDECAR, SIDECAR, WAVEFORM, file)
    assert comparison.identical is held
    assert comparison.verdict == ("identical" if held else "different")
    assert (
        any("is not what its recipe describes" in each for each in comparison.differences)
        is not held
    )
