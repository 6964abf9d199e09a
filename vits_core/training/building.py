"""The model, the discriminators and the data of a training as it begins or goes on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import torch

from vits_core.model.config import ModelConfig
from vits_core.model.vits import Vits
from vits_core.model.weight_norm import add_weight_norm
from vits_core.training.corpus import Corpus, read_corpus
from vits_core.training.discriminators import Discriminators
from vits_core.training.errors import TrainingError
from vits_core.training.keyed_noise import key
from vits_core.training.loaders import CorpusLoaders
from vits_core.training.plan import TrainingPlan
from vits_core.training.presets import PRESETS, Preset
from vits_core.training.starting_point import (
    StartingPoint,
    check_fits,
    describe_model,
    described_start,
    read_starting_point,
    sizes_for,
    take_over,
    weights_for,
    without_training_parts,
)
from vits_core.training.voice_training import VitsLightningModule
from vits_core.voices.voice_config import VoiceConfig


class Kept(NamedTuple):
    """A checkpoint that a training goes on from."""

    path: Path
    described: Mapping[str, Any]
    """What it says beside its weights."""


def build(
    plan: TrainingPlan,
    workers: int = 0,
    tell: Callable[[str], None] = lambda _: None,
    kept: Kept | None = None,
) -> tuple[VitsLightningModule, CorpusLoaders, Corpus]:
    """The model at its first step, and what it is trained with.

    Where the training goes on, the weights will come from what was `kept`, and what it began with
    need not be there any more.
    """
    corpus = read_corpus(plan.corpus)
    start = _start(plan, corpus, kept)
    preset = PRESETS[plan.preset]
    sizes = preset.model_for(corpus) if start is None else sizes_for(start, corpus)
    torch.manual_seed(key(plan.settings.seed, "weights"))
    model = Vits(sizes)
    if (
        start is not None
        and kept is None
        and (anew := take_over(model, weights_for(start, corpus)))
    ):
        parts = dict.fromkeys(name.split(".")[0].replace("_", " ") for name in anew)
        tell(f"note: these parts start from scratch, wholly or partly: {', '.join(parts)}")
    add_weight_norm(model)
    narrowing = preset.discriminator_narrowing
    if start is not None and start.narrowing is not None:
        narrowing = start.narrowing
    discriminators = Discriminators(narrowing=narrowing)
    if start is not None and start.discriminators:
        try:
            discriminators.load_state_dict(start.discriminators, strict=True)
        except RuntimeError:
            discriminators = Discriminators(narrowing=narrowing)
            tell("note: the discriminators start from scratch: the checkpoint's differ")
    assert sizes.posterior_encoder is not None
    fft_size = 2 * (sizes.posterior_encoder.spectrum_bins - 1)
    loaders = CorpusLoaders(corpus, plan.settings, fft_size, sizes.hop_length, workers)
    description = _description(corpus, preset, start, sizes, narrowing)
    if kept is not None:
        description["start"] = kept.described["start"]
    training = VitsLightningModule(
        model,
        discriminators,
        plan.settings,
        corpus.sample_rate,
        loaders.batches.batches_per_epoch,
        description,
    )
    return training, loaders, corpus


def _start(plan: TrainingPlan, corpus: Corpus, kept: Kept | None) -> StartingPoint | None:
    """What a training begins with, or goes on with; None begins from nothing."""
    if kept is not None:
        start, path = described_start(kept.described), kept.path
        if len(corpus.speakers) != len(start.config.speakers):
            raise TrainingError(
                "The corpus has different speakers from the one the training started with",
                where=str(corpus.folder),
                remedy="Start another training with --from and the last checkpoint.",
            )
    elif plan.start is not None:
        start, path = read_starting_point(plan.start), plan.start
    else:
        return None
    check_fits(start, corpus, path)
    return start


def _description(
    corpus: Corpus, preset: Preset, start: StartingPoint | None, sizes: ModelConfig, narrowing: int
) -> dict[str, Any]:
    """What a checkpoint says beside its weights."""
    voice = VoiceConfig(
        corpus.name,
        without_training_parts(sizes),
        corpus.frontend,
        corpus.sample_rate,
        corpus.speakers,
        posterior_encoder=sizes.posterior_encoder,
    )
    if start is not None:
        voice = replace(voice, defaults=start.config.defaults)
    clips, seconds = len(corpus.clips), corpus.seconds()
    told = {"name": corpus.name, "clips": clips, "seconds": seconds, **corpus.settings}
    return {
        **describe_model(voice, sizes, narrowing),
        "corpus": told,
        "preset": preset.name,
        "start": None if start is None else start.config.name,
    }
