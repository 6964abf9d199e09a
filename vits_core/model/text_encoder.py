"""Text encoder: tokens -> hidden states and the prior's mean and log deviation."""

from __future__ import annotations

import math

from torch import Tensor, nn

from vits_core.model.attention import RelativeAttention
from vits_core.model.config import TextEncoderConfig
from vits_core.model.layer_norm import ChannelNorm


class FeedForward(nn.Module):
    """Two convolutions over tokens with a ReLU between."""

    def __init__(self, channels: int, filter_channels: int, kernel_size: int) -> None:
        super().__init__()
        # An even kernel would look one token further ahead than back, as the reference's does.
        self.padding = ((kernel_size - 1) // 2, kernel_size // 2)
        self.expand = nn.Conv1d(channels, filter_channels, kernel_size)
        self.reduce = nn.Conv1d(filter_channels, channels, kernel_size)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """[B, C, T_text], mask [B, 1, T_text] -> [B, C, T_text]."""
        x = self.expand(nn.functional.pad(x * mask, self.padding)).relu()
        x = self.reduce(nn.functional.pad(x * mask, self.padding))
        return x * mask


class TransformerLayer(nn.Module):
    """Relative attention and feed-forward, each with a residual and a norm behind it."""

    def __init__(self, config: TextEncoderConfig) -> None:
        super().__init__()
        channels = config.hidden_channels
        self.attention = RelativeAttention(channels, config.heads, config.attention_window)
        self.attention_norm = ChannelNorm(channels)
        self.feed_forward = FeedForward(channels, config.filter_channels, config.kernel_size)
        self.feed_forward_norm = ChannelNorm(channels)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """[B, C, T_text], mask [B, 1, T_text] -> [B, C, T_text]."""
        x = self.attention_norm(x + self.attention(x, mask))
        return self.feed_forward_norm(x + self.feed_forward(x, mask))  # type: ignore[no-any-return]


class TextEncoder(nn.Module):
    """The paper's prior encoder without its flow (section 2.5.1, figure 1)."""

    def __init__(self, config: TextEncoderConfig, latent_channels: int) -> None:
        super().__init__()
        channels = config.hidden_channels
        self.scale = math.sqrt(channels)
        self.embedding = nn.Embedding(config.num_symbols, channels)
        nn.init.normal_(self.embedding.weight, 0.0, channels**-0.5)
        self.layers = nn.ModuleList(TransformerLayer(config) for _ in range(config.layers))
        self.projection = nn.Conv1d(channels, 2 * latent_channels, 1)

    def forward(self, token_ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Token ids [B, T_text], mask [B, 1, T_text] -> hidden [B, H, T_text] and the prior's
        `m_p`, `logs_p`, each [B, C, T_text]."""
        x = self.embedding(token_ids) * self.scale
        x = x.transpose(1, 2) * mask  # [B, T, H] -> [B, H, T]
        for layer in self.layers:
            x = layer(x, mask)
        x = x * mask
        m_p, logs_p = (self.projection(x) * mask).chunk(2, dim=1)
        return x, m_p, logs_p
