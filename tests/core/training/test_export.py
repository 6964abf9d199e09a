"""A trained voice speaks as it did in training, and its folder says what it is."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch

from tests.core.training.checkpoints import last_of
from tests.core.training.recorded import with_speakers
from vits_core.errors import VoiceError
from vits_core.formats.native import CARD_FILE, CONFIG_FILE, WEIGHTS_FILE, read_native
from vits_core.model.vits import Vits
from vits_core.records import ProsodySettings
from vits_core.training.building import build
from vits_core.training.corpus import Corpus
from vits_core.training.errors import TrainingError
from vits_core.training.export import Provenance, export
from vits_core.training.plan import CHECKPOINTS_FOLDER, LAST, TrainingPlan
from vits_core.training.running import Machines, run
from vits_core.training.speaking import say
from vits_core.training.starting_point import part_of
from vits_core.voice import load_voice

pytestmark = pytest.mark.slow


@pytest.fixture
def voice_folder(trained: Path, tmp_path: Path) -> Path:
    told = Provenance("Tones", "CC0-1.0", "Made by a computer.")
    return export(trained / CHECKPOINTS_FOLDER / LAST, tmp_path / "voice", told).parent


def test_it_says_what_the_model_in_training_says(
    voice_folder: Path, trained: Path, plan: TrainingPlan
) -> None:
    training, _, corpus = build(plan)
    training.model.load_state_dict(part_of(last_of(trained)["state_dict"], "model."))
    training.eval()
    config, state = read_native(voice_folder / WEIGHTS_FILE)
    spoken = Vits(config.model)
    spoken.load_state_dict(state, strict=True)
    spoken.eval()
    tokens = torch.tensor(corpus.clips[0].token_ids)
    ours, theirs = (
        say(model, tokens, None, ProsodySettings(), seed=3) for model in (training.model, spoken)
    )
    assert torch.equal(ours.durations, theirs.durations)
    torch.testing.assert_close(ours.waveform, theirs.waveform, atol=1e-5, rtol=1e-4)
    assert float(ours.waveform.std()) > 0


def test_it_is_loaded_as_any_voice(voice_folder: Path) -> None:
    for source in (voice_folder, voice_folder / WEIGHTS_FILE):
        with load_voice(source, "cpu") as voice:
            assert voice.config.name == "Tones"
            assert voice.config.sample_rate == 16_000
            speech = voice.speak("One two three.", rhythm_seed=1, expression_seed=1)
            assert len(speech.waveform) > 1000
            assert np.isfinite(speech.waveform).all()


def test_a_voice_of_several_speakers_converts(
    plan: TrainingPlan, corpus: Corpus, tmp_path: Path
) -> None:
    two = with_speakers(corpus, tmp_path / "two", "anna", "ben")
    run(
        TrainingPlan(two.folder, plan.preset, plan.settings).longer(1),
        tmp_path / "run",
        Machines("cpu"),
    )
    weights = export(tmp_path / "run" / CHECKPOINTS_FOLDER / LAST, tmp_path / "voice")
    with load_voice(weights, "cpu") as voice:
        heard = voice.speak("One two.", speaker="anna", rhythm_seed=1, expression_seed=1).waveform
        rate = voice.config.sample_rate
        said = [voice.convert(heard, rate, "anna", name, seed=1) for name in ("anna", "ben")]
    assert [len(wave) for wave in said] == [len(heard)] * 2
    assert not np.allclose(*said)


def test_the_card_says_where_it_comes_from(voice_folder: Path) -> None:
    card = (voice_folder / CARD_FILE).read_text(encoding="utf-8")
    for words in (
        'license: "CC0-1.0"', "# Tones", "Made by a computer.", "13 recordings",
        "4 steps with the preset “minute”, from nothing", "learning rate: 0.0002",
        "sample rate: 16000",
    ):  # fmt: skip
        assert words in card
    assert sorted(path.name for path in voice_folder.iterdir()) == [
        CARD_FILE, CONFIG_FILE, WEIGHTS_FILE,
    ]  # fmt: skip


def test_a_card_without_a_licence_says_so(trained: Path, tmp_path: Path) -> None:
    export(trained / CHECKPOINTS_FOLDER / LAST, tmp_path)
    card = (tmp_path / CARD_FILE).read_text(encoding="utf-8")
    assert "Licence: not stated" in card
    assert 'license: "unknown"' in card


def test_a_voice_is_replaced_and_nothing_else(trained: Path, tmp_path: Path) -> None:
    checkpoint = trained / CHECKPOINTS_FOLDER / LAST
    for licence in ("CC0-1.0", "CC-BY-4.0"):
        export(checkpoint, tmp_path / "voice", Provenance(licence=licence))
    assert "CC-BY-4.0" in (tmp_path / "voice" / CARD_FILE).read_text(encoding="utf-8")
    (tmp_path / CARD_FILE).write_text("# My project", encoding="utf-8")
    with pytest.raises(TrainingError, match=r"README\.md that is not a voice"):
        export(checkpoint, tmp_path)
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == [CARD_FILE]


def test_weights_that_are_no_numbers_are_not_exported(trained: Path, tmp_path: Path) -> None:
    content = last_of(trained)
    content["state_dict"]["model.text_encoder.embedding.weight"][0, 0] = float("nan")
    torch.save(content, tmp_path / "spoilt.ckpt")
    with pytest.raises(TrainingError, match=r"text_encoder\.embedding\.weight are not all numbers"):
        export(tmp_path / "spoilt.ckpt", tmp_path / "voice")
    assert not (tmp_path / "voice").exists()


@pytest.mark.parametrize("spoil", ["weights", "format", "newer", "no json", "sizes", "no voice"])
def test_a_spoilt_voice_is_refused(spoil: str, voice_folder: Path) -> None:
    config, weights = voice_folder / CONFIG_FILE, voice_folder / WEIGHTS_FILE
    content = json.loads(config.read_text(encoding="utf-8"))
    if spoil == "weights":
        damaged = bytearray(weights.read_bytes())
        damaged[-5] ^= 1
        weights.write_bytes(damaged)
    elif spoil == "no json":
        config.unlink()
    else:
        content["format" if spoil == "format" else "unspoilt"] = "another"
        content["version"] = 99 if spoil == "newer" else 1
        if spoil == "sizes":
            content["voice"]["model"]["latent_channels"] = 10
        elif spoil == "no voice":
            del content["voice"]
        config.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(VoiceError) as refused:
        load_voice(voice_folder, "cpu")
    if spoil == "newer":
        assert "newer version" in str(refused.value)
