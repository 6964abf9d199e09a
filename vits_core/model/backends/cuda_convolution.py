"""Convolutions prepared for a CUDA device: weights in the layout of its tensor cores, and what
follows a convolution computed in one pass (`cuda_kernels.py`).

They have no gradient, so only inference uses them.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from vits_core.model.backends.cuda_kernels import activated, finished, finished_and_activated


class CudaConvolution:
    """One convolution over time on [B, C, 1, T], channels last.

    `weight` [C_out, C_in, K], `bias` [C_out] or None.
    """

    def __init__(
        self,
        weight: Tensor,
        bias: Tensor | None,
        *,
        padding: int,
        dilation: int,
        dtype: torch.dtype,
    ) -> None:
        self._padding = (0, padding)
        self._dilation = (1, dilation)
        image = weight.detach().unsqueeze(2).to(dtype)
        self._weight = image.contiguous(memory_format=torch.channels_last)
        self.bias = weight.new_zeros(len(weight)) if bias is None else bias.detach().float()

    def __call__(self, x: Tensor, slope: float | None = None) -> Tensor:
        """The convolution of `x`, through a leaky ReLU where a slope is given."""
        y = self.unbiased(x)
        return finished(y, self.bias) if slope is None else activated(y, self.bias, slope)

    def unbiased(self, x: Tensor, *, padded: bool = True) -> Tensor:
        """The convolution without its bias; shorter than `x` unless `padded`."""
        padding = self._padding if padded else (0, 0)
        return functional.conv2d(x, self._weight, None, 1, padding, self._dilation)

    def plus(self, x: Tensor, *others: Tensor) -> Tensor:
        """The convolution of `x`, plus up to two others [B, C_out, 1, T]."""
        return finished(self.unbiased(x), self.bias, *others)

    def plus_activated(self, x: Tensor, slope: float, *others: Tensor) -> tuple[Tensor, Tensor]:
        """`plus`, and the leaky ReLU of it."""
        return finished_and_activated(self.unbiased(x), self.bias, slope, *others)
