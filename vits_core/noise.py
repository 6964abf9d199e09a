"""Repeatable Gaussian noise keyed by (seed, token, frame).

Each token has a stream of its own from the counter-based generator Philox, so that

- the same seed gives the same noise on every device and in every version,
- a token that grows keeps the noise of the frames that it had,
- one token's noise can change while all others keep theirs.

numpy promises that Philox's raw integers never change, but not how it turns them into normal
numbers; so that step (Box-Muller) is done here.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from vits_core.errors import SettingsError
from vits_core.records import MAX_SEED, FloatArray, IntArray

_TWO_PI = 2.0 * np.pi
_UNIT = 2.0**-32


class Stream(IntEnum):
    """What the noise is for; the two streams of one seed are independent."""

    RHYTHM = 0
    EXPRESSION = 1


def checked_seed(seed: int | None) -> int:
    """The seed itself, or a fresh one for None, small enough to be read out and typed.

    Raises `SettingsError` when it is out of range.
    """
    if seed is None:
        return secrets.randbelow(2**31)
    if not 0 <= seed <= MAX_SEED:
        raise SettingsError(
            f"The seed is {seed}", remedy=f"Choose a whole number from 0 to {MAX_SEED}."
        )
    return seed


def rhythm_noise(seed: int, tokens: int) -> FloatArray:
    """Noise of the stochastic duration predictor, standard normal, [2, T_text]."""
    return _normals([_raw(seed, Stream.RHYTHM, token, 1) for token in range(tokens)], 2)


def expression_noise(seed: int, durations: Sequence[int] | IntArray, channels: int) -> FloatArray:
    """Noise of the prior, standard normal, [channels, T_frames], T_frames = sum of durations."""
    pairs = (channels + 1) // 2
    raw = [
        _raw(seed, Stream.EXPRESSION, token, pairs * int(frames))
        for token, frames in enumerate(durations)
    ]
    return _normals(raw, channels)


def _raw(seed: int, stream: Stream, token: int, count: int) -> NDArray[np.uint64]:
    """The first `count` 64-bit integers of a token's stream."""
    philox = np.random.Philox(key=[seed, stream], counter=[0, 0, token, 0])
    return philox.random_raw(count)


def _normals(raw: Sequence[NDArray[np.uint64]], channels: int) -> FloatArray:
    """Box-Muller: each integer gives two numbers, `channels` of them a column, [channels, T]."""
    if not raw:
        return np.zeros((channels, 0), np.float32)
    integers = np.concatenate(raw)
    high = (integers >> np.uint64(32)).astype(np.float64)
    low = (integers & np.uint64(0xFFFFFFFF)).astype(np.float64)
    radius = np.sqrt(-2.0 * np.log((high + 0.5) * _UNIT))
    angle = _TWO_PI * _UNIT * low
    pairs = np.stack((radius * np.cos(angle), radius * np.sin(angle)), axis=1)
    columns = pairs.astype(np.float32).reshape(-1, channels + channels % 2)
    return np.ascontiguousarray(columns[:, :channels].T)  # [T, channels] -> [channels, T]
