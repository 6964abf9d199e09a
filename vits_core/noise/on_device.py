"""Noise, made by the device that needs it.

On a CUDA device a kernel computes what `keyed.py` does: the same integers, and in double precision
the same normal numbers of them. That takes a CPU longer than a GPU takes for the whole sentence.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor

from vits_core.device import to_device
from vits_core.model.backends.cuda_kernels import available, philox_normals
from vits_core.noise.keyed import Stream, expression_noise, mixed, rhythm_noise
from vits_core.prosody.steering import Draw, Noise, without_seams
from vits_core.records import IntArray


def rhythm_noise_on(device: torch.device, noise: Noise, tokens: int) -> Tensor:
    """`rhythm_noise` as a tensor on a device, [2, T_text]."""
    if not available(device):
        return to_device(torch.from_numpy(rhythm_noise(noise, tokens)), device)
    everywhere = torch.arange(tokens, device=device)
    places = torch.zeros_like(everywhere)
    return _made(device, noise, Stream.RHYTHM, everywhere, places, tokens, 2)


def expression_noise_on(
    device: torch.device,
    noise: Noise,
    durations: Sequence[int] | IntArray,
    channels: int,
    start: int = 0,
    stop: int | None = None,
) -> Tensor:
    """`expression_noise` as a tensor on a device, [channels, T_frames]."""
    if not available(device):
        made = expression_noise(noise, durations, channels, start, stop)
        return to_device(torch.from_numpy(made), device)
    edges = np.concatenate(([0], np.cumsum(np.asarray(durations, np.int64))))
    tokens = np.repeat(np.arange(len(durations)), durations)[start:stop]
    places = np.arange(start, start + len(tokens)) - edges[tokens]
    where = to_device(torch.from_numpy(np.stack((tokens, places))), device)
    return _made(device, noise, Stream.EXPRESSION, where[0], where[1], len(durations), channels)


def _made(
    device: torch.device,
    noise: Noise,
    stream: Stream,
    tokens: Tensor,
    places: Tensor,
    count: int,
    channels: int,
) -> Tensor:
    """Of each place in a token's stream `channels` numbers, [channels, T], for `count` tokens."""

    def numbers(draw: Draw) -> Tensor:
        seeds = torch.full((count,), draw.seed)
        for token, seed in draw.redrawn:
            if token < count:  # it may have been drawn for another sentence
                seeds[token] = seed
        return philox_normals(tokens, places, to_device(seeds, device), stream, channels)

    parts = without_seams(noise, range(count))
    pieced, *others = (mixed(part, numbers) for part in parts)
    for made, own in zip(others, list(parts.values())[1:], strict=True):
        mask = torch.zeros(count, dtype=torch.bool)
        mask[own] = True
        pieced = torch.where(to_device(mask, device)[tokens].unsqueeze(1), made, pieced)
    return pieced.T
