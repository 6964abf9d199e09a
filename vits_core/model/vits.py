"""The VITS model, inference side: each method is one stage of the paper's figure 1(b)."""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor, nn

from vits_core.model.config import ModelConfig
from vits_core.model.decoder import Decoder
from vits_core.model.duration_predictor import (
    DeterministicDurationPredictor,
    StochasticDurationPredictor,
)
from vits_core.model.flow import Flow
from vits_core.model.text_encoder import TextEncoder


class Encoded(NamedTuple):
    """What the text encoder knows of a batch of utterances."""

    hidden: Tensor
    """[B, H, T_text]"""
    m_p: Tensor
    """Prior mean, [B, C, T_text]"""
    logs_p: Tensor
    """Logarithm of the prior's standard deviation, [B, C, T_text]"""
    mask: Tensor
    """1 for a token, 0 for padding, [B, 1, T_text]"""


class Vits(nn.Module):
    """Conditional VAE with adversarial learning (Kim, Kong, Son 2021)."""

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.config = config
        hidden, latent = config.text_encoder.hidden_channels, config.latent_channels
        speaker = config.speaker_channels
        self.text_encoder = TextEncoder(config.text_encoder, latent)
        predictor = (
            StochasticDurationPredictor
            if config.duration_predictor.stochastic
            else DeterministicDurationPredictor
        )
        self.duration_predictor = predictor(config.duration_predictor, hidden, speaker)
        self.flow = Flow(config.flow, latent, hidden, speaker)
        self.decoder = Decoder(config.decoder, latent, speaker)
        if speaker:
            self.speaker_embedding = nn.Embedding(config.num_speakers, speaker)

    def speaker_vector(self, speaker_ids: Tensor | None) -> Tensor | None:
        """Speaker ids [B] -> [B, S, 1]; None for a model without speakers."""
        if not self.config.speaker_channels or speaker_ids is None:
            return None
        return self.speaker_embedding(speaker_ids).unsqueeze(-1)  # type: ignore[no-any-return]

    def encode(self, token_ids: Tensor, lengths: Tensor) -> Encoded:
        """Token ids [B, T_text], lengths [B] -> the prior of each token."""
        steps = torch.arange(token_ids.shape[1], device=token_ids.device)
        mask = (steps < lengths.unsqueeze(1)).unsqueeze(1).to(self.dtype)  # [B, 1, T_text]
        hidden, m_p, logs_p = self.text_encoder(token_ids, mask)
        return Encoded(hidden, m_p, logs_p, mask)

    def log_durations(self, encoded: Encoded, noise: Tensor, speaker: Tensor | None) -> Tensor:
        """Scaled noise [B, 2, T_text] -> `logw` [B, 1, T_text]."""
        return self.duration_predictor(  # type: ignore[no-any-return]
            encoded.hidden, encoded.mask, noise, speaker
        )

    def latent(self, z_p: Tensor, mask: Tensor, speaker: Tensor | None) -> Tensor:
        """`z_p` [B, C, T_frames], mask [B, 1, T_frames] -> `z` [B, C, T_frames]."""
        return self.flow.inverse(z_p, mask, speaker)

    def decode(self, z: Tensor, speaker: Tensor | None) -> Tensor:
        """`z` [B, C, T_frames] -> waveform [B, T_samples]."""
        return self.decoder(z, speaker).squeeze(1)  # type: ignore[no-any-return]

    @property
    def dtype(self) -> torch.dtype:
        return self.text_encoder.embedding.weight.dtype
