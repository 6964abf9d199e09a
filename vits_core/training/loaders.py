"""What lightning draws batches from, in each of its processes."""

from __future__ import annotations

from typing import Any, cast

import pytorch_lightning as lightning
from torch.utils.data import DataLoader

from vits_core.training.batches import BatchesFrom, LengthBatches, check_batch_size
from vits_core.training.corpus import Corpus
from vits_core.training.examples import Batch, Examples, as_batch
from vits_core.training.settings import TrainingSettings
from vits_core.training.voice_training import VitsLightningModule

VALIDATION_BATCH = 8


class CorpusLoaders(lightning.LightningDataModule):
    """Batches of a corpus from the step on at which the training is."""

    def __init__(
        self,
        corpus: Corpus,
        settings: TrainingSettings,
        fft_size: int,
        hop_length: int,
        workers: int = 0,
    ) -> None:
        super().__init__()
        self._examples = Examples(corpus, corpus.training, fft_size, hop_length)
        self.held_out = Examples(corpus, corpus.held_out, fft_size, hop_length)
        lengths = [clip.samples for clip in self._examples.clips]
        self.batches = LengthBatches(lengths, settings.batch_size, settings.seed)
        self._workers = workers

    def train_dataloader(self) -> DataLoader[Batch]:
        """Endless, so that a training may stop and go on anywhere."""
        trainer = cast(lightning.Trainer, self.trainer)
        check_batch_size(len(self.batches.batch(0)), trainer.world_size)
        training = cast(VitsLightningModule, trainer.lightning_module)
        drawn = BatchesFrom(
            self.batches, training.steps_done, trainer.global_rank, trainer.world_size
        )
        return self._loader(self._examples, drawn)

    def val_dataloader(self) -> DataLoader[Batch]:
        """The clips held out, all of them in each process."""
        count = len(self.held_out)
        batches = [
            list(range(i, min(i + VALIDATION_BATCH, count)))
            for i in range(0, count, VALIDATION_BATCH)
        ]
        return self._loader(self.held_out, batches)

    def _loader(self, examples: Examples, batches: Any) -> DataLoader[Batch]:
        loader = DataLoader(
            examples,
            batch_sampler=batches,
            collate_fn=as_batch,
            num_workers=self._workers,
            persistent_workers=self._workers > 0,
        )
        return cast("DataLoader[Batch]", loader)
