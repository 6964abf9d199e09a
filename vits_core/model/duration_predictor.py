"""Duration predictors: hidden states -> logarithm of each token's duration in frames."""

from __future__ import annotations

import math
from typing import cast

import torch
from torch import Tensor, nn
from torch.nn import functional

from vits_core.model.config import DurationPredictorConfig
from vits_core.model.layer_norm import ChannelNorm
from vits_core.model.spline import inverse_spline


class SeparableConvolutions(nn.Module):
    """Dilated depth-separable convolutions with residuals (paper section 2.5.4)."""

    def __init__(self, channels: int, kernel_size: int, layers: int) -> None:
        super().__init__()
        self.depthwise = nn.ModuleList()
        self.pointwise = nn.ModuleList()
        self.depthwise_norms = nn.ModuleList(ChannelNorm(channels) for _ in range(layers))
        self.pointwise_norms = nn.ModuleList(ChannelNorm(channels) for _ in range(layers))
        for i in range(layers):
            dilation = kernel_size**i
            padding = (kernel_size - 1) * dilation // 2
            self.depthwise.append(
                nn.Conv1d(
                    channels,
                    channels,
                    kernel_size,
                    groups=channels,
                    dilation=dilation,
                    padding=padding,
                )
            )
            self.pointwise.append(nn.Conv1d(channels, channels, 1))

    def forward(self, x: Tensor, mask: Tensor, condition: Tensor | None = None) -> Tensor:
        """[B, C, T_text], mask [B, 1, T_text] -> [B, C, T_text]."""
        if condition is not None:
            x = x + condition
        for depthwise, pointwise, norm_1, norm_2 in zip(
            self.depthwise,
            self.pointwise,
            self.depthwise_norms,
            self.pointwise_norms,
            strict=True,
        ):
            h = functional.gelu(norm_1(depthwise(x * mask)))
            h = functional.gelu(norm_2(pointwise(h)))
            x = x + h
        return x * mask


class ElementwiseAffine(nn.Module):
    """Shift and scale of each channel, the same at every token."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.shift = nn.Parameter(torch.zeros(channels, 1))
        self.log_scale = nn.Parameter(torch.zeros(channels, 1))

    def inverse(self, z: Tensor, mask: Tensor) -> Tensor:
        """[B, 2, T_text] -> [B, 2, T_text]."""
        return (z - self.shift) * torch.exp(-self.log_scale) * mask


class SplineCoupling(nn.Module):
    """Neural spline coupling of the two channels: the second bends as the first tells."""

    def __init__(self, config: DurationPredictorConfig) -> None:
        super().__init__()
        channels = config.filter_channels
        self.bins = config.spline_bins
        self.tail_bound = config.spline_tail_bound
        self.scale = 1.0 / math.sqrt(channels)
        self.pre = nn.Conv1d(1, channels, 1)
        self.convolutions = SeparableConvolutions(
            channels, config.kernel_size, config.separable_layers
        )
        self.projection = nn.Conv1d(channels, 3 * self.bins - 1, 1)

    def inverse(self, z: Tensor, mask: Tensor, condition: Tensor) -> Tensor:
        """[B, 2, T_text], condition [B, F, T_text] -> [B, 2, T_text]."""
        z_0, z_1 = z.chunk(2, dim=1)
        h = self.convolutions(self.pre(z_0), mask, condition)
        h = (self.projection(h) * mask).transpose(1, 2)  # [B, 3 bins - 1, T] -> [B, T, 3 bins - 1]
        widths, heights, derivatives = h.split((self.bins, self.bins, self.bins - 1), dim=2)
        z_1 = inverse_spline(
            z_1.squeeze(1),
            widths * self.scale,
            heights * self.scale,
            derivatives,
            self.tail_bound,
        ).unsqueeze(1)
        return torch.cat((z_0, z_1), dim=1) * mask


class StochasticDurationPredictor(nn.Module):
    """Flow from noise to log durations, given the text (paper section 2.2.2).

    Inference leaves out the trained flow's first coupling, as the reference does.
    """

    def __init__(
        self, config: DurationPredictorConfig, hidden_channels: int, speaker_channels: int
    ) -> None:
        super().__init__()
        channels = config.filter_channels
        self.pre = nn.Conv1d(hidden_channels, channels, 1)
        self.convolutions = SeparableConvolutions(
            channels, config.kernel_size, config.separable_layers
        )
        self.projection = nn.Conv1d(channels, channels, 1)
        self.affine = ElementwiseAffine(2)
        self.couplings = nn.ModuleList(SplineCoupling(config) for _ in range(config.couplings))
        if speaker_channels:
            self.condition = nn.Conv1d(speaker_channels, channels, 1)

    def forward(
        self, hidden: Tensor, mask: Tensor, noise: Tensor, speaker: Tensor | None = None
    ) -> Tensor:
        """Hidden [B, H, T_text], mask [B, 1, T_text], scaled noise [B, 2, T_text] ->
        `logw` [B, 1, T_text]."""
        x = self.pre(hidden)
        if speaker is not None:
            x = x + self.condition(speaker)
        x = self.projection(self.convolutions(x, mask)) * mask
        z = noise
        for coupling in reversed(self.couplings):
            z = cast(SplineCoupling, coupling).inverse(z.flip(1), mask, x)
        z = self.affine.inverse(z.flip(1), mask)
        return z[:, :1]


class DeterministicDurationPredictor(nn.Module):
    """Two convolutions to log durations; it has no noise (paper section 3.3, "VITS (DDP)")."""

    def __init__(
        self, config: DurationPredictorConfig, hidden_channels: int, speaker_channels: int
    ) -> None:
        super().__init__()
        channels, kernel = config.filter_channels, config.kernel_size
        self.conv_1 = nn.Conv1d(hidden_channels, channels, kernel, padding=kernel // 2)
        self.norm_1 = ChannelNorm(channels)
        self.conv_2 = nn.Conv1d(channels, channels, kernel, padding=kernel // 2)
        self.norm_2 = ChannelNorm(channels)
        self.projection = nn.Conv1d(channels, 1, 1)
        if speaker_channels:
            self.condition = nn.Conv1d(speaker_channels, hidden_channels, 1)

    def forward(
        self,
        hidden: Tensor,
        mask: Tensor,
        noise: Tensor,  # noqa: ARG002 - the stochastic predictor's signature
        speaker: Tensor | None = None,
    ) -> Tensor:
        """Hidden [B, H, T_text], mask [B, 1, T_text] -> `logw` [B, 1, T_text]."""
        x = hidden
        if speaker is not None:
            x = x + self.condition(speaker)
        x = self.norm_1(self.conv_1(x * mask).relu())
        x = self.norm_2(self.conv_2(x * mask).relu())
        return self.projection(x * mask) * mask  # type: ignore[no-any-return]
