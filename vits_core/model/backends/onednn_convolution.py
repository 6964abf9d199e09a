"""Convolutions prepared for this CPU: oneDNN's operators with weights in its own layout.

These are the operators behind torch's own fusions of a CPU model. They spare the reordering of the
weights at every call and the passes over memory for what follows a convolution (an activation, a
sum). They have no gradient, so only inference uses them.
"""

from __future__ import annotations

import ctypes
from functools import cache, cached_property

import torch
from torch import Tensor
from torch.nn import functional

from vits_core.model.backends.backend import Backend, Filters, TransposedFilters, interleaved
from vits_core.model.backends.plain_convolution import PlainConvolution


@cache
def can_pack(dtype: torch.dtype = torch.float32) -> bool:
    """Whether this build of torch has oneDNN's operators, and this CPU what they need for `dtype`.

    Tried rather than looked up: `ONEDNN_MAX_CPU_ISA` hides from oneDNN what the processor has.
    """
    available = torch.backends.mkldnn.is_available()  # type: ignore[no-untyped-call]
    if not available or not hasattr(torch.ops.mkldnn, "_convolution_pointwise"):
        return False
    filters = Filters(torch.zeros(16, 16, 3, dtype=dtype), None, padding=1, dilation=1)
    packed = OnednnConvolution(filters, dtype)
    x = torch.zeros(1, 16, 1, 16, dtype=dtype).contiguous(memory_format=torch.channels_last)
    try:
        packed(x)
    except RuntimeError:
        return False
    return True


class OnednnConvolution:
    """One convolution over time, with what follows it fused in.

    Which layout of the weights is best depends on the length of the input and the number of
    threads, and a wrong one costs thirty times the convolution; so each length that occurs is
    looked up once, and few lengths should occur.
    """

    def __init__(self, filters: Filters, dtype: torch.dtype) -> None:
        self._filters = filters = filters.detached()
        self._dtype = dtype
        self._padding = (0, filters.padding)
        self._dilation = (1, filters.dilation)
        self._bias = None if filters.bias is None else filters.bias.to(dtype)
        self._plain = filters.weight.unsqueeze(2).to(dtype).contiguous()
        self._layouts: list[Tensor] = []
        self._by_length: dict[tuple[int, bool, int], Tensor] = {}

    def __call__(self, x: Tensor) -> Tensor:
        """See `Convolution`."""
        return self._pointwise(x, "none")

    def activated(self, x: Tensor, slope: float) -> Tensor:
        """See `Convolution`."""
        return self._pointwise(x, "leaky_relu", slope)

    def plus(self, x: Tensor, *others: Tensor) -> Tensor:
        """See `Convolution`."""
        if len(others) > 1:
            return self._add_to(torch.add(*others), x)
        return torch.ops.mkldnn._convolution_pointwise.binary(  # type: ignore[no-any-return]
            x, *others, self._weight(x), self._bias, self._padding, (1, 1), self._dilation, 1,
            "add", 1.0, None, [], None,
        )  # fmt: skip

    def plus_activated(self, x: Tensor, slope: float, *others: Tensor) -> tuple[Tensor, Tensor]:
        """See `Convolution`."""
        y = self.plus(x, *others)
        return y, functional.leaky_relu(y, slope)

    def gated(self, x: Tensor, condition: Tensor | None, *, padded: bool) -> Tensor:
        """See `Convolution`."""
        # The condition becomes part of the bias, which is one for the whole batch.
        if condition is not None and len(condition) > 1:
            return PlainConvolution(self._filters).gated(x, condition, padded=padded)
        biases = (None, None) if condition is None else condition.flatten().chunk(2)
        tanh, sigmoid = self._halves
        filtered = tanh._pointwise(x, "tanh", extra_bias=biases[0], padded=padded)
        gate = sigmoid._pointwise(x, "sigmoid", extra_bias=biases[1], padded=padded)
        return filtered.mul_(gate)

    def divided(self, h: Tensor, x: Tensor, skip: Tensor | None) -> tuple[Tensor, Tensor]:
        """See `Convolution`."""
        residual, more = self._halves
        return residual.plus(h, x), more(h) if skip is None else more.plus(h, skip)

    @cached_property
    def _halves(self) -> tuple[OnednnConvolution, OnednnConvolution]:
        """What makes the first half of the output channels, and the second: they have their own
        activations."""
        one, other = self._filters.halves()
        return OnednnConvolution(one, self._dtype), OnednnConvolution(other, self._dtype)

    def _pointwise(
        self,
        x: Tensor,
        activation: str,
        *scalars: float,
        extra_bias: Tensor | None = None,
        padded: bool = True,
    ) -> Tensor:
        """The activation ("tanh", "sigmoid", "leaky_relu", "none") of the convolution of `x`.

        `extra_bias` [C_out] is added to the bias. Unless `padded`, the output is shorter than the
        input by what the kernel reaches.
        """
        bias = self._bias
        if extra_bias is not None:
            bias = extra_bias if bias is None else bias + extra_bias
        padding = self._padding if padded else (0, 0)
        return torch.ops.mkldnn._convolution_pointwise(  # type: ignore[no-any-return]
            x, self._weight(x, padded), bias, padding, (1, 1), self._dilation, 1,
            activation, scalars, "",
        )  # fmt: skip

    def _add_to(self, total: Tensor, x: Tensor) -> Tensor:
        """Add the convolution of `x` to `total` [B, C_out, 1, T], in place."""
        return torch.ops.mkldnn._convolution_pointwise_.binary(  # type: ignore[no-any-return]
            total, x, self._weight(x), self._bias, self._padding, (1, 1), self._dilation, 1,
            "add", 1.0, None, [], None,
        )  # fmt: skip

    def _weight(self, x: Tensor, padded: bool = True) -> Tensor:
        """The weights in the layout for inputs as long as `x`, on this thread."""
        key = (x.shape[3], padded, torch.get_num_threads())
        known = self._by_length.get(key)
        if known is None:
            known = self._by_length[key] = self._lay_out(x.shape[3], padded)
        return known

    def _lay_out(self, length: int, padded: bool) -> Tensor:
        laid_out: Tensor = torch.ops.aten.mkldnn_reorder_conv2d_weight(
            self._plain.to_mkldnn(),
            self._padding if padded else (0, 0),
            (1, 1),
            self._dilation,
            1,
            [1, self._plain.shape[1], 1, length],
        )
        content = _bytes(laid_out)
        for layout in self._layouts:
            if _bytes(layout) == content:  # many lengths share one layout
                return layout
        self._layouts.append(laid_out)
        return laid_out


class OnednnUpsampling:
    """One transposed convolution as an ordinary one that computes all phases of a step at once.

    Its filter for phase j has the taps j, j + rate, j + 2 rate … of the transposed one, the last
    first. The samples cropped from either end are computed, too.
    """

    sliced = True

    def __init__(self, filters: TransposedFilters, dtype: torch.dtype) -> None:
        weight, bias, self._rate, self._crop = filters
        channels, out_channels, size = weight.shape
        taps = -(-size // self._rate)
        weight = functional.pad(weight.detach(), (0, taps * self._rate - size))
        weight = weight.view(channels, out_channels, taps, self._rate).flip(2)
        weight = weight.permute(3, 1, 0, 2).reshape(-1, channels, taps)
        bias = None if bias is None else bias.repeat(self._rate)
        self._phases = OnednnConvolution(Filters(weight, bias, taps - 1, 1), dtype)

    def __call__(self, x: Tensor, slope: float) -> tuple[Tensor, Tensor]:
        """See `Upsampling`."""
        y = interleaved(self._phases(x), self._rate)  # [B, C_out, 1, (T + taps - 1) * rate]
        y = y[..., self._crop : self._crop + x.shape[3] * self._rate]
        return y, functional.leaky_relu(y, slope)


ONEDNN = Backend(OnednnConvolution, OnednnUpsampling)


def _bytes(packed: Tensor) -> bytes:
    """What an opaque tensor holds; equal weights in equal layouts have equal bytes."""
    address = torch.ops.mkldnn.data_ptr(packed)
    return ctypes.string_at(address, torch.ops.mkldnn._nbytes(packed))
