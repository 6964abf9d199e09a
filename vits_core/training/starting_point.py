"""Weights to begin with: another training's, an original or Piper checkpoint's, or a voice's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from vits_core.formats.torch_checkpoint import read_trained
from vits_core.formats.untrusted_pickle import read_checkpoint
from vits_core.formats.voice_import import read_voice
from vits_core.formats.weight_norm import folded
from vits_core.model.config import ModelConfig, PosteriorEncoderConfig
from vits_core.training.checkpoint_reading import DESCRIPTION
from vits_core.training.corpus import Corpus
from vits_core.training.errors import TrainingError
from vits_core.training.plan import checkpoint_of
from vits_core.training.presets import SPEAKER_CHANNELS
from vits_core.voices.voice_config import VoiceConfig
from vits_core.voices.voice_path import voice_path

_CHECKPOINTS = (".ckpt", ".pth", ".pt")
_PIECE = 500
"""Characters: who reads checkpoints of strangers keeps no long texts."""
SPEAKERS = "speaker_embedding.weight"
"""A row for each speaker, in a model for several."""


@dataclass(frozen=True)
class StartingPoint:
    """A voice to go on from."""

    config: VoiceConfig
    model: ModelConfig
    """Sizes with all that training needs."""
    state: Mapping[str, Tensor]
    """Weights by this project's names, weight norm folded."""
    discriminators: Mapping[str, Tensor]
    """Empty where they begin anew."""
    narrowing: int | None = None
    """Of the discriminators; None where there are none."""


def read_starting_point(path: Path) -> StartingPoint:
    """A checkpoint of a training or its folder, of the original VITS or of Piper, or a voice that
    only speaks, whose posterior encoder then begins anew.

    Raises `VoiceError`.
    """
    path = voice_path(checkpoint_of(path))
    if path.suffix.lower() not in _CHECKPOINTS:
        config, state = read_voice(path)
        model = config.model.with_training_parts(PosteriorEncoderConfig())
        return StartingPoint(config, model, state, {})
    checkpoint = read_checkpoint(path)
    described = checkpoint.settings.get(DESCRIPTION) or {}
    if "posterior_couplings" in described:
        return described_start(described, checkpoint.weights)
    trained = read_trained(path)
    narrowing = 1 if trained.discriminators else None
    return StartingPoint(
        trained.config, trained.model, trained.state, trained.discriminators, narrowing
    )


def describe_model(config: VoiceConfig, model: ModelConfig, narrowing: int) -> dict[str, Any]:
    """What a checkpoint has to say for `read_starting_point` and for export: plain values."""
    text = config.to_json()
    pieces = [text[i : i + _PIECE] for i in range(0, len(text), _PIECE)]
    return {
        "voice": pieces,
        "posterior_couplings": model.duration_predictor.posterior_couplings,
        "narrowing": narrowing,
    }


def described_voice(described: Mapping[str, Any]) -> VoiceConfig:
    """The voice that `describe_model` described."""
    return VoiceConfig.from_json("".join(described["voice"]))


def without_training_parts(model: ModelConfig) -> ModelConfig:
    """What speaks."""
    predictor = replace(model.duration_predictor, posterior_couplings=0)
    return replace(model, duration_predictor=predictor, posterior_encoder=None)


def check_fits(start: StartingPoint, corpus: Corpus, path: Path) -> None:
    """Raise `TrainingError` where a corpus was prepared for another voice."""
    if start.config.sample_rate != corpus.sample_rate:
        raise TrainingError(
            f"The corpus has {corpus.sample_rate} Hz, but the voice {start.config.sample_rate} Hz",
            where=str(path),
            remedy=f"Prepare it for this voice: --like {path}.",
        )
    ours = {symbol: tuple(ids) for symbol, ids in corpus.frontend.phoneme_id_map.items()}
    theirs = {symbol: tuple(i) for symbol, i in start.config.frontend.phoneme_id_map.items()}
    if ours != theirs:
        raise TrainingError(
            "The corpus numbers its phonemes differently from the voice",
            where=str(path),
            remedy=f"Prepare it for this voice: --like {path}.",
        )


def sizes_for(start: StartingPoint, corpus: Corpus) -> ModelConfig:
    """The voice's sizes with the corpus's speakers."""
    speakers = len(corpus.speakers)
    channels = start.model.speaker_channels
    if speakers > 1 and not channels:
        channels = SPEAKER_CHANNELS
    return replace(start.model, num_speakers=max(1, speakers), speaker_channels=channels)


def weights_for(start: StartingPoint, corpus: Corpus) -> Mapping[str, Tensor]:
    """The voice's weights with a row for each of the corpus's speakers: the one that the voice has
    for a speaker of that name, the mean of all for another."""
    rows = start.state.get(SPEAKERS)
    if rows is None:
        return start.state
    mean = rows.mean(dim=0)
    names = sorted(corpus.speakers, key=lambda name: corpus.speakers[name])
    known = start.config.speakers
    chosen = [rows[known[name]] if name in known else mean for name in names]
    return {**start.state, SPEAKERS: torch.stack(chosen or [mean])}


@torch.no_grad()
def take_over(module: nn.Module, state: Mapping[str, Tensor]) -> list[str]:
    """Copy weights into a module that has as many parts or more; returns the names of those that
    it has besides, which begin anew.

    Raises `TrainingError` for weights that the module has no place for, or that are of another
    size.
    """
    own = module.state_dict()
    wrong = [n for n, t in state.items() if n not in own or own[n].shape != t.shape]
    if wrong:
        raise TrainingError(
            f"The weights of {', '.join(sorted(wrong)[:3])} do not fit this model",
            remedy="Choose another voice to start from.",
        )
    for name, tensor in state.items():
        own[name].copy_(tensor)
    return sorted(own.keys() - state.keys())


def described_start(
    described: Mapping[str, Any], weights: Mapping[str, Tensor] | None = None
) -> StartingPoint:
    """What `describe_model` described, with the weights of a training or, where they come from
    elsewhere, none."""
    weights = weights or {}
    config = described_voice(described)
    assert config.posterior_encoder is not None
    couplings = int(described["posterior_couplings"])
    return StartingPoint(
        config,
        config.model.with_training_parts(config.posterior_encoder, couplings),
        folded(part_of(weights, "model.")),
        part_of(weights, "discriminators."),
        int(described["narrowing"]),
    )


def part_of(weights: Mapping[str, Tensor], prefix: str) -> dict[str, Tensor]:
    """The weights of one of a training's modules."""
    return {k.removeprefix(prefix): v for k, v in weights.items() if k.startswith(prefix)}
