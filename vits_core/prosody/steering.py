"""How a rendition is steered: where its noise comes from, and what its durations have to be."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

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


Noise = Draw | Arc


def redraw(noise: Noise, tokens: Iterable[int], seed: int) -> Noise:
    """The same noise but for these tokens, which get new noise; the others keep theirs."""
    tokens = tuple(tokens)
    if isinstance(noise, Draw):
        drawn = dict(noise.redrawn) | dict.fromkeys(tokens, seed)
        return replace(noise, redrawn=tuple(sorted(drawn.items())))
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
