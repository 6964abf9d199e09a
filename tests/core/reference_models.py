"""The reference's small models in `golden/`, with what they were given and what they made.

`NAME.npz` has the weights and results of inference, `NAME_training.npz` those that training needs
besides, `training_inputs.npz` the recordings that both were given.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from vits_core.formats.upstream_names import translate
from vits_core.model.config import (
    DecoderConfig,
    DurationPredictorConfig,
    ModelConfig,
    PosteriorEncoderConfig,
    TextEncoderConfig,
)
from vits_core.model.vits import Vits
from vits_core.model.weight_norm import add_weight_norm

GOLDEN = Path(__file__).parent / "golden"
NAMES = ("multi_speaker_sdp", "single_speaker_ddp")
SAMPLE_RATE = 22_050
WEIGHT_PREFIX = "model/"

TRAINING_PARTS = (
    "posterior_encoder.",
    "duration_predictor.posterior.",
    "duration_predictor.first_coupling.",
)


def read_golden(*names: str) -> dict[str, Tensor]:
    """The arrays of some files together."""
    arrays = {}
    for name in names:
        with np.load(GOLDEN / f"{name}.npz") as file:
            arrays.update({key: torch.from_numpy(file[key]) for key in file.files})
    return arrays


def training_golden(name: str) -> dict[str, Tensor]:
    """All arrays of a model, `wave` as the waveforms [B, T_samples]."""
    arrays = read_golden(name, f"{name}_training", "training_inputs")
    arrays["wave"] = arrays["wave"] / 32768
    return arrays


def speaking_model(name: str, golden: Mapping[str, Tensor]) -> Vits:
    """The model that inference needs, weight norm folded."""
    model = Vits(_config(name, golden))
    state = _translated(_fused(_weights(golden)), model.config)
    speaking = {key: value for key, value in state.items() if not key.startswith(TRAINING_PARTS)}
    model.load_state_dict(speaking, strict=True)
    return model.eval()


def trainable_model(name: str, golden: Mapping[str, Tensor]) -> Vits:
    """The whole model with weight norm as the reference has it; without dropout until `train`."""
    bins = golden[WEIGHT_PREFIX + "enc_q.pre.weight"].shape[1]
    model = Vits(_config(name, golden).with_training_parts(PosteriorEncoderConfig(bins)))
    add_weight_norm(model)
    model.load_state_dict(_translated(_weights(golden), model.config), strict=True)
    return model.eval()


def _weights(golden: Mapping[str, Tensor]) -> dict[str, Tensor]:
    return {
        key.removeprefix(WEIGHT_PREFIX): tensor
        for key, tensor in golden.items()
        if key.startswith(WEIGHT_PREFIX)
    }


def _translated(upstream: Mapping[str, Tensor], config: ModelConfig) -> dict[str, Tensor]:
    state = {}
    for name, tensor in upstream.items():
        ours = translate(name, len(config.decoder.resblock_kernels))
        state[ours] = tensor[0] if ".attention.relative_" in ours else tensor
    return state


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


def _config(name: str, golden: Mapping[str, Tensor]) -> ModelConfig:
    settings: dict[str, Any] = json.loads((GOLDEN / f"{name}.json").read_text())
    model = settings["model"]
    stochastic = model["use_sdp"]
    speakers = settings["data"]["n_speakers"]
    return ModelConfig(
        text_encoder=TextEncoderConfig(
            num_symbols=len(golden[WEIGHT_PREFIX + "enc_p.emb.weight"]),
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
