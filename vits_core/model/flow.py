"""Normalizing flow between the prior's latent `z_p` and the decoder's latent `z`."""

from __future__ import annotations

from typing import cast

import torch
from torch import Tensor, nn
from torch.nn import functional

from vits_core.model.config import FlowConfig
from vits_core.model.convolution import TimeConvolution, from_image, to_channels_last
from vits_core.model.streaming import TimeStream
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
        nn.init.zeros_(self.post.weight)
        nn.init.zeros_(cast(Tensor, self.post.bias))

    def forward(self, x: Tensor, mask: Tensor | None, speaker: Tensor | None) -> Tensor:
        """[B, C, 1, T_frames], mask [B, 1, 1, T_frames] -> [B, C, 1, T_frames].

        No mask means that all frames count. The determinant is 1.
        """
        x_0, x_1 = x.chunk(2, dim=1)
        x_1 = x_1 + self._shift(x_0, mask, speaker)
        return torch.cat((x_0, x_1 if mask is None else x_1 * mask), dim=1)

    def inverse(
        self,
        x: Tensor,
        mask: Tensor | None,
        speaker: Tensor | None,
        stream: TimeStream | None = None,
    ) -> Tensor:
        """[B, C, 1, T_frames], mask [B, 1, 1, T_frames] -> [B, C, 1, T_frames].

        No mask means that all frames count. With a stream the result lags by the wavenet's radius.
        """
        x_0, x_1 = x.chunk(2, dim=1)
        mask = mask if stream is None else stream.mask(x)
        shift = self._shift(x_0, mask, speaker, stream)
        if stream is not None:
            x_0, x_1 = stream.delay(x, self.wavenet.radius).chunk(2, dim=1)
            mask = stream.mask(x)
        x_1 = x_1 - shift
        return torch.cat((x_0, x_1 if mask is None else x_1 * mask), dim=1)

    def _shift(
        self,
        x_0: Tensor,
        mask: Tensor | None,
        speaker: Tensor | None,
        stream: TimeStream | None = None,
    ) -> Tensor:
        """How far the second half of the channels moves, given the first [B, C / 2, 1, T]."""
        h = self.pre(x_0.contiguous(memory_format=torch.channels_last))
        h = self.wavenet(h if mask is None else h * mask, mask, speaker, stream)
        return self.post(h)  # type: ignore[no-any-return]


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

    @property
    def reach(self) -> int:
        """Frames to either side that a frame of `z` depends on."""
        return sum(cast(MeanCoupling, coupling).wavenet.radius for coupling in self.couplings)

    def forward(self, z: Tensor, mask: Tensor | None, speaker: Tensor | None = None) -> Tensor:
        """`z` [B, C, T_frames], mask [B, 1, T_frames] -> `z_p` [B, C, T_frames].

        No mask means that all frames count. The determinant is 1.
        """
        x, mask = to_channels_last(z), None if mask is None else mask.unsqueeze(2)
        if speaker is not None:
            speaker = to_channels_last(speaker)
        for coupling in self.couplings:
            x = coupling(x, mask, speaker).flip(1)
        return from_image(x)

    def inverse(self, z_p: Tensor, mask: Tensor | None, speaker: Tensor | None = None) -> Tensor:
        """`z_p` [B, C, T_frames], mask [B, 1, T_frames] -> `z` [B, C, T_frames].

        No mask means that all frames count.
        """
        z, mask = to_channels_last(z_p), None if mask is None else mask.unsqueeze(2)
        if speaker is not None:
            speaker = to_channels_last(speaker)
        for coupling in reversed(self.couplings):
            z = cast(MeanCoupling, coupling).inverse(z.flip(1), mask, speaker)
        return from_image(z)


class FlowStream:
    """`Flow.inverse` of one sequence whose `z_p` comes piece by piece: exact, nothing twice.

    Each coupling goes through the pieces on its own, so that one may work on a piece while the
    next coupling works on the piece before.
    """

    def __init__(self, flow: Flow, length: int, speaker: Tensor | None = None) -> None:
        self._couplings = [cast(MeanCoupling, each) for each in reversed(flow.couplings)]
        self._speaker = None if speaker is None else to_channels_last(speaker)
        self._streams: list[TimeStream] = []
        lag = 0
        for coupling in self._couplings:
            self._streams.append(TimeStream(length, lag))
            lag += coupling.wavenet.radius

    @property
    def steps(self) -> int:
        """How many couplings a piece has to pass."""
        return len(self._couplings)

    def piece(self, z_p: Tensor, frames: int) -> Tensor:
        """Frames of `z_p`, [1, C, T], T up to `frames`, as the first coupling takes them.

        A piece is computed as `frames` long, so that few shapes occur.
        """
        missing = frames - z_p.shape[2]
        return to_channels_last(functional.pad(z_p, (0, missing)) if missing else z_p)

    def step(self, index: int, piece: Tensor) -> Tensor:
        """Let the coupling of that index do the piece that is next for it."""
        stream = self._streams[index]
        stream.begin(piece.shape[3])
        return self._couplings[index].inverse(piece.flip(1), None, self._speaker, stream)

    def result(self, piece: Tensor) -> Tensor:
        """What a piece that passed all couplings adds to `z`, [1, C, T].

        It lags `Flow.reach` frames behind: empty pieces bring the rest.
        """
        last = self._streams[-1]
        first = last.position - self._couplings[-1].wavenet.radius
        start, stop = max(0, -first), min(piece.shape[3], last.length - first)
        return from_image(piece[..., start : max(start, stop)])
