"""Self-attention with relative positions in a window (Shaw et al. 2018), as VITS uses it."""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn

from vits_core.model.token_convolution import TokenConvolution, dropped


class RelativeAttention(nn.Module):
    """Multi-head self-attention whose keys and values also depend on the distance i - j.

    Distances beyond `window` contribute nothing. The relative embeddings are shared by the heads.
    """

    def __init__(self, channels: int, heads: int, window: int, dropout: float = 0.0) -> None:
        super().__init__()
        self.heads = heads
        self.window = window
        head_channels = channels // heads
        self.query = TokenConvolution(channels, channels)
        self.key = TokenConvolution(channels, channels)
        self.value = TokenConvolution(channels, channels)
        self.output = TokenConvolution(channels, channels)
        for layer in (self.query, self.key, self.value):
            nn.init.xavier_uniform_(layer.weight)
        self.dropout = dropout
        shape, deviation = (2 * window + 1, head_channels), head_channels**-0.5
        self.relative_keys = nn.Parameter(nn.init.normal_(torch.empty(shape), std=deviation))
        self.relative_values = nn.Parameter(nn.init.normal_(torch.empty(shape), std=deviation))

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        """[B, T_text, C], mask [B, T_text, 1] or None when all tokens count -> [B, T_text, C]."""
        batch, length, channels = x.shape
        query = self._split_heads(self.query(x)) / math.sqrt(channels // self.heads)
        key = self._split_heads(self.key(x))  # [B, H, T, D]
        value = self._split_heads(self.value(x))

        scores = query @ key.transpose(2, 3)  # [B, H, T, T]
        positions, inside = self._window_positions(length, x.device)
        positions = positions.expand(*scores.shape[:2], -1, -1)
        near = (query @ self.relative_keys.T).masked_fill(~inside, 0.0)  # [B, H, T, 2W + 1]
        scores.scatter_add_(3, positions, near)
        if mask is not None:
            pair_mask = (mask * mask.transpose(1, 2)).unsqueeze(1)  # [B, 1, T, T]
            scores = scores.masked_fill(pair_mask == 0, -1e4)
        weights = dropped(scores.softmax(dim=3), self.dropout, self.training)

        near_weights = weights.gather(3, positions).masked_fill(~inside, 0.0)
        out = weights @ value + near_weights @ self.relative_values
        # [B, H, T, D] -> [B, T, C]
        return self.output(out.transpose(1, 2).reshape(batch, length, channels))  # type: ignore[no-any-return]

    def _split_heads(self, x: Tensor) -> Tensor:
        """[B, T, C] -> [B, H, T, D]."""
        batch, length, channels = x.shape
        return x.view(batch, length, self.heads, channels // self.heads).transpose(1, 2)

    def _window_positions(self, length: int, device: torch.device) -> tuple[Tensor, Tensor]:
        """The columns that each row has in its window, and which of them exist: [T, 2W + 1]."""
        offsets = torch.arange(-self.window, self.window + 1, device=device)
        positions = torch.arange(length, device=device).unsqueeze(1) + offsets
        inside = (positions >= 0) & (positions < length)
        return positions.clamp(0, length - 1), inside
