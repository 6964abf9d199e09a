"""Discriminators of HiFi-GAN (Kong, Kim, Bae 2020): is this sound a recording?

Their parameters have the names that the reference gives them.
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.nn.utils.parametrizations import weight_norm

LEAKY_SLOPE = 0.1
PERIODS = (2, 3, 5, 7, 11)
PERIOD_CHANNELS = (1, 32, 128, 512, 1024, 1024)
PERIOD_KERNEL = 5
PERIOD_STRIDES = (3, 3, 3, 3, 1)


class _Layer(NamedTuple):
    """Sizes of one convolution of the scale discriminator."""

    channels: int
    out_channels: int
    kernel_size: int
    stride: int
    groups: int


SCALE_LAYERS = (
    _Layer(1, 16, 15, 1, 1),
    _Layer(16, 64, 41, 4, 4),
    _Layer(64, 256, 41, 4, 16),
    _Layer(256, 1024, 41, 4, 64),
    _Layer(1024, 1024, 41, 4, 256),
    _Layer(1024, 1024, 5, 1, 1),
)


class Verdict(NamedTuple):
    """What one discriminator thinks of each sound."""

    score: Tensor
    """Towards 1 for recordings, towards 0 for what was generated, [B, places]"""
    features: tuple[Tensor, ...]
    """What its layers made of the sound, the score's layer last; [B, C, ...]"""


class ScaleDiscriminator(nn.Module):
    """Looks at the waveform itself."""

    def __init__(self, narrowing: int = 1) -> None:
        super().__init__()
        self.convs = nn.ModuleList(
            weight_norm(
                nn.Conv1d(
                    _narrowed(layer.channels, narrowing),
                    _narrowed(layer.out_channels, narrowing),
                    layer.kernel_size,
                    layer.stride,
                    layer.kernel_size // 2,
                    groups=_narrowed(layer.groups, narrowing),
                )
            )
            for layer in SCALE_LAYERS
        )
        last = _narrowed(SCALE_LAYERS[-1].out_channels, narrowing)
        self.conv_post = weight_norm(nn.Conv1d(last, 1, 3, padding=1))

    def forward(self, waveform: Tensor) -> Verdict:
        """Waveform [B, T_samples]."""
        return _verdict(waveform.unsqueeze(1), self.convs, self.conv_post)


class PeriodDiscriminator(nn.Module):
    """Looks at samples that lie a period apart."""

    def __init__(self, period: int, narrowing: int = 1) -> None:
        super().__init__()
        self.period = period
        kernel, padding = (PERIOD_KERNEL, 1), (PERIOD_KERNEL // 2, 0)
        widths = [_narrowed(channels, narrowing) for channels in PERIOD_CHANNELS]
        self.convs = nn.ModuleList(
            weight_norm(nn.Conv2d(channels, out_channels, kernel, (stride, 1), padding))
            for channels, out_channels, stride in zip(
                widths[:-1], widths[1:], PERIOD_STRIDES, strict=True
            )
        )
        self.conv_post = weight_norm(nn.Conv2d(widths[-1], 1, (3, 1), padding=(1, 0)))

    def forward(self, waveform: Tensor) -> Verdict:
        """Waveform [B, T_samples], longer than the period."""
        missing = -waveform.shape[1] % self.period
        x = functional.pad(waveform.unsqueeze(1), (0, missing), mode="reflect")
        # [B, 1, T] -> [B, 1, T / period, period]
        x = x.view(x.shape[0], 1, -1, self.period)
        return _verdict(x, self.convs, self.conv_post)


class Discriminators(nn.Module):
    """One scale discriminator and one for each period (paper section 2.5.3).

    `narrowing` divides every layer's channels, for training without a GPU: at full size the
    discriminators are nine tenths of a small voice's training.
    """

    def __init__(self, periods: tuple[int, ...] = PERIODS, narrowing: int = 1) -> None:
        super().__init__()
        by_period = (PeriodDiscriminator(period, narrowing) for period in periods)
        self.discriminators = nn.ModuleList([ScaleDiscriminator(narrowing), *by_period])

    def forward(self, waveform: Tensor) -> list[Verdict]:
        """Waveform [B, T_samples] -> each discriminator's verdict."""
        return [discriminator(waveform) for discriminator in self.discriminators]


def _narrowed(channels: int, narrowing: int) -> int:
    """The waveform has one channel, which stays."""
    return max(1, channels // narrowing)


def _verdict(x: Tensor, layers: nn.ModuleList, last: nn.Module) -> Verdict:
    features = []
    for layer in layers:
        x = functional.leaky_relu(layer(x), LEAKY_SLOPE)
        features.append(x)
    score: Tensor = last(x)
    return Verdict(torch.flatten(score, 1), (*features, score))
