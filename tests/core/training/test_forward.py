"""The training pass reaches every parameter, repeats itself, and learns."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from tests.core.model_shapes import (
    SMALL,
    SMALL_DETERMINISTIC_TRAINABLE,
    SMALL_TRAINABLE,
    random_model,
)
from vits_core.audio.spectrogram import LogMelSpectrogram
from vits_core.model.config import ModelConfig
from vits_core.model.vits import Vits
from vits_core.model.weight_norm import add_weight_norm
from vits_core.training.discriminators import Discriminators
from vits_core.training.forward import Draws, TrainingForward, draw, training_forward
from vits_core.training.losses import (
    GeneratorLosses,
    duration_loss,
    generator_losses,
    kl_loss,
    mel_loss,
)
from vits_core.training.settings import LossWeights

pytestmark = pytest.mark.slow

HOP = 32
SEGMENT = 16
TOKENS, FRAMES = torch.tensor([9, 6]), torch.tensor([40, 28])

CONFIGS = pytest.mark.parametrize("config", [SMALL_TRAINABLE, SMALL_DETERMINISTIC_TRAINABLE])


class _Batch:
    """Two tones and the tokens that they are said to speak."""

    def __init__(self) -> None:
        generator = torch.Generator().manual_seed(1)
        self.mel = LogMelSpectrogram(22_050, HOP, bands=20)
        self.token_ids = torch.randint(1, 40, (2, 9), generator=generator)
        seconds = torch.arange(40 * HOP) / 22_050
        pitch = torch.tensor([[700.0], [1500.0]])
        self.waveform = 0.5 * torch.sin(2 * torch.pi * pitch * seconds)
        self.waveform[1, 28 * HOP :] = 0.0
        self.spectrogram = self.mel.linear(self.waveform)
        self.speakers = torch.tensor([1, 4])

    def draws(self, model: Vits, seed: int) -> Draws:
        generator = torch.Generator().manual_seed(seed)
        return draw(model, self.token_ids, self.spectrogram, FRAMES, SEGMENT, generator)

    def through(self, model: Vits, seed: int = 0) -> TrainingForward:
        draws = self.draws(model, seed)
        return training_forward(
            model, self.token_ids, TOKENS, self.spectrogram, FRAMES, self.speakers, draws
        )

    def losses(self, result: TrainingForward, discriminators: Discriminators) -> GeneratorLosses:
        cut = result.segments.of(self.waveform.unsqueeze(1), HOP).squeeze(1)
        return generator_losses(
            result,
            result.segments.of(self.mel.of_linear(self.spectrogram)),
            self.mel(result.waveform),
            discriminators(cut),
            discriminators(result.waveform),
        )


def _model(config: ModelConfig) -> Vits:
    model = random_model(config).requires_grad_(True)
    add_weight_norm(model)
    return model


@CONFIGS
def test_every_parameter_of_the_model_learns(config: ModelConfig) -> None:
    torch.manual_seed(1)
    batch, model = _Batch(), _model(config).train()
    losses = batch.losses(batch.through(model), Discriminators((2,)))
    losses.total(LossWeights()).backward()
    for name, parameter in model.named_parameters():
        assert parameter.grad is not None, name
        assert bool(parameter.grad.isfinite().all()), name
        assert bool(parameter.grad.any()) or name.endswith("key.bias"), name


@CONFIGS
def test_what_is_handed_to_the_losses_has_the_shapes_that_it_says(config: ModelConfig) -> None:
    batch, model = _Batch(), _model(config)
    result = batch.through(model)
    latent = (2, config.latent_channels, 40)
    for name in ("z", "z_p", "m_q", "logs_q", "m_p", "logs_p"):
        value: Tensor = getattr(result, name)
        assert value.shape == latent
        assert not value[1, :, 28:].any()
    assert result.waveform.shape == (2, SEGMENT * HOP)
    assert result.duration_losses.shape == (2,)
    durations = result.alignment.durations.squeeze(1)
    assert torch.equal(durations.sum(dim=1), FRAMES.float())
    assert bool((durations[0] >= 1).all())
    assert durations[1].gt(0).tolist() == [True] * 6 + [False] * 3


def test_the_same_draws_give_the_same() -> None:
    batch, model = _Batch(), _model(SMALL_TRAINABLE)
    one, two, other = (batch.through(model, seed) for seed in (3, 3, 4))
    assert torch.equal(one.waveform, two.waveform)
    assert torch.equal(one.duration_losses, two.duration_losses)
    assert not torch.equal(one.waveform, other.waveform)


def test_dropout_is_training_only() -> None:
    batch, model = _Batch(), _model(SMALL_TRAINABLE)
    still = batch.through(model)
    model.train()
    moving = batch.through(model)
    assert not torch.allclose(still.m_p, moving.m_p)
    assert not torch.allclose(still.duration_losses, moving.duration_losses)
    assert torch.equal(still.z, moving.z)  # nor has the reference's posterior encoder any


@CONFIGS
def test_a_recording_in_a_batch_is_what_it_is_alone(config: ModelConfig) -> None:
    batch, model = _Batch(), _model(config)
    draws = batch.draws(model, 0)
    both = batch.through(model)
    segments = draws.segments._replace(starts=draws.segments.starts[1:])
    alone = training_forward(
        model,
        batch.token_ids[1:, :6],
        TOKENS[1:],
        batch.spectrogram[1:, :, :28],
        FRAMES[1:],
        batch.speakers[1:],
        Draws(draws.posterior[1:, :, :28], draws.durations[1:, :, :6], segments),
    )
    assert torch.equal(both.alignment.tokens[1, :28], alone.alignment.tokens[0])
    torch.testing.assert_close(both.z_p[1, :, :28], alone.z_p[0], rtol=0, atol=1e-4)
    torch.testing.assert_close(both.duration_losses[1:], alone.duration_losses, rtol=1e-3, atol=0)
    torch.testing.assert_close(both.waveform[1:], alone.waveform, rtol=0, atol=1e-4)


def test_speakers_are_heard_everywhere() -> None:
    batch, model = _Batch(), _model(SMALL_TRAINABLE)
    one = batch.through(model)
    batch.speakers = torch.tensor([2, 3])
    two = batch.through(model)
    for name in ("m_q", "z_p", "waveform", "duration_losses"):
        assert not torch.allclose(getattr(one, name), getattr(two, name), atol=1e-3), name


@CONFIGS
def test_mixed_precision_gives_finite_losses_in_single_precision(config: ModelConfig) -> None:
    batch, model = _Batch(), _model(config).train()
    discriminators = Discriminators((2,))
    with torch.autocast("cpu", torch.bfloat16):
        result = batch.through(model)
        losses = batch.losses(result, discriminators)
    for name, value in losses._asdict().items():
        assert value.dtype == torch.float32, name
    losses.total(LossWeights()).backward()
    assert all(bool(p.grad.isfinite().all()) for p in model.parameters() if p.grad is not None)
    exact = batch.losses(batch.through(model.eval()), discriminators)
    with torch.autocast("cpu", torch.bfloat16):
        near = batch.losses(batch.through(model), discriminators)
    torch.testing.assert_close(near.mel, exact.mel, rtol=0.05, atol=0)


def test_a_speaking_model_cannot_be_trained() -> None:
    batch, model = _Batch(), random_model(SMALL)
    with pytest.raises(ValueError, match="only what it needs to speak"):
        batch.through(model)


@CONFIGS
def test_it_learns_two_tones(config: ModelConfig) -> None:
    """From scratch, as the modules initialise themselves."""
    torch.manual_seed(2)
    batch, model = _Batch(), Vits(config).train()
    add_weight_norm(model)
    optimizer = torch.optim.AdamW(model.parameters(), 2e-3, betas=(0.8, 0.99))
    recorded = batch.mel.of_linear(batch.spectrogram)
    history = []
    for step in range(30):
        result = batch.through(model, step)
        mel = mel_loss(result.segments.of(recorded), batch.mel(result.waveform))
        kl = kl_loss(result.z_p, result.logs_q, result.m_p, result.logs_p, result.frame_mask)
        duration = duration_loss(result.duration_losses, result.token_mask)
        optimizer.zero_grad()
        (45.0 * mel + kl + duration).backward()
        optimizer.step()
        history.append((mel.item(), kl.item()))
    first, last = (torch.tensor(part).mean(dim=0) for part in (history[:3], history[-3:]))
    print(f"mel and divergence: {first.tolist()} -> {last.tolist()}")
    assert bool((last < 0.7 * first).all())
