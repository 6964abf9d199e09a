"""The non-causal WaveNet that computes a coupling's shift (and, in training, the posterior)."""

from __future__ import annotations

from typing import cast

import torch
from torch import Tensor, nn

from vits_core.model.backends.cuda_convolution import CudaConvolution
from vits_core.model.backends.cuda_kernels import divided, gated
from vits_core.model.backends.onednn_convolution import PackedConvolution
from vits_core.model.convolution import TimeConvolution
from vits_core.model.streaming import TimeStream


class _TwofoldConvolution(TimeConvolution):
    """A convolution to twice the channels, the halves of which go different ways."""

    def __init__(self, channels: int, kernel_size: int = 1, dilation: int = 1) -> None:
        super().__init__(channels, 2 * channels, kernel_size, dilation)
        self._halves: tuple[PackedConvolution, PackedConvolution] | None = None

    def pack(self, dtype: torch.dtype, device: str) -> None:
        if device == "cuda":
            super().pack(dtype, device)
            return
        half = self.out_channels // 2
        self._halves = (
            self.prepared(PackedConvolution, dtype, slice(half)),
            self.prepared(PackedConvolution, dtype, slice(half, None)),
        )

    def unpack(self) -> None:
        super().unpack()
        self._halves = None


class GatedConvolution(_TwofoldConvolution):
    """One half's tanh gated by the other half's sigmoid."""

    def gated(self, x: Tensor, condition: Tensor | None, *, padded: bool) -> Tensor:
        """[B, C, 1, T], condition [B, 2 C, 1, 1] -> [B, C, 1, T]; shorter unless `padded`."""
        if isinstance(self.packed, CudaConvolution):
            return gated(self.packed.unbiased(x, padded=padded), self.packed.bias, condition)
        # Packed, the condition becomes part of the bias, which is one for the whole batch.
        if self._halves is None or (condition is not None and len(condition) > 1):
            h = self.plain(x, padded=padded)
            filtered, gate = (h if condition is None else h + condition).chunk(2, dim=1)
            return filtered.tanh() * gate.sigmoid()
        biases = (None, None) if condition is None else condition.flatten().chunk(2)
        tanh, sigmoid = self._halves
        filtered = tanh.activated(x, "tanh", extra_bias=biases[0], padded=padded)
        gate = sigmoid.activated(x, "sigmoid", extra_bias=biases[1], padded=padded)
        return filtered.mul_(gate)


class ResidualConvolution(_TwofoldConvolution):
    """Pointwise: one half continues the residual, the other the skip path."""

    def onto(self, h: Tensor, x: Tensor, skip: Tensor | None) -> tuple[Tensor, Tensor]:
        """`h`, `x`, `skip` [B, C, 1, T] -> `x` plus one half, `skip` plus the other."""
        if isinstance(self.packed, CudaConvolution):
            return divided(self.packed.unbiased(h), self.packed.bias, x, skip)
        if self._halves is None:
            residual, more = self.plain(h).chunk(2, dim=1)
            return x + residual, more if skip is None else skip + more
        residual_half, skip_half = self._halves
        return (
            residual_half.plus(h, x),
            skip_half(h) if skip is None else skip_half.plus(h, skip),
        )


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
        self.gates = nn.ModuleList(
            GatedConvolution(channels, kernel_size, dilation_rate**i) for i in range(layers)
        )
        self.outputs = nn.ModuleList(ResidualConvolution(channels) for _ in range(layers - 1))
        # The last layer has no residual, only a skip.
        self.outputs.append(TimeConvolution(channels, channels, 1))
        if speaker_channels:
            self.condition = TimeConvolution(speaker_channels, 2 * channels * layers, 1)

    @property
    def radius(self) -> int:
        """Frames to either side that a result depends on."""
        return sum(cast(GatedConvolution, gate).radius for gate in self.gates)

    def forward(
        self,
        x: Tensor,
        mask: Tensor | None,
        speaker: Tensor | None = None,
        stream: TimeStream | None = None,
    ) -> Tensor:
        """[B, C, 1, T], mask [B, 1, 1, T], speaker [B, S, 1, 1] or None -> [B, C, 1, T].

        No mask means that all frames count. With a stream, `x` is its next piece, the mask is the
        stream's, and the result lags by `radius`.
        """
        layers = len(self.gates)
        conditions: list[Tensor | None] = [None] * layers
        if speaker is not None:
            conditions = list(self.condition(speaker).split(2 * self.channels, dim=1))
        skip: Tensor | None = None
        for i, (gate, output) in enumerate(zip(self.gates, self.outputs, strict=True)):
            gate = cast(GatedConvolution, gate)
            if stream is None:
                h = gate.gated(x, conditions[i], padded=True)
            else:
                wide = stream.widen(x, gate.radius)
                h = gate.gated(wide, conditions[i], padded=False)
                x = wide[..., gate.radius : gate.radius + x.shape[3]]
                skip = None if skip is None else stream.delay(skip, gate.radius)
                mask = stream.mask(x)
            if isinstance(output, ResidualConvolution):
                x, skip = output.onto(h, x, skip)
                x = x if mask is None else x * mask
            else:
                output = cast(TimeConvolution, output)
                skip = output(h) if skip is None else output.plus(h, skip)
        skip = cast(Tensor, skip)
        return skip if mask is None else skip * mask
