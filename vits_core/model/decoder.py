"""HiFi-GAN decoder: latent frames -> waveform."""

from __future__ import annotations

from collections.abc import Iterable

import torch
from torch import Tensor, nn
from torch.nn import functional

from vits_core.model.config import DecoderConfig
from vits_core.model.convolution import TimeConvolution, TimeUpsampling, from_image, to_image

LEAKY_SLOPE = 0.1
FINAL_SLOPE = 0.01
"""The reference leaves PyTorch's default before `conv_post`; trained weights rely on it."""


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

    def forward(self, x: Tensor) -> Tensor:
        """[B, C, 1, T] -> [B, C, 1, T]."""
        for dilated, plain in zip(self.dilated, self.plain, strict=True):
            h = dilated(functional.leaky_relu(x, LEAKY_SLOPE))
            x = x + plain(functional.leaky_relu(h, LEAKY_SLOPE))
        return x


class ResBlock(nn.Module):
    """HiFi-GAN's ResBlock2: each step one dilated convolution."""

    def __init__(self, channels: int, kernel_size: int, dilations: Iterable[int]) -> None:
        super().__init__()
        self.dilated = nn.ModuleList(
            TimeConvolution(channels, channels, kernel_size, d) for d in dilations
        )

    def forward(self, x: Tensor) -> Tensor:
        """[B, C, 1, T] -> [B, C, 1, T]."""
        for dilated in self.dilated:
            x = x + dilated(functional.leaky_relu(x, LEAKY_SLOPE))
        return x


class UpsampleStage(nn.Module):
    """A transposed convolution and the resblocks whose outputs are averaged."""

    def __init__(self, config: DecoderConfig, index: int) -> None:
        super().__init__()
        rate, kernel = config.upsample_rates[index], config.upsample_kernels[index]
        channels = config.channels >> (index + 1)
        self.upsample = TimeUpsampling(config.channels >> index, channels, kernel, rate)
        block = PairedResBlock if config.paired_convolutions else ResBlock
        self.blocks = nn.ModuleList(
            block(channels, size, dilations)
            for size, dilations in zip(
                config.resblock_kernels, config.resblock_dilations, strict=True
            )
        )

    def forward(self, x: Tensor) -> Tensor:
        """[B, C, 1, T] -> [B, C / 2, 1, T * rate]."""
        x = self.upsample(functional.leaky_relu(x, LEAKY_SLOPE))
        total = self.blocks[0](x)
        for block in self.blocks[1:]:
            total = total + block(x)
        return total / len(self.blocks)  # type: ignore[no-any-return]


class Decoder(nn.Module):
    """HiFi-GAN's generator on the latent `z` (paper section 2.5.2)."""

    def __init__(self, config: DecoderConfig, latent_channels: int, speaker_channels: int) -> None:
        super().__init__()
        edge = config.edge_kernel_size
        self.conv_pre = TimeConvolution(latent_channels, config.channels, edge)
        stages = len(config.upsample_rates)
        self.stages = nn.ModuleList(UpsampleStage(config, i) for i in range(stages))
        self.conv_post = TimeConvolution(config.channels >> stages, 1, edge, bias=False)
        if speaker_channels:
            self.condition = TimeConvolution(speaker_channels, config.channels, 1)

    def forward(self, z: Tensor, speaker: Tensor | None = None) -> Tensor:
        """`z` [B, C, T_frames] -> waveform [B, 1, T_samples], T_samples = T_frames * hop."""
        x = self.conv_pre(to_image(z))
        if speaker is not None:
            x = x + self.condition(to_image(speaker))
        for stage in self.stages:
            x = stage(x)
        x = self.conv_post(functional.leaky_relu(x, FINAL_SLOPE))
        return torch.tanh(from_image(x))
