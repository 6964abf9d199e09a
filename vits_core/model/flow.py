"""Normalizing flow between the prior's latent `z_p` and the decoder's latent `z`."""

from __future__ import annotations

from typing import cast

import torch
from torch import Tensor, nn

from vits_core.model.config import FlowConfig
from vits_core.model.convolution import TimeConvolution, from_image, to_image
from vits_core.model.wavenet import WaveNet


class MeanCoupling(nn.Module):
    """Affine coupling that only shifts: the second half of the channels, given the first."""

    def __init__(self, config: FlowConfig, latent_channels: int, channels: int, speaker: int):
        super().__init__()
        half = latent_channels // 2
        self.pre = TimeConvolution(half, channels, 1)
        self.wavenet = WaveNet(
            channels, config.kernel_size, config.dilation_rate, config.wavenet_layers, speaker
        )
        self.post = TimeConvolution(channels, half, 1)

    def inverse(self, x: Tensor, mask: Tensor, speaker: Tensor | None) -> Tensor:
        """[B, C, 1, T_frames], mask [B, 1, 1, T_frames] -> [B, C, 1, T_frames]."""
        x_0, x_1 = x.chunk(2, dim=1)
        h = self.wavenet(self.pre(x_0) * mask, mask, speaker)
        m = self.post(h) * mask
        return torch.cat((x_0, (x_1 - m) * mask), dim=1)


class Flow(nn.Module):
    """Couplings with the channel order reversed behind each (paper section 2.1.2)."""

    def __init__(
        self, config: FlowConfig, latent_channels: int, channels: int, speaker_channels: int
    ) -> None:
        super().__init__()
        self.couplings = nn.ModuleList(
            MeanCoupling(config, latent_channels, channels, speaker_channels)
            for _ in range(config.couplings)
        )

    def inverse(self, z_p: Tensor, mask: Tensor, speaker: Tensor | None = None) -> Tensor:
        """`z_p` [B, C, T_frames], mask [B, 1, T_frames] -> `z` [B, C, T_frames]."""
        z, mask = to_image(z_p), mask.unsqueeze(2)
        if speaker is not None:
            speaker = to_image(speaker)
        for coupling in reversed(self.couplings):
            z = cast(MeanCoupling, coupling).inverse(z.flip(1), mask, speaker)
        return from_image(z)
