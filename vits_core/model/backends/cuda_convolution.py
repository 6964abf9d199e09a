"""Convolutions prepared for a CUDA device: weights in the layout of its tensor cores, and what
follows a convolution computed in one pass (`cuda_kernels.py`).

They have no gradient, so only inference uses them.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from vits_core.model.backends.backend import Backend, Filters, TransposedFilters, interleaved
from vits_core.model.backends.cuda_kernels import (
    activated,
    divided,
    finished,
    finished_and_activated,
    gated,
)


class CudaConvolution:
    """One convolution over time."""

    def __init__(self, filters: Filters, dtype: torch.dtype) -> None:
        weight, bias, padding, dilation = filters.detached()
        self._padding = (0, padding)
        self._dilation = (1, dilation)
        image = weight.unsqueeze(2).to(dtype)
        self._weight = image.contiguous(memory_format=torch.channels_last)
        self._bias = weight.new_zeros(len(weight)) if bias is None else bias.float()

    def __call__(self, x: Tensor) -> Tensor:
        """See `Convolution`."""
        return finished(self._unbiased(x), self._bias)

    def activated(self, x: Tensor, slope: float) -> Tensor:
        """See `Convolution`."""
        return activated(self._unbiased(x), self._bias, slope)

    def plus(self, x: Tensor, *others: Tensor) -> Tensor:
        """See `Convolution`."""
        return finished(self._unbiased(x), self._bias, *others)

    def plus_activated(self, x: Tensor, slope: float, *others: Tensor) -> tuple[Tensor, Tensor]:
        """See `Convolution`; there may be no others."""
        return finished_and_activated(self._unbiased(x), self._bias, slope, *others)

    def gated(self, x: Tensor, condition: Tensor | None, *, padded: bool) -> Tensor:
        """See `Convolution`."""
        return gated(self._unbiased(x, padded=padded), self._bias, condition)

    def divided(self, h: Tensor, x: Tensor, skip: Tensor | None) -> tuple[Tensor, Tensor]:
        """See `Convolution`."""
        return divided(self._unbiased(h), self._bias, x, skip)

    def _unbiased(self, x: Tensor, *, padded: bool = True) -> Tensor:
        """The convolution without its bias; shorter than `x` unless `padded`."""
        padding = self._padding if padded else (0, 0)
        return functional.conv2d(x, self._weight, None, 1, padding, self._dilation)


class CudaUpsampling:
    """One transposed convolution as an ordinary one that computes all phases of a step at once.

    Its filter for phase j has the taps of the transposed one that reach sample j of a step, from
    as many steps before as after it: some are zero, but nothing has to be cropped, and what follows
    sees whole tensors. cuDNN's transposed convolutions of sixteen bits take up to twenty times as
    long as all else of the decoder.
    """

    sliced = False

    def __init__(self, filters: TransposedFilters, dtype: torch.dtype) -> None:
        weight, bias, rate, crop = filters
        channels, out_channels, size = weight.shape
        taps = -(-size // rate)
        radius = max(taps - 1, (rate - 1 + crop) // rate)
        phases = weight.new_zeros(rate, out_channels, channels, 2 * radius + 1)
        for phase in range(rate):
            steps, tap = divmod(phase + crop, rate)
            for number, k in enumerate(range(tap, size, rate)):
                phases[phase, :, :, radius + steps - number] = weight.detach()[:, :, k].T
        bias = None if bias is None else bias.repeat(rate)
        self._rate = rate
        self._phases = CudaConvolution(Filters(phases.flatten(0, 1), bias, radius, 1), dtype)

    def __call__(self, x: Tensor, slope: float) -> tuple[Tensor, Tensor]:
        """See `Upsampling`."""
        y, active = self._phases.plus_activated(x, slope)
        return interleaved(y, self._rate), interleaved(active, self._rate)


CUDA = Backend(CudaConvolution, CudaUpsampling)
