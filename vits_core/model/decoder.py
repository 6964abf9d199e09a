"""HiFi-GAN decoder: latent frames -> waveform."""

from __future__ import annotations

from collections.abc import Iterable

import torch
from torch import Tensor, nn
from torch.nn import functional

from vits_core.model.config import DecoderConfig

LEAKY_SLOPE = 0.1
FINAL_SLOPE = 0.01
"""The reference leaves PyTorch's default before `conv_post`; trained weights rely on it."""


def _same_convolution(channels: int, kernel_size: int, dilation: int) -> nn.Conv1d:
    padding = (kernel_size - 1) * dilation // 2
    return nn.Conv1d(channels, channels, kernel_size, dilation=dilation, padding=padding)


class PairedResBlock(nn.Module):
    """HiFi-GAN's ResBlock1: each step a dilated and a plain convolution."""

    def __init__(self, channels: int, kernel_size: int, dilations: Iterable[int]) -> None:
        super().__init__()
        dilations = tuple(dilations)
        self.dilated = nn.ModuleList(_same_convolution(channels, kernel_size, d) for d in dilations)
        self.plain = nn.ModuleList(_same_convolution(channels, kernel_size, 1) for _ in dilations)

    def forward(self, x: Tensor) -> Tensor:
        """[B, C, T] -> [B, C, T]."""
        for dilated, plain in zip(self.dilated, self.plain, strict=True):
            h = dilated(functional.leaky_relu(x, LEAKY_SLOPE))
            x = x + plain(functional.leaky_relu(h, LEAKY_SLOPE))
        return x


class ResBlock(nn.Module):
    """HiFi-GAN's ResBlock2: each step one dilated convolution."""

    def __init__(self, channels: int, kernel_size: int, dilations: Iterable[int]) -> None:
        super().__init__()
        self.dilated = nn.ModuleList(_same_convolution(channels, kernel_size, d) for d in dilations)

    def forward(self, x: Tensor) -> Tensor:
        """[B, C, T] -> [B, C, T]."""
        for dilated in self.dilated:
            x = x + dilated(functional.leaky_relu(x, LEAKY_SLOPE))
        return x


class UpsampleStage(nn.Module):
    """A transposed convolution and the resblocks whose outputs are averaged."""

    def __init__(self, config: DecoderConfig, index: int) -> None:
        super().__init__()
        rate, kernel = config.upsample_rates[index], config.upsample_kernels[index]
        channels = config.channels >> (index + 1)
        self.upsample = nn.ConvTranspose1d(
            config.channels >> index, channels, kernel, rate, padding=(kernel - rate) // 2
        )
        block = PairedResBlock if config.paired_convolutions else ResBlock
        self.blocks = nn.ModuleList(
            block(channels, size, dilations)
            for size, dilations in zip(
                config.resblock_kernels, config.resblock_dilations, strict=True
            )
        )

    def forward(self, x: Tensor) -> Tensor:
        """[B, C, T] -> [B, C / 2, T * rate]."""
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
        self.conv_pre = nn.Conv1d(latent_channels, config.channels, edge, padding=edge // 2)
        stages = len(config.upsample_rates)
        self.stages = nn.ModuleList(UpsampleStage(config, i) for i in range(stages))
        self.conv_post = nn.Conv1d(
            config.channels >> stages, 1, edge, padding=edge // 2, bias=False
        )
        if speaker_channels:
            self.condition = nn.Conv1d(speaker_channels, config.channels, 1)

    def forward(self, z: Tensor, speaker: Tensor | None = None) -> Tensor:
        """`z` [B, C, T_frames] -> waveform [B, 1, T_samples], T_samples = T_frames * hop."""
        x = self.conv_pre(z)
        if speaker is not None:
            x = x + self.condition(speaker)
        for stage in self.stages:
            x = stage(x)
        return torch.tanh(self.conv_post(functional.leaky_relu(x, FINAL_SLOPE)))
