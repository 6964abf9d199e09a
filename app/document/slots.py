"""When lines are to be heard, such as the cues of subtitles, and how far speech may give way."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Protocol, TypeVar

from vits_core.errors import SettingsError

FASTEST_ALLOWED = 0.1
SLOWEST_ALLOWED = 10.0


@dataclass(frozen=True, slots=True)
class Slot:
    """The time that lines are spoken in; lines that follow one another share it if theirs is the
    same."""

    start: float
    """Seconds from the beginning of the sound."""
    stop: float
    """Seconds."""

    def __post_init__(self) -> None:
        if not 0.0 <= self.start <= self.stop < math.inf:
            raise ValueError(f"a time from {self.start} to {self.stop} seconds")


@dataclass(frozen=True, slots=True)
class FitBounds:
    """How much shorter or longer than it would be by itself speech may become to fit its slot.

    Raises `SettingsError` for factors out of their range.
    """

    fastest: float = 0.75
    """Factor on every duration at most speed."""
    slowest: float = 1.3
    """Factor on every duration where speech is to fill its slot."""
    fill: bool = False
    """Speech that is shorter than its slot is made longer; otherwise silence follows it."""

    def __post_init__(self) -> None:
        for value, low, high, what in (
            (self.fastest, FASTEST_ALLOWED, 1.0, "fastest"),
            (self.slowest, 1.0, SLOWEST_ALLOWED, "slowest"),
        ):
            if not low <= value <= high:
                raise SettingsError(
                    f"The {what} speech that is allowed is {value:g} times its own length",
                    remedy=f"Choose a factor from {low:g} to {high:g}.",
                )


USUAL_FIT = FitBounds()


@dataclass(frozen=True, slots=True)
class LineFit:
    """How a line is spoken so that its slot holds it."""

    frames: tuple[int | None, ...]
    """Of each of its takes; None is as long as that is by itself."""
    pause: float
    """Seconds of silence behind it, at length scale 1: until the next slot begins."""
    start: float | None = None
    """Second at which it begins; None: it follows another line in the same slot."""
    late: float = 0.0
    """Seconds by which that is after its slot begins."""
    over: float = 0.0
    """Seconds by which what is spoken in its slot ends after that; told by its first line."""
    stop: float | None = None
    """Second at which that ends; told by its first line."""


class _MayHaveSlot(Protocol):
    @property
    def slot(self) -> Slot | None: ...


_Line = TypeVar("_Line", bound=_MayHaveSlot)


def in_slots(lines: Iterable[_Line]) -> list[tuple[Slot | None, tuple[_Line, ...]]]:
    """Lines in a row with the same slot; one that has none belongs to the line before, or comes
    before the first slot."""
    slot: Slot | None = None
    placed = []
    for line in lines:
        slot = line.slot or slot
        placed.append((slot, line))
    return [
        (slot, tuple(line for _, line in row))
        for slot, row in groupby(placed, key=lambda pair: pair[0])
    ]
