"""Checkpoints of the original repository come out as they went in; others are refused in words."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor

from tests.core.checkpoint_export import (
    MANY_SPEAKERS,
    SMALL_POSTERIOR,
    export_original,
    generator_state,
    original_json,
    save_original,
    trained_model,
)
from tests.core.model_shapes import (
    HIGH_QUALITY,
    SMALL,
    SMALL_DETERMINISTIC,
    random_model,
)
from tests.core.reference_models import GOLDEN, NAMES, read_golden, speaking_model
from vits_core.errors import VoiceError
from vits_core.formats.original import original_voice
from vits_core.formats.torch_checkpoint import read_torch_checkpoint, read_trained
from vits_core.formats.trained_model import check_family
from vits_core.model.config import ModelConfig
from vits_core.records import ProsodySettings
from vits_core.synthesis.synthesizer import Synthesizer
from vits_core.voice import load_voice

SHAPES = {
    "one-speaker": SMALL,
    "many-speakers": MANY_SPEAKERS,
    "deterministic": SMALL_DETERMINISTIC,
    "four-stages": HIGH_QUALITY,
}
PATH = Path("/voices/anna/G_100.pth")


def _read(
    state: dict[str, Tensor], settings: dict[str, Any], path: Path = PATH
) -> tuple[Any, dict[str, Tensor]]:
    """What the reader makes of weights, without a file."""
    return original_voice(path, path.with_name("config.json"), settings, state)


@pytest.mark.parametrize("new_spelling", [False, True], ids=["weight_g", "parametrizations"])
@pytest.mark.parametrize("config", SHAPES.values(), ids=SHAPES.keys())
def test_sizes_and_weights_come_back(config: ModelConfig, new_spelling: bool) -> None:
    model = trained_model(config, seed=3)
    state = generator_state(model, new_spelling=new_spelling)
    read, weights = _read(state, original_json(config))
    assert read.model == config
    assert read.posterior_encoder == SMALL_POSTERIOR
    expected = model.state_dict()
    assert weights.keys() == expected.keys()
    for name, tensor in expected.items():
        torch.testing.assert_close(weights[name], tensor, rtol=1e-6, atol=1e-7)


def _golden_checkpoint(name: str, folder: Path) -> Path:
    """The reference's checkpoint as its training wrote it."""
    arrays = read_golden(name, f"{name}_training")
    state = {k.removeprefix("model/"): v for k, v in arrays.items() if k.startswith("model/")}
    path = folder / name / f"{name}.pth"
    path.parent.mkdir()
    save_original(state, path, json.loads((GOLDEN / f"{name}.json").read_text()))
    return path


@pytest.mark.parametrize("name", NAMES)
def test_the_references_checkpoint_opens(name: str, tmp_path: Path) -> None:
    expected = speaking_model(name, read_golden(name))
    with load_voice(_golden_checkpoint(name, tmp_path), "cpu", "float32") as voice:
        assert voice.config.name == name
        assert voice.config.sample_rate == 22_050
        assert voice.config.model == expected.config
        assert voice.config.converts == (expected.config.num_speakers > 1)
        state = voice.synthesizer.model.state_dict()
        for key, tensor in expected.state_dict().items():
            torch.testing.assert_close(state[key], tensor, rtol=1e-6, atol=1e-7)


def test_a_checkpoint_speaks_as_the_model_that_it_was_made_from(tmp_path: Path) -> None:
    model = trained_model(SMALL)
    path = export_original(model, tmp_path / "G_7.pth")
    with load_voice(path, "cpu", "float32") as voice:
        said = voice.speak("abc, ab.", rhythm_seed=1, expression_seed=2)
    assert said.phonemes == "abc, ab."
    (made,) = said.takes
    assert made.utterance.token_ids[:6] == (0, 4, 0, 5, 0, 6)
    assert made.utterance.token_ids[-1] == 0
    peer = Synthesizer(model, 16_000, torch.device("cpu"))
    take = peer.take(made.utterance, ProsodySettings(), rhythm_seed=1, expression_seed=2)
    assert take.durations.tolist() == made.durations.tolist()
    assert np.abs(said.waveform).max() > 0.01
    assert np.abs(said.waveform - take.waveform).max() < 1e-4


def test_the_json_becomes_the_voices_config() -> None:
    config, _ = _read(generator_state(trained_model(SMALL)), original_json(SMALL))
    assert config.name == "anna"
    assert config.sample_rate == 16_000
    assert config.speakers == {}
    assert config.defaults == ProsodySettings()
    assert not config.converts


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (None, {f"speaker {i}": i for i in range(5)}),
        (["a", "b", "c", "d", "e"], {"a": 0, "b": 1, "c": 2, "d": 3, "e": 4}),
        (
            {"x": 4, "y": 1},
            {"speaker 0": 0, "y": 1, "speaker 2": 2, "speaker 3": 3, "x": 4},
        ),
    ],
)
def test_speakers_have_names_or_numbers(names: Any, expected: dict[str, int]) -> None:
    settings = {**original_json(MANY_SPEAKERS), "speakers": names}
    config, _ = _read(generator_state(trained_model(MANY_SPEAKERS)), settings)
    assert config.speakers == expected
    assert config.converts


def test_conditions_without_a_speaker_table_are_left_out() -> None:
    """Some configs state speaker channels for one speaker: the reference leaves them unused."""
    state = generator_state(trained_model(MANY_SPEAKERS))
    del state["emb_g.weight"]
    config, weights = _read(state, original_json(MANY_SPEAKERS))
    assert config.model == dataclasses.replace(MANY_SPEAKERS, num_speakers=1, speaker_channels=0)
    assert not [name for name in weights if "condition" in name]


def test_weights_in_16_bits_are_read() -> None:
    state = {k: v.half() for k, v in generator_state(trained_model(SMALL)).items()}
    _, weights = _read(state, original_json(SMALL))
    assert {tensor.dtype for tensor in weights.values()} == {torch.float32}


def test_a_posterior_of_other_windows_is_not_used() -> None:
    config, _ = _read(generator_state(trained_model(SMALL)), original_json(SMALL, win_length=100))
    assert config.posterior_encoder is None


def _lose(name: str) -> Callable[[dict[str, Tensor]], object]:
    return lambda state: state.pop(name)


def _put(name: str, tensor: Tensor) -> Callable[[dict[str, Tensor]], object]:
    return lambda state: state.update({name: tensor})


@pytest.mark.parametrize(
    "change",
    [
        _lose("enc_p.emb.weight"),
        _lose("dec.ups.1.weight_v"),
        _lose("dec.ups.0.weight_g"),
        _lose("dp.flows.0.m"),
        _lose("enc_p.proj.weight"),
        _put("enc_p.emb.weight", torch.ones(40)),
        _put("enc_p.emb.weight", torch.ones(1, 2, 3, 4)),
        _put("dec.ups.0.weight_g", torch.ones(1)),
        _put("dec.ups.0.weight_v", torch.zeros(32, 16, 16)),
        _put("enc_p.proj.bias", torch.full((32,), torch.nan)),
        _put("dec.ups.0.weight_v", torch.tensor(1.0)),
    ],
    ids=[
        "no-embedding",
        "no-weight_v",
        "no-weight_g",
        "no-spline",
        "no-projection",
        "flat-embedding",
        "deep-embedding",
        "flat-weight_g",
        "turned-weight_v",
        "nan",
        "scalar",
    ],
)
def test_weights_that_are_no_voice_are_refused(change: Callable[..., object]) -> None:
    state = generator_state(trained_model(SMALL))
    change(state)
    with pytest.raises(VoiceError) as caught:
        _read(state, original_json(SMALL))
    assert "Error" not in str(caught.value)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (_lose("enc_p.proj.bias"), "text_encoder.projection.bias"),
        (_lose("dec.conv_pre.bias"), "decoder.conv_pre.bias"),
        (_put("dec.extra.weight", torch.ones(3)), "decoder.extra.weight"),
        (_put("enc_q.pre.bias", torch.ones(3)), "posterior_encoder.pre.bias"),
    ],
)
def test_what_is_missing_or_odd_is_named(change: Any, says: str, tmp_path: Path) -> None:
    path = export_original(trained_model(SMALL), tmp_path / "G_1.pth", change=change)
    with pytest.raises(VoiceError, match=says):
        load_voice(path, "cpu")


@pytest.mark.parametrize(
    ("entry", "value"),
    [
        ("upsample_rates", [8]),
        ("upsample_rates", [8, 4, 2]),
        ("upsample_rates", [8, 2]),
        ("resblock_dilation_sizes", [[1, 2]]),
        ("resblock_dilation_sizes", [[1], [2]]),
        ("resblock_dilation_sizes", [[1, 2, 3], [2, 6, 3]]),
    ],
    ids=str,
)
def test_the_json_of_another_voice_is_blamed_and_not_the_checkpoint(entry: str, value: Any) -> None:
    with pytest.raises(VoiceError, match="decoder of a different size") as caught:
        _read(generator_state(trained_model(SMALL)), _settings("model", **{entry: value}))
    assert caught.value.where.endswith("config.json")


def _settings(section: str, **entries: Any) -> dict[str, Any]:
    settings = original_json(SMALL)
    return {**settings, section: {**settings[section], **entries}}


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"data": {}, "model": {}},
        {"data": None, "model": []},
        _settings("data", sampling_rate=0),
        _settings("data", sampling_rate="fast"),
        _settings("data", sampling_rate=float("inf")),
        _settings("data", win_length="x"),
        _settings("data", hop_length=256),
        _settings("model", upsample_rates=[8]),
        _settings("model", upsample_rates=[8, 7]),
        _settings("model", upsample_rates=[8, 10**9]),
        _settings("model", upsample_rates=7),
        _settings("model", resblock_dilation_sizes=[[1, 2]]),
        _settings("model", resblock_dilation_sizes=[[1], [2]]),
        _settings("model", resblock_dilation_sizes=[[0, -3], [2, 6]]),
        _settings("model", resblock_dilation_sizes=[[1, 10**9], [2, 6]]),
        {**original_json(SMALL), "symbols": 5},
        {**original_json(SMALL), "symbols": ["_", "a"]},
        {**original_json(SMALL), "symbols": None},
    ],
    ids=str,
)
def test_settings_that_do_not_fit_are_refused(settings: dict[str, Any]) -> None:
    with pytest.raises(VoiceError) as caught:
        _read(generator_state(trained_model(SMALL)), settings)
    assert "Error" not in str(caught.value)


@pytest.mark.parametrize(
    ("names", "says"),
    [
        (["waveform_decoder.x"], "Coqui"),
        (["enc_p.emb.weight", "enc_p.bert_proj.weight"], "Bert-VITS2"),
        (["dec.subband_conv_post.weight"], "MB-iSTFT-VITS"),
        (["enc_p.enc_.norm_layers_1.0.beta", "enc_p.f0_emb.weight"], "so-vits-svc"),
        (["ssl_proj.weight"], "GPT-SoVITS"),
        (["model.text_encoder.embedding.weight", "discriminators.0.x"], "train export"),
        (["discriminators.0.convs.0.bias", "discriminators.1.convs.0.bias"], "G_"),
    ],
)
def test_other_families_are_named(names: list[str], says: str) -> None:
    with pytest.raises(VoiceError, match=says):
        check_family(PATH, dict.fromkeys(names, torch.ones(2)))


@pytest.mark.parametrize(
    ("content", "settings", "says"),
    [
        ({"model": {"discriminators.0.convs.0.bias": torch.ones(2)}}, None, "G_"),
        ({"weight": {"enc_p.emb_phone.weight": torch.ones(2)}, "config": [1025]}, None, "RVC"),
        ({"text_encoder.embed_tokens.weight": torch.ones(2)}, {"model_type": "vits"}, "MMS"),
    ],
    ids=["discriminators", "RVC", "MMS"],
)
def test_what_a_file_is_comes_before_what_it_lacks(
    content: dict[str, Any], settings: dict[str, Any] | None, says: str, tmp_path: Path
) -> None:
    torch.save(content, tmp_path / "a.pth")
    if settings is not None:
        (tmp_path / "config.json").write_text(json.dumps(settings))
    with pytest.raises(VoiceError, match=says):
        read_torch_checkpoint(tmp_path / "a.pth")


def test_a_json_may_have_any_name_where_it_is_the_only_one(for_training: Path) -> None:
    beside = for_training.with_name("config.json")
    beside.rename(for_training.with_name("finetune_speaker.json"))
    try:
        assert read_torch_checkpoint(for_training)[0].model == MANY_SPEAKERS
    finally:
        for_training.with_name("finetune_speaker.json").rename(beside)


def test_a_json_that_an_editor_marked_as_utf_8_is_read(for_training: Path) -> None:
    beside = for_training.with_name("config.json")
    beside.write_text(beside.read_text("utf-8"), "utf-8-sig")
    assert read_torch_checkpoint(for_training)[0].model == MANY_SPEAKERS


@pytest.fixture(scope="module")
def for_training(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("training")
    return export_original(trained_model(MANY_SPEAKERS, seed=5), folder / "G_9.pth")


def test_a_checkpoint_is_read_whole_for_training(for_training: Path) -> None:
    torch.save({"model": {"discriminators.0.x": torch.ones(3)}}, for_training.with_name("D_9.pth"))
    trained = read_trained(for_training)
    model = trained_model(MANY_SPEAKERS, seed=5)
    assert trained.model == model.config
    model.load_state_dict(trained.state, strict=True)
    assert list(trained.discriminators) == ["discriminators.0.x"]


def test_speaking_needs_nothing_of_what_only_training_needs(for_training: Path) -> None:
    config, state = read_torch_checkpoint(for_training)
    speaking = random_model(MANY_SPEAKERS).state_dict().keys()
    assert {name for name in state if not name.startswith("posterior_encoder.")} == speaking
    assert config.posterior_encoder == SMALL_POSTERIOR
    with load_voice(for_training, "cpu") as voice:
        assert voice.synthesizer.model.state_dict().keys() == speaking
        assert voice.config.posterior_encoder == SMALL_POSTERIOR


def test_a_stripped_checkpoint_speaks_but_is_not_trained(tmp_path: Path) -> None:
    model = random_model(SMALL)
    path = export_original(model, tmp_path / "small.pth")
    with load_voice(path, "cpu") as voice:
        assert voice.config.name == "small"
        assert voice.config.posterior_encoder is None
    with pytest.raises(VoiceError, match="only the parts that speak"):
        read_trained(path)
