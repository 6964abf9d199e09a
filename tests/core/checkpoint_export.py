"""Writes a model as its training would have saved it: the original repository's `G_*.pth` with its
`config.json`, or Piper's Lightning `.ckpt` with Piper's JSON."""

from __future__ import annotations

import argparse
import dataclasses
import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

import numpy as np
import torch
from torch import Tensor

from tests.core.model_shapes import SMALL_MANY_SPEAKERS, random_model
from tests.core.piper_export import piper_json, upstream_parameters
from vits_core.model.config import FlowConfig, ModelConfig, PosteriorEncoderConfig
from vits_core.model.vits import Vits

MANY_SPEAKERS = dataclasses.replace(
    SMALL_MANY_SPEAKERS, flow=FlowConfig(couplings=3, wavenet_layers=3, kernel_size=3)
)
"""Without dilation in the flow, which no checkpoint can state."""
SMALL_POSTERIOR = PosteriorEncoderConfig(spectrum_bins=65, wavenet_layers=3)
"""For a hop of 32 samples."""

_TRAINING_NAMES = (
    (r"^posterior_encoder\.projection\.", "enc_q.proj."),
    (r"^posterior_encoder\.", "enc_q."),
    (r"^dp\.first_coupling\.", "dp.flows.1."),
    (r"^dp\.posterior\.affine\.shift$", "dp.post_flows.0.m"),
    (r"^dp\.posterior\.affine\.log_scale$", "dp.post_flows.0.logs"),
    (r"^dp\.posterior\.(pre|convs|proj)\.", r"dp.post_\1."),
)
_NORMED = re.compile(r"dec\.(ups|resblocks)\.|\.(in_layers|res_skip_layers)\.\d+\.|\.cond_layer\.")


def trained_model(config: ModelConfig, seed: int = 0) -> Vits:
    """A random model with all that only training needs."""
    return random_model(config.with_training_parts(SMALL_POSTERIOR), seed)


def generator_state(model: Vits, *, new_spelling: bool = False) -> dict[str, Tensor]:
    """The weights by upstream names, those with weight norm split as torch spells it."""
    halves = (
        (".parametrizations.weight.original0", ".parametrizations.weight.original1")
        if new_spelling
        else (".weight_g", ".weight_v")
    )
    state = {}
    for name, array in upstream_parameters(model).items():
        for pattern, replacement in _TRAINING_NAMES:
            name = re.sub(pattern, replacement, name)
        name = re.sub(
            r"^dp\.posterior\.couplings\.(\d+)\.",
            lambda m: f"dp.post_flows.{2 * int(m[1]) + 1}.",
            name,
        )
        tensor = torch.from_numpy(np.array(array))
        if _NORMED.search(name) and name.endswith(".weight"):
            norm = tensor.flatten(1).norm(dim=1).view(-1, *[1] * (tensor.dim() - 1))
            scale = 0.5 + torch.arange(len(tensor)).view_as(norm) % 3
            state[name.removesuffix(".weight") + halves[0]] = norm
            state[name.removesuffix(".weight") + halves[1]] = tensor * scale
        else:
            state[name] = tensor
    return state


def original_json(config: ModelConfig, **data: Any) -> dict[str, Any]:
    """The original's JSON; `data` replaces entries of its section of that name."""
    decoder = config.decoder
    symbols = "".join(chr(ord("a") + i) for i in range(config.text_encoder.num_symbols - 4))
    return {
        "train": {"segment_size": 8192},
        "data": {
            "text_cleaners": ["basic_cleaners"],
            "sampling_rate": 16_000,
            "filter_length": 128,
            "hop_length": config.hop_length,
            "win_length": 128,
            "add_blank": True,
            "n_speakers": config.num_speakers if config.speaker_channels else 0,
            **data,
        },
        "model": {
            "resblock": "1" if decoder.paired_convolutions else "2",
            "resblock_kernel_sizes": decoder.resblock_kernels,
            "resblock_dilation_sizes": decoder.resblock_dilations,
            "upsample_rates": decoder.upsample_rates,
            "upsample_kernel_sizes": decoder.upsample_kernels,
            "use_sdp": config.duration_predictor.stochastic,
        },
        "symbols": ["_", " ", ".", ",", *symbols],
    }


def export_original(
    model: Vits,
    path: Path,
    settings: Mapping[str, Any] | None = None,
    change: Callable[[dict[str, Tensor]], object] = lambda state: None,
    *,
    new_spelling: bool = False,
) -> Path:
    """Write `path` and the `config.json` beside it; `change` may alter the state before."""
    state = generator_state(model, new_spelling=new_spelling)
    change(state)
    save_original(state, path, settings or original_json(model.config))
    return path


def save_original(state: Mapping[str, Tensor], path: Path, settings: Mapping[str, Any]) -> None:
    optimizer = {"state": {0: {"exp_avg": torch.ones(1000)}}, "param_groups": []}
    content = {"model": state, "iteration": 7, "optimizer": optimizer, "learning_rate": 2e-4}
    torch.save(content, path)
    path.with_name("config.json").write_text(json.dumps(settings), encoding="utf-8")


def export_piper_checkpoint(
    model: Vits, path: Path, *, hyper_parameters: Mapping[str, Any] | None = None, **settings: Any
) -> Path:
    """Write `path` and the `config.json` beside it, as `piper_train` leaves them.

    `hyper_parameters` replaces entries of the checkpoint's own, `settings` those of the JSON.
    """
    decoder = model.config.decoder
    state = {f"model_g.{name}": tensor for name, tensor in generator_state(model).items()}
    state["model_d.discriminators.0.convs.0.weight_g"] = torch.ones(16, 1, 1)
    state["model_d.discriminators.0.convs.0.weight_v"] = torch.ones(16, 1, 15)
    content = {
        "epoch": 3,
        "global_step": 700,
        "pytorch-lightning_version": "1.7.7",
        "state_dict": state,
        "callbacks": {"ModelCheckpoint": {"best_model_score": np.float32(0.5)}},
        "optimizer_states": [{"state": {0: {"exp_avg": torch.ones(1000)}}}],
        "hparams_name": "kwargs",
        "hyper_parameters": {
            "dataset_dir": PurePosixPath("/data/joe"),
            "arguments": argparse.Namespace(quality="medium", seed=np.int64(1234)),
            "sample_rate": 16_000,
            "resblock_kernel_sizes": decoder.resblock_kernels,
            "resblock_dilation_sizes": decoder.resblock_dilations,
            "upsample_rates": decoder.upsample_rates,
            "upsample_kernel_sizes": decoder.upsample_kernels,
            **(hyper_parameters or {}),
        },
    }
    torch.save(content, path)
    beside = {**piper_json(model.config), "dataset": "joe", **settings}
    path.with_name("config.json").write_text(json.dumps(beside), encoding="utf-8")
    return path
