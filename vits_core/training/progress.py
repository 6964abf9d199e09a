"""How far a training is, on a terminal or in a log."""

from __future__ import annotations

import sys
import time
from typing import Any, TextIO, cast

import pytorch_lightning as lightning
from tqdm import tqdm

from vits_core.training.voice_training import VitsLightningModule

SECONDS = 30.0
"""Between two lines where there is no terminal."""


class Progress(lightning.Callback):
    """A bar on a terminal, a line now and then elsewhere."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._bar: tqdm[None] | None = None
        self._told_at = 0.0
        self._first = (0.0, 0)
        """When this process began, and at which step."""

    def on_train_start(self, trainer: lightning.Trainer, pl_module: Any) -> None:
        done = cast(VitsLightningModule, pl_module).steps_done
        self._first = time.monotonic(), done
        if trainer.is_global_zero and self._stream.isatty():
            total = pl_module.settings.steps
            self._bar = tqdm(total=total, initial=done, unit="step", file=self._stream)

    def on_train_batch_end(
        self,
        trainer: lightning.Trainer,
        pl_module: Any,
        outputs: Any,  # noqa: ARG002
        batch: Any,  # noqa: ARG002
        batch_idx: int,  # noqa: ARG002
    ) -> None:
        training = cast(VitsLightningModule, pl_module)
        if self._bar is not None:
            self._bar.update(training.steps_done - self._bar.n)
        now = time.monotonic()
        due = 1.0 if self._bar is not None else SECONDS
        if training.measured is None or not trainer.is_global_zero or now - self._told_at < due:
            return
        self._told_at = now
        losses = training.measured.losses
        words = {"epoch": f"{training.epoch}"}
        words |= {k: f"{float(v):.3g}" for k, v in losses._asdict().items()}
        if self._bar is not None:
            self._bar.set_postfix(words)
            return
        began, first = self._first
        rate = (training.steps_done - first) / max(now - began, 1e-9)
        told = " ".join(f"{name} {value}" for name, value in words.items())
        total = training.settings.steps
        print(f"step {training.steps_done}/{total}: {told}, {rate:.3g} steps/s", file=self._stream)

    def on_train_end(self, trainer: lightning.Trainer, pl_module: Any) -> None:  # noqa: ARG002
        if self._bar is not None:
            self._bar.close()
