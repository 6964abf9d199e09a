"""What is said for a stretch of a text, before it is joined to an utterance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from vits_core.records import Reading, Skipped


@dataclass(frozen=True, slots=True)
class Sound:
    """What is said for characters `start` to `stop` of the user's text."""

    start: int
    stop: int
    phonemes: str
    gap: str
    """The text between this word and the next."""
    merged: bool
    """The next word's phonemes follow without a space."""

    def followed_by(self, text: str) -> Sound:
        return replace(self, gap=self.gap + text)


@dataclass(frozen=True, slots=True)
class Stretch:
    """The sounds of a stretch in order; offsets count characters of the user's whole text."""

    lead: str = ""
    """The text before the first sound, or all of it where there is none."""
    sounds: Sequence[Sound] = ()
    skipped: Sequence[Skipped] = ()
    readings: Sequence[Reading] = ()

    def __add__(self, following: Stretch) -> Stretch:
        lead, sounds = self.lead, [*self.sounds, *following.sounds]
        if self.sounds:
            sounds[len(self.sounds) - 1] = self.sounds[-1].followed_by(following.lead)
        else:
            lead += following.lead
        return Stretch(
            lead,
            sounds,
            [*self.skipped, *following.skipped],
            [*self.readings, *following.readings],
        )
