"""The VITS model: `infer` is the paper's figure 1(b), and each of its stages a method.

`vits_core/synthesis/` runs the same stages piece by piece and in batches.
Training (figure 1(a), `vits_core/training/forward.py`) runs the same modules, and those that a
model has for nothing else: the posterior encoder and the duration predictor's posterior.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import torch
from torch import Tensor, nn

from vits_core.model.alignment import durations_in_frames, expand, sample_prior
from vits_core.model.backends import backend_for
from vits_core.model.backends.backend import Backend
from vits_core.model.backends.onednn_convolution import can_pack
from vits_core.model.config import ModelConfig
from vits_core.model.convolution import TimeConvolution, TimeUpsampling
from vits_core.model.decoder import NO_MARGINS, Decoder, Margins
from vits_core.model.duration_predictor import (
    DeterministicDurationPredictor,
    StochasticDurationPredictor,
)
from vits_core.model.flow import Flow
from vits_core.model.masks import length_mask
from vits_core.model.posterior_encoder import PosteriorEncoder
from vits_core.model.text_encoder import TextEncoder
from vits_core.model.token_convolution import TokenConvolution
from vits_core.records import ProsodySettings


class Encoded(NamedTuple):
    """What the text encoder knows of a batch of utterances."""

    hidden: Tensor
    """[B, H, T_text]"""
    m_p: Tensor
    """Prior mean, [B, C, T_text]"""
    logs_p: Tensor
    """Logarithm of the prior's standard deviation, [B, C, T_text]"""
    mask: Tensor | None
    """1 for a token, 0 for padding, [B, 1, T_text]; None when there is no padding"""


class Inferred(NamedTuple):
    """One utterance, spoken."""

    durations: Tensor
    """Frames of each token, int64 [T_text]"""
    z: Tensor
    """[1, C, T_frames]"""
    waveform: Tensor
    """[1, T_samples]"""


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
        if config.posterior_encoder is not None:
            self.posterior_encoder = PosteriorEncoder(
                config.posterior_encoder, latent, hidden, speaker
            )

    def infer(
        self,
        token_ids: Tensor,
        rhythm_noise: Tensor,
        expression_noise: Callable[[Tensor], Tensor],
        settings: ProsodySettings,
        speaker_ids: Tensor | None = None,
    ) -> Inferred:
        """Speak one utterance, as the paper does (section 2.1): all at once, with nothing kept.

        Token ids [1, T_text], standard normal noise of the rhythm [1, 2, T_text] and, for given
        durations [T_text], of the expression [1, C, T_frames], the speaker's id [1] or None.
        """
        speaker = self.speaker_vector(speaker_ids)  # [1, S, 1]
        text = self.encode(token_ids)  # hidden [1, H, T_text]; m_p and logs_p [1, C, T_text]
        rhythm = rhythm_noise * settings.duration_noise_scale
        logw = self.log_durations(text.hidden, text.mask, rhythm, speaker)  # [1, 1, T_text]
        durations = durations_in_frames(logw[0, 0], settings.length_scale)  # [T_text]
        m_p = expand(text.m_p, durations)  # [1, C, T_text] -> [1, C, T_frames]
        logs_p = expand(text.logs_p, durations)
        z_p = sample_prior(m_p, logs_p, expression_noise(durations), settings.noise_scale)
        z = self.latent(z_p, None, speaker)  # [1, C, T_frames]
        waveform = self.decode(z, speaker)  # [1, T_samples]
        return Inferred(durations, z, waveform)

    forward = infer
    """Training's is `vits_core/training/forward.py`."""

    def speaker_vector(self, speaker_ids: Tensor | None) -> Tensor | None:
        """Speaker ids [B] -> [B, S, 1]; None for a model without speakers."""
        if not self.config.speaker_channels or speaker_ids is None:
            return None
        return self.speaker_embedding(speaker_ids).unsqueeze(-1)  # type: ignore[no-any-return]

    def encode(self, token_ids: Tensor, lengths: Tensor | None = None) -> Encoded:
        """Token ids [B, T_text], lengths [B] or None when all are full -> each token's prior."""
        mask = None
        if lengths is not None:
            mask = length_mask(lengths, token_ids.shape[1], self.dtype)
        hidden, m_p, logs_p = self.text_encoder(token_ids, mask)
        return Encoded(hidden, m_p, logs_p, mask)

    def log_durations(
        self, hidden: Tensor, mask: Tensor | None, noise: Tensor, speaker: Tensor | None
    ) -> Tensor:
        """Hidden [B, H, T_text], mask [B, 1, T_text] or None, scaled noise [B, 2, T_text] -> `logw`
        [B, 1, T_text]."""
        return self.duration_predictor(hidden, mask, noise, speaker)  # type: ignore[no-any-return]

    def latent(self, z_p: Tensor, mask: Tensor | None, speaker: Tensor | None) -> Tensor:
        """`z_p` [B, C, T_frames], mask [B, 1, T_frames] or None -> `z` [B, C, T_frames]."""
        return self.flow.inverse(z_p, mask, speaker)

    def decode(self, z: Tensor, speaker: Tensor | None, margins: Margins = NO_MARGINS) -> Tensor:
        """`z` [B, C, T_frames] -> waveform [B, T_samples]; frames in the margins have none."""
        return self.decoder(z, speaker, margins).squeeze(1)  # type: ignore[no-any-return]

    def prepare(self, device: torch.device, stage_dtype: torch.dtype) -> None:
        """Get ready for inference on a device; the decoder's stages compute in `stage_dtype`, all
        else in float32. Training needs `unpack` before.

        The convolutions get a second copy of their weights, as the device likes it; on a CPU only
        where this build of torch can.

        Raises `ValueError` for a type that this CPU cannot compute the stages in.
        """
        reduced = stage_dtype is not torch.float32
        if device.type == "cpu" and reduced and not can_pack(stage_dtype):
            raise ValueError(f"this CPU has no instructions for {stage_dtype}")
        self.unpack()
        self.to(device)
        backend = backend_for(device)
        if backend is not None:
            self.pack(backend, stage_dtype)

    def pack(self, backend: Backend, stage_dtype: torch.dtype) -> None:
        """Prepare all convolutions as a backend likes them; see `prepare`."""
        self.decoder.stage_dtype = stage_dtype
        stages = set(self.decoder.stages.modules())
        for module in self.modules():
            if isinstance(module, TimeConvolution | TimeUpsampling):
                module.pack(backend, stage_dtype if module in stages else torch.float32)
            elif isinstance(module, TokenConvolution):
                module.pack()

    def unpack(self) -> None:
        """Compute with the plain weights again, in their own type."""
        for module in self.modules():
            if isinstance(module, TimeConvolution | TimeUpsampling | TokenConvolution):
                module.unpack()
        self.decoder.stage_dtype = None

    @property
    def device(self) -> torch.device:
        return self.text_encoder.embedding.weight.device

    @property
    def dtype(self) -> torch.dtype:
        return self.text_encoder.embedding.weight.dtype
