"""The flow between log durations and noise (paper section 2.2.2), and what it is made of."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import cast

import torch
from torch import Tensor, nn
from torch.nn import functional

from vits_core.model.config import DurationPredictorConfig
from vits_core.model.spline import inverse_spline, spline
from vits_core.model.token_convolution import (
    TokenConvolution,
    TokenDepthwiseConvolution,
    dropped,
    masked,
)


class SeparableConvolutions(nn.Module):
    """Dilated depth-separable convolutions with residuals (paper section 2.5.4)."""

    def __init__(self, channels: int, kernel_size: int, layers: int, dropout: float = 0.0) -> None:
        super().__init__()
        self.depthwise = nn.ModuleList(
            TokenDepthwiseConvolution(channels, kernel_size, kernel_size**i) for i in range(layers)
        )
        self.pointwise = nn.ModuleList(TokenConvolution(channels, channels) for _ in range(layers))
        self.depthwise_norms = nn.ModuleList(nn.LayerNorm(channels) for _ in range(layers))
        self.pointwise_norms = nn.ModuleList(nn.LayerNorm(channels) for _ in range(layers))
        self.dropout = dropout

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
            x = x + dropped(_gelu(norm_2(pointwise(h))), self.dropout, self.training)
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

    def forward(self, x: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """[B, T_text, 2], mask [B, T_text, 1] -> [B, T_text, 2], log determinant [B]."""
        z = (x * self.log_scale.T.exp() + self.shift.T) * mask
        return z, (self.log_scale.T * mask).sum(dim=(1, 2))

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
        # As in the reference, all bins are alike at first, whatever the condition.
        nn.init.zeros_(self.projection.weight)
        nn.init.zeros_(cast(Tensor, self.projection.bias))

    def forward(self, x: Tensor, mask: Tensor, condition: Tensor) -> tuple[Tensor, Tensor]:
        """[B, T_text, 2], mask [B, T_text, 1], condition [B, T_text, F] -> [B, T_text, 2], log
        determinant [B]."""
        x_0, x_1 = x.chunk(2, dim=2)
        widths, heights, derivatives = self._spline_sizes(x_0, mask, condition)
        z_1, log_slope = spline(x_1.squeeze(2), widths, heights, derivatives, self.tail_bound)
        z = torch.cat((x_0, z_1.unsqueeze(2)), dim=2) * mask
        return z, (log_slope * mask.squeeze(2)).sum(dim=1)

    def inverse(self, z: Tensor, mask: Tensor | None, condition: Tensor) -> Tensor:
        """[B, T_text, 2], condition [B, T_text, F] -> [B, T_text, 2]."""
        z_0, z_1 = z.chunk(2, dim=2)
        widths, heights, derivatives = self._spline_sizes(z_0, mask, condition)
        x_1 = inverse_spline(z_1.squeeze(2), widths, heights, derivatives, self.tail_bound)
        return masked(torch.cat((z_0, x_1.unsqueeze(2)), dim=2), mask)

    def _spline_sizes(
        self, x_0: Tensor, mask: Tensor | None, condition: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Widths, heights and derivatives of each token's spline, given the first channel."""
        h = self.convolutions(self.pre(x_0), mask, condition)
        h = masked(self.projection(h), mask)  # [B, T, 3 bins - 1]
        widths, heights, derivatives = torch.split(h, [self.bins, self.bins, self.bins - 1], dim=2)
        return widths * self.scale, heights * self.scale, derivatives


def through(
    affine: ElementwiseAffine,
    couplings: Iterable[nn.Module],
    x: Tensor,
    mask: Tensor,
    condition: Tensor,
) -> tuple[Tensor, Tensor]:
    """Affine, then couplings with the channels exchanged behind each: [B, T_text, 2] ->
    [B, T_text, 2], log determinant [B]."""
    z, log_determinant = affine(x, mask)
    for coupling in couplings:
        z, more = coupling(z, mask, condition)
        z = z.flip(2)
        log_determinant = log_determinant + more
    return z, log_determinant
