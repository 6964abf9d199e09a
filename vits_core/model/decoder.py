"""HiFi-GAN decoder: latent frames -> waveform."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, cast

import torch
from torch import Tensor, nn
from torch.nn import functional

from vits_core.model.backends.backend import Backend
from vits_core.model.config import DecoderConfig
from vits_core.model.convolution import (
    TimeConvolution,
    TimeUpsampling,
    from_image,
    to_channels_last,
)

LEAKY_SLOPE = 0.1
FINAL_SLOPE = 0.01
"""The reference leaves PyTorch's default before `conv_post`; trained weights rely on it."""
SLICE_BYTES = 3 * 2**19
"""Of one layer's output, as fits a core's cache."""


class Margins(NamedTuple):
    """Steps before and after what is wanted, computed only because others depend on them."""

    before: int
    after: int

    def scaled(self, factor: int) -> Margins:
        return Margins(self.before * factor, self.after * factor)


NO_MARGINS = Margins(0, 0)


class PairedResBlock(nn.Module):
    """HiFi-GAN's ResBlock1: each step a dilated and a plain convolution."""

    def __init__(self, channels: int, kernel_size: int, dilations: Iterable[int]) -> None:
        super().__init__()
        dilations = tuple(dilations)
        self.dilated = nn.ModuleList(
            TimeConvolution(channels, channels, kernel_size, d) for d in dilations
        )
        self.plain = nn.ModuleList(
            TimeConvolution(channels, channels, kernel_size) for _ in dilations
        )

    def forward(self, x: Tensor, active: Tensor, total: Tensor | None = None) -> Tensor:
        """What this block makes of `x` [B, C, 1, T], on top of `total`.

        `active` is the leaky ReLU of `x`, which all blocks of a stage share.
        """
        last = len(self.plain) - 1
        for i, (dilated, plain) in enumerate(zip(self.dilated, self.plain, strict=True)):
            h = cast(TimeConvolution, dilated).activated(active, LEAKY_SLOPE)
            if i < last:
                x, active = cast(TimeConvolution, plain).plus_activated(h, LEAKY_SLOPE, x)
        return _add_last(cast(TimeConvolution, plain), total, x, h)


class ResBlock(nn.Module):
    """HiFi-GAN's ResBlock2: each step one dilated convolution."""

    def __init__(self, channels: int, kernel_size: int, dilations: Iterable[int]) -> None:
        super().__init__()
        self.dilated = nn.ModuleList(
            TimeConvolution(channels, channels, kernel_size, d) for d in dilations
        )

    def forward(self, x: Tensor, active: Tensor, total: Tensor | None = None) -> Tensor:
        """What this block makes of `x` [B, C, 1, T], on top of `total`.

        `active` is the leaky ReLU of `x`, which all blocks of a stage share.
        """
        *first, last = (cast(TimeConvolution, layer) for layer in self.dilated)
        for dilated in first:
            x, active = dilated.plus_activated(active, LEAKY_SLOPE, x)
        return _add_last(last, total, x, active)


def _add_last(last: TimeConvolution, total: Tensor | None, x: Tensor, h: Tensor) -> Tensor:
    """total + x + last(h)"""
    return last.plus(h, x) if total is None else last.plus(h, total, x)


class WaveformConvolution(TimeConvolution):
    """To the one channel of the waveform, which would leave a convolution's kernel mostly idle."""

    def __init__(self, channels: int, kernel_size: int) -> None:
        super().__init__(channels, 1, kernel_size, bias=False)
        self._taps: Tensor | None = None

    def forward(self, x: Tensor) -> Tensor:
        """[B, C, 1, T] -> [B, 1, 1, T]."""
        if self._taps is None:
            return super().forward(x)
        # Each tap's product with each step, [B, K, T], zeros around; then the sums over diagonals.
        products = functional.pad(self._taps @ from_image(x), (self.radius, self.radius))
        batch, taps, padded = products.shape
        shape, strides = (batch, 1, taps, x.shape[3]), (taps * padded, 0, padded + 1, 1)
        return products.as_strided(shape, strides).sum(dim=2, keepdim=True)

    def pack(self, backend: Backend, dtype: torch.dtype) -> None:  # noqa: ARG002 - good for all
        self._taps = self.weight.detach()[0].T.to(dtype).contiguous()

    def unpack(self) -> None:
        self._taps = None


class UpsampleStage(nn.Module):
    """A transposed convolution and the resblocks whose outputs are averaged.

    Packed for a CPU it goes through its input slice by slice, each with what it depends on beyond
    its ends, so that what the layers hand to each other stays in the cache.
    """

    def __init__(self, config: DecoderConfig, index: int) -> None:
        super().__init__()
        rate, kernel = config.upsample_rates[index], config.upsample_kernels[index]
        channels = config.channels >> (index + 1)
        self.rate = rate
        self.upsample = TimeUpsampling(config.channels >> index, channels, kernel, rate)
        block = PairedResBlock if config.paired_convolutions else ResBlock
        self.blocks = nn.ModuleList(
            block(channels, size, dilations)
            for size, dilations in zip(
                config.resblock_kernels, config.resblock_dilations, strict=True
            )
        )

    def forward(self, active: Tensor) -> Tensor:
        """Leaky ReLU of the sound so far, [B, C, 1, T] -> [B, C / 2, 1, T * rate]."""
        batch, _, _, length = active.shape
        channels = self.upsample.out_channels
        count = -(-batch * channels * length * self.rate * active.itemsize // SLICE_BYTES)
        if not self.upsample.operator.sliced or count == 1:
            return self._whole(active)
        size = -(-length // count)
        span = min(length, size + 2 * self.reach(0))
        y = active.new_empty(batch, 1, length * self.rate, channels).permute(0, 3, 1, 2)
        for first in range(0, length, size):
            first = min(first, length - size)
            start = min(max(0, first - self.reach(0)), length - span)
            part = self._whole(active[..., start : start + span])
            before = (first - start) * self.rate
            samples = size * self.rate
            y[..., first * self.rate :][..., :samples] = part[..., before : before + samples]
        return y

    def _whole(self, active: Tensor) -> Tensor:
        x, active = self.upsample(active, LEAKY_SLOPE)
        total = None
        for block in self.blocks:
            total = block(x, active, total)
        return cast(Tensor, total) / len(self.blocks)

    def reach(self, samples: int) -> int:
        """Inputs to either side that outputs up to `samples` beyond the input's span depend on."""
        widest = max(
            sum(layer.radius for layer in block.modules() if isinstance(layer, TimeConvolution))
            for block in self.blocks
        )
        return self.upsample.reach(samples + widest)


class Decoder(nn.Module):
    """HiFi-GAN's generator on the latent `z` (paper section 2.5.2).

    The stages may compute in less than float32; the convolutions before and after them stay, as
    they cost next to nothing and the audible part of the rounding is theirs.
    """

    def __init__(self, config: DecoderConfig, latent_channels: int, speaker_channels: int) -> None:
        super().__init__()
        edge = config.edge_kernel_size
        self.conv_pre = TimeConvolution(latent_channels, config.channels, edge)
        stages = len(config.upsample_rates)
        self.stages = nn.ModuleList(UpsampleStage(config, i) for i in range(stages))
        self.conv_post = WaveformConvolution(config.channels >> stages, edge)
        if speaker_channels:
            self.condition = TimeConvolution(speaker_channels, config.channels, 1)
        self.stage_dtype: torch.dtype | None = None
        """What the stages compute in where it is not the weights' own type."""
        reach = self.conv_post.radius
        reaches = [reach]
        for stage in reversed(self.stages):
            reach = cast(UpsampleStage, stage).reach(reach)
            reaches.append(reach)
        self._reaches = reaches[::-1]
        """For each stage, and at last `conv_post`: inputs to either side that matter."""

    @property
    def reach(self) -> int:
        """Frames of `z` to either side that a frame's sound depends on."""
        return self.conv_pre.radius + self._reaches[0]

    def forward(
        self, z: Tensor, speaker: Tensor | None = None, margins: Margins = NO_MARGINS
    ) -> Tensor:
        """`z` [B, C, T_frames] -> waveform [B, 1, T_samples], T_samples = T_frames * hop.

        Frames in `margins` are context: their sound is left out, and computed no further than it
        matters. The rest is exact where a margin is at least `reach` or ends where the sound does.
        """
        x = self.conv_pre(to_channels_last(z))
        if speaker is not None:
            x = x + self.condition(to_channels_last(speaker))
        if self.stage_dtype is not None:
            x = x.to(self.stage_dtype)
        x = functional.leaky_relu(x, LEAKY_SLOPE)
        for i, (stage, reach) in enumerate(zip(self.stages, self._reaches[:-1], strict=True)):
            x, margins = _crop(x, margins, reach)
            x = stage(x)
            margins = margins.scaled(cast(UpsampleStage, stage).rate)
            if i < len(self.stages) - 1:
                x = functional.leaky_relu(x, LEAKY_SLOPE)
        x, margins = _crop(x, margins, self._reaches[-1])
        x = functional.leaky_relu(x, FINAL_SLOPE).to(z.dtype)
        x = from_image(self.conv_post(x))
        return torch.tanh(x[:, :, margins.before : x.shape[2] - margins.after])


def _crop(x: Tensor, margins: Margins, reach: int) -> tuple[Tensor, Margins]:
    """Drop what lies further out than `reach`, so that every position costs the same.

    Where one margin is shorter than `reach`, as at an end of the sound, the other keeps the
    difference: pieces of equal length then have equal shapes all the way, wherever they lie.
    """
    surplus = max(0, margins.before + margins.after - 2 * reach)
    before = min(surplus, max(0, margins.before - reach))
    after = min(surplus - before, max(0, margins.after - reach))
    kept = Margins(margins.before - before, margins.after - after)
    return x[:, :, :, before : x.shape[3] - after], kept
