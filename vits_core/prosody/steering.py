"""How a rendition is steered: where its noise comes from, and what its durations have to be."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from vits_core.errors import SettingsError

MAX_SEED = 2**63 - 1
MOST_FRAMES_A_TOKEN = 200
"""On average over a sentence, at length scale 1; real voices take two to five."""
LONGEST_PREDICTED = 100
"""Frames of a token, at length scale 1: more than a second, which no sound of speech lasts.

Beyond a duration noise of 1 the spline of the duration predictor ends and its straight tails begin,
whose exponential knows no bounds. The default voice's longest of 124,800 tokens are 29 frames at
0.8, 31 at 1, 50 at 1.2, 1,400 at 2 and two million at 4.
"""


@dataclass(frozen=True, slots=True)
class Draw:
    """What a seed gives; some tokens may have been drawn anew from seeds of their own."""

    seed: int
    redrawn: tuple[tuple[int, int], ...] = ()
    """(token, seed), in the order of the tokens."""


@dataclass(frozen=True, slots=True)
class Arc:
    """A place between two noises: cos θ · start + sin θ · end, which is normal noise again.

    A straight line between them would be quieter in the middle, and so would be what is spoken.
    """

    start: Noise
    end: Noise
    share: float
    """0 is the start, 1 the end: of a quarter of a circle."""

    def __post_init__(self) -> None:
        if not 0.0 <= self.share <= 1.0:
            raise SettingsError(
                f"The position between the two takes is {self.share}",
                remedy="Choose a share from 0 to 1.",
            )

    @property
    def seed(self) -> int:
        """The start's."""
        return self.start.seed

    @property
    def weights(self) -> tuple[float, float]:
        """Of start and end; exactly 0 and 1 at the ends."""
        if self.share in (0.0, 1.0):
            return 1.0 - self.share, self.share
        angle = self.share * math.pi / 2
        return math.cos(angle), math.sin(angle)


@dataclass(frozen=True, slots=True)
class Piece:
    """Tokens that have the noise of somewhere else."""

    start: int
    """The first token."""
    stop: int
    """One past the last."""
    noise: Noise

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.stop:
            raise SettingsError(
                f"A piece of noise goes from token {self.start} to {self.stop}",
                remedy="Choose one token at least.",
            )


@dataclass(frozen=True, slots=True)
class Spliced:
    """A noise in which some tokens have what other noises give them: a word of another take.

    The numbers are those of the noises, so they are normal noise again. The durations are those
    that each noise gives by itself: the duration predictor, which looks at the noise of the tokens
    around, does not see the seams.
    """

    base: Noise
    pieces: tuple[Piece, ...]
    """In the order of the tokens; none overlaps another."""

    def __post_init__(self) -> None:
        if any(before.stop > after.start for before, after in pairwise(self.pieces)):
            raise SettingsError("Pieces of noise overlap", remedy="Give each token to one of them.")

    @property
    def seed(self) -> int:
        """The base's."""
        return self.base.seed


Noise = Draw | Arc | Spliced


def splice(base: Noise, others: Mapping[int, Noise]) -> Noise:
    """The noise `base`, but for some tokens that have what another gives them."""
    given = {token: at_token(noise, token) for token, noise in others.items()}
    if isinstance(base, Spliced):
        inside = (token for piece in base.pieces for token in range(piece.start, piece.stop))
        given = {token: at_token(base, token) for token in inside} | given
        base = base.base
    pieces: list[Piece] = []
    for token, noise in sorted(given.items(), key=lambda each: each[0]):
        if noise == base:
            continue
        if pieces and pieces[-1].stop == token and pieces[-1].noise == noise:
            pieces[-1] = replace(pieces[-1], stop=token + 1)
        else:
            pieces.append(Piece(token, token + 1, noise))
    return Spliced(base, tuple(pieces)) if pieces else base


def at_token(noise: Noise, token: int) -> Noise:
    """The noise without seams that a token has its numbers from."""
    if isinstance(noise, Spliced):
        return at_token(_spliced_in(noise, token), token)
    if isinstance(noise, Arc):
        return Arc(at_token(noise.start, token), at_token(noise.end, token), noise.share)
    return noise


def without_seams(noise: Noise, tokens: Iterable[int]) -> dict[Noise, list[int]]:
    """The noises without seams that a noise is made of, and which of the tokens have each."""
    if isinstance(noise, Draw):
        return {noise: list(tokens)}
    found: dict[Noise, list[int]] = {}
    for token in tokens:
        found.setdefault(at_token(noise, token), []).append(token)
    return found or {at_token(noise, 0): []}


def seams(*noises: Noise) -> frozenset[int]:
    """The tokens that begin with another noise than the token before them ends with, in any of
    these."""
    return frozenset[int]().union(*map(_seams, noises))


def _seams(noise: Noise) -> frozenset[int]:
    if isinstance(noise, Draw):
        return frozenset()
    if isinstance(noise, Arc):
        return seams(noise.start, noise.end)
    edges = frozenset(edge for each in noise.pieces for edge in (each.start, each.stop))
    return (edges | seams(noise.base, *(piece.noise for piece in noise.pieces))) - {0}


def same_at(first: Noise, second: Noise, token: int) -> bool:
    """Whether two noises give a token the same numbers."""
    return _of_token(first, token) == _of_token(second, token)


def _of_token(noise: Noise, token: int) -> Noise:
    """What gives a token its numbers, whatever the others get."""
    if isinstance(noise, Spliced):
        return _of_token(_spliced_in(noise, token), token)
    if isinstance(noise, Arc):
        start, end = _of_token(noise.start, token), _of_token(noise.end, token)
        return Arc(start, end, noise.share)
    return Draw(next((seed for each, seed in noise.redrawn if each == token), noise.seed))


def _spliced_in(noise: Spliced, token: int) -> Noise:
    inside = (each.noise for each in noise.pieces if each.start <= token < each.stop)
    return next(inside, noise.base)


def redraw(noise: Noise, tokens: Iterable[int], seed: int) -> Noise:
    """The same noise but for these tokens, which get new noise; the others keep theirs."""
    tokens = tuple(tokens)
    if isinstance(noise, Draw):
        drawn = dict(noise.redrawn) | dict.fromkeys(tokens, seed)
        return replace(noise, redrawn=tuple(sorted(drawn.items())))
    if isinstance(noise, Spliced):
        pieces, rest = [], set(tokens)
        for piece in noise.pieces:
            inside = rest.intersection(range(piece.start, piece.stop))
            pieces.append(replace(piece, noise=redraw(piece.noise, inside, seed)))
            rest -= inside
        return Spliced(redraw(noise.base, rest, seed), tuple(pieces))
    # From one seed both ends would get the same noise, and the arc between would be too loud.
    other = (seed + 1) % (MAX_SEED + 1)
    return Arc(redraw(noise.start, tokens, seed), redraw(noise.end, tokens, other), noise.share)


def near(noise: Noise, seed: int, degrees: float) -> Noise:
    """Noise like this one: at a small angle from it, in the direction that a seed gives."""
    return Arc(noise, Draw(seed), degrees / 90.0)


@dataclass(frozen=True, slots=True)
class Timing:
    """What is asked of the durations beyond what the duration predictor says."""

    pins: tuple[tuple[int, int], ...] = ()
    """(token, frames), in the order of the tokens: exactly so long."""
    stretches: tuple[tuple[int, float], ...] = ()
    """(token, factor), in the order of the tokens."""
    frames: int | None = None
    """Of all tokens together: those that are not pinned are scaled to it."""
    even_tempo: bool = False
    """As long together as without duration noise, which by itself changes the tempo too; `frames`
    goes first."""

    def __post_init__(self) -> None:
        if any(frames < 1 for _, frames in self.pins):
            raise SettingsError(
                "A phoneme is pinned to less than one frame", remedy="Pin it to one frame or more."
            )
        if any(not 0.0 < factor < math.inf for _, factor in self.stretches):
            raise SettingsError(
                "A phoneme is stretched by a factor that is not greater than 0",
                remedy="Choose a factor such as 0.8 or 1.5.",
            )


AS_PREDICTED = Timing()


def most_frames(tokens: int, length_scale: float) -> int:
    """How long a sentence may be at most, in frames."""
    return math.floor(MOST_FRAMES_A_TOKEN * max(1.0, length_scale) * tokens)
