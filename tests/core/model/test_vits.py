"""A batch of unequal lengths gives what each utterance gives alone."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from tests.core.model_shapes import (
    SMALL,
    SMALL_DETERMINISTIC,
    SMALL_DETERMINISTIC_TRAINABLE,
    SMALL_MANY_SPEAKERS,
    SMALL_TRAINABLE,
    random_model,
)
from vits_core.model.config import ModelConfig


@pytest.mark.parametrize("config", [SMALL, SMALL_DETERMINISTIC, SMALL_MANY_SPEAKERS])
def test_padded_tokens_change_neither_prior_nor_durations(config: ModelConfig) -> None:
    model = random_model(config)
    ids = torch.randint(0, 40, (2, 13), generator=torch.Generator().manual_seed(5))
    noise = torch.randn(2, 2, 13, generator=torch.Generator().manual_seed(6))
    lengths = torch.tensor([13, 8])
    speakers = model.speaker_vector(torch.tensor([1, 4]))
    batch = model.encode(ids, lengths)
    logw = model.log_durations(batch.hidden, batch.mask, noise, speakers)
    for i, length in enumerate(lengths.tolist()):
        alone = model.encode(ids[i : i + 1, :length], lengths[i : i + 1])
        speaker = None if speakers is None else speakers[i : i + 1]
        alone_logw = model.log_durations(
            alone.hidden, alone.mask, noise[i : i + 1, :, :length], speaker
        )
        for ours, padded in (
            (alone.hidden, batch.hidden),
            (alone.m_p, batch.m_p),
            (alone.logs_p, batch.logs_p),
            (alone_logw, logw),
        ):
            torch.testing.assert_close(padded[i : i + 1, :, :length], ours, rtol=0, atol=1e-4)
            assert not padded[i, :, length:].any()


def test_speakers_sound_different() -> None:
    model = random_model(SMALL_MANY_SPEAKERS)
    z = torch.randn(1, SMALL_MANY_SPEAKERS.latent_channels, 20)
    mask = torch.ones(1, 1, 20)
    one, two = (model.speaker_vector(torch.tensor([i])) for i in (0, 3))
    assert not torch.allclose(model.latent(z, mask, one), model.latent(z, mask, two), atol=1e-3)
    assert not torch.allclose(model.decode(z, one), model.decode(z, two), atol=1e-3)


@pytest.mark.parametrize("config", [SMALL_TRAINABLE, SMALL_DETERMINISTIC_TRAINABLE, SMALL])
def test_every_part_can_be_called(config: ModelConfig) -> None:
    parts = [part for part in random_model(config).modules() if not isinstance(part, nn.ModuleList)]
    assert len(parts) > 50
    # torch's own stands for a part that has none.
    assert not [part for part in parts if type(part).forward is nn.Module.forward]
