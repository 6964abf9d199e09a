"""Lets lightning run a training."""

from __future__ import annotations

import logging
import re
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytorch_lightning as lightning
import torch
from lightning_fabric.utilities.exceptions import MisconfigurationException
from pytorch_lightning.strategies import DDPStrategy

from vits_core.training.building import Kept, build
from vits_core.training.checkpoint_files import WholeCheckpoints, not_written
from vits_core.training.checkpoint_reading import DESCRIPTION, load_checkpoint
from vits_core.training.checkpoint_saver import CheckpointSaver
from vits_core.training.errors import TrainingError
from vits_core.training.other_processes import patience
from vits_core.training.plan import CHECKPOINTS_FOLDER, TrainingPlan
from vits_core.training.progress import Progress
from vits_core.training.reports import Reports
from vits_core.training.stopping import Stopping
from vits_core.training.voice_training import VitsLightningModule

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
    plan: TrainingPlan,
    folder: Path,
    machines: Machines | None = None,
    *,
    resume: bool = False,
    tell: Callable[[str], None] = lambda _: None,
) -> VitsLightningModule:
    """Train as planned, into a folder; Ctrl-C and SIGTERM end it after the step under way.

    What it goes on from is a checkpoint that it has kept in that folder; the plan may differ in
    its settings then, and the corpus may lie elsewhere.

    Raises `TrainingError`, `CorpusError` or `VoiceError` in words that a user can act on.
    """
    machines = machines or Machines()
    keeper = CheckpointSaver(folder / CHECKPOINTS_FOLDER, plan.settings.checkpoint_minutes)
    checkpoint = _checkpoint(keeper.last, plan) if resume else None
    training, loaders, corpus = build(plan, machines.workers, tell, checkpoint)
    # What is kept is already reported.
    stopping = Stopping(keeper)
    callbacks = [Reports(folder, corpus.sample_rate, keeper), keeper, Progress(), stopping]
    trainer = _trainer(plan, folder, machines, callbacks, validates=bool(corpus.held_out))
    if trainer.is_global_zero:
        plan.write(folder)
    try:
        with _quiet(), patience(), stopping:
            trainer.fit(
                training,
                datamodule=loaders,
                ckpt_path=None if checkpoint is None else checkpoint.path,
                weights_only=True,
            )
    except OSError as error:  # as the reports begin; later on the keeper is told
        raise not_written(Path(error.filename or folder), error) from error
    except torch.OutOfMemoryError as error:
        raise TrainingError(
            f"There is not enough memory on {training.device}",
            remedy=(
                "Continue with --resume and a smaller --batch-size, or prepare the corpus "
                "with shorter recordings."
            ),
        ) from error
    except RuntimeError as error:
        if not machines.several or not re.search("by peer|NCCL", str(error)):
            raise
        raise TrainingError(
            "Another process of this training has exited",
            remedy="See its messages, then continue with --resume.",
        ) from error
    return training


def _checkpoint(path: Path, plan: TrainingPlan) -> Kept:
    """What a training goes on from; raises `TrainingError` where it cannot."""
    if not path.is_file():
        raise TrainingError(
            "There is no checkpoint to continue from",
            where=str(path),
            remedy="Start again without --resume.",
        )
    kept = Kept(path, load_checkpoint(path)[DESCRIPTION])
    if kept.described["steps_done"] > plan.settings.steps:
        raise TrainingError(
            f"The training has already done {kept.described['steps_done']} steps",
            where=str(path),
            remedy="Set a larger number with --steps.",
        )
    return kept


def _trainer(
    plan: TrainingPlan,
    folder: Path,
    machines: Machines,
    callbacks: list[lightning.Callback],
    *,
    validates: bool,
) -> lightning.Trainer:
    settings = plan.settings
    with _quiet(), _plainly_said():
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
def _plainly_said() -> Iterator[None]:
    """Put what lightning says of machines that are not there in words for users."""
    try:
        yield
    except (MisconfigurationException, ValueError) as error:
        raise TrainingError(
            "This machine cannot train with these options: "
            + str(error).splitlines()[0].rstrip(".!"),
            remedy="Choose an --accelerator and --devices that this machine has.",
        ) from error


@contextmanager
def _quiet() -> Iterator[None]:
    """Without lightning's advice, which is for people who write programs with it."""
    logs = [logging.getLogger(name) for name in ("pytorch_lightning", "lightning_fabric")]
    levels = [log.level for log in logs]
    for log in logs:
        log.setLevel(logging.WARNING)
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", module=r"pytorch_lightning|lightning_fabric")
            warnings.filterwarnings("ignore", message="Grad strides do not match")
            yield
    finally:
        for log, level in zip(logs, levels, strict=True):
            log.setLevel(level)
