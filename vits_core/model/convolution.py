"""Convolutions over time, computed as channels-last 2-D convolutions of height 1.

On a CPU oneDNN has faster kernels for that layout, with equal results up to rounding. Parameters
keep the shapes of `nn.Conv1d`, so checkpoints do too.

Inside, sound is [B, C, 1, T] in channels-last order; `to_channels_last` and `from_image` convert.

For inference `pack` prepares a second copy of the weights, as one of the `backends` likes it;
gradients and changed weights need the plain one: `unpack`.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from vits_core.model.backends.backend import (
    Backend,
    Convolution,
    Filters,
    TransposedFilters,
    Upsampling,
)
from vits_core.model.backends.plain_convolution import PlainConvolution, PlainUpsampling


def to_channels_last(x: Tensor) -> Tensor:
    """[B, C, T] -> [B, C, 1, T], channels last."""
    return x.unsqueeze(2).contiguous(memory_format=torch.channels_last)


def from_image(x: Tensor) -> Tensor:
    """[B, C, 1, T] -> [B, C, T]."""
    return x.squeeze(2)


class TimeConvolution(nn.Conv1d):
    """`nn.Conv1d` with stride 1 whose output is as long as its input."""

    def __init__(
        self, channels: int, out_channels: int, kernel_size: int, dilation: int = 1,
        bias: bool = True,
    ) -> None:  # fmt: skip
        self.radius = (kernel_size - 1) * dilation // 2
        """Steps that the kernel reaches to either side."""
        super().__init__(
            channels, out_channels, kernel_size, dilation=dilation, padding=self.radius, bias=bias
        )
        self._packed: Convolution | None = None

    @property
    def operator(self) -> Convolution:
        """What computes this layer: as prepared, or plainly from the weights as they are now."""
        return PlainConvolution(self._filters) if self._packed is None else self._packed

    @property
    def _filters(self) -> Filters:
        return Filters(self.weight, self.bias, self.radius, self.dilation[0])

    def forward(self, x: Tensor) -> Tensor:
        """[B, C, 1, T] -> [B, C_out, 1, T]."""
        return self.operator(x)

    def activated(self, x: Tensor, slope: float) -> Tensor:
        """The leaky ReLU of the convolution of `x`."""
        return self.operator.activated(x, slope)

    def plus(self, x: Tensor, *others: Tensor) -> Tensor:
        """The convolution of `x`, plus one or two others [B, C_out, 1, T]."""
        return self.operator.plus(x, *others)

    def plus_activated(self, x: Tensor, slope: float, *others: Tensor) -> tuple[Tensor, Tensor]:
        """`plus`, and the leaky ReLU of it."""
        return self.operator.plus_activated(x, slope, *others)

    def pack(self, backend: Backend, dtype: torch.dtype) -> None:
        """Prepare for inference in `dtype`."""
        self._packed = backend.convolution(self._filters, dtype)

    def unpack(self) -> None:
        """Compute with the plain weights again."""
        self._packed = None


class TimeUpsampling(nn.ConvTranspose1d):
    """`nn.ConvTranspose1d` that makes `rate` samples of each, and a leaky ReLU behind it."""

    def __init__(self, channels: int, out_channels: int, kernel_size: int, rate: int) -> None:
        self.rate = rate
        self.crop = (kernel_size - rate) // 2
        super().__init__(channels, out_channels, kernel_size, rate, self.crop)
        self._packed: Upsampling | None = None

    @property
    def operator(self) -> Upsampling:
        """What computes this layer: as prepared, or plainly from the weights as they are now."""
        return PlainUpsampling(self._filters) if self._packed is None else self._packed

    @property
    def _filters(self) -> TransposedFilters:
        return TransposedFilters(self.weight, self.bias, self.rate, self.crop)

    def forward(  # type: ignore[override]
        self, x: Tensor, slope: float
    ) -> tuple[Tensor, Tensor]:
        """[B, C, 1, T] -> [B, C_out, 1, T * rate], and the leaky ReLU of it."""
        return self.operator(x, slope)

    def reach(self, samples: int) -> int:
        """Inputs on either side that outputs up to `samples` beyond the input's span depend on."""
        before = (samples + self.kernel_size[0] - 1 - self.crop) // self.rate
        after = (samples + self.crop - 1 + self.rate) // self.rate
        return max(before, after)

    def pack(self, backend: Backend, dtype: torch.dtype) -> None:
        """Prepare for inference in `dtype`."""
        self._packed = backend.upsampling(self._filters, dtype)

    def unpack(self) -> None:
        """Compute with the plain weights again."""
        self._packed = None
