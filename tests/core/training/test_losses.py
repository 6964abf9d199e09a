"""Each loss is what the paper writes, and its gradients are right."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from vits_core.training.discriminators import Verdict
from vits_core.training.losses import (
    GeneratorLosses,
    adversarial_loss,
    discriminator_loss,
    feature_loss,
    kl_loss,
    mel_loss,
)
from vits_core.training.settings import LossWeights


def _draw(*shape: int, seed: int, dtype: torch.dtype = torch.float64) -> Tensor:
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed), dtype=dtype)


def test_the_divergence_is_that_of_normal_distributions() -> None:
    """On average over samples of the posterior, where there is no flow between the two."""
    count = 20_000
    m_q, logs_q, m_p, logs_p = (0.5 * _draw(1, 3, 2, seed=i) for i in range(4))
    z_p = m_q + _draw(count, 3, 2, seed=5) * logs_q.exp()
    ours = kl_loss(z_p, logs_q, m_p, logs_p, torch.ones(count, 1, 2))
    theirs = torch.distributions.kl_divergence(
        torch.distributions.Normal(m_q, logs_q.exp()), torch.distributions.Normal(m_p, logs_p.exp())
    )
    torch.testing.assert_close(ours, theirs.sum() / 2, rtol=1e-2, atol=0)


def test_the_divergence_is_a_frame_and_knows_no_padding() -> None:
    inputs = [_draw(2, 3, 5, seed=i) for i in range(4)]
    mask = torch.tensor([[1.0] * 5, [1.0] * 2 + [0.0] * 3]).unsqueeze(1)
    both = kl_loss(*inputs, mask)
    frames = [x.transpose(0, 1).flatten(1)[:, [0, 1, 2, 3, 4, 5, 6]].unsqueeze(0) for x in inputs]
    torch.testing.assert_close(both, kl_loss(*frames, torch.ones(1, 1, 7)))


def test_gradients_of_the_divergence_are_right() -> None:
    inputs = [(0.5 * _draw(1, 2, 3, seed=i)).requires_grad_() for i in range(4)]
    mask = torch.tensor([1.0, 1.0, 0.0], dtype=torch.float64).view(1, 1, 3)
    assert torch.autograd.gradcheck(lambda *given: kl_loss(*given, mask), inputs)


def test_halves_are_compared_in_single_precision() -> None:
    inputs = [_draw(1, 4, 50, seed=i, dtype=torch.float32).to(torch.bfloat16) for i in range(4)]
    mask = torch.ones(1, 1, 50)
    loss = kl_loss(*inputs, mask)
    assert loss.dtype == torch.float32
    torch.testing.assert_close(loss, kl_loss(*(x.float() for x in inputs), mask), rtol=0, atol=0)
    mel = inputs[0].abs()
    assert mel_loss(mel, mel + 1).dtype == torch.float32


def _verdicts(*scores: float) -> list[Verdict]:
    return [
        Verdict(torch.full((2, 3), score), (torch.full((2, 4, 3), score), torch.full((2, 3), 0.0)))
        for score in scores
    ]


def test_least_squares_are_summed_over_the_discriminators() -> None:
    real, generated = _verdicts(1.0, 0.5), _verdicts(0.0, 0.25)
    assert float(discriminator_loss(real, generated)) == pytest.approx(0.25 + 0.0625)
    assert float(adversarial_loss(generated)) == pytest.approx(1.0 + 0.5625)
    assert float(discriminator_loss(_verdicts(1.0), _verdicts(0.0))) == 0.0


def test_features_are_compared_layer_by_layer() -> None:
    real, generated = _verdicts(1.0, 0.5), _verdicts(0.0, 0.25)
    assert float(feature_loss(real, generated)) == pytest.approx(1.25)


def test_recordings_get_no_gradient_from_the_features() -> None:
    ours, theirs = (torch.rand(1, 3, requires_grad=True) for _ in range(2))
    feature_loss([Verdict(ours, (ours,))], [Verdict(theirs, (theirs,))]).backward()
    assert ours.grad is None
    assert theirs.grad is not None


def test_the_total_weighs_the_parts_as_the_paper_does() -> None:
    parts = dict.fromkeys(GeneratorLosses._fields, torch.tensor(0.0))
    weights = {"mel": 45.0, "kl": 1.0, "duration": 1.0, "feature": 2.0, "adversarial": 1.0}
    assert set(weights) == set(parts)
    for name, weight in weights.items():
        losses = GeneratorLosses(**{**parts, name: torch.tensor(2.0)})
        assert float(losses.total(LossWeights())) == 2.0 * weight
