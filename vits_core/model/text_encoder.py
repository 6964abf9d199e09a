"""Text encoder: tokens -> hidden states and the prior's mean and log deviation."""

from __future__ import annotations

import math

from torch import Tensor, nn

from vits_core.model.attention import RelativeAttention
from vits_core.model.config import TextEncoderConfig
from vits_core.model.token_convolution import TokenConvolution, dropped, masked


class FeedForward(nn.Module):
    """Two convolutions over tokens with a ReLU between."""

    def __init__(
        self, channels: int, filter_channels: int, kernel_size: int, dropout: float
    ) -> None:
        super().__init__()
        self.expand = TokenConvolution(channels, filter_channels, kernel_size)
        self.reduce = TokenConvolution(filter_channels, channels, kernel_size)
        self.dropout = dropout

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        """[B, T_text, C], mask [B, T_text, 1] or None -> [B, T_text, C]."""
        x = dropped(self.expand(masked(x, mask)).relu(), self.dropout, self.training)
        return masked(self.reduce(masked(x, mask)), mask)


class TransformerLayer(nn.Module):
    """Relative attention and feed-forward, each with a residual and a norm behind it."""

    def __init__(self, config: TextEncoderConfig) -> None:
        super().__init__()
        channels = config.hidden_channels
        self.attention = RelativeAttention(
            channels, config.heads, config.attention_window, config.dropout
        )
        self.attention_norm = nn.LayerNorm(channels)
        self.feed_forward = FeedForward(
            channels, config.filter_channels, config.kernel_size, config.dropout
        )
        self.feed_forward_norm = nn.LayerNorm(channels)
        self.dropout = config.dropout

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        """[B, T_text, C], mask [B, T_text, 1] or None -> [B, T_text, C]."""
        more = dropped(self.attention(x, mask), self.dropout, self.training)
        x = self.attention_norm(x + more)
        more = dropped(self.feed_forward(x, mask), self.dropout, self.training)
        return self.feed_forward_norm(x + more)  # type: ignore[no-any-return]


class TextEncoder(nn.Module):
    """The paper's prior encoder without its flow (section 2.5.1, figure 1)."""

    def __init__(self, config: TextEncoderConfig, latent_channels: int) -> None:
        super().__init__()
        channels = config.hidden_channels
        self.scale = math.sqrt(channels)
        self.embedding = nn.Embedding(config.num_symbols, channels)
        nn.init.normal_(self.embedding.weight, 0.0, channels**-0.5)
        self.layers = nn.ModuleList(TransformerLayer(config) for _ in range(config.layers))
        self.projection = TokenConvolution(channels, 2 * latent_channels)

    def forward(self, token_ids: Tensor, mask: Tensor | None) -> tuple[Tensor, Tensor, Tensor]:
        """Token ids [B, T_text], mask [B, 1, T_text] or None when all tokens count -> hidden
        [B, H, T_text] and the prior's `m_p`, `logs_p`, each [B, C, T_text]."""
        mask = None if mask is None else mask.transpose(1, 2)
        x = masked(self.embedding(token_ids) * self.scale, mask)
        for layer in self.layers:
            x = layer(x, mask)
        x = masked(x, mask)
        prior = masked(self.projection(x), mask).transpose(1, 2)  # [B, T, 2 C] -> [B, 2 C, T]
        m_p, logs_p = prior.chunk(2, dim=1)
        return x.transpose(1, 2), m_p, logs_p
