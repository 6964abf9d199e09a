"""From a batch of texts and recordings to what the losses compare: the paper's figure 1(a)."""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor

from vits_core.model.masks import length_mask
from vits_core.model.vits import Vits
from vits_core.training.alignment_search import Alignment, align
from vits_core.training.segments import Segments, random_segments


class Draws(NamedTuple):
    """What is random in a training step, but for dropout."""

    posterior: Tensor
    """Noise of the posterior's sample, [B, C, T_frames]"""
    durations: Tensor
    """Noise that dequantizes and augments durations, [B, 2, T_text]"""
    segments: Segments
    """What the decoder is trained on"""


class TrainingForward(NamedTuple):
    """What the losses compare, and what is worth looking at."""

    waveform: Tensor
    """What the decoder makes of the segments, [B, T_samples]"""
    segments: Segments
    """Where they lie"""
    z: Tensor
    """Posterior sample, [B, C, T_frames]"""
    z_p: Tensor
    """The same through the flow, [B, C, T_frames]"""
    m_q: Tensor
    logs_q: Tensor
    """The posterior, [B, C, T_frames]"""
    m_p: Tensor
    logs_p: Tensor
    """The prior of each frame, as the alignment has it, [B, C, T_frames]"""
    alignment: Alignment
    duration_losses: Tensor
    """The duration predictor's, summed over each item's tokens, [B]"""
    token_mask: Tensor
    """[B, 1, T_text]"""
    frame_mask: Tensor
    """[B, 1, T_frames]"""


def draw(
    model: Vits,
    token_ids: Tensor,
    spectrograms: Tensor,
    frame_lengths: Tensor,
    segment_frames: int,
    generator: torch.Generator | None = None,
) -> Draws:
    """All that is random for a batch; shapes as `training_forward` has them.

    The generator, where there is one, has to be of the batch's device.
    """
    batch, frames, device = len(token_ids), spectrograms.shape[2], spectrograms.device
    shapes = (batch, model.config.latent_channels, frames), (batch, 2, token_ids.shape[1])
    posterior, durations = (
        torch.randn(shape, generator=generator, device=device, dtype=model.dtype)
        for shape in shapes
    )
    segments = random_segments(frame_lengths, segment_frames, generator)
    return Draws(posterior, durations, segments)


def training_forward(
    model: Vits,
    token_ids: Tensor,
    token_lengths: Tensor,
    spectrograms: Tensor,
    frame_lengths: Tensor,
    speaker_ids: Tensor | None,
    draws: Draws,
) -> TrainingForward:
    """Token ids [B, T_text], linear spectrograms [B, F, T_frames], the lengths of both and the
    speakers' ids [B].

    Raises ValueError where an item has fewer frames than tokens, or the model has no training
    parts (`ModelConfig.with_training_parts`).
    """
    if model.config.posterior_encoder is None:
        raise ValueError("this model has only what it needs to speak")
    speaker = model.speaker_vector(speaker_ids)
    text = model.encode(token_ids, token_lengths)
    token_mask = length_mask(token_lengths, token_ids.shape[1], model.dtype)
    frame_mask = length_mask(frame_lengths, spectrograms.shape[2], model.dtype)

    z, m_q, logs_q = model.posterior_encoder(spectrograms, frame_mask, draws.posterior, speaker)
    z_p = model.flow(z, frame_mask, speaker)
    alignment = align(z_p, text.m_p, text.logs_p, token_lengths, frame_lengths)
    duration_losses = model.duration_predictor.loss(
        text.hidden, token_mask, alignment.durations, draws.durations, speaker
    )
    waveform = model.decode(draws.segments.of(z), speaker)
    return TrainingForward(
        waveform=waveform,
        segments=draws.segments,
        z=z,
        z_p=z_p,
        m_q=m_q,
        logs_q=logs_q,
        m_p=alignment.expand(text.m_p) * frame_mask,
        logs_p=alignment.expand(text.logs_p) * frame_mask,
        alignment=alignment,
        duration_losses=duration_losses,
        token_mask=token_mask,
        frame_mask=frame_mask,
    )
