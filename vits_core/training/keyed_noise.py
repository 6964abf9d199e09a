"""The randomness of training, keyed: the same clip at the same step always draws the same.

So a training that was stopped and goes on is the one that was never stopped, and several processes
compute what one would have.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import torch
from torch import Tensor


def key(*parts: object) -> int:
    """A number of 63 bits that stands for these parts."""
    digest = hashlib.blake2b("/".join(map(str, parts)).encode(), digest_size=8).digest()
    return int.from_bytes(digest) >> 1


def keyed_normal(
    keys: Sequence[int], channels: int, lengths: Sequence[int], device: torch.device
) -> Tensor:
    """Standard normal noise for items of these lengths, [B, channels, max(lengths)].

    An item's noise depends on its key and its own length; zeros lie behind it.
    """
    noise = torch.zeros(len(keys), channels, max(lengths), device=device)
    for row, item, length in zip(noise, keys, lengths, strict=True):
        generator = torch.Generator(device).manual_seed(item)
        row[:, :length] = torch.randn(channels, length, generator=generator, device=device)
    return noise


def keyed_starts(keys: Sequence[int], most: Sequence[int], device: torch.device) -> Tensor:
    """A whole number from 0 to `most`, both included, for each item, [B]."""
    starts = []
    for item, limit in zip(keys, most, strict=True):
        generator = torch.Generator().manual_seed(item)
        starts.append(int(torch.randint(limit + 1, (1,), generator=generator)))
    return torch.tensor(starts, device=device)
