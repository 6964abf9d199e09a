"""The command `train`: recordings to a corpus, a corpus to a voice."""

from __future__ import annotations

import argparse
import dataclasses
import importlib.util
import os
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.console import print_all, progress_bar, tell
from vits_core.errors import LanguageError, VitsError

if TYPE_CHECKING:  # nothing that trains is loaded before it is needed
    from vits_core.text.frontend import FrontendConfig
    from vits_core.training.plan import TrainingPlan
    from vits_core.training.preparation import PreparationSettings
    from vits_core.training.settings import TrainingSettings


def prepare(options: argparse.Namespace) -> int:
    """Make a corpus of a folder of recordings; returns the exit code."""
    from vits_core.training.findings import as_table
    from vits_core.training.preparation import prepare as prepare_corpus

    source: Path = options.folder
    whole = source.resolve()  # "." has no name
    target = options.output or whole.with_name(f"{whole.name}.corpus")
    frontend, settings = _preparation(options)
    with progress_bar("clip") as bar:

        def show(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        try:
            corpus, findings = prepare_corpus(source, target, frontend, settings, show)
        except LanguageError as error:
            if options.language is None:
                raise
            remedy = "Choose a --language that espeak-ng supports, such as de, fr-fr or en-gb."
            raise VitsError(error.what, remedy=remedy) from error
    kept, held_out = len(corpus.training), len(corpus.held_out)
    speakers = f" by {len(corpus.speakers)} speakers" if corpus.speakers else ""
    print_all(
        f"{as_table(findings)}\n\n"
        f"In {target}: {kept} recording{'s' * (kept != 1)} for training and {held_out} held out"
        f"{speakers}, {_duration(corpus.seconds())} in all. "
        f"The full report is in {target / 'report.tsv'}.",
        "The report",
    )
    return 0


def _duration(seconds: float) -> str:
    """As a person would say it."""
    for unit, size in (("hours", 3600.0), ("minutes", 60.0)):
        if seconds >= 2 * size:
            return f"{seconds / size:.1f} {unit}"
    return f"{seconds:.0f} seconds"


def _preparation(options: argparse.Namespace) -> tuple[FrontendConfig, PreparationSettings]:
    """What the voice to come reads, and how the recordings become its."""
    from vits_core.training.new_frontend import new_frontend
    from vits_core.training.preparation import PreparationSettings
    from vits_core.training.presets import PAPER
    from vits_core.training.recordings import RecordingRules
    from vits_core.training.starting_point import read_starting_point

    if options.like is not None and (options.rate or options.language):
        options.parser.error("--like already sets the rate and the language")
    settings = PreparationSettings(
        RecordingRules(sample_rate=options.rate or PAPER.sample_rate),
        None if options.columns is None else tuple(options.columns.split(",")),
        options.held_out,
    )
    if options.like is None:
        return new_frontend(options.language or "en-us"), settings
    voice = read_starting_point(options.like).config
    rules = RecordingRules(sample_rate=voice.sample_rate)
    hop_length = voice.model.hop_length
    return voice.frontend, dataclasses.replace(settings, rules=rules, hop_length=hop_length)


def run(options: argparse.Namespace) -> int:
    """Train, or go on with a training; returns the exit code."""
    _check_extra()
    from vits_core.training.corpus import read_corpus
    from vits_core.training.errors import TrainingError
    from vits_core.training.plan import CHECKPOINTS_FOLDER, TrainingPlan, read_plan
    from vits_core.training.presets import MEDIUM, PRESETS

    folder: Path = options.output
    if options.resume:
        plan = _resumed(options, read_plan(folder))
    else:
        if options.corpus is None:
            options.parser.error("name the corpus to train on")
        preset = PRESETS[options.preset or MEDIUM.name]
        plan = TrainingPlan(
            options.corpus, preset.name, _settings(options, preset.settings), options.start
        )
        if _is_first_process() and any((folder / CHECKPOINTS_FOLDER).glob("*.ckpt")):
            raise TrainingError(
                "This folder already contains a training run",
                where=str(folder),
                remedy="Continue it with --resume, or choose another folder.",
            )
    read_corpus(plan.corpus)  # a wrong path is told at once: what trains takes seconds to load
    from vits_core.training.running import Machines
    from vits_core.training.running import run as run_training

    machines = Machines(options.accelerator, options.devices, options.nodes, options.workers)
    training = run_training(plan, folder, machines, resume=options.resume, tell=tell)
    if not _is_first_process():
        return 0
    done, steps = training.steps_done, plan.settings.steps
    how = "is complete" if done >= steps else "stopped; continue it with --resume"
    tell(
        f"Training {how}, after {done} of {steps} steps. "
        f"Checkpoints are in {folder / CHECKPOINTS_FOLDER}."
    )
    return 0


def export(options: argparse.Namespace) -> int:
    """Write a voice; returns the exit code."""
    from vits_core.training.export import Provenance
    from vits_core.training.export import export as export_voice
    from vits_core.training.plan import checkpoint_of

    checkpoint = checkpoint_of(options.checkpoint, last=options.last)
    provenance = Provenance(options.name, options.licence or "", options.data or "")
    weights = export_voice(checkpoint, options.output, provenance)
    tell(f"The voice is in {weights.parent}. To use it: --voice {weights.parent}")
    return 0


def _is_first_process() -> bool:
    """Lightning, torchrun and clusters start the same command for each device and machine."""
    ranks = ("LOCAL_RANK", "NODE_RANK", "RANK", "GROUP_RANK", "SLURM_PROCID")
    return all(os.environ.get(rank, "0") == "0" for rank in ranks)


def _resumed(options: argparse.Namespace, plan: TrainingPlan) -> TrainingPlan:
    """The plan of a training with what may change while it is under way."""
    for option, value, before in (
        ("--preset", options.preset, plan.preset),
        ("--from", options.start and options.start.resolve(), plan.start),
        ("--seed", options.seed, plan.settings.seed),
    ):
        if value not in (None, before):
            options.parser.error(f"{option} cannot be changed when a training is resumed")
    return dataclasses.replace(
        plan,
        corpus=options.corpus or plan.corpus,
        settings=_settings(options, plan.settings),
    )


def _settings(options: argparse.Namespace, usual: TrainingSettings) -> TrainingSettings:
    """A preset's or an earlier run's settings but for those that the command line names."""
    named = {
        name: value
        for name in ("steps", "batch_size", "seed", "precision", "validation_interval",
                     "checkpoint_minutes")
        if (value := getattr(options, name)) is not None
    }  # fmt: skip
    optimizer = usual.optimizer
    if options.learning_rate is not None:
        optimizer = dataclasses.replace(optimizer, learning_rate=options.learning_rate)
    return dataclasses.replace(usual, optimizer=optimizer, **named)


def _check_extra() -> None:
    """Raise `VitsError` where the packages that train are not installed."""
    for package in ("pytorch_lightning", "tensorboard"):
        if importlib.util.find_spec(package) is None:
            raise VitsError(
                f"Training needs the package {package}, which is not installed",
                remedy="Install the training packages: pip install '.[train]'.",
            )
