"""One step of training, and what is measured of clips that are held out; run by lightning."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple, cast

import pytorch_lightning as lightning
import torch
from torch import Tensor
from torch.optim import AdamW, Optimizer

from vits_core.audio.spectrogram import LogMelSpectrogram
from vits_core.model.vits import Vits
from vits_core.training.checkpoint_reading import DESCRIPTION
from vits_core.training.discriminators import Discriminators
from vits_core.training.errors import TrainingError
from vits_core.training.examples import Batch
from vits_core.training.forward import Draws, TrainingForward, training_forward
from vits_core.training.keyed_noise import key, keyed_normal, keyed_starts
from vits_core.training.losses import (
    GeneratorLosses,
    discriminator_loss,
    duration_loss,
    generator_losses,
    kl_loss,
    mel_loss,
)
from vits_core.training.segments import Segments
from vits_core.training.settings import TrainingSettings


class Measured(NamedTuple):
    """The losses of one step, not yet weighted; each a number."""

    losses: GeneratorLosses
    total: Tensor
    discriminator: Tensor


class VitsLightningModule(lightning.LightningModule):
    """A model and its discriminators, trained in turns (paper section 2.3).

    A step depends on the weights and its own number alone: noise, segments and dropout are keyed
    by it, and so is the batch. A training that goes on from a checkpoint is the one that was never
    stopped, and several processes compute what one would have.
    """

    def __init__(
        self,
        model: Vits,
        discriminators: Discriminators,
        settings: TrainingSettings,
        sample_rate: int,
        batches_per_epoch: int,
        description: Mapping[str, Any] | None = None,
    ) -> None:
        """`description` is what checkpoints say beside the weights, plain values."""
        super().__init__()
        self.automatic_optimization = False
        self.model = model
        self.discriminators = discriminators
        self.settings = settings
        self.batches_per_epoch = batches_per_epoch
        self.description = dict(description or {})
        self.steps_done = 0
        self.measured: Measured | None = None
        """Of the last step."""
        config = model.config
        if config.posterior_encoder is None:
            raise ValueError("this model has only what it needs to speak")
        fft_size = 2 * (config.posterior_encoder.spectrum_bins - 1)
        self.mel = LogMelSpectrogram(sample_rate, hop_length=config.hop_length, fft_size=fft_size)

    @property
    def epoch(self) -> int:
        """Times that all clips have been trained with."""
        return self.steps_done // self.batches_per_epoch

    def configure_optimizers(self) -> tuple[list[Optimizer], list[Any]]:
        """One for the model, one for the discriminators."""
        chosen = self.settings.optimizer
        return [
            AdamW(
                module.parameters(),
                lr=chosen.learning_rate,
                betas=chosen.betas,
                eps=chosen.epsilon,
                weight_decay=chosen.weight_decay,
            )
            for module in (self.model, self.discriminators)
        ], []

    def training_step(self, batch: Batch, batch_idx: int) -> None:  # noqa: ARG002
        """Train the discriminators, then the model, with one batch."""
        torch.manual_seed(key(self.settings.seed, self.steps_done, "dropout", self.global_rank))
        for_model, for_discriminators = cast(list[Any], self.optimizers())
        rate = self.settings.optimizer.rate(self.epoch)
        for optimizer in (for_model, for_discriminators):
            for group in optimizer.optimizer.param_groups:
                group["lr"] = rate
        result = self.forward_with(batch, self.draws_of(batch, self.steps_done))
        recorded = self._recorded(batch, result.segments)
        verdicts = self.discriminators(recorded), self.discriminators(result.waveform.detach())
        discriminator = discriminator_loss(*verdicts)
        for_discriminators.zero_grad()
        self.manual_backward(discriminator)
        for_discriminators.step()

        self.discriminators.requires_grad_(False)
        losses = self._shared(self._losses(result, recorded), result)
        total = losses.total(self.settings.losses)
        for_model.zero_grad()
        self.manual_backward(total)
        self.discriminators.requires_grad_(True)
        self._check(total, discriminator)
        for_model.step()
        self.steps_done += 1
        self.measured = Measured(
            GeneratorLosses(*(part.detach() for part in losses)),
            total.detach(),
            discriminator.detach(),
        )

    def on_validation_start(self) -> None:
        self.check_weights()

    def validation_step(self, batch: Batch, batch_idx: int) -> None:  # noqa: ARG002
        """Measure with the same noise each time; every process measures all clips."""
        result = self.forward_with(batch, self.draws_of(batch, -1))
        mel = self.mel(self._recorded(batch, result.segments))
        losses = {
            "mel": mel_loss(mel, self.mel(result.waveform.float())),
            **self._likelihoods(result),
        }
        weights = self.settings.losses
        losses["loss"] = (
            weights.mel * losses["mel"]
            + weights.kl * losses["kl"]
            + weights.duration * losses["duration"]
        )
        for name, value in losses.items():
            self.log(f"validation/{name}", value, batch_size=len(batch.clips), logger=False)

    def on_save_checkpoint(self, checkpoint: dict[str, Any]) -> None:
        checkpoint[DESCRIPTION] = {
            **self.description,
            "steps_done": self.steps_done,
            "settings": self.settings.to_json(),
        }

    def on_load_checkpoint(self, checkpoint: dict[str, Any]) -> None:
        self.steps_done = checkpoint[DESCRIPTION]["steps_done"]

    def forward_with(self, batch: Batch, draws: Draws) -> TrainingForward:
        """What the losses compare, for a batch."""
        speakers = batch.speakers if self.model.config.speaker_channels else None
        return training_forward(
            self.model,
            batch.token_ids,
            batch.token_lengths,
            batch.spectrogram,
            batch.frame_lengths,
            speakers,
            draws,
        )

    def draws_of(self, batch: Batch, step: int) -> Draws:
        """What is random for the clips of a step, whichever process they are in."""
        frames, tokens = batch.frame_lengths.tolist(), batch.token_lengths.tolist()
        segment = self.settings.segment_samples // self.model.config.hop_length

        def keys(what: str) -> list[int]:
            return [key(self.settings.seed, step, clip, what) for clip in batch.clips.tolist()]

        return Draws(
            keyed_normal(keys("posterior"), self.model.config.latent_channels, frames, self.device),
            keyed_normal(keys("durations"), 2, tokens, self.device),
            Segments(
                keyed_starts(keys("segment"), [max(0, n - segment) for n in frames], self.device),
                segment,
            ),
        )

    def _recorded(self, batch: Batch, segments: Segments) -> Tensor:
        """What was recorded in these segments, [B, T_samples]."""
        hop_length = self.model.config.hop_length
        return segments.of(batch.waveform.unsqueeze(1), hop_length).squeeze(1)

    def _losses(self, result: TrainingForward, recorded: Tensor) -> GeneratorLosses:
        """The mel spectrograms are both of the segment alone: the reference's of the recording
        knows at its edges what lies beyond, which the generated one cannot match."""
        with torch.no_grad():
            real = self.discriminators(recorded)
        generated = self.discriminators(result.waveform)
        mels = self.mel(recorded), self.mel(result.waveform.float())
        return generator_losses(result, *mels, real, generated)

    def _likelihoods(self, result: TrainingForward) -> dict[str, Tensor]:
        return {
            "kl": kl_loss(result.z_p, result.logs_q, result.m_p, result.logs_p, result.frame_mask),
            "duration": duration_loss(result.duration_losses, result.token_mask),
        }

    def _shared(self, losses: GeneratorLosses, result: TrainingForward) -> GeneratorLosses:
        """The losses such that their mean over all processes is that of one joint batch: those
        that are means over frames or tokens count as much as this process has of them."""
        if self.trainer.world_size == 1:
            return losses
        counts = torch.stack((result.frame_mask.sum(), result.token_mask.sum()))
        mean = self.trainer.strategy.reduce(counts.clone(), reduce_op="mean")
        frames, tokens = counts / cast(Tensor, mean)
        return losses._replace(kl=losses.kl * frames, duration=losses.duration * tokens)

    def check_weights(self) -> None:
        """Raise `TrainingError` where a weight is not a number, as a gradient may make it."""
        if not torch.stack([weight.isfinite().all() for weight in self.parameters()]).all():
            raise self._spoilt("A weight")

    def _check(self, total: Tensor, discriminator: Tensor) -> None:
        """Raise `TrainingError`, in all processes, where a loss is not a number."""
        spoilt = (~(total.detach() + discriminator.detach()).isfinite()).float()
        if self.trainer.world_size > 1:
            spoilt = cast(Tensor, self.trainer.strategy.reduce(spoilt, reduce_op="sum"))
        if spoilt.item():
            raise self._spoilt("The loss")

    def _spoilt(self, what: str) -> TrainingError:
        told = f"{what} is not a number at step {self.steps_done}"
        if self.steps_done <= 1:
            return TrainingError(told, remedy="Start again with a lower --learning-rate.")
        return TrainingError(
            f"{told}; the last checkpoint is from before then",
            remedy=(
                "Continue with --resume and a lower --learning-rate, or with --precision "
                "float32. If that does not help, start again with --from and best.ckpt."
            ),
        )
