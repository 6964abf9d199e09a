"""Piper's training checkpoints: a Lightning `.ckpt` and its JSON -> config and weights."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch

from vits_core.formats.piper import FAMILY, piper_voice_config
from vits_core.formats.trained_model import Layout, trained_model
from vits_core.formats.untrusted_pickle import Checkpoint
from vits_core.formats.voice_files import damaged, described
from vits_core.voices.voice_config import VoiceConfig

GENERATOR = "model_g."
DISCRIMINATORS = "model_d."


def piper_checkpoint_voice(
    path: Path, json_path: Path, settings: Mapping[str, Any], checkpoint: Checkpoint
) -> tuple[VoiceConfig, dict[str, torch.Tensor]]:
    """The voice of a checkpoint's generator, its training side included.

    Raises `VoiceError` for sizes or symbols that do not fit together.
    """
    weights = {
        name.removeprefix(GENERATOR): tensor
        for name, tensor in checkpoint.weights.items()
        if name.startswith(GENERATOR)
    }
    if not weights:
        raise damaged(path, "it contains no Piper generator")
    with described(path, "its list of hyper-parameters", FAMILY):
        sizes = checkpoint.settings["hyper_parameters"]
        rates = [int(rate) for rate in _listed(sizes["upsample_rates"])]
        blocks = _listed(sizes["resblock_dilation_sizes"])
        dilations = [[int(dilation) for dilation in block] for block in blocks]
        hop_length = int(sizes.get("hop_length") or 0)
    layout = Layout(rates, dilations, hop_length, path)
    model, posterior_encoder, state = trained_model(path, weights, layout)
    with described(json_path, "its JSON", FAMILY):
        config = piper_voice_config(json_path, settings, model)
    name = str(settings.get("dataset") or path.absolute().parent.name or path.stem)
    config = dataclasses.replace(config, name=name, posterior_encoder=posterior_encoder)
    return config, state


def _listed(value: Any) -> Any:
    """Newer versions keep lists that came from the command line as text, such as "(8, 8, 4)"."""
    if not isinstance(value, str):
        return value
    return json.loads(re.sub(r",\s*\]", "]", value.replace("(", "[").replace(")", "]")))
