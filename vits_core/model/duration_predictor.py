"""Duration predictors: hidden states -> logarithm of each token's duration in frames."""

from __future__ import annotations

import math
from typing import cast

import torch
from torch import Tensor, nn
from torch.nn import functional

from vits_core.model.config import DurationPredictorConfig
from vits_core.model.spline import inverse_spline
from vits_core.model.token_convolution import (
    TokenConvolution,
    TokenDepthwiseConvolution,
    masked,
)


class SeparableConvolutions(nn.Module):
    """Dilated depth-separable convolutions with residuals (paper section 2.5.4)."""

    def __init__(self, channels: int, kernel_size: int, layers: int) -> None:
        super().__init__()
        self.depthwise = nn.ModuleList(
            TokenDepthwiseConvolution(channels, kernel_size, kernel_size**i) for i in range(layers)
        )
        self.pointwise = nn.ModuleList(TokenConvolution(channels, channels) for _ in range(layers))
        self.depthwise_norms = nn.ModuleList(nn.LayerNorm(channels) for _ in range(layers))
        self.pointwise_norms = nn.ModuleList(nn.LayerNorm(channels) for _ in range(layers))

    def forward(self, x: Tensor, mask: Tensor | None, condition: Tensor | None = None) -> Tensor:
        """[B, T_text, C], mask [B, T_text, 1] or None -> [B, T_text, C]."""
        if condition is not None:
            x = x + condition
        for depthwise, pointwise, norm_1, norm_2 in zip(
            self.depthwise,
            self.pointwise,
            self.depthwise_norms,
            self.pointwise_norms,
            strict=True,
        ):
            h = _gelu(norm_1(depthwise(masked(x, mask))))
            x = x + _gelu(norm_2(pointwise(h)))
        return masked(x, mask)


def _gelu(x: Tensor) -> Tensor:
    """[B, T_text, C] -> [B, T_text, C]; transposed meanwhile, since oneDNN would take it otherwise
    and keep a third of a megabyte for each number of tokens that it meets."""
    return functional.gelu(x.transpose(1, 2)).transpose(1, 2)


class ElementwiseAffine(nn.Module):
    """Shift and scale of each channel, the same at every token."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.shift = nn.Parameter(torch.zeros(channels, 1))
        self.log_scale = nn.Parameter(torch.zeros(channels, 1))

    def inverse(self, z: Tensor, mask: Tensor | None) -> Tensor:
        """[B, T_text, 2] -> [B, T_text, 2]."""
        return masked((z - self.shift.T) * torch.exp(-self.log_scale.T), mask)


class SplineCoupling(nn.Module):
    """Neural spline coupling of the two channels: the second bends as the first tells."""

    def __init__(self, config: DurationPredictorConfig) -> None:
        super().__init__()
        channels = config.filter_channels
        self.bins = config.spline_bins
        self.tail_bound = config.spline_tail_bound
        self.scale = 1.0 / math.sqrt(channels)
        self.pre = TokenConvolution(1, channels)
        self.convolutions = SeparableConvolutions(
            channels, config.kernel_size, config.separable_layers
        )
        self.projection = TokenConvolution(channels, 3 * self.bins - 1)

    def inverse(self, z: Tensor, mask: Tensor | None, condition: Tensor) -> Tensor:
        """[B, T_text, 2], condition [B, T_text, F] -> [B, T_text, 2]."""
        z_0, z_1 = z.chunk(2, dim=2)
        h = self.convolutions(self.pre(z_0), mask, condition)
        h = masked(self.projection(h), mask)  # [B, T, 3 bins - 1]
        widths, heights, derivatives = torch.split(h, [self.bins, self.bins, self.bins - 1], dim=2)
        z_1 = inverse_spline(
            z_1.squeeze(2),
            widths * self.scale,
            heights * self.scale,
            derivatives,
            self.tail_bound,
        ).unsqueeze(2)
        return masked(torch.cat((z_0, z_1), dim=2), mask)


class StochasticDurationPredictor(nn.Module):
    """Flow from noise to log durations, given the text (paper section 2.2.2).

    Inference leaves out the trained flow's first coupling, as the reference does.
    """

    def __init__(
        self, config: DurationPredictorConfig, hidden_channels: int, speaker_channels: int
    ) -> None:
        super().__init__()
        channels = config.filter_channels
        self.pre = TokenConvolution(hidden_channels, channels)
        self.convolutions = SeparableConvolutions(
            channels, config.kernel_size, config.separable_layers
        )
        self.projection = TokenConvolution(channels, channels)
        self.affine = ElementwiseAffine(2)
        self.couplings = nn.ModuleList(SplineCoupling(config) for _ in range(config.couplings))
        if speaker_channels:
            self.condition = TokenConvolution(speaker_channels, channels)

    def forward(
        self, hidden: Tensor, mask: Tensor | None, noise: Tensor, speaker: Tensor | None = None
    ) -> Tensor:
        """Hidden [B, H, T_text], mask [B, 1, T_text] or None, scaled noise [B, 2, T_text] ->
        `logw` [B, 1, T_text]."""
        mask = None if mask is None else mask.transpose(1, 2)
        x = self.pre(hidden.transpose(1, 2))
        if speaker is not None:
            x = x + self.condition(speaker.transpose(1, 2))
        x = masked(self.projection(self.convolutions(x, mask)), mask)
        z = noise.transpose(1, 2)
        for coupling in reversed(self.couplings):
            z = cast(SplineCoupling, coupling).inverse(z.flip(2), mask, x)
        z = self.affine.inverse(z.flip(2), mask)
        return z[:, :, :1].transpose(1, 2)


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
        x = self.norm_2(self.conv_2(masked(x, mask)).relu())
        return masked(self.projection(masked(x, mask)), mask).transpose(1, 2)
