"""The discriminators look at the waveform as it is, and at samples that lie a period apart."""

from __future__ import annotations

import pytest
import torch

from vits_core.training.discriminators import PERIODS, Discriminators, PeriodDiscriminator


@pytest.mark.parametrize("period", PERIODS)
def test_a_period_discriminator_never_mixes_phases(period: int) -> None:
    torch.manual_seed(1)
    discriminator = PeriodDiscriminator(period)
    waveform = torch.randn(1, 40 * period)
    changed = waveform.clone()
    changed[:, 1::period] += 1.0
    with torch.no_grad():
        before, after = (discriminator(x).features for x in (waveform, changed))
    for one, two in zip(before, after, strict=True):
        differing = (one != two).any(dim=2).any(dim=1).flatten()
        assert differing.nonzero().flatten().tolist() == [1]


def test_any_length_has_a_verdict() -> None:
    discriminators = Discriminators((2, 3))
    for samples in (1000, 1001, 1003):
        for verdict in discriminators(torch.randn(2, samples)):
            assert verdict.score.shape[0] == 2
            assert torch.equal(verdict.features[-1].flatten(1), verdict.score)


def test_every_weight_learns() -> None:
    discriminators = Discriminators((2,))
    verdicts = discriminators(torch.randn(1, 2000))
    sum(verdict.score.square().mean() for verdict in verdicts).backward()
    for name, parameter in discriminators.named_parameters():
        assert parameter.grad is not None, name
        assert bool(parameter.grad.any()), name
