"""What the model asks of its convolutions, in whichever way they are computed.

Sound is [B, C, 1, T], channels last: `model/convolution.py` tells why.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, Protocol

import torch
from torch import Tensor


class Filters(NamedTuple):
    """What a convolution over time is computed from."""

    weight: Tensor
    """[C_out, C, K]"""
    bias: Tensor | None
    """[C_out]"""
    padding: int
    """Zeros at either end, in steps"""
    dilation: int

    def detached(self) -> Filters:
        """Without their gradients, for inference."""
        bias = None if self.bias is None else self.bias.detach()
        return self._replace(weight=self.weight.detach(), bias=bias)

    def halves(self) -> tuple[Filters, Filters]:
        """Those that make the first half of the output channels, and the second."""
        weights = self.weight.chunk(2)
        biases = (None, None) if self.bias is None else self.bias.chunk(2)
        one, other = (
            self._replace(weight=weight, bias=bias)
            for weight, bias in zip(weights, biases, strict=True)
        )
        return one, other


class TransposedFilters(NamedTuple):
    """What a transposed convolution is computed from that makes `rate` samples of each step."""

    weight: Tensor
    """[C, C_out, K]"""
    bias: Tensor | None
    """[C_out]"""
    rate: int
    crop: int
    """Samples to leave out at either end"""


class Convolution(Protocol):
    """A convolution over time, and what may follow it in one pass over memory."""

    def __call__(self, x: Tensor) -> Tensor:
        """[B, C, 1, T] -> [B, C_out, 1, T]."""

    def activated(self, x: Tensor, slope: float) -> Tensor:
        """The leaky ReLU of the convolution of `x`."""

    def plus(self, x: Tensor, *others: Tensor) -> Tensor:
        """The convolution of `x`, plus one or two others [B, C_out, 1, T]."""

    def plus_activated(self, x: Tensor, slope: float, *others: Tensor) -> tuple[Tensor, Tensor]:
        """`plus`, and the leaky ReLU of it."""

    def gated(self, x: Tensor, condition: Tensor | None, *, padded: bool) -> Tensor:
        """The tanh of the first half of the output channels, times the sigmoid of the second.

        [B, C, 1, T], condition [B, C_out, 1, 1], which is added before, -> [B, C_out / 2, 1, T];
        shorter by what the kernel reaches unless `padded`.
        """

    def divided(self, h: Tensor, x: Tensor, skip: Tensor | None) -> tuple[Tensor, Tensor]:
        """`x` plus the first half of the convolution of `h`, and `skip` plus the second.

        `h` [B, C, 1, T], `x` and `skip` [B, C_out / 2, 1, T].
        """


class Upsampling(Protocol):
    """A transposed convolution, and the leaky ReLU that follows it."""

    sliced: bool
    """Whether a long sound, and what is made of it, had better be computed slice by slice."""

    def __call__(self, x: Tensor, slope: float) -> tuple[Tensor, Tensor]:
        """[B, C, 1, T] -> the upsampled `x` [B, C_out, 1, T * rate], and the leaky ReLU of it."""


class Backend(NamedTuple):
    """What a kind of device prepares of a layer's weights for inference, in a type of its own."""

    convolution: Callable[[Filters, torch.dtype], Convolution]
    upsampling: Callable[[TransposedFilters, torch.dtype], Upsampling]


def interleaved(phases: Tensor, rate: int) -> Tensor:
    """[B, rate * C, 1, T] -> [B, C, 1, T * rate]; in channels-last order the phases of a step lie
    behind each other, so that only the shape changes."""
    batch, channels, _, steps = phases.shape
    y = phases.permute(0, 2, 3, 1).reshape(batch, 1, steps * rate, channels // rate)
    return y.permute(0, 3, 1, 2)
