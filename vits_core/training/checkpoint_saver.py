"""When a training is kept on disk, and when it stops."""

from __future__ import annotations

import math
import time
from pathlib import Path
from typing import Any, NoReturn, cast

import pytorch_lightning as lightning
import torch
from torch import Tensor

from vits_core.training.checkpoint_files import WholeCheckpoints
from vits_core.training.errors import TrainingError
from vits_core.training.plan import BEST, LAST
from vits_core.training.voice_training import VitsLightningModule

MONITORED = "validation/loss"


class CheckpointSaver(lightning.Callback):
    """Writes `last.ckpt` after the first step, every some minutes, after each validation and at the
    end, and `best.ckpt` whenever the clips held out have never been matched better.

    The first one tells at once where a checkpoint does not fit on the disk.

    Lightning's own callback takes no time interval where a module steps its optimizers itself.
    """

    def __init__(self, folder: Path, minutes: float) -> None:
        self._folder = folder
        self._seconds = 60 * minutes
        self._saved_at = time.monotonic()
        self.best: float | None = None
        """Lowest validation loss so far."""
        self.stop_requested = False
        """Set to end after the step under way; any process may."""
        self.failure: TrainingError | None = None
        """Set by what ends a training in one process, so that none is left waiting for it."""

    @property
    def last(self) -> Path:
        return self._folder / LAST

    def on_train_start(self, trainer: lightning.Trainer, pl_module: Any) -> None:  # noqa: ARG002
        begins = cast(VitsLightningModule, pl_module).steps_done == 0
        self._saved_at = -math.inf if begins else time.monotonic()

    def on_train_batch_end(
        self,
        trainer: lightning.Trainer,
        pl_module: Any,  # noqa: ARG002
        outputs: Any,  # noqa: ARG002
        batch: Any,  # noqa: ARG002
        batch_idx: int,  # noqa: ARG002
    ) -> None:
        due = time.monotonic() - self._saved_at >= self._seconds
        stop, save, failed = self._agreed(
            trainer, self.stop_requested, due, self.failure is not None
        )
        if failed:
            self._fail()
        elif stop:
            trainer.should_stop = True
        elif save:
            self._save(trainer)

    def on_validation_end(self, trainer: lightning.Trainer, pl_module: Any) -> None:  # noqa: ARG002
        loss = trainer.callback_metrics.get(MONITORED)
        found = math.inf if loss is None else float(loss)  # nan is less than nothing
        better = found < (math.inf if self.best is None else self.best)
        if better:
            self.best = found
        self._save(trainer)
        if better:
            self._keep_as_best(trainer)

    def on_train_end(self, trainer: lightning.Trainer, pl_module: Any) -> None:  # noqa: ARG002
        self._save(trainer)

    def state_dict(self) -> dict[str, Any]:
        return {"best": self.best}

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        self.best = state_dict["best"]

    def _save(self, trainer: lightning.Trainer) -> None:
        cast(VitsLightningModule, trainer.lightning_module).check_weights()
        trainer.save_checkpoint(self.last)
        self._end_where_it_failed(trainer)
        self._saved_at = time.monotonic()

    def _keep_as_best(self, trainer: lightning.Trainer) -> None:
        """What was just saved; to gather the optimizers' state again would take far longer."""
        if trainer.is_global_zero:
            _files(trainer).copy(self.last, self._folder / BEST)
        self._end_where_it_failed(trainer)

    def _end_where_it_failed(self, trainer: lightning.Trainer) -> None:
        self.failure = self.failure or _files(trainer).failure
        if any(self._agreed(trainer, self.failure is not None)):
            self._fail()

    def _fail(self) -> NoReturn:
        """End in all processes; the one in which something failed tells."""
        raise self.failure or SystemExit(1)

    def _agreed(self, trainer: lightning.Trainer, *flags: bool) -> list[bool]:
        """Whether any process has set each flag: what one does, all do at the same step."""
        if trainer.world_size == 1:
            return list(flags)
        told = torch.tensor([float(flag) for flag in flags], device=trainer.strategy.root_device)
        return [bool(n) for n in cast(Tensor, trainer.strategy.reduce(told, reduce_op="sum"))]


def _files(trainer: lightning.Trainer) -> WholeCheckpoints:
    return cast(WholeCheckpoints, trainer.strategy.checkpoint_io)
