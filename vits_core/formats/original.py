"""Checkpoints of the original repository: `G_*.pth` and its JSON -> config and weights."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch

from vits_core.formats.original_text import frontend_config
from vits_core.formats.trained_model import Layout, trained_model
from vits_core.formats.voice_files import described, sample_rate_of, speaker_ids
from vits_core.voices.voice_config import VoiceConfig

FAMILY = "the original repository"


def original_voice(
    path: Path, json_path: Path, settings: Mapping[str, Any], weights: Mapping[str, torch.Tensor]
) -> tuple[VoiceConfig, dict[str, torch.Tensor]]:
    """The voice whose generator has these weights, by upstream names, its training side included.

    Raises `VoiceError` for sizes or symbols that do not fit together.
    """
    with described(json_path, "its JSON", FAMILY):
        sizes, data = settings["model"], settings["data"]
        rates = [int(rate) for rate in sizes["upsample_rates"]]
        dilations = [[int(d) for d in block] for block in sizes["resblock_dilation_sizes"]]
        window = int(data.get("win_length", 0))
        hop_length = int(data.get("hop_length") or 0)
    layout = Layout(rates, dilations, hop_length, json_path)
    model, posterior_encoder, state = trained_model(path, weights, layout)
    if posterior_encoder is not None and window not in (0, 2 * posterior_encoder.spectrum_bins - 2):
        posterior_encoder = None  # trained on spectra of another kind than are made here
    with described(json_path, "its JSON", FAMILY):
        config = VoiceConfig(
            name=_name(path),
            model=model,
            frontend=frontend_config(json_path, settings, model.text_encoder.num_symbols),
            sample_rate=sample_rate_of(json_path, data, "sampling_rate"),
            speakers=speaker_ids(json_path, _speaker_names(settings), model.num_speakers),
            posterior_encoder=posterior_encoder,
        )
    return config, state


def _name(path: Path) -> str:
    """The folder's name where the file's is only a number of steps, such as "G_100000"."""
    folder = path.absolute().parent.name
    return folder if folder and path.stem.startswith("G_") else path.stem


def _speaker_names(settings: Mapping[str, Any]) -> Mapping[str, Any]:
    """Descendants of the original list names, or give each its id; the original has none."""
    names = settings.get("speakers") or {}
    if isinstance(names, list):
        return {str(name): speaker for speaker, name in enumerate(names)}
    return dict(names)
