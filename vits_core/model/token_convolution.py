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


class TokenConvolution(nn.Conv1d):
    """`nn.Conv1d` on [B, T, C] whose output is as long as its input.

    An even kernel looks one token further ahead than back, as the reference's does.
    """

    def __init__(self, channels: int, out_channels: int, kernel_size: int = 1) -> None:
        super().__init__(channels, out_channels, kernel_size)
        self._matrix: Tensor | None = None

    def forward(self, x: Tensor) -> Tensor:
        """[B, T, C] -> [B, T, C_out]."""
        size = self.kernel_size[0]
        if size == 1:
            return functional.linear(x, self.weight[:, :, 0], self.bias)
        padded = functional.pad(x, (0, 0, (size - 1) // 2, size // 2))
        batch, length, channels = x.shape
        # Each token with its neighbours, a row behind the other: [B, T, K * C].
        strides = (padded.stride(0), channels, 1)
        rows = padded.as_strided((batch, length, size * channels), strides)
        return functional.linear(rows, self.matrix(), self.bias)

    def matrix(self) -> Tensor:
        """The weights as [C_out, K * C]."""
        if self._matrix is not None:
            return self._matrix
        return self.weight.transpose(1, 2).flatten(1)

    def pack(self) -> None:
        """Keep the weights as a matrix, for inference."""
        if self.kernel_size[0] > 1:
            self._matrix = self.matrix().detach().contiguous()

    def unpack(self) -> None:
        self._matrix = None


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


def dropped(x: Tensor, share: float, training: bool) -> Tensor:
    """`x` with a share of its values left out while training; `nn.Dropout` would take its time in
    inference, too."""
    return functional.dropout(x, share) if training else x
