"""A checkpoint of a training -> a voice that the window opens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from vits_core.formats.native import CARD_FILE, CONFIG_FILE, write_native
from vits_core.formats.weight_norm import folded
from vits_core.model.vits import Vits
from vits_core.training.checkpoint_reading import DESCRIPTION, load_checkpoint
from vits_core.training.errors import TrainingError
from vits_core.training.model_card import model_card
from vits_core.training.starting_point import described_voice, part_of
from vits_core.voices.voice_config import VoiceConfig


@dataclass(frozen=True, slots=True)
class Provenance:
    """What only people know about a voice, for its card."""

    name: str | None = None
    """None: the corpus's."""
    licence: str = ""
    """Under which the voice may be used, such as "CC0-1.0"."""
    data: str = ""
    """Who recorded what, and under which licence."""


def export(checkpoint: Path, folder: Path, provenance: Provenance | None = None) -> Path:
    """Write the voice of a checkpoint into a folder; returns the file of its weights.

    A voice that is there already is replaced. Raises `TrainingError` for another kind of file,
    weights that are not numbers, or a folder with a README.md of something else, and
    `AudioFileError` where the folder cannot be written.
    """
    if (folder / CARD_FILE).exists() and not (folder / CONFIG_FILE).exists():
        raise TrainingError(
            f"The folder already has a {CARD_FILE} that is not a voice's",
            where=str(folder),
            remedy="Choose another folder.",
        )
    provenance = provenance or Provenance()
    content = load_checkpoint(checkpoint)
    described = content[DESCRIPTION]
    config = described_voice(described)
    config = replace(config, name=provenance.name or config.name)
    if config.model.num_speakers == 1:
        config = replace(config, posterior_encoder=None)
    state = _spoken_with(config, folded(part_of(content["state_dict"], "model.")))
    spoilt = [name for name, tensor in state.items() if not tensor.isfinite().all()]
    if spoilt:
        raise TrainingError(
            f"The weights of {spoilt[0]} are not all numbers",
            where=str(checkpoint),
            remedy="Export an earlier checkpoint.",
        )
    card = model_card(config, described, provenance.licence, provenance.data)
    return write_native(folder, config, state, card)


def _spoken_with(config: VoiceConfig, weights: Mapping[str, Any]) -> dict[str, Tensor]:
    """The weights without those that only training needs."""
    with torch.device("meta"):
        model = Vits(replace(config.model, posterior_encoder=config.posterior_encoder))
    return {name: weights[name] for name in model.state_dict()}
