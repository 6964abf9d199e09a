"""Monotonic rational-quadratic splines with linear tails (Durkan et al. 2019)."""

from __future__ import annotations

import math
from typing import NamedTuple

import torch
from torch import Tensor
from torch.nn import functional

MIN_BIN = 1e-3
MIN_DERIVATIVE = 1e-3


def spline(
    x: Tensor, widths: Tensor, heights: Tensor, derivatives: Tensor, tail_bound: float
) -> tuple[Tensor, Tensor]:
    """The spline at `x` [...], and the logarithm of its slope there [...].

    Outside of ±tail_bound it is the identity. `widths` and `heights` [..., bins] are unnormalised
    (softmax is applied), `derivatives` [..., bins - 1] are those at the inner knots before
    softplus; at the edges they are 1, so that the tails join smoothly.
    """
    knots = _knots(widths, heights, derivatives, tail_bound)
    inside = (x >= -tail_bound) & (x <= tail_bound)
    clamped = x.clamp(-tail_bound, tail_bound)
    part = _bin(knots, knots.x, clamped)
    mean_slope = part.height / part.width

    # Equations 19 and 22 of Durkan et al., with the position t in the bin.
    t = (clamped.unsqueeze(-1) - part.x) / part.width
    rest = 1.0 - t
    rise = part.height * (mean_slope * t * t + part.slope * t * rest)
    bend = part.next_slope + part.slope - 2.0 * mean_slope
    denominator = mean_slope + bend * t * rest
    y = part.y + rise / denominator
    slope = part.next_slope * t * t + 2.0 * mean_slope * t * rest + part.slope * rest * rest
    log_slope = 2.0 * (mean_slope.log() - denominator.log()) + slope.log()
    return (
        torch.where(inside, y.squeeze(-1), x),
        torch.where(inside, log_slope.squeeze(-1), 0.0),
    )


def inverse_spline(
    y: Tensor, widths: Tensor, heights: Tensor, derivatives: Tensor, tail_bound: float
) -> Tensor:
    """The `x` at which `spline` is `y` [...]."""
    knots = _knots(widths, heights, derivatives, tail_bound)
    inside = (y >= -tail_bound) & (y <= tail_bound)
    clamped = y.clamp(-tail_bound, tail_bound)
    part = _bin(knots, knots.y, clamped)
    mean_slope = part.height / part.width

    # Equation 29 of Durkan et al.: solve a t^2 + b t + c = 0 for the position t in the bin.
    rise = clamped.unsqueeze(-1) - part.y
    bend = part.slope + part.next_slope - 2.0 * mean_slope
    a = part.height * (mean_slope - part.slope) + rise * bend
    b = part.height * part.slope - rise * bend
    c = -mean_slope * rise
    discriminant = (b * b - 4.0 * a * c).clamp_min(0.0)
    t = 2.0 * c / (-b - discriminant.sqrt())
    x = (t * part.width + part.x).squeeze(-1)
    return torch.where(inside, x, y)


class _Knots(NamedTuple):
    """Where the bins meet, and how steep the spline is there; each [..., bins + 1]."""

    x: Tensor
    y: Tensor
    slopes: Tensor


class _Bin(NamedTuple):
    """The bin that a value lies in; each [..., 1]."""

    x: Tensor
    y: Tensor
    width: Tensor
    height: Tensor
    slope: Tensor
    next_slope: Tensor


def _knots(widths: Tensor, heights: Tensor, derivatives: Tensor, tail_bound: float) -> _Knots:
    edge = math.log(math.exp(1.0 - MIN_DERIVATIVE) - 1.0)
    slopes = MIN_DERIVATIVE + functional.softplus(functional.pad(derivatives, (1, 1), value=edge))
    return _Knots(_places(widths, tail_bound), _places(heights, tail_bound), slopes)


def _places(sizes: Tensor, tail_bound: float) -> Tensor:
    """Unnormalised bin sizes [..., bins] -> knots from -tail_bound to tail_bound."""
    bins = sizes.shape[-1]
    sizes = MIN_BIN + (1.0 - MIN_BIN * bins) * sizes.softmax(dim=-1)
    places = functional.pad(sizes.cumsum(dim=-1), (1, 0))
    places = 2.0 * tail_bound * places - tail_bound
    places[..., 0] = -tail_bound
    places[..., -1] = tail_bound
    return places


def _bin(knots: _Knots, places: Tensor, value: Tensor) -> _Bin:
    """The bin of each value [...] among the knots' places on its axis."""
    inner = places[..., 1:-1].detach().contiguous()
    index = torch.searchsorted(inner, value.detach().unsqueeze(-1), right=True)
    x, next_x = knots.x.gather(-1, index), knots.x.gather(-1, index + 1)
    y, next_y = knots.y.gather(-1, index), knots.y.gather(-1, index + 1)
    slope, next_slope = knots.slopes.gather(-1, index), knots.slopes.gather(-1, index + 1)
    return _Bin(x, y, next_x - x, next_y - y, slope, next_slope)
