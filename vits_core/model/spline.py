"""Monotonic rational-quadratic splines with linear tails (Durkan et al. 2019)."""

from __future__ import annotations

import math

import torch
from torch import Tensor
from torch.nn import functional

MIN_BIN = 1e-3
MIN_DERIVATIVE = 1e-3


def inverse_spline(
    y: Tensor, widths: Tensor, heights: Tensor, derivatives: Tensor, tail_bound: float
) -> Tensor:
    """Invert the spline at `y` [...]; outside of ±tail_bound it is the identity.

    `widths` and `heights` [..., bins] are unnormalised (softmax is applied), `derivatives`
    [..., bins - 1] are those at the inner knots before softplus; at the edges they are 1, so that
    the tails join smoothly.
    """
    edge = math.log(math.exp(1.0 - MIN_DERIVATIVE) - 1.0)
    slopes = MIN_DERIVATIVE + functional.softplus(
        functional.pad(derivatives, (1, 1), value=edge)
    )  # [..., bins + 1]
    x_knots = _knots(widths, tail_bound)
    y_knots = _knots(heights, tail_bound)

    inside = (y >= -tail_bound) & (y <= tail_bound)
    clamped = y.clamp(-tail_bound, tail_bound)
    inner = y_knots[..., 1:-1].contiguous()
    index = torch.searchsorted(inner, clamped.unsqueeze(-1), right=True)

    x_low, x_high = x_knots.gather(-1, index), x_knots.gather(-1, index + 1)
    y_low, y_high = y_knots.gather(-1, index), y_knots.gather(-1, index + 1)
    slope_low, slope_high = slopes.gather(-1, index), slopes.gather(-1, index + 1)
    width, height = x_high - x_low, y_high - y_low
    mean_slope = height / width

    # Equation 29 of Durkan et al.: solve a t^2 + b t + c = 0 for the position t in the bin.
    rise = clamped.unsqueeze(-1) - y_low
    bend = slope_low + slope_high - 2.0 * mean_slope
    a = height * (mean_slope - slope_low) + rise * bend
    b = height * slope_low - rise * bend
    c = -mean_slope * rise
    discriminant = (b * b - 4.0 * a * c).clamp_min(0.0)
    t = 2.0 * c / (-b - discriminant.sqrt())
    x = (t * width + x_low).squeeze(-1)
    return torch.where(inside, x, y)


def _knots(sizes: Tensor, tail_bound: float) -> Tensor:
    """Unnormalised bin sizes [..., bins] -> knots from -tail_bound to tail_bound."""
    bins = sizes.shape[-1]
    sizes = MIN_BIN + (1.0 - MIN_BIN * bins) * sizes.softmax(dim=-1)
    knots = functional.pad(sizes.cumsum(dim=-1), (1, 0))
    knots = 2.0 * tail_bound * knots - tail_bound
    knots[..., 0] = -tail_bound
    knots[..., -1] = tail_bound
    return knots
