"""Short stretches of each recording, which is all that the decoder is trained on at a time."""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor
from torch.nn import functional


class Segments(NamedTuple):
    """One stretch of each item of a batch (paper section 2.1.3, windowed generator training)."""

    starts: Tensor
    """First frame of each, int64 [B]"""
    frames: int
    """How long they are"""

    def of(self, x: Tensor, step: int = 1) -> Tensor:
        """[B, C, T_frames * step] -> [B, C, frames * step]; zeros where `x` is too short."""
        size = self.frames * step
        x = functional.pad(x, (0, max(0, size - x.shape[2])))
        places = self.starts.unsqueeze(1) * step + torch.arange(size, device=x.device)
        return x.gather(2, places.unsqueeze(1).expand(-1, x.shape[1], -1))


def random_segments(
    lengths: Tensor, frames: int, generator: torch.Generator | None = None
) -> Segments:
    """Segments within lengths [B] in frames, all places alike; a shorter item begins at 0."""
    places = (lengths - frames + 1).clamp_min(1)
    chance = torch.rand(lengths.shape, generator=generator, device=lengths.device)
    # Rounding may take the product of a number just below 1 up to the number of places.
    starts = torch.minimum((chance * places).to(torch.int64), places - 1)
    return Segments(starts, frames)
