"""Computing a sequence piece by piece, with exactly the result of computing it at once."""

from __future__ import annotations

import torch
from torch import Tensor


class TimeStream:
    """The place in a sequence of `length` frames, and what the next piece needs of those before.

    A convolution whose kernel reaches `radius` frames to either side can answer for a frame only
    `radius` frames later. So each one takes the last frames of the piece before it along (`widen`)
    and its results lag; what bypasses it has to lag as much (`delay`). Beyond the sequence's ends
    every layer must see zeros, as it would in a whole sequence: `mask`.

    For each piece call `begin`, and then the same methods in the same order.
    """

    def __init__(self, length: int, lag: int = 0) -> None:
        self.length = length
        self.position = -lag
        """The frame that the piece begins with; what is given may lag behind from the start."""
        self._frames = 0
        self._lag = 0
        self._kept: list[Tensor] = []
        self._index = 0

    def begin(self, frames: int) -> None:
        """A piece of so many frames comes; beyond the sequence's end they have to be zeros."""
        self.position += self._frames
        self._frames = frames
        self._lag = 0
        self._index = 0

    def widen(self, x: Tensor, radius: int) -> Tensor:
        """[B, C, 1, T] -> [B, C, 1, T + 2 radius] with the frames before; from here on the lag is
        `radius` greater."""
        self._lag += radius
        return self._joined(x, 2 * radius)

    def delay(self, x: Tensor, frames: int) -> Tensor:
        """[B, C, 1, T] -> what comes `frames` earlier, [B, C, 1, T]; the lag stays."""
        return self._joined(x, frames)[..., : x.shape[-1]] if frames else x

    def mask(self, x: Tensor) -> Tensor | None:
        """1 for the frames of [B, C, 1, T] within the sequence, 0 beyond, [1, 1, 1, T]; None when
        all are within."""
        first = self.position - self._lag
        if first >= 0 and first + self._frames <= self.length:
            return None
        steps = torch.arange(first, first + self._frames, device=x.device)
        return ((steps >= 0) & (steps < self.length)).to(x.dtype).view(1, 1, 1, -1)

    def _joined(self, x: Tensor, frames: int) -> Tensor:
        """`x` behind the last `frames` of what was given at this place before."""
        if not frames:
            return x
        if self._index == len(self._kept):
            shape = (*x.shape[:3], frames)
            zeros = x.new_zeros(shape).contiguous(memory_format=torch.channels_last)
            self._kept.append(zeros)
        joined = torch.cat((self._kept[self._index], x), dim=3)
        self._kept[self._index] = joined[..., -frames:]
        self._index += 1
        return joined
