"""Piper's training checkpoints open for speaking and for fine-tuning."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from tests.core.checkpoint_export import (
    MANY_SPEAKERS,
    SMALL_POSTERIOR,
    export_original,
    export_piper_checkpoint,
    generator_state,
    trained_model,
)
from tests.core.model_shapes import (
    SMALL,
    SMALL_DETERMINISTIC,
    X_LOW_QUALITY,
    random_model,
)
from tests.core.piper_export import export_piper, piper_json
from vits_core.errors import VoiceError
from vits_core.formats.piper_checkpoint import piper_checkpoint_voice
from vits_core.formats.torch_checkpoint import read_torch_checkpoint, read_trained
from vits_core.formats.untrusted_pickle import Checkpoint
from vits_core.model.config import ModelConfig
from vits_core.records import ProsodySettings
from vits_core.voice import load_voice

SHAPES = {
    "medium-like": SMALL,
    "many-speakers": MANY_SPEAKERS,
    "deterministic": SMALL_DETERMINISTIC,
    "x-low-like": X_LOW_QUALITY,
}
PATH = Path("/data/joe/epoch=1-step=2.ckpt")


def _read(
    config: ModelConfig,
    hyper_parameters: Mapping[str, Any] | None = None,
    *,
    without: str = "",
    **settings: Any,
) -> tuple[Any, dict[str, torch.Tensor]]:
    """What the reader makes of a checkpoint's contents, without a file."""
    decoder = config.decoder
    weights = {f"model_g.{k}": v for k, v in generator_state(trained_model(config, 3)).items()}
    sizes = {
        "upsample_rates": list(decoder.upsample_rates),
        "resblock_dilation_sizes": [list(block) for block in decoder.resblock_dilations],
        **(hyper_parameters or {}),
    }
    sizes.pop(without, None)
    checkpoint = Checkpoint("state_dict", weights, {"hyper_parameters": sizes})
    json_path = PATH.with_name("config.json")
    return piper_checkpoint_voice(PATH, json_path, {**piper_json(config), **settings}, checkpoint)


@pytest.mark.parametrize("config", SHAPES.values(), ids=SHAPES.keys())
def test_sizes_and_weights_come_back(config: ModelConfig) -> None:
    read, state = _read(config)
    assert read.model == config
    assert read.posterior_encoder == SMALL_POSTERIOR
    expected = trained_model(config, 3).state_dict()
    assert state.keys() == expected.keys()
    for name, tensor in expected.items():
        torch.testing.assert_close(state[name], tensor, rtol=1e-6, atol=1e-7)


def test_the_json_becomes_the_voices_config() -> None:
    config, _ = _read(MANY_SPEAKERS)
    assert config.name == "joe"
    assert config.sample_rate == 16_000
    assert config.frontend.espeak_voice == "de"
    assert config.frontend.phoneme_id_map["a"] == (5,)
    assert config.speakers == {f"person {i}": i for i in range(5)}
    assert config.defaults == ProsodySettings(0.5, 0.7, 1.25)
    assert config.converts
    assert _read(SMALL, dataset="Anna's voice")[0].name == "Anna's voice"


def test_lists_that_were_typed_as_text_are_understood() -> None:
    config, _ = _read(
        SMALL, {"upsample_rates": "(8, 4)", "resblock_dilation_sizes": "((1, 2), (2, 6))"}
    )
    assert config.model == SMALL


@pytest.mark.parametrize(
    "arguments",
    [
        {"without": "upsample_rates"},
        {"without": "resblock_dilation_sizes"},
        {"hyper_parameters": {"upsample_rates": "__import__('os')"}},
        {"hyper_parameters": {"upsample_rates": "(" * 500}},
        {"hyper_parameters": {"upsample_rates": None}},
        {"hyper_parameters": {"upsample_rates": [8, 8, 4]}},
        {"hyper_parameters": {"upsample_rates": [8, 8], "hop_length": 32}},
        {"hyper_parameters": {"hop_length": 256}},
        {"hyper_parameters": {"resblock_dilation_sizes": [[1]]}},
        {"phoneme_id_map": {"a": [1000]}},
        {"audio": {}},
        {"hop_length": 7},
    ],
    ids=str,
)
def test_what_does_not_fit_is_refused(arguments: dict[str, Any]) -> None:
    with pytest.raises(VoiceError) as caught:
        _read(SMALL, **arguments)
    assert "Error" not in str(caught.value)


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("joe")
    return export_piper_checkpoint(trained_model(SMALL), folder / "epoch=3-step=700.ckpt")


def test_a_checkpoint_speaks_as_its_exported_voice(checkpoint: Path, tmp_path: Path) -> None:
    trained, speaking = trained_model(SMALL), random_model(SMALL)
    own = speaking.state_dict()
    speaking.load_state_dict({k: v for k, v in trained.state_dict().items() if k in own})
    waveforms = []
    for path in (checkpoint, export_piper(speaking, tmp_path / "joe.onnx")):
        with load_voice(path, "cpu", "float32") as voice:
            assert voice.config.model == SMALL
            said = voice.speak("abc ab.", rhythm_seed=1, expression_seed=2, phonemes=True)
            assert said.phonemes == "abc ab."
            assert said.takes[0].utterance.token_ids[:3] == (1, 0, 5)
            waveforms.append(said.waveform)
    assert np.abs(waveforms[0]).max() > 0.01
    assert np.abs(waveforms[0] - waveforms[1]).max() < 1e-4


def test_a_checkpoint_is_read_whole_for_fine_tuning(checkpoint: Path) -> None:
    trained = read_trained(checkpoint)
    model = trained_model(SMALL)
    assert trained.model == model.config
    model.load_state_dict(trained.state, strict=True)
    assert sorted(trained.discriminators) == [
        "discriminators.0.convs.0.weight_g",
        "discriminators.0.convs.0.weight_v",
    ]
    assert trained.config.frontend.espeak_voice == "de"


def test_for_speaking_the_discriminators_are_left_on_the_disk(checkpoint: Path) -> None:
    config, state = read_torch_checkpoint(checkpoint)
    assert config.posterior_encoder == SMALL_POSTERIOR
    assert not [name for name in state if "discriminators" in name or ".posterior." in name]


def test_the_json_of_the_other_family_is_told(checkpoint: Path, tmp_path: Path) -> None:
    original = export_original(random_model(SMALL), tmp_path / "G_1.pth")
    mixed = tmp_path / "mixed.ckpt"
    mixed.write_bytes(checkpoint.read_bytes())
    with pytest.raises(VoiceError, match="for Piper, but the JSON beside it is for the orig"):
        load_voice(mixed, "cpu")
    original.with_name("config.json").write_bytes(checkpoint.with_name("config.json").read_bytes())
    with pytest.raises(VoiceError, match="original VITS, but the JSON beside it is for Piper"):
        load_voice(original, "cpu")


def test_a_missing_json_is_asked_for(checkpoint: Path, tmp_path: Path) -> None:
    alone = tmp_path / "alone.ckpt"
    alone.write_bytes(checkpoint.read_bytes())
    with pytest.raises(VoiceError, match="JSON file is missing") as caught:
        load_voice(alone, "cpu")
    assert "config.json" in str(caught.value)
