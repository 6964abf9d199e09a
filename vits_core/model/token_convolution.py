"""Convolutions over tokens, as matrix products on [B, T_text, C].

Every sentence has another number of tokens, and oneDNN's convolutions prepare anew for each length
that they meet, which takes as long as the work itself. A matrix product does not. Parameters keep
the shapes of `nn.Conv1d`, so checkpoints do too.
"""

from __future__ import annotations

from typing import cast

import torch
from torch import Tensor, nn
from torch.nn import functional

ROWS = 16
"""The number of tokens is rounded up to a multiple of this, for which oneDNN has prepared."""
USUAL_ROWS = 160


class TokenConvolution(nn.Conv1d):
    """`nn.Conv1d` on [B, T, C] whose output is as long as its input.

    An even kernel looks one token further ahead than back, as the reference's does.
    """

    def __init__(self, channels: int, out_channels: int, kernel_size: int = 1) -> None:
        super().__init__(channels, out_channels, kernel_size)
        self._packed: Tensor | None = None

    def forward(self, x: Tensor, *, relu: bool = False) -> Tensor:
        """[B, T, C] -> [B, T, C_out], through a ReLU if wanted."""
        size = self.kernel_size[0]
        batch, length, channels = x.shape
        surplus = -length % ROWS if self._packed is not None else 0
        if size > 1 or surplus:
            x = functional.pad(x, (0, 0, (size - 1) // 2, size // 2 + surplus))
        # Each token with its neighbours, a row behind the other: [B, T, K * C].
        shape = (batch, length + surplus, size * channels)
        rows = x.as_strided(shape, (x.stride(0), channels, 1)) if size > 1 else x
        if self._packed is None:
            y = functional.linear(rows, self.weight.transpose(1, 2).flatten(1), self.bias)
            return y.relu() if relu else y
        y = torch.ops.mkldnn._linear_pointwise(
            rows, self._packed, self.bias, "relu" if relu else "none", [], ""
        )
        return y[:, :length]  # type: ignore[no-any-return]

    def pack(self) -> None:
        """Lay out the weights for inference on the CPU."""
        matrix = self.weight.detach().transpose(1, 2).flatten(1).contiguous()  # [C_out, K * C]
        self._packed = torch.ops.mkldnn._reorder_linear_weight(matrix, USUAL_ROWS)

    def unpack(self) -> None:
        self._packed = None


class TokenDepthwiseConvolution(nn.Conv1d):
    """A dilated filter of its own for each channel of [B, T, C]; the output is as long."""

    def __init__(self, channels: int, kernel_size: int, dilation: int) -> None:
        super().__init__(channels, channels, kernel_size, dilation=dilation, groups=channels)

    def forward(self, x: Tensor) -> Tensor:
        """[B, T, C] -> [B, T, C]."""
        size, dilation, length = self.kernel_size[0], self.dilation[0], x.shape[1]
        reach = (size - 1) * dilation // 2
        padded = functional.pad(x, (0, 0, reach, reach))
        taps = self.weight[:, 0].unbind(1)  # K filters [C]
        y = cast(Tensor, self.bias)
        for i, tap in enumerate(taps):
            y = torch.addcmul(y, padded[:, i * dilation : i * dilation + length], tap)
        return y


def masked(x: Tensor, mask: Tensor | None) -> Tensor:
    """`x` with zeros where the mask is 0; no mask means that everything counts."""
    return x if mask is None else x * mask
