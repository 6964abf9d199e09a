"""Inference agrees with values that the reference implementation computed.

`golden/` holds two small random-weight models in the original checkpoints' names, weight norm not
fused, with their configs and with noise and results at three settings.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor

from vits_core.formats.upstream_names import translate
from vits_core.model.alignment import durations_in_frames, expand
from vits_core.model.config import (
    DecoderConfig,
    DurationPredictorConfig,
    ModelConfig,
    TextEncoderConfig,
)
from vits_core.model.vits import Vits

GOLDEN = Path(__file__).parent / "golden"
BOUND = 1e-4
WEIGHT_PREFIX = "model/"


@pytest.mark.parametrize("setting", range(3))
@pytest.mark.parametrize("name", ["multi_speaker_sdp", "single_speaker_ddp"])
def test_inference_agrees_with_the_reference(name: str, setting: int) -> None:
    with np.load(GOLDEN / f"{name}.npz") as file:
        golden = {key: torch.from_numpy(file[key]) for key in file.files}
    model = _model(json.loads((GOLDEN / f"{name}.json").read_text()), golden)
    noise_scale, duration_noise_scale, length_scale = golden[f"infer{setting}_scales"].tolist()
    *rhythm, expression = (
        golden[key] for key in sorted(golden) if key.startswith(f"infer{setting}_noise")
    )
    assert bool(rhythm) == model.config.duration_predictor.stochastic

    length = int(golden["x_lengths"][0])
    ids = golden["x"][:1, :length]
    with torch.inference_mode():
        speaker = model.speaker_vector(golden["sid"][:1] if "sid" in golden else None)
        encoded = model.encode(ids, torch.tensor([length]))
        noise = rhythm[0] if rhythm else torch.zeros(1, 2, length)
        logw = model.log_durations(encoded, noise * duration_noise_scale, speaker)
        durations = durations_in_frames(logw[0, 0], length_scale)
        assert durations.tolist() == golden[f"infer{setting}_durations"].tolist()

        deviation = expand(encoded.logs_p, durations).exp() * noise_scale
        z_p = expand(encoded.m_p, durations) + expression * deviation
        z = model.latent(z_p, torch.ones_like(z_p[:, :1]), speaker)
        waveform = model.decode(z, speaker)
    for what, ours in (("z", z), ("wave", waveform.unsqueeze(1))):
        theirs = golden[f"infer{setting}_{what}"]
        assert ours.shape == theirs.shape
        difference = float((ours - theirs).abs().max() / theirs.abs().max())
        print(f"{what}: relative difference {difference:.2e}")
        assert difference < BOUND


def _model(settings: Mapping[str, Any], golden: Mapping[str, Tensor]) -> Vits:
    config = _config(settings, rows=len(golden[WEIGHT_PREFIX + "enc_p.emb.weight"]))
    upstream = {
        key.removeprefix(WEIGHT_PREFIX): tensor
        for key, tensor in golden.items()
        if key.startswith(WEIGHT_PREFIX)
    }
    state = {}
    for name, tensor in _fused(upstream).items():
        if re.match(r"dp\.flows\.1\.", name):
            continue  # the coupling that inference leaves out
        ours = translate(name, len(config.decoder.resblock_kernels))
        state[ours] = tensor[0] if ".attention.relative_" in ours else tensor
    model = Vits(config)
    model.load_state_dict(state, strict=True)
    return model.eval()


def _fused(state: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Replace each pair `weight_g`, `weight_v` by the weight g * v / |v|."""
    fused = {}
    for name, tensor in state.items():
        if name.endswith(".weight_v"):
            magnitude = state[name.removesuffix("v") + "g"]
            norm = tensor.flatten(1).norm(dim=1).view(-1, 1, 1)
            fused[name.removesuffix("_v")] = magnitude * tensor / norm
        elif not name.endswith(".weight_g"):
            fused[name] = tensor
    return fused


def _config(settings: Mapping[str, Any], rows: int) -> ModelConfig:
    model = settings["model"]
    stochastic = model["use_sdp"]
    speakers = settings["data"]["n_speakers"]
    return ModelConfig(
        text_encoder=TextEncoderConfig(
            num_symbols=rows,
            hidden_channels=model["hidden_channels"],
            filter_channels=model["filter_channels"],
            heads=model["n_heads"],
            layers=model["n_layers"],
            kernel_size=model["kernel_size"],
        ),
        duration_predictor=DurationPredictorConfig(
            stochastic=stochastic,
            # The reference overwrites the stochastic predictor's size with the text encoder's.
            filter_channels=model["hidden_channels"] if stochastic else 256,
        ),
        decoder=DecoderConfig(
            channels=model["upsample_initial_channel"],
            upsample_rates=tuple(model["upsample_rates"]),
            upsample_kernels=tuple(model["upsample_kernel_sizes"]),
            paired_convolutions=model["resblock"] == "1",
            resblock_kernels=tuple(model["resblock_kernel_sizes"]),
            resblock_dilations=tuple(map(tuple, model["resblock_dilation_sizes"])),
        ),
        latent_channels=model["inter_channels"],
        num_speakers=max(speakers, 1),
        speaker_channels=model["gin_channels"],
    )
