"""The posterior over what whole durations leave open, for training the duration predictor."""

from __future__ import annotations

import math
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from vits_core.model.config import DurationPredictorConfig
from vits_core.model.duration_flow import (
    ElementwiseAffine,
    SeparableConvolutions,
    SplineCoupling,
    through,
)
from vits_core.model.token_convolution import TokenConvolution


class Dequantized(NamedTuple):
    """Durations that a flow can take: continuous, and of two channels."""

    durations: Tensor
    """Whole durations less u, which is between 0 and 1, [B, T_text, 1]"""
    companion: Tensor
    """The paper's ν, [B, T_text, 1]"""
    log_q: Tensor
    """Log density of u and ν, [B]"""


class DurationPosterior(nn.Module):
    """q(u, ν | d, c_text): variational dequantization and data augmentation of the durations
    (paper section 2.2.2; Ho et al. 2019, Chen et al. 2020)."""

    def __init__(self, config: DurationPredictorConfig) -> None:
        super().__init__()
        channels = config.filter_channels
        self.pre = TokenConvolution(1, channels)
        self.convolutions = SeparableConvolutions(
            channels, config.kernel_size, config.separable_layers, config.dropout
        )
        self.projection = TokenConvolution(channels, channels)
        self.affine = ElementwiseAffine(2)
        self.couplings = nn.ModuleList(
            SplineCoupling(config) for _ in range(config.posterior_couplings)
        )

    def forward(
        self, durations: Tensor, mask: Tensor, noise: Tensor, condition: Tensor
    ) -> Dequantized:
        """Durations in frames [B, T_text, 1], mask [B, T_text, 1], noise [B, T_text, 2], the
        text's condition [B, T_text, F]."""
        h = self.convolutions(self.pre(durations), mask)
        condition = condition + self.projection(h) * mask
        noise = noise * mask
        z, log_determinant = through(self.affine, self.couplings, noise, mask, condition)
        z_u, companion = z.chunk(2, dim=2)
        log_slope = functional.logsigmoid(z_u) + functional.logsigmoid(-z_u)
        log_determinant = log_determinant + (log_slope * mask).sum(dim=(1, 2))
        return Dequantized(
            durations=(durations - torch.sigmoid(z_u)) * mask,
            companion=companion,
            log_q=log_normal(noise, mask) - log_determinant,
        )


def log_normal(z: Tensor, mask: Tensor) -> Tensor:
    """[B, T, C], mask [B, T, 1] -> log density under the standard normal distribution, [B]."""
    return (-0.5 * (math.log(2.0 * math.pi) + z * z) * mask).sum(dim=(1, 2))
