"""Convolutions by torch's general operators, on the weights as they are: what training runs, with
gradients, and inference where nothing is prepared."""

from __future__ import annotations

from functools import reduce

import torch
from torch import Tensor
from torch.nn import functional

from vits_core.model.backends.backend import Filters, TransposedFilters


class PlainConvolution:
    """One convolution over time."""

    def __init__(self, filters: Filters) -> None:
        self._filters = filters

    def __call__(self, x: Tensor, *, padded: bool = True) -> Tensor:
        """See `Convolution`; shorter than `x` unless `padded`."""
        weight, bias, padding, dilation = self._filters
        padding = padding if padded else 0
        return functional.conv2d(x, weight.unsqueeze(2), bias, 1, (0, padding), (1, dilation))

    def activated(self, x: Tensor, slope: float) -> Tensor:
        """See `Convolution`."""
        return functional.leaky_relu(self(x), slope)

    def plus(self, x: Tensor, *others: Tensor) -> Tensor:
        """See `Convolution`."""
        return reduce(torch.add, others) + self(x)

    def plus_activated(self, x: Tensor, slope: float, *others: Tensor) -> tuple[Tensor, Tensor]:
        """See `Convolution`."""
        y = self.plus(x, *others)
        return y, functional.leaky_relu(y, slope)

    def gated(self, x: Tensor, condition: Tensor | None, *, padded: bool) -> Tensor:
        """See `Convolution`."""
        h = self(x, padded=padded)
        filtered, gate = (h if condition is None else h + condition).chunk(2, dim=1)
        return filtered.tanh() * gate.sigmoid()

    def divided(self, h: Tensor, x: Tensor, skip: Tensor | None) -> tuple[Tensor, Tensor]:
        """See `Convolution`."""
        residual, more = self(h).chunk(2, dim=1)
        return x + residual, more if skip is None else skip + more


class PlainUpsampling:
    """One transposed convolution over time."""

    sliced = False

    def __init__(self, filters: TransposedFilters) -> None:
        self._filters = filters

    def __call__(self, x: Tensor, slope: float) -> tuple[Tensor, Tensor]:
        """See `Upsampling`."""
        weight, bias, rate, crop = self._filters
        y = functional.conv_transpose2d(x, weight.unsqueeze(2), bias, (1, rate), (0, crop))
        return y, functional.leaky_relu(y, slope)
