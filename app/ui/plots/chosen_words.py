"""The words of a sentence that a person chose, to be found again in another take of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from vits_core.records import Outline, Word


@dataclass(frozen=True, slots=True)
class ChosenWords:
    """Which words of which sentence; none by default."""

    sentence: tuple[str, ...] = ()
    """All words of it."""
    first: int = 0
    stop: int = 0
    """Half open, indices into the sentence's words."""

    @classmethod
    def of(cls, outline: Outline, words: Sequence[Word]) -> ChosenWords:
        """Neighbouring words of a take."""
        everything = outline.utterance.words
        first = everything.index(words[0])
        return cls(_texts(everything), first, first + len(words))

    def in_take(self, outline: Outline) -> tuple[Word, ...]:
        """The same words of another take; none where it speaks another sentence."""
        words = outline.utterance.words
        return words[self.first : self.stop] if _texts(words) == self.sentence else ()


def _texts(words: Sequence[Word]) -> tuple[str, ...]:
    return tuple(word.text for word in words)
