"""Curves, pictures and sounds of a training, for TensorBoard and as a file of plain lines."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

import pytorch_lightning as lightning
import torch
from torch.utils.tensorboard import SummaryWriter

from vits_core.audio.files import write_whole
from vits_core.records import ProsodySettings
from vits_core.training.checkpoint_files import not_written
from vits_core.training.checkpoint_saver import CheckpointSaver
from vits_core.training.examples import Batch, Example, as_batch
from vits_core.training.loaders import CorpusLoaders
from vits_core.training.pictures import alignment_picture, picture
from vits_core.training.speaking import likelihoods, say
from vits_core.training.voice_training import VitsLightningModule

HISTORY_FILE = "history.jsonl"
CURVES_FOLDER = "tensorboard"


class Reports(lightning.Callback):
    """Writes losses every some steps; at each validation what the held-out clips measure, and how
    a few of them sound, look and are aligned. The keeper hears of a full disk and tells it."""

    def __init__(self, folder: Path, sample_rate: int, keeper: CheckpointSaver) -> None:
        self._folder = folder
        self._keeper = keeper
        self._sample_rate = sample_rate
        self._writer: SummaryWriter | None = None

    def on_train_start(self, trainer: lightning.Trainer, pl_module: Any) -> None:
        if trainer.is_global_zero:
            # Points of a training that was killed and goes on from before them are hidden.
            forget_after(self._folder, pl_module.steps_done)
            self._writer = SummaryWriter(
                self._folder / CURVES_FOLDER, purge_step=pl_module.steps_done + 1
            )

    def on_train_batch_end(
        self,
        trainer: lightning.Trainer,  # noqa: ARG002
        pl_module: Any,
        outputs: Any,  # noqa: ARG002
        batch: Any,  # noqa: ARG002
        batch_idx: int,  # noqa: ARG002
    ) -> None:
        training = cast(VitsLightningModule, pl_module)
        settings = training.settings
        if training.measured is None or training.steps_done % settings.logging_interval:
            return
        measured = training.measured
        self._write(
            training.steps_done,
            {
                "training/total": float(measured.total),
                "training/discriminator": float(measured.discriminator),
                **{f"training/{k}": float(v) for k, v in measured.losses._asdict().items()},
                "learning_rate": settings.optimizer.rate(training.epoch),
            },
        )

    def on_validation_end(self, trainer: lightning.Trainer, pl_module: Any) -> None:
        if self._writer is None or trainer.sanity_checking:
            return
        training = cast(VitsLightningModule, pl_module)
        values = {
            name: float(value)
            for name, value in trainer.callback_metrics.items()
            if name.startswith("validation/")
        }
        held_out = cast(CorpusLoaders, trainer.datamodule).held_out  # type: ignore[attr-defined]
        shown = [held_out[i] for i in range(min(training.settings.spoken_samples, len(held_out)))]
        if all(map(math.isfinite, values.values())):  # else there is nothing to see
            with self._told_the_keeper():
                for example in shown:
                    self._show(training, example)
        self._write(training.steps_done, values)

    def on_train_end(self, trainer: lightning.Trainer, pl_module: Any) -> None:  # noqa: ARG002
        if self._writer is not None:
            self._writer.close()

    def _write(self, step: int, values: dict[str, float]) -> None:
        if self._writer is None:
            return
        with self._told_the_keeper():
            for name, value in values.items():
                self._writer.add_scalar(name, value, step)
            self._writer.flush()
            with (self._folder / HISTORY_FILE).open("a", encoding="utf-8") as file:
                file.write(json.dumps({"step": step, **values}) + "\n")

    @contextmanager
    def _told_the_keeper(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            self._keeper.failure = not_written(Path(error.filename or self._folder), error)

    @torch.no_grad()
    def _show(self, training: VitsLightningModule, example: Example) -> None:
        """Sound, spectrograms and alignment of a clip."""
        writer, step = cast(SummaryWriter, self._writer), training.steps_done
        device = training.device
        batch = Batch(*(part.to(device) for part in as_batch([example])))
        result = training.forward_with(batch, training.draws_of(batch, -1))
        speaker = batch.speakers if training.model.config.speaker_channels else None
        said = say(training.model, batch.token_ids[0], speaker, ProsodySettings(), seed=1)
        name = f"clip {example.clip}"
        sounds = {"recorded": batch.waveform[0], "spoken": said.waveform.float()}
        for kind, sound in sounds.items():
            mel = training.mel(sound.unsqueeze(0))[0].cpu().numpy()
            writer.add_image(f"{name}/mel {kind}", picture(mel), step, dataformats="HWC")
            audio = sound.clamp(-1, 1).cpu()
            writer.add_audio(f"{name}/{kind}", audio, step, sample_rate=self._sample_rate)
        suits = likelihoods(training.model, batch.token_ids, result).cpu().numpy()
        aligned = alignment_picture(result.alignment.tokens[0].cpu().numpy(), suits)
        writer.add_image(f"{name}/alignment", aligned, step, dataformats="HWC")


def read_history(folder: Path) -> list[dict[str, float]]:
    """What was measured at each step, the later of two lines for one winning; in order."""
    steps: dict[int, dict[str, float]] = {}
    path = folder / HISTORY_FILE
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
        try:
            values = json.loads(line)
        except ValueError:  # the last line of a killed training
            continue
        steps.setdefault(int(values["step"]), {}).update(values)
    return [steps[step] for step in sorted(steps)]


def forget_after(folder: Path, step: int) -> None:
    """Drop what a training that goes on from a step measured beyond it before it was killed."""
    kept = [values for values in read_history(folder) if values["step"] <= step]
    text = "".join(json.dumps(values) + "\n" for values in kept)
    write_whole(folder / HISTORY_FILE, text.encode())
