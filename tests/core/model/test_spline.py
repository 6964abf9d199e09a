"""The inverse spline undoes the forward one of the paper, Durkan et al. 2019, equation 4."""

from __future__ import annotations

import math

import pytest
import torch
from torch import Tensor
from torch.nn import functional

from vits_core.model.spline import inverse_spline

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


@pytest.mark.parametrize("spread", [0.1, 1.0, 3.0])
def test_inverse_undoes_the_forward_spline(spread: float) -> None:
    x = torch.cat((torch.linspace(-6.5, 6.5, 301), torch.tensor([-BOUND, BOUND]))).double()
    widths, heights, derivatives = _parameters(spread, len(x))
    y = torch.tensor(
        [_forward_one(float(x[i]), widths[i], heights[i], derivatives[i]) for i in range(len(x))],
        dtype=torch.float64,
    )
    back = inverse_spline(y, widths, heights, derivatives, BOUND)
    assert float((y - x).abs().max()) > 0.01  # it does bend
    torch.testing.assert_close(back, x, rtol=0, atol=1e-7)


def test_it_is_the_identity_outside_of_its_tails() -> None:
    y = torch.tensor([-50.0, -5.001, 5.001, 50.0])
    widths, heights, derivatives = (p.float() for p in _parameters(2.0, 4))
    assert torch.equal(inverse_spline(y, widths, heights, derivatives, BOUND), y)


def test_single_precision_stays_within_rounding_even_with_thin_bins() -> None:
    y = torch.linspace(-5.0, 5.0, 500)
    wide = _parameters(6.0, 500)
    ours = inverse_spline(y, *(p.float() for p in wide), BOUND)
    exact = inverse_spline(y.double(), *wide, BOUND)
    assert bool(ours.isfinite().all())
    slope = math.exp(6.0)  # a steep bin magnifies the rounding of y
    assert float((ours - exact).abs().max()) < 1e-6 * slope
