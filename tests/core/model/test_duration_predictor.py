"""The duration predictors' flows invert each other, and their losses are what they should be."""

from __future__ import annotations

import math
from typing import cast

import pytest
import torch
from torch import Tensor

from tests.core.model_shapes import (
    SMALL_DETERMINISTIC,
    SMALL_DETERMINISTIC_TRAINABLE,
    SMALL_TRAINABLE,
    random_model,
)
from tests.core.reference_models import trainable_model, training_golden
from vits_core.model.alignment import durations_in_frames
from vits_core.model.config import ModelConfig
from vits_core.model.duration_flow import ElementwiseAffine, SplineCoupling, through
from vits_core.model.duration_predictor import (
    DeterministicDurationPredictor,
    StochasticDurationPredictor,
)
from vits_core.model.masks import length_mask
from vits_core.model.vits import Vits

LENGTHS = torch.tensor([11, 7])


def _stochastic(dtype: torch.dtype = torch.float32) -> StochasticDurationPredictor:
    predictor = random_model(SMALL_TRAINABLE).to(dtype).duration_predictor
    return cast(StochasticDurationPredictor, predictor)


def _draw(*shape: int, seed: int = 1, dtype: torch.dtype = torch.float32) -> Tensor:
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed), dtype=dtype)


def _inverse(
    affine: ElementwiseAffine,
    couplings: list[SplineCoupling],
    z: Tensor,
    mask: Tensor | None,
    condition: Tensor,
) -> Tensor:
    for coupling in reversed(couplings):
        z = coupling.inverse(z.flip(2), mask, condition)
    return affine.inverse(z, mask)


FLOW = pytest.mark.parametrize("part", ["predictor", "posterior"])


def _flow(
    predictor: StochasticDurationPredictor, part: str
) -> tuple[ElementwiseAffine, list[SplineCoupling]]:
    if part == "predictor":
        couplings = [predictor.first_coupling, *predictor.couplings]
        return predictor.affine, cast(list[SplineCoupling], couplings)
    return predictor.posterior.affine, cast(list[SplineCoupling], [*predictor.posterior.couplings])


def _greatest_error(predictor: StochasticDurationPredictor, part: str, dtype: torch.dtype) -> float:
    """Of noise and of what the flow makes of it, when they are taken there and back."""
    flow = _flow(predictor.to(dtype), part)
    mask = length_mask(LENGTHS, 11, dtype).transpose(1, 2)
    condition = _draw(2, 11, predictor.pre.out_channels, seed=2, dtype=dtype)
    x = _draw(2, 11, 2, seed=3, dtype=dtype) * mask
    with torch.no_grad():
        z, _ = through(*flow, x, mask, condition)
        assert float((z - x).abs().max()) > 0.1
        back = _inverse(*flow, z, mask, condition)
        again, _ = through(*flow, _inverse(*flow, x, mask, condition), mask, condition)
    return float(torch.maximum((back - x).abs(), (again - x).abs()).max())


@FLOW
def test_forward_and_inverse_flow_undo_each_other(part: str) -> None:
    """Steep and flat bins of random models magnify the rounding of single precision."""
    assert _greatest_error(_stochastic(), part, torch.float64) < 1e-9


@FLOW
def test_so_they_do_in_single_precision_at_the_references_weights(part: str) -> None:
    name = "multi_speaker_sdp"
    predictor = trainable_model(name, training_golden(name)).duration_predictor
    assert _greatest_error(cast(StochasticDurationPredictor, predictor), part, torch.float32) < 1e-5


def test_the_flows_determinant_is_that_of_its_jacobian() -> None:
    predictor = _stochastic(torch.float64)
    couplings = [predictor.first_coupling, *predictor.couplings]
    mask = torch.ones(1, 3, 1, dtype=torch.float64)
    condition = _draw(1, 3, predictor.pre.out_channels, seed=2, dtype=torch.float64)
    x = _draw(1, 3, 2, seed=3, dtype=torch.float64)
    jacobian = torch.autograd.functional.jacobian(
        lambda flat: through(predictor.affine, couplings, flat.view(1, 3, 2), mask, condition)[
            0
        ].flatten(),
        x.flatten(),
    )
    _, log_determinant = through(predictor.affine, couplings, x, mask, condition)
    torch.testing.assert_close(log_determinant[0], torch.linalg.slogdet(jacobian).logabsdet)


def test_inference_is_the_trained_flow_inverted() -> None:
    """The coupling that inference leaves out changes only the channel that it throws away."""
    predictor = _stochastic()
    hidden, noise = _draw(2, SMALL_TRAINABLE.text_encoder.hidden_channels, 11), _draw(2, 2, 11)
    mask = length_mask(LENGTHS, 11, torch.float32)
    logw = predictor(hidden, mask, noise)
    condition = predictor.text_condition(hidden, mask.transpose(1, 2), None)
    couplings = cast(list[SplineCoupling], [predictor.first_coupling, *predictor.couplings])
    whole = _inverse(
        predictor.affine, couplings, noise.transpose(1, 2), mask.transpose(1, 2), condition
    )
    torch.testing.assert_close(whole[:, :, :1].transpose(1, 2), logw, rtol=0, atol=1e-6)


def _loss_inputs(dtype: torch.dtype) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
    hidden = _draw(2, SMALL_TRAINABLE.text_encoder.hidden_channels, 11, dtype=dtype)
    mask = length_mask(LENGTHS, 11, dtype)
    durations = torch.randint(1, 9, (2, 1, 11), generator=torch.Generator().manual_seed(4)) * mask
    speaker = _draw(2, SMALL_TRAINABLE.speaker_channels, 1, seed=6, dtype=dtype)
    return hidden, mask, durations, _draw(2, 2, 11, seed=5, dtype=dtype), speaker


def test_padding_changes_no_ones_loss() -> None:
    predictor = _stochastic()
    hidden, mask, durations, noise, speaker = _loss_inputs(torch.float32)
    both = predictor.loss(hidden, mask, durations, noise, speaker)
    short = [x[1:, :, :7] for x in (hidden, mask, durations, noise)]
    alone = predictor.loss(*short, speaker[1:])
    torch.testing.assert_close(both[1:], alone, rtol=1e-4, atol=0)


def test_the_bound_lies_below_what_importance_sampling_finds() -> None:
    """The average of exp(-loss) over the posterior is the likelihood itself: better bounds of it
    come from more samples, and the loss is the one of a single sample (Burda et al. 2016)."""
    predictor = _stochastic()
    hidden, mask, durations, _, speaker = (x[:1] for x in _loss_inputs(torch.float32))
    count = 4000
    noise = _draw(count, 2, 11, seed=7)
    losses = predictor.loss(
        *(x.expand(count, -1, -1) for x in (hidden, mask, durations)),
        noise,
        speaker.expand(count, -1, -1),
    )
    bounds = [
        (torch.logsumexp(-losses.view(-1, size), dim=1) - math.log(size)).mean()
        for size in (1, 10, 100, 1000)
    ]
    assert bounds == sorted(bounds)
    assert float(bounds[1] - bounds[0]) > 0.1


def test_no_gradient_reaches_what_the_predictor_is_told() -> None:
    for predictor in (
        _stochastic(),
        random_model(SMALL_DETERMINISTIC).duration_predictor,
    ):
        predictor = cast(StochasticDurationPredictor, predictor).requires_grad_(True)
        channels = (
            predictor.pre.in_channels if hasattr(predictor, "pre") else predictor.conv_1.in_channels
        )
        hidden = _draw(2, channels, 11).requires_grad_()
        _, mask, durations, noise, _ = _loss_inputs(torch.float32)
        predictor.loss(hidden, mask, durations, noise).sum().backward()
        assert hidden.grad is None
        unused = {n for n, p in predictor.named_parameters() if p.grad is None}
        assert all(name.startswith("condition.") for name in unused)


def test_gradients_of_the_stochastic_loss_are_right() -> None:
    predictor = _stochastic(torch.float64)
    hidden, mask, durations, noise, speaker = (x[1:, :, :4] for x in _loss_inputs(torch.float64))
    weights = {
        "affine.log_scale": predictor.affine.log_scale,
        "couplings.1.pre.bias": cast(SplineCoupling, predictor.couplings[1]).pre.bias,
        "posterior.affine.shift": predictor.posterior.affine.shift,
        "first_coupling.pre.weight": predictor.first_coupling.pre.weight,
    }
    inputs = [cast(Tensor, weight).detach().clone().requires_grad_() for weight in weights.values()]
    noise = noise.clone().requires_grad_()

    def loss(noise: Tensor, *values: Tensor) -> Tensor:
        named = dict(zip(weights, values, strict=True))

        class Loss(torch.nn.Module):
            def __init__(self) -> None:
                super().__init__()
                self.predictor = predictor

            def forward(self) -> Tensor:
                return self.predictor.loss(hidden, mask, durations, noise, speaker)

        return torch.func.functional_call(
            Loss(), {f"predictor.{name}": value for name, value in named.items()}
        )

    assert torch.autograd.gradcheck(loss, (noise, *inputs))


def test_the_deterministic_loss_is_the_squared_error_of_logarithms() -> None:
    predictor = cast(
        DeterministicDurationPredictor, random_model(SMALL_DETERMINISTIC).duration_predictor
    )
    hidden = _draw(2, predictor.conv_1.in_channels, 11)
    mask, nothing = length_mask(LENGTHS, 11, torch.float32), torch.zeros(2, 2, 11)
    logw = predictor(hidden, mask, nothing)
    assert not predictor.loss(hidden, mask, logw.exp() * mask, nothing).gt(1e-6).any()
    doubled = predictor.loss(hidden, mask, 2 * logw.exp() * mask, nothing)
    torch.testing.assert_close(doubled, LENGTHS * math.log(2) ** 2, rtol=1e-3, atol=0)


@pytest.mark.parametrize("config", [SMALL_TRAINABLE, SMALL_DETERMINISTIC_TRAINABLE])
def test_what_it_learns_is_what_it_says(config: ModelConfig) -> None:
    torch.manual_seed(1)
    model = Vits(config)
    predictor = cast(StochasticDurationPredictor, model.duration_predictor)
    optimizer = torch.optim.AdamW(predictor.parameters(), 5e-3, betas=(0.8, 0.99))
    kinds = _draw(4, config.text_encoder.hidden_channels, seed=2)
    lasting = torch.tensor([2.0, 5.0, 9.0, 20.0])
    which = torch.arange(8 * 11).view(8, 11) % 4
    hidden, durations = kinds[which].transpose(1, 2), lasting[which].unsqueeze(1)
    mask = torch.ones_like(durations)
    for step in range(100):
        loss = (
            predictor.loss(hidden, mask, durations, _draw(8, 2, 11, seed=step)).sum() / mask.sum()
        )
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    predictor.eval()
    with torch.no_grad():
        logw = predictor(hidden, mask, 0.5 * _draw(8, 2, 11, seed=1000))
    frames = durations_in_frames(logw[0, 0], 1.0)
    assert bool(((frames - durations[0, 0]).abs() <= 1 + durations[0, 0] / 5).all())
