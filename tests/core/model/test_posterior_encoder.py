"""The posterior's sample lies where mean and deviation say, and padding changes nothing."""

from __future__ import annotations

import torch

from tests.core.model_shapes import SMALL_TRAINABLE, random_model
from vits_core.model.masks import length_mask


def test_a_batch_gives_what_each_recording_gives_alone() -> None:
    model = random_model(SMALL_TRAINABLE)
    generator = torch.Generator().manual_seed(1)
    spectrogram = torch.rand(2, 65, 31, generator=generator)
    noise = torch.randn(2, SMALL_TRAINABLE.latent_channels, 31, generator=generator)
    lengths = torch.tensor([31, 18])
    speaker = model.speaker_vector(torch.tensor([2, 3]))
    assert speaker is not None
    mask = length_mask(lengths, 31, torch.float32)
    both = model.posterior_encoder(spectrogram, mask, noise, speaker)
    ones = torch.ones(1, 1, 18)
    alone = model.posterior_encoder(spectrogram[1:, :, :18], ones, noise[1:, :, :18], speaker[1:])
    for ours, theirs in zip(both, alone, strict=True):
        torch.testing.assert_close(ours[1:, :, :18], theirs, rtol=0, atol=1e-5)
        assert not ours[1, :, 18:].any()


def test_speaker_and_noise_tell_samples_apart() -> None:
    model = random_model(SMALL_TRAINABLE)
    spectrogram, mask = torch.rand(1, 65, 9), torch.ones(1, 1, 9)
    one, two = (model.speaker_vector(torch.tensor([i])) for i in (0, 1))
    noise = torch.randn(1, SMALL_TRAINABLE.latent_channels, 9)
    z, m_q, logs_q = model.posterior_encoder(spectrogram, mask, noise, one)
    torch.testing.assert_close((z - m_q) / logs_q.exp(), noise, rtol=1e-3, atol=1e-3)
    other = model.posterior_encoder(spectrogram, mask, noise, two)
    assert not torch.allclose(other.m_q, m_q, atol=1e-3)
