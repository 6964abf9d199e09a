"""Builds a training and lets lightning run it."""

from __future__ import annotations

import logging
import os
import signal
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytorch_lightning as lightning
import torch
from pytorch_lightning.strategies import DDPStrategy

from vits_core.model.config import ModelConfig
from vits_core.model.vits import Vits
from vits_core.model.weight_norm import add_weight_norm
from vits_core.training.checkpoint_files import WholeCheckpoints, not_written
from vits_core.training.corpus import Corpus, read_corpus
from vits_core.training.errors import TrainingError
from vits_core.training.keeper import Keeper
from vits_core.training.keyed_noise import key
from vits_core.training.loaders import CorpusLoaders
from vits_core.training.narrow_discriminators import make_discriminators
from vits_core.training.plan import CHECKPOINTS_FOLDER, Plan
from vits_core.training.presets import PRESETS, Preset
from vits_core.training.progress import Progress
from vits_core.training.reports import Reports
from vits_core.training.starting_point import (
    StartingPoint,
    check_fits,
    describe_model,
    read_starting_point,
    sizes_for,
    take_over,
    without_training_parts,
)
from vits_core.training.voice_training import VoiceTraining
from vits_core.voice_config import VoiceConfig

_PRECISIONS: dict[str, Any] = {
    "float32": "32-true", "bfloat16": "bf16-mixed", "float16": "16-mixed",
}  # fmt: skip
OPTIMIZERS = 2
"""Lightning counts a step of each."""


@dataclass(frozen=True, slots=True)
class Machines:
    """What a training runs on."""

    accelerator: str = "auto"
    """"auto", "cpu" or "gpu"."""
    devices: int | None = None
    """Processes on each machine, one a GPU; None: all GPUs, or one process on the CPU."""
    nodes: int = 1
    """Machines, on each of which the same command is started, as lightning describes it."""
    workers: int = 0
    """Processes that read and transform recordings, for each that trains."""

    @property
    def processes(self) -> int:
        """That train on each machine."""
        gpus = 0 if self.accelerator == "cpu" else torch.cuda.device_count()
        return self.devices or max(1, gpus)

    @property
    def several(self) -> bool:
        """Whether more than one process trains."""
        return self.processes * self.nodes > 1


def run(
    plan: Plan,
    folder: Path,
    machines: Machines | None = None,
    *,
    resume: bool = False,
    tell: Callable[[str], None] = lambda _: None,
) -> VoiceTraining:
    """Train as planned, into a folder; Ctrl-C and SIGTERM end it after the step under way.

    Raises `TrainingError`, `CorpusError` or `VoiceError` in words that a user can act on.
    """
    machines = machines or Machines()
    keeper = Keeper(folder / CHECKPOINTS_FOLDER, plan.settings.checkpoint_minutes)
    if resume and not keeper.last.is_file():
        raise TrainingError(
            "There is no checkpoint to go on from",
            where=str(keeper.last),
            remedy="Begin anew without --resume.",
        )
    training, loaders, corpus = build(plan, machines.workers, tell)
    callbacks = [keeper, Reports(folder, corpus.sample_rate), Progress()]
    validates = bool(corpus.held_out)
    trainer = _trainer(plan, folder, machines, callbacks, validates=validates)
    checkpoint = keeper.last if resume else None
    try:
        with _quiet(), _stopping(keeper):
            trainer.fit(training, datamodule=loaders, ckpt_path=checkpoint, weights_only=True)
    except OSError as error:  # of the reports: checkpoints tell their own
        raise not_written(Path(error.filename or folder), error) from error
    return training


def build(
    plan: Plan, workers: int = 0, tell: Callable[[str], None] = lambda _: None
) -> tuple[VoiceTraining, CorpusLoaders, Corpus]:
    """The model at its first step, and what it is trained with."""
    corpus = read_corpus(plan.corpus)
    preset = PRESETS[plan.preset]
    start = None if plan.start is None else read_starting_point(plan.start)
    if start is not None and plan.start is not None:
        check_fits(start, corpus, plan.start)
    sizes = preset.model_for(corpus) if start is None else sizes_for(start, corpus)
    torch.manual_seed(key(plan.settings.seed, "weights"))
    model = Vits(sizes)
    if start is not None and (anew := take_over(model, start.state)):
        parts = dict.fromkeys(name.split(".")[0].replace("_", " ") for name in anew)
        tell(f"note: these parts begin anew, wholly or partly: {', '.join(parts)}")
    add_weight_norm(model)
    narrowing = preset.discriminator_narrowing
    if start is not None and start.narrowing is not None:
        narrowing = start.narrowing
    discriminators = make_discriminators(narrowing)
    if start is not None and start.discriminators:
        try:
            discriminators.load_state_dict(start.discriminators, strict=True)
        except RuntimeError:
            discriminators = make_discriminators(narrowing)
            tell("note: the discriminators begin anew: those of the checkpoint are others")
    assert sizes.posterior_encoder is not None
    fft_size = 2 * (sizes.posterior_encoder.spectrum_bins - 1)
    loaders = CorpusLoaders(corpus, plan.settings, fft_size, sizes.hop_length, workers)
    training = VoiceTraining(
        model,
        discriminators,
        plan.settings,
        corpus.sample_rate,
        loaders.batches.batches_per_epoch,
        _description(corpus, preset, start, sizes, narrowing),
    )
    return training, loaders, corpus


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


def _trainer(
    plan: Plan,
    folder: Path,
    machines: Machines,
    callbacks: list[lightning.Callback],
    *,
    validates: bool,
) -> lightning.Trainer:
    settings = plan.settings
    with _quiet():
        return lightning.Trainer(
            accelerator=machines.accelerator,
            devices=machines.processes,
            num_nodes=machines.nodes,
            # Each of the two backward passes leaves out the other's parameters.
            strategy=DDPStrategy(find_unused_parameters=True) if machines.several else "auto",
            precision=_PRECISIONS[settings.precision],
            max_steps=OPTIMIZERS * settings.steps,
            max_epochs=-1,
            val_check_interval=settings.validation_interval if validates else None,
            check_val_every_n_epoch=None if validates else 1,
            limit_val_batches=None if validates else 0,
            num_sanity_val_steps=0,
            use_distributed_sampler=False,
            callbacks=callbacks,
            plugins=[WholeCheckpoints()],
            logger=False,
            enable_checkpointing=False,
            enable_progress_bar=False,
            enable_model_summary=False,
            default_root_dir=folder,
        )


@contextmanager
def _stopping(keeper: Keeper) -> Iterator[None]:
    """Let Ctrl-C and SIGTERM end the training with a checkpoint; a second one ends it at once."""

    def stop(number: int, _: object) -> None:
        if keeper.stop_requested:
            os._exit(128 + number)
        keeper.stop_requested = True

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _quiet() -> Iterator[None]:
    """Without lightning's advice, which is for people who write programs with it."""
    log = logging.getLogger("pytorch_lightning")
    level = log.level
    log.setLevel(logging.WARNING)
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", module=r"pytorch_lightning|lightning_fabric")
            warnings.filterwarnings("ignore", message="Grad strides do not match")
            yield
    finally:
        log.setLevel(level)
