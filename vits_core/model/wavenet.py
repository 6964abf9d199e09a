"""The non-causal WaveNet that computes a coupling's shift (and, in training, the posterior)."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from vits_core.model.convolution import TimeConvolution


class WaveNet(nn.Module):
    """Gated dilated convolutions with residual and skip connections, conditioned on a speaker."""

    def __init__(
        self,
        channels: int,
        kernel_size: int,
        dilation_rate: int,
        layers: int,
        speaker_channels: int = 0,
    ) -> None:
        super().__init__()
        self.channels = channels
        self.gates = nn.ModuleList()
        self.outputs = nn.ModuleList()
        for i in range(layers):
            dilation = dilation_rate**i
            self.gates.append(TimeConvolution(channels, 2 * channels, kernel_size, dilation))
            # The last layer has no residual, only a skip.
            width = 2 * channels if i < layers - 1 else channels
            self.outputs.append(TimeConvolution(channels, width, 1))
        if speaker_channels:
            self.condition = TimeConvolution(speaker_channels, 2 * channels * layers, 1)

    def forward(self, x: Tensor, mask: Tensor, speaker: Tensor | None = None) -> Tensor:
        """[B, C, 1, T], mask [B, 1, 1, T], speaker [B, S, 1, 1] or None -> [B, C, 1, T]."""
        skip = torch.zeros_like(x)
        conditions = None
        if speaker is not None:
            conditions = self.condition(speaker).split(2 * self.channels, dim=1)
        last = len(self.gates) - 1
        for i, (gate, output) in enumerate(zip(self.gates, self.outputs, strict=True)):
            h = gate(x)
            if conditions is not None:
                h = h + conditions[i]
            filtered, gated = h.chunk(2, dim=1)
            h = output(filtered.tanh() * gated.sigmoid())
            if i < last:
                residual, h = h.chunk(2, dim=1)
                x = (x + residual) * mask
            skip = skip + h
        return skip * mask
