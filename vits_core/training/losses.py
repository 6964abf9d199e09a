"""What training makes small (paper sections 2.1 to 2.3). Computed in at least single precision."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import torch
from torch import Tensor
from torch.nn import functional

from vits_core.training.discriminators import Verdict
from vits_core.training.forward import TrainingForward
from vits_core.training.settings import LossWeights


class GeneratorLosses(NamedTuple):
    """The five parts of the generator's loss, each a number, not yet weighted."""

    mel: Tensor
    kl: Tensor
    duration: Tensor
    feature: Tensor
    adversarial: Tensor

    def total(self, weights: LossWeights) -> Tensor:
        """The weighted sum (paper section 2.3)."""
        return (
            weights.mel * self.mel
            + weights.kl * self.kl
            + weights.duration * self.duration
            + weights.feature * self.feature
            + weights.adversarial * self.adversarial
        )


def generator_losses(
    result: TrainingForward,
    mel: Tensor,
    generated_mel: Tensor,
    real: Sequence[Verdict],
    generated: Sequence[Verdict],
) -> GeneratorLosses:
    """All parts, given the log-mel spectrograms [B, n_mels, frames] of the recordings' segments
    and of the generated ones, and the discriminators' verdicts on both."""
    return GeneratorLosses(
        mel=mel_loss(mel, generated_mel),
        kl=kl_loss(result.z_p, result.logs_q, result.m_p, result.logs_p, result.frame_mask),
        duration=duration_loss(result.duration_losses, result.token_mask),
        feature=feature_loss(real, generated),
        adversarial=adversarial_loss(generated),
    )


def mel_loss(mel: Tensor, generated_mel: Tensor) -> Tensor:
    """Reconstruction: mean absolute difference of log-mel spectrograms (paper section 2.1.2)."""
    return functional.l1_loss(_precise(generated_mel), _precise(mel))


def kl_loss(z_p: Tensor, logs_q: Tensor, m_p: Tensor, logs_p: Tensor, mask: Tensor) -> Tensor:
    """Divergence of the posterior from the prior, a frame (paper section 2.1.3).

    `z_p`, the flow's image of a posterior sample, stands for the expectation; that of the
    posterior's own square is exact, 1/2. All [B, C, T_frames], mask [B, 1, T_frames].
    """
    z_p, logs_q, m_p, logs_p = (_precise(x) for x in (z_p, logs_q, m_p, logs_p))
    distance = (z_p - m_p) ** 2 * torch.exp(-2.0 * logs_p)
    divergence = logs_p - logs_q - 0.5 + 0.5 * distance
    return (divergence * mask).sum() / mask.sum()


def duration_loss(losses: Tensor, mask: Tensor) -> Tensor:
    """The duration predictor's losses [B], a token; mask [B, 1, T_text]."""
    return _precise(losses).sum() / mask.sum()


def discriminator_loss(real: Sequence[Verdict], generated: Sequence[Verdict]) -> Tensor:
    """Least squares: recordings are 1, what was generated is 0 (paper section 2.3)."""
    losses = [
        torch.mean((1.0 - _precise(ours.score)) ** 2) + torch.mean(_precise(theirs.score) ** 2)
        for ours, theirs in zip(real, generated, strict=True)
    ]
    return torch.stack(losses).sum()


def adversarial_loss(generated: Sequence[Verdict]) -> Tensor:
    """Least squares: what was generated should pass for 1 (paper section 2.3)."""
    losses = [torch.mean((1.0 - _precise(verdict.score)) ** 2) for verdict in generated]
    return torch.stack(losses).sum()


def feature_loss(real: Sequence[Verdict], generated: Sequence[Verdict]) -> Tensor:
    """Mean absolute differences of the discriminators' layers, summed (paper section 2.3).

    No gradient reaches the verdicts on recordings.
    """
    losses = [
        functional.l1_loss(_precise(theirs), _precise(ours.detach()))
        for verdict, other in zip(real, generated, strict=True)
        for ours, theirs in zip(verdict.features, other.features, strict=True)
    ]
    return torch.stack(losses).sum()


def _precise(x: Tensor) -> Tensor:
    """In single precision, or double where it is."""
    return x.to(torch.promote_types(x.dtype, torch.float32))
