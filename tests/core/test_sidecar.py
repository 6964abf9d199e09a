"""A take's description survives being written and read, and tells what became of it."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import numpy as np
import pytest

from vits_core.errors import TakeFileError
from vits_core.records import ProsodySettings, Utterance, Word
from vits_core.sidecar import (
    Sentence,
    Sidecar,
    audio_digest,
    compared,
    present_versions,
    read_sidecar,
    sidecar_path,
)
from vits_core.steering import Arc, Draw, Timing, redraw

WAVEFORM = np.sin(np.arange(4000, dtype=np.float32) / 7)
SENTENCE = Sentence(
    utterance=Utterance("Hi „x“", 3, 9, ("", "h", "ˈ"), (1, 5, 2), (Word("Hi", 3, 5, 1, 2),), 0.2),
    rhythm=redraw(Arc(Draw(3), Draw(2**63 - 1), 0.25), [1], 9),
    expression=Draw(4, ((0, 5), (2, 6))),
    timing=Timing(pins=((1, 12),), stretches=((0, 1.5),), frames=40, even_tempo=True),
    durations=(5, 12, 23),
    pause_frames=17,
)
SIDECAR = Sidecar(
    text="…: Hi „x“",
    settings=ProsodySettings(0.1, 0.2, 1.3),
    speaker=None,
    sentences=(SENTENCE, SENTENCE),
    voice="joe",
    voice_file="/voices/joe.onnx",
    voice_sha256="ab" * 32,
    sample_rate=22_050,
    hop_length=256,
    precision="float32",
    device="cpu",
    audio_sha256=audio_digest(WAVEFORM),
    versions=present_versions(),
)


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    sound = tmp_path / "a.b.wav"
    sidecar_path(sound).write_text(SIDECAR.to_json(), encoding="utf-8")
    assert sidecar_path(sound).name == "a.b.take.json"
    assert read_sidecar(sound) == SIDECAR
    assert read_sidecar(sidecar_path(sound)) == SIDECAR


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        "null",
        '{"format": "x", "format_version": 1}',
        SIDECAR.to_json().replace('"share": 0.25', '"share": 7'),
        SIDECAR.to_json().replace('"noise_scale": 0.1', '"noise_scale": -1'),
        SIDECAR.to_json().replace('"seed": 4', '"seed": "four"'),
        SIDECAR.to_json().replace('"pins"', '"pons"'),
        SIDECAR.to_json()[:-200],
    ],
)
def test_what_is_no_description_of_a_take_is_told(text: str, tmp_path: Path) -> None:
    path = tmp_path / "a.take.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(TakeFileError) as caught:
        read_sidecar(path)
    assert str(path) in str(caught.value)


def test_a_newer_format_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.take.json"
    path.write_text(json.dumps(json.loads(SIDECAR.to_json()) | {"format_version": 2}))
    with pytest.raises(TakeFileError, match="newer version"):
        read_sidecar(path)


def test_a_missing_description_is_told(tmp_path: Path) -> None:
    with pytest.raises(TakeFileError, match="written beside the sound"):
        read_sidecar(tmp_path / "a.wav")


def test_the_same_sound_is_identical_even_on_another_machine() -> None:
    moved = dataclasses.replace(SIDECAR, versions={**SIDECAR.versions, "torch": "9"})
    comparison = compared(SIDECAR, moved, WAVEFORM, None)
    assert comparison.verdict == "identical"
    assert comparison.differences == (f"torch: {SIDECAR.versions['torch']} then, 9 now",)


@pytest.mark.parametrize(("noise", "verdict"), [(1e-3, "close"), (0.3, "different")])
def test_another_sound_is_close_or_different(noise: float, verdict: str) -> None:
    other = WAVEFORM + noise * np.random.default_rng(1).standard_normal(4000).astype(np.float32)
    made = dataclasses.replace(
        SIDECAR, audio_sha256=audio_digest(other), precision="bfloat16", voice_sha256="cd" * 32
    )
    comparison = compared(SIDECAR, made, other, WAVEFORM)
    assert comparison.verdict == verdict
    assert comparison.differences == (
        "voice: another file than then",
        "precision: float32 then, bfloat16 now",
    )


def test_another_rhythm_is_different_and_named() -> None:
    longer = dataclasses.replace(SENTENCE, durations=(5, 12, 24))
    made = dataclasses.replace(SIDECAR, sentences=(longer, SENTENCE), audio_sha256="")
    comparison = compared(SIDECAR, made, np.zeros(4256, np.float32), WAVEFORM)
    assert comparison.verdict == "different"
    assert comparison.decibels is None
    assert comparison.differences[0].startswith("rhythm:")
