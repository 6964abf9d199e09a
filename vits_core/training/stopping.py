"""Ctrl-C and SIGTERM end a training with a checkpoint."""

from __future__ import annotations

import os
import signal
from typing import Any

import pytorch_lightning as lightning

from vits_core.training.checkpoint_saver import CheckpointSaver

SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Stopping(lightning.Callback):
    """As a context, lets the first signal end a training after the step under way, and a second
    one at once."""

    def __init__(self, keeper: CheckpointSaver) -> None:
        self._keeper = keeper
        self._before: dict[signal.Signals, Any] = {}

    def __enter__(self) -> Stopping:
        self._before = {number: signal.signal(number, self._stop) for number in SIGNALS}
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def on_train_start(self, trainer: lightning.Trainer, pl_module: Any) -> None:  # noqa: ARG002
        # Lightning has put a handler before ours that leaves without a checkpoint.
        for number in SIGNALS:
            signal.signal(number, self._stop)

    def _stop(self, number: int, _: object) -> None:
        if self._keeper.stop_requested:
            os._exit(128 + number)
        self._keeper.stop_requested = True
