"""Every backend computes what the plain convolutions compute; here on a CPU's tensors."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from vits_core.model.backends import CUDA, ONEDNN
from vits_core.model.backends.backend import Backend, Filters, TransposedFilters
from vits_core.model.backends.onednn_convolution import can_pack
from vits_core.model.backends.plain_convolution import PlainConvolution, PlainUpsampling

BACKENDS = pytest.mark.parametrize(
    "backend",
    [
        pytest.param(
            ONEDNN, id="oneDNN", marks=pytest.mark.skipif(not can_pack(), reason="needs oneDNN")
        ),
        pytest.param(CUDA, id="CUDA"),
    ],
)
SLOPE = 0.1


@pytest.fixture(autouse=True)
def _inference() -> object:
    with torch.inference_mode(), torch.random.fork_rng(devices=[]):
        torch.manual_seed(1)
        yield


def _sound(batch: int, channels: int, steps: int) -> Tensor:
    return torch.randn(batch, channels, 1, steps).contiguous(memory_format=torch.channels_last)


def _close(ours: Tensor, theirs: Tensor) -> None:
    assert ours.shape == theirs.shape
    torch.testing.assert_close(ours, theirs, rtol=1e-5, atol=1e-5)


@BACKENDS
@pytest.mark.parametrize("batch", [1, 3])
@pytest.mark.parametrize("bias", [False, True])
@pytest.mark.parametrize(("kernel", "dilation", "steps"), [(1, 1, 5), (3, 2, 1), (5, 3, 40)])
def test_convolutions_and_what_follows_them(
    backend: Backend, batch: int, bias: bool, kernel: int, dilation: int, steps: int
) -> None:
    filters = Filters(
        torch.randn(16, 8, kernel),
        torch.randn(16) if bias else None,
        (kernel - 1) * dilation // 2,
        dilation,
    )
    x, one, other = (_sound(batch, channels, steps) for channels in (8, 16, 16))
    ours, plain = backend.convolution(filters, torch.float32), PlainConvolution(filters)
    expected = plain(x)
    _close(ours(x), expected)
    _close(ours.activated(x, SLOPE), torch.where(expected < 0, SLOPE * expected, expected))
    _close(ours.plus(x, one), expected + one)
    _close(ours.plus(x, one, other), expected + one + other)
    both, active = ours.plus_activated(x, SLOPE, one)
    _close(both, expected + one)
    _close(active, torch.where(both < 0, SLOPE * both, both))


@BACKENDS
@pytest.mark.parametrize("batch", [1, 3])
@pytest.mark.parametrize("conditioned", [False, True])
@pytest.mark.parametrize("padded", [False, True])
def test_gates_and_residuals(backend: Backend, batch: int, conditioned: bool, padded: bool) -> None:
    filters = Filters(torch.randn(16, 8, 3), torch.randn(16), 1, 1)
    x, skip = _sound(batch, 8, 12), _sound(batch, 8, 12)
    condition = torch.randn(batch, 16, 1, 1) if conditioned else None
    ours, plain = backend.convolution(filters, torch.float32), PlainConvolution(filters)
    h = plain(x, padded=padded) + (0.0 if condition is None else condition)
    _close(ours.gated(x, condition, padded=padded), h[:, :8].tanh() * h[:, 8:].sigmoid())
    h = plain(x)
    for before in (None, skip):
        residual, more = ours.divided(x, x, before)
        _close(residual, x + h[:, :8])
        _close(more, h[:, 8:] if before is None else before + h[:, 8:])


@BACKENDS
@pytest.mark.parametrize("batch", [1, 3])
@pytest.mark.parametrize(("kernel", "rate"), [(16, 8), (8, 4), (4, 2), (11, 5), (2, 2)])
@pytest.mark.parametrize("steps", [1, 9])
def test_transposed_convolutions(
    backend: Backend, batch: int, kernel: int, rate: int, steps: int
) -> None:
    filters = TransposedFilters(
        torch.randn(8, 16, kernel), torch.randn(16), rate, (kernel - rate) // 2
    )
    x = _sound(batch, 8, steps)
    made, active = backend.upsampling(filters, torch.float32)(x, SLOPE)
    expected, bent = PlainUpsampling(filters)(x, SLOPE)
    assert made.shape[3] == steps * rate
    _close(made, expected)
    _close(active, bent)
