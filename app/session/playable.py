"""What can sound, each with its identity: whoever hears or shows a sound is told which it is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ScriptSound:
    """Lines of the script, spoken with their chosen takes."""


@dataclass(frozen=True, slots=True)
class TakeSound:
    """One rendition of a line."""

    number: int | None
    """Of the take in the list; None for one that is only tried out."""


@dataclass(frozen=True, slots=True)
class PairSound:
    """Two takes that are compared by ear, in turns."""


@dataclass(frozen=True, slots=True)
class NoSound:
    """Nothing to hear or to see."""


Playable = ScriptSound | TakeSound | PairSound | NoSound
