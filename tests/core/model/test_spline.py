"""The spline is that of the paper, Durkan et al. 2019, equation 19; its inverse undoes it."""

from __future__ import annotations

import math

import pytest
import torch
from torch import Tensor
from torch.nn import functional

from vits_core.model.spline import inverse_spline, spline

BOUND = 5.0
BINS = 10
MIN_BIN = 1e-3
MIN_DERIVATIVE = 1e-3


def _forward_one(x: float, widths: Tensor, heights: Tensor, derivatives: Tensor) -> float:
    """The spline at one point, with plain numbers, bin by bin."""
    if not -BOUND <= x <= BOUND:
        return x

    def sizes(raw: Tensor) -> list[float]:
        shares = MIN_BIN + (1 - MIN_BIN * BINS) * torch.softmax(raw, 0)
        return [2 * BOUND * share for share in shares.tolist()]

    slopes = [1.0, *(MIN_DERIVATIVE + functional.softplus(derivatives)).tolist(), 1.0]
    left, low = -BOUND, -BOUND
    for k, (width, height) in enumerate(zip(sizes(widths), sizes(heights), strict=True)):
        if x <= left + width or k == BINS - 1:
            t = (x - left) / width
            mean = height / width
            numerator = height * (mean * t * t + slopes[k] * t * (1 - t))
            denominator = mean + (slopes[k + 1] + slopes[k] - 2 * mean) * t * (1 - t)
            return low + numerator / denominator
        left, low = left + width, low + height
    raise AssertionError


def _parameters(spread: float, count: int) -> tuple[Tensor, Tensor, Tensor]:
    generator = torch.Generator().manual_seed(3)

    def draw(size: int) -> Tensor:
        return spread * torch.randn(count, size, dtype=torch.float64, generator=generator)

    return draw(BINS), draw(BINS), draw(BINS - 1)


def _expected(x: Tensor, parameters: tuple[Tensor, Tensor, Tensor]) -> Tensor:
    rows = zip(x.tolist(), *parameters, strict=True)
    return torch.tensor([_forward_one(*row) for row in rows], dtype=torch.float64)


@pytest.mark.parametrize("spread", [0.1, 1.0, 3.0])
def test_both_directions_are_those_of_the_paper(spread: float) -> None:
    x = torch.cat((torch.linspace(-6.5, 6.5, 301), torch.tensor([-BOUND, BOUND]))).double()
    parameters = _parameters(spread, len(x))
    y = _expected(x, parameters)
    assert float((y - x).abs().max()) > 0.01  # it does bend
    torch.testing.assert_close(spline(x, *parameters, BOUND)[0], y, rtol=0, atol=1e-9)
    torch.testing.assert_close(inverse_spline(y, *parameters, BOUND), x, rtol=0, atol=1e-7)


@pytest.mark.parametrize("spread", [0.1, 1.0, 3.0])
def test_the_slope_is_the_derivative(spread: float) -> None:
    x = torch.linspace(-6.5, 6.5, 301, dtype=torch.float64, requires_grad=True)
    y, log_slope = spline(x, *_parameters(spread, len(x)), BOUND)
    (slope,) = torch.autograd.grad(y.sum(), x)
    torch.testing.assert_close(log_slope.exp(), slope, rtol=1e-9, atol=0)


def test_gradients_are_right_inside_and_outside_of_the_tails() -> None:
    x = torch.tensor([-7.0, -4.9, -0.3, 0.0, 2.2, 4.9, 6.0], dtype=torch.float64)
    inputs = [tensor.requires_grad_() for tensor in (x, *_parameters(1.0, len(x)))]
    for direction in (spline, inverse_spline):
        assert torch.autograd.gradcheck(lambda *given, of=direction: of(*given, BOUND), inputs)


def test_single_precision_comes_back() -> None:
    x = torch.linspace(-6.0, 6.0, 500)
    parameters = [p.float() for p in _parameters(1.0, 500)]
    y, log_slope = spline(x, *parameters, BOUND)
    difference = (inverse_spline(y, *parameters, BOUND) - x).abs()
    # Where the spline is flat, the rounding of y is a longer way of x.
    assert float((difference * log_slope.exp()).max()) < 5e-6


def test_it_is_the_identity_outside_of_its_tails() -> None:
    y = torch.tensor([-50.0, -5.001, 5.001, 50.0])
    widths, heights, derivatives = (p.float() for p in _parameters(2.0, 4))
    assert torch.equal(inverse_spline(y, widths, heights, derivatives, BOUND), y)
    same, log_slope = spline(y, widths, heights, derivatives, BOUND)
    assert torch.equal(same, y)
    assert not log_slope.any()


def test_single_precision_stays_within_rounding_even_with_thin_bins() -> None:
    y = torch.linspace(-5.0, 5.0, 500)
    wide = _parameters(6.0, 500)
    ours = inverse_spline(y, *(p.float() for p in wide), BOUND)
    exact = inverse_spline(y.double(), *wide, BOUND)
    assert bool(ours.isfinite().all())
    slope = math.exp(6.0)  # a steep bin magnifies the rounding of y
    assert float((ours - exact).abs().max()) < 1e-6 * slope
