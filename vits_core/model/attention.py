"""Self-attention with relative positions in a window (Shaw et al. 2018), as VITS uses it."""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn


class RelativeAttention(nn.Module):
    """Multi-head self-attention whose keys and values also depend on the distance i - j.

    Distances beyond `window` contribute nothing. The relative embeddings are shared by the heads.
    """

    def __init__(self, channels: int, heads: int, window: int) -> None:
        super().__init__()
        self.heads = heads
        self.window = window
        head_channels = channels // heads
        self.query = nn.Conv1d(channels, channels, 1)
        self.key = nn.Conv1d(channels, channels, 1)
        self.value = nn.Conv1d(channels, channels, 1)
        self.output = nn.Conv1d(channels, channels, 1)
        deviation = head_channels**-0.5
        self.relative_keys = nn.Parameter(torch.randn(2 * window + 1, head_channels) * deviation)
        self.relative_values = nn.Parameter(torch.randn(2 * window + 1, head_channels) * deviation)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """[B, C, T_text], mask [B, 1, T_text] -> [B, C, T_text]."""
        query = self._split_heads(self.query(x))  # [B, H, T, D]
        key = self._split_heads(self.key(x))
        value = self._split_heads(self.value(x))
        query = query / math.sqrt(query.shape[-1])

        scores = query @ key.transpose(2, 3)  # [B, H, T, T]
        positions, inside = self._window_positions(x.shape[2], x.device)
        positions = positions.expand(*scores.shape[:2], -1, -1)
        near = (query @ self.relative_keys.T).masked_fill(~inside, 0.0)  # [B, H, T, 2W + 1]
        scores = scores.scatter_add(3, positions, near)
        pair_mask = mask.unsqueeze(2) * mask.unsqueeze(3)  # [B, 1, T, T]
        weights = scores.masked_fill(pair_mask == 0, -1e4).softmax(dim=3)

        out = weights @ value
        near_weights = weights.gather(3, positions).masked_fill(~inside, 0.0)
        out = out + near_weights @ self.relative_values
        batch, channels, length = x.shape
        # [B, H, T, D] -> [B, C, T]
        return self.output(out.transpose(2, 3).reshape(batch, channels, length))  # type: ignore[no-any-return]

    def _split_heads(self, x: Tensor) -> Tensor:
        """[B, C, T] -> [B, H, T, D]."""
        batch, channels, length = x.shape
        return x.view(batch, self.heads, channels // self.heads, length).transpose(2, 3)

    def _window_positions(self, length: int, device: torch.device) -> tuple[Tensor, Tensor]:
        """The columns that each row has in its window, and which of them exist: [T, 2W + 1]."""
        offsets = torch.arange(-self.window, self.window + 1, device=device)
        positions = torch.arange(length, device=device).unsqueeze(1) + offsets
        inside = (positions >= 0) & (positions < length)
        return positions.clamp(0, length - 1), inside
