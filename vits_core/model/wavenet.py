"""The non-causal WaveNet that computes a coupling's shift (and, in training, the posterior)."""

from __future__ import annotations

from typing import cast

from torch import Tensor, nn

from vits_core.model.convolution import TimeConvolution
from vits_core.model.streaming import TimeStream


class GatedConvolution(TimeConvolution):
    """To twice the channels: one half's tanh gated by the other half's sigmoid."""

    def __init__(self, channels: int, kernel_size: int, dilation: int) -> None:
        super().__init__(channels, 2 * channels, kernel_size, dilation)

    def forward(self, x: Tensor, condition: Tensor | None = None, *, padded: bool = True) -> Tensor:
        """[B, C, 1, T], condition [B, 2 C, 1, 1] -> [B, C, 1, T]; shorter unless `padded`."""
        return self.operator.gated(x, condition, padded=padded)


class ResidualConvolution(TimeConvolution):
    """To twice the channels: one half continues the residual, the other the skip path."""

    def __init__(self, channels: int) -> None:
        super().__init__(channels, 2 * channels, 1)

    def forward(  # type: ignore[override]
        self, h: Tensor, x: Tensor, skip: Tensor | None
    ) -> tuple[Tensor, Tensor]:
        """`h`, `x`, `skip` [B, C, 1, T] -> `x` plus one half, `skip` plus the other."""
        return self.operator.divided(h, x, skip)


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
                h = gate(x, conditions[i])
            else:
                wide = stream.widen(x, gate.radius)
                h = gate(wide, conditions[i], padded=False)
                x = wide[..., gate.radius : gate.radius + x.shape[3]]
                skip = None if skip is None else stream.delay(skip, gate.radius)
                mask = stream.mask(x)
            if isinstance(output, ResidualConvolution):
                x, skip = output(h, x, skip)
                x = x if mask is None else x * mask
            else:
                output = cast(TimeConvolution, output)
                skip = output(h) if skip is None else output.plus(h, skip)
        skip = cast(Tensor, skip)
        return skip if mask is None else skip * mask
