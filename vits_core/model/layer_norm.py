"""Layer normalisation over the channels of [B, C, T]."""

from __future__ import annotations

from torch import Tensor, nn
from torch.nn import functional


class ChannelNorm(nn.LayerNorm):
    """`nn.LayerNorm` for tensors whose channels come second."""

    def forward(self, x: Tensor) -> Tensor:
        """[B, C, T] -> [B, C, T]."""
        x = x.transpose(1, 2)  # [B, C, T] -> [B, T, C]
        x = functional.layer_norm(x, self.normalized_shape, self.weight, self.bias, self.eps)
        return x.transpose(1, 2)
