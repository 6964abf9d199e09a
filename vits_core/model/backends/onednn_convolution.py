"""Convolutions prepared for this CPU: oneDNN's operators with weights in its own layout.

These are the operators behind torch's own fusions of a CPU model. They spare the reordering of the
weights at every call and the passes over memory for what follows a convolution (an activation, a
sum). They have no gradient, so only inference uses them.
"""

from __future__ import annotations

import ctypes
from functools import cache

import torch
from torch import Tensor


@cache
def can_pack(dtype: torch.dtype = torch.float32) -> bool:
    """Whether this build of torch has oneDNN's operators, and this CPU what they need for `dtype`.

    Tried rather than looked up: `ONEDNN_MAX_CPU_ISA` hides from oneDNN what the processor has.
    """
    available = torch.backends.mkldnn.is_available()  # type: ignore[no-untyped-call]
    if not available or not hasattr(torch.ops.mkldnn, "_convolution_pointwise"):
        return False
    weight = torch.zeros(16, 16, 3, dtype=dtype)
    packed = PackedConvolution(weight, None, padding=1, dilation=1, dtype=dtype)
    x = torch.zeros(1, 16, 1, 16, dtype=dtype).contiguous(memory_format=torch.channels_last)
    try:
        packed(x)
    except RuntimeError:
        return False
    return True


class PackedConvolution:
    """One convolution over time on [B, C, 1, T], channels last, with what follows it fused in.

    `weight` [C_out, C_in, K], `bias` [C_out] or None. Which layout of the weights is best depends
    on the length of the input and the number of threads, and a wrong one costs thirty times the
    convolution; so each length that occurs is looked up once, and few lengths should occur.
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
        self._bias = None if bias is None else bias.detach().to(dtype)
        self._plain = weight.detach().unsqueeze(2).to(dtype).contiguous()
        self._layouts: list[Tensor] = []
        self._by_length: dict[tuple[int, bool, int], Tensor] = {}

    def __call__(self, x: Tensor, slope: float | None = None) -> Tensor:
        """The convolution of `x`, through a leaky ReLU where a slope is given."""
        return (
            self.activated(x, "none") if slope is None else self.activated(x, "leaky_relu", slope)
        )

    def activated(
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

    def plus(self, x: Tensor, other: Tensor) -> Tensor:
        """The convolution of `x`, plus `other` [B, C_out, 1, T]."""
        return torch.ops.mkldnn._convolution_pointwise.binary(  # type: ignore[no-any-return]
            x, other, self._weight(x), self._bias, self._padding, (1, 1), self._dilation, 1,
            "add", 1.0, None, [], None,
        )  # fmt: skip

    def add_to(self, total: Tensor, x: Tensor) -> Tensor:
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


def _bytes(packed: Tensor) -> bytes:
    """What an opaque tensor holds; equal weights in equal layouts have equal bytes."""
    address = torch.ops.mkldnn.data_ptr(packed)
    return ctypes.string_at(address, torch.ops.mkldnn._nbytes(packed))
