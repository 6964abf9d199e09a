"""Torch checkpoints of either family, told apart by what they hold, with the JSON beside them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from vits_core.errors import VoiceError
from vits_core.formats.original import original_voice
from vits_core.formats.piper_checkpoint import DISCRIMINATORS, GENERATOR, piper_checkpoint_voice
from vits_core.formats.trained_model import check_family
from vits_core.formats.untrusted_pickle import Checkpoint, read_checkpoint
from vits_core.formats.voice_files import read_json
from vits_core.model.config import ModelConfig
from vits_core.voices.voice_cache import POSTERIOR
from vits_core.voices.voice_config import VoiceConfig

_TWO_FILES = (
    "A checkpoint needs the JSON that it was trained with: put it beside it, as config.json or "
    "with the checkpoint's name."
)
_DURATIONS_IN_TRAINING: tuple[str, ...] = (
    "duration_predictor.posterior.",
    "duration_predictor.first_coupling.",
)
"""Beginnings of what neither speaking nor voice conversion needs."""
_COUPLING = re.compile(r"duration_predictor\.posterior\.couplings\.(\d+)\.")


@dataclass(frozen=True)
class Trained:
    """A checkpoint for going on with its training."""

    config: VoiceConfig
    model: ModelConfig
    """Sizes with all that only training needs."""
    state: dict[str, torch.Tensor]
    """The weights of `Vits(model)`, weight norm folded."""
    discriminators: dict[str, torch.Tensor]
    """By upstream names, weight norm as it was; empty where there are none."""


def checkpoint_json_path(path: Path) -> Path:
    """The JSON that belongs to a checkpoint: `NAME.pth.json`, `NAME.json`, `config.json`, or the
    only one in its folder, since descendants of the original call it as they like."""
    usual = path.with_name("config.json")
    candidates = (path.with_name(f"{path.name}.json"), path.with_suffix(".json"), usual)
    found = next((each for each in candidates if each.is_file()), None)
    if found is not None:
        return found
    others = list(path.parent.glob("*.json"))
    return others[0] if len(others) == 1 else usual


def read_torch_checkpoint(path: Path) -> tuple[VoiceConfig, dict[str, torch.Tensor]]:
    """Read a checkpoint of the original repository or of Piper: what speaks, and the posterior
    encoder where there is one.

    Raises `VoiceError` when it is missing, damaged, dangerous or of another kind.
    """
    config, state = _voice(path, *_opened(path, without=(DISCRIMINATORS,)))
    dropped = _DURATIONS_IN_TRAINING
    if config.posterior_encoder is None:
        dropped += (POSTERIOR,)
    return config, {k: v for k, v in state.items() if not k.startswith(dropped)}


def read_trained(path: Path) -> Trained:
    """Read a checkpoint for fine-tuning, with the discriminators that it holds, or that lie beside
    it as `D_*.pth`.

    Raises `VoiceError`, also for one that was stripped of what only training needs.
    """
    settings, checkpoint = _opened(path)
    config, state = _voice(path, settings, checkpoint)
    couplings = {match[1] for name in state if (match := _COUPLING.match(name))}
    if config.posterior_encoder is None or (
        config.model.duration_predictor.stochastic and not couplings
    ):
        raise VoiceError(
            "The checkpoint contains only the parts that speak, so it cannot be trained further",
            where=str(path),
            remedy="Choose a checkpoint saved for training.",
        )
    model = config.model.with_training_parts(config.posterior_encoder, len(couplings))
    discriminators = {
        name.removeprefix(DISCRIMINATORS): tensor
        for name, tensor in checkpoint.weights.items()
        if name.startswith(DISCRIMINATORS)
    }
    beside = path.with_name(path.name.replace("G_", "D_", 1))
    if path.name.startswith("G_") and beside.is_file():
        discriminators = dict(read_checkpoint(beside).weights)
    return Trained(config, model, state, discriminators)


def _opened(path: Path, without: tuple[str, ...] = ()) -> tuple[dict[str, Any], Checkpoint]:
    """The JSON and the checkpoint.

    A JSON that is there is read first: it is soon done, the checkpoint is not. Before a missing one
    is asked for, the checkpoint is known to be of a family that has one.
    """
    json_path = checkpoint_json_path(path)
    settings = read_json(json_path, _TWO_FILES) if json_path.is_file() else None
    checkpoint = read_checkpoint(path, without=without)
    check_family(path, checkpoint.weights)
    if settings is None:
        settings = read_json(json_path, _TWO_FILES)
    return settings, checkpoint


def _voice(
    path: Path, settings: dict[str, Any], checkpoint: Checkpoint
) -> tuple[VoiceConfig, dict[str, torch.Tensor]]:
    json_path = checkpoint_json_path(path)
    is_piper = any(name.startswith(GENERATOR) for name in checkpoint.weights)
    if is_piper == ("phoneme_id_map" not in settings):
        ours, theirs = "Piper", "the original VITS"
        if not is_piper:
            ours, theirs = theirs, ours
        raise VoiceError(
            f"The checkpoint is for {ours}, but the JSON beside it is for {theirs}",
            where=str(json_path),
            remedy=_TWO_FILES,
        )
    if is_piper:
        return piper_checkpoint_voice(path, json_path, settings, checkpoint)
    return original_voice(path, json_path, settings, checkpoint.weights)
