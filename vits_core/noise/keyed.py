"""Repeatable Gaussian noise keyed by (seed, token, frame).

Each token has a stream of its own from the counter-based generator Philox, so that

- the same seed gives the same noise on every device and in every version,
- a token that grows keeps the noise of the frames that it had,
- one token's noise can change while all others keep theirs.

numpy promises that Philox's raw integers never change, but not how it turns them into normal
numbers; so that step (Box-Muller) is done here, in double precision.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Sequence
from enum import IntEnum
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from vits_core.errors import SettingsError
from vits_core.prosody.steering import MAX_SEED, Draw, Noise, Spliced, without_seams
from vits_core.records import FloatArray, IntArray

_TWO_PI = 2.0 * np.pi
_UNIT = 2.0**-32
Integers = NDArray[np.uint64]
Numbers = TypeVar("Numbers")
"""An array, or another kind of tensor."""


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
            f"{seed} is not a seed", remedy=f"Choose a whole number from 0 to {MAX_SEED}."
        )
    return seed


def rhythm_noise(noise: Noise, tokens: int) -> FloatArray:
    """Noise of the stochastic duration predictor, standard normal, [2, T_text]."""
    wanted = [(token, 0, 1) for token in range(tokens)]
    return _pieced(
        noise, range(tokens), lambda draw: normal_numbers(_raw(draw, Stream.RHYTHM, wanted), 2)
    )


def expression_noise(
    noise: Noise,
    durations: Sequence[int] | IntArray,
    channels: int,
    start: int = 0,
    stop: int | None = None,
) -> FloatArray:
    """Noise of the prior, standard normal, [channels, T_frames], T_frames = sum of durations.

    `start` and `stop` ask for some of the frames only.
    """
    edges = np.concatenate(([0], np.cumsum(np.asarray(durations, np.int64))))
    stop = int(edges[-1]) if stop is None else min(stop, int(edges[-1]))
    pairs = (channels + 1) // 2
    wanted, token_of_frame = [], []
    first = max(0, int(np.searchsorted(edges, start, side="right")) - 1)
    for token in range(first, len(edges) - 1):
        begin, end = int(edges[token]), int(edges[token + 1])
        if begin >= stop:
            break
        skipped = max(0, start - begin)
        wanted.append((token, pairs * skipped, pairs * (min(end, stop) - begin)))
        token_of_frame += [token] * (min(end, stop) - begin - skipped)
    return _pieced(
        noise,
        token_of_frame,
        lambda draw: normal_numbers(_raw(draw, Stream.EXPRESSION, wanted), channels),
    )


def _pieced(
    noise: Noise, tokens: Sequence[int], numbers: Callable[[Draw], FloatArray]
) -> FloatArray:
    """The numbers of a noise, of which each column is of the token that is named, [channels, T]."""
    parts = without_seams(noise, tokens)
    pieced, *others = (mixed(part, numbers) for part in parts)
    for made, own in zip(others, list(parts.values())[1:], strict=True):
        columns = np.isin(tokens, own)
        pieced[:, columns] = made[:, columns]
    return pieced


def mixed(noise: Noise, numbers: Callable[[Draw], Numbers]) -> Numbers:
    """The normal numbers of a noise without seams, given those of a draw: on an arc, a mixture of
    two."""
    if isinstance(noise, Draw):
        return numbers(noise)
    if isinstance(noise, Spliced):
        raise TypeError("numbers of a spliced noise depend on the token")
    first, second = noise.weights
    if not second:
        return mixed(noise.start, numbers)
    if not first:
        return mixed(noise.end, numbers)
    start, end = mixed(noise.start, numbers), mixed(noise.end, numbers)
    return first * start + second * end  # type: ignore[operator, return-value]


def _raw(draw: Draw, stream: Stream, wanted: Iterable[tuple[int, int, int]]) -> Integers:
    """Of each token's stream the 64-bit integers from the first up to before the second number."""
    philox = np.random.Philox(key=[draw.seed, stream])
    state = philox.state
    counter, key = state["state"]["counter"], state["state"]["key"]
    redrawn = dict(draw.redrawn)
    raw = []
    for token, start, stop in wanted:
        counter[2] = token
        key[0] = redrawn.get(token, draw.seed)
        # Five times as fast as a new generator for each token.
        philox.state = state
        raw.append(philox.random_raw(stop)[start:])
    return np.concatenate(raw) if raw else np.zeros(0, np.uint64)


def normal_numbers(integers: Integers, channels: int) -> FloatArray:
    """Box-Muller: each integer gives two numbers, `channels` of them a column, [channels, T]."""
    high = (integers >> np.uint64(32)).astype(np.float64)
    low = (integers & np.uint64(0xFFFFFFFF)).astype(np.float64)
    radius = np.sqrt(-2.0 * np.log((high + 0.5) * _UNIT))
    angle = _TWO_PI * _UNIT * low
    pairs = np.empty((len(integers), 2), np.float32)
    np.multiply(radius, np.cos(angle), out=pairs[:, 0], casting="same_kind")
    np.multiply(radius, np.sin(angle), out=pairs[:, 1], casting="same_kind")
    columns = pairs.reshape(-1, channels + channels % 2)
    return columns[:, :channels].T  # [T, channels] -> [channels, T]
