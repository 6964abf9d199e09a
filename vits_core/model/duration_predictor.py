"""Duration predictors: hidden states -> logarithm of each token's duration in frames."""

from __future__ import annotations

from typing import cast

import torch
from torch import Tensor, nn

from vits_core.model.config import DurationPredictorConfig
from vits_core.model.duration_flow import (
    ElementwiseAffine,
    SeparableConvolutions,
    SplineCoupling,
    through,
)
from vits_core.model.duration_posterior import DurationPosterior, log_normal
from vits_core.model.token_convolution import TokenConvolution, dropped, masked

LOG_FLOOR = 1e-5
"""Shortest continuous duration, in frames, that has a logarithm of its own."""
DURATION_OFFSET = 1e-6
"""Frames that the deterministic predictor's target adds before its logarithm."""


class StochasticDurationPredictor(nn.Module):
    """Flow from noise to log durations, given the text (paper section 2.2.2).

    Inference leaves out the trained flow's first coupling, as the reference does: it bends only
    the channel that inference throws away.
    """

    def __init__(
        self, config: DurationPredictorConfig, hidden_channels: int, speaker_channels: int
    ) -> None:
        super().__init__()
        channels = config.filter_channels
        self.pre = TokenConvolution(hidden_channels, channels)
        self.convolutions = SeparableConvolutions(
            channels, config.kernel_size, config.separable_layers, config.dropout
        )
        self.projection = TokenConvolution(channels, channels)
        self.affine = ElementwiseAffine(2)
        self.couplings = nn.ModuleList(SplineCoupling(config) for _ in range(config.couplings))
        if speaker_channels:
            self.condition = TokenConvolution(speaker_channels, channels)
        if config.posterior_couplings:
            self.first_coupling = SplineCoupling(config)
            self.posterior = DurationPosterior(config)

    def forward(
        self, hidden: Tensor, mask: Tensor | None, noise: Tensor, speaker: Tensor | None = None
    ) -> Tensor:
        """Hidden [B, H, T_text], mask [B, 1, T_text] or None, scaled noise [B, 2, T_text] ->
        `logw` [B, 1, T_text]."""
        mask = None if mask is None else mask.transpose(1, 2)
        x = self.text_condition(hidden, mask, speaker)
        z = noise.transpose(1, 2)
        for coupling in reversed(self.couplings):
            z = cast(SplineCoupling, coupling).inverse(z.flip(2), mask, x)
        z = self.affine.inverse(z.flip(2), mask)
        return z[:, :, :1].transpose(1, 2)

    def loss(
        self,
        hidden: Tensor,
        mask: Tensor,
        durations: Tensor,
        noise: Tensor,
        speaker: Tensor | None = None,
    ) -> Tensor:
        """Negative variational lower bound of the durations' log likelihood (paper section
        2.2.2).

        Hidden [B, H, T_text], mask [B, 1, T_text], durations in frames [B, 1, T_text], noise
        [B, 2, T_text] -> [B]. No gradient reaches `hidden` or `speaker`.
        """
        mask = mask.transpose(1, 2)
        speaker = None if speaker is None else speaker.detach()
        x = self.text_condition(hidden.detach(), mask, speaker)
        continuous, companion, log_q = self.posterior(
            durations.transpose(1, 2), mask, noise.transpose(1, 2), x
        )
        logw = continuous.clamp_min(LOG_FLOOR).log() * mask
        couplings = (self.first_coupling, *self.couplings)
        both = torch.cat((logw, companion), dim=2)
        z, log_determinant = through(self.affine, couplings, both, mask, x)
        log_determinant = log_determinant - logw.sum(dim=(1, 2))  # of the logarithm itself
        return log_q - log_normal(z, mask) - log_determinant  # type: ignore[no-any-return]

    def text_condition(self, hidden: Tensor, mask: Tensor | None, speaker: Tensor | None) -> Tensor:
        """Hidden [B, H, T_text], mask [B, T_text, 1] or None -> [B, T_text, F]."""
        x = self.pre(hidden.transpose(1, 2))
        if speaker is not None:
            x = x + self.condition(speaker.transpose(1, 2))
        return masked(self.projection(self.convolutions(x, mask)), mask)


class DeterministicDurationPredictor(nn.Module):
    """Two convolutions to log durations; it has no noise (paper section 3.3, "VITS (DDP)")."""

    def __init__(
        self, config: DurationPredictorConfig, hidden_channels: int, speaker_channels: int
    ) -> None:
        super().__init__()
        channels, kernel = config.filter_channels, config.kernel_size
        self.conv_1 = TokenConvolution(hidden_channels, channels, kernel)
        self.norm_1 = nn.LayerNorm(channels)
        self.conv_2 = TokenConvolution(channels, channels, kernel)
        self.norm_2 = nn.LayerNorm(channels)
        self.projection = TokenConvolution(channels, 1)
        self.dropout = config.dropout
        if speaker_channels:
            self.condition = TokenConvolution(speaker_channels, hidden_channels)

    def forward(
        self,
        hidden: Tensor,
        mask: Tensor | None,
        noise: Tensor,  # noqa: ARG002 - the stochastic predictor's signature
        speaker: Tensor | None = None,
    ) -> Tensor:
        """Hidden [B, H, T_text], mask [B, 1, T_text] or None -> `logw` [B, 1, T_text]."""
        mask = None if mask is None else mask.transpose(1, 2)
        x = hidden.transpose(1, 2)
        if speaker is not None:
            x = x + self.condition(speaker.transpose(1, 2))
        x = self.norm_1(self.conv_1(masked(x, mask)).relu())
        x = dropped(x, self.dropout, self.training)
        x = self.norm_2(self.conv_2(masked(x, mask)).relu())
        x = dropped(x, self.dropout, self.training)
        return masked(self.projection(masked(x, mask)), mask).transpose(1, 2)

    def loss(
        self,
        hidden: Tensor,
        mask: Tensor,
        durations: Tensor,
        noise: Tensor,
        speaker: Tensor | None = None,
    ) -> Tensor:
        """Squared error of the log durations, summed over the tokens.

        Hidden [B, H, T_text], mask [B, 1, T_text], durations in frames [B, 1, T_text] -> [B]. No
        gradient reaches `hidden` or `speaker`.
        """
        speaker = None if speaker is None else speaker.detach()
        logw = self(hidden.detach(), mask, noise, speaker)
        error = logw - (durations + DURATION_OFFSET).log() * mask
        return (error * error).sum(dim=(1, 2))  # type: ignore[no-any-return]
