"""The phonemes of a sentence: which tokens make up each sound of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple
from unicodedata import combining

from vits_core.records import Utterance

_STRESS_MARKS = ("ˈ", "ˌ")
_LENGTH_MARKS = ("ː", "ˑ")


class Phoneme(NamedTuple):
    """A sound as the tiers show it, with its marks and the blanks behind it (`sound_groups`)."""

    label: str
    """ "" for the gap between two words."""
    token_start: int
    token_stop: int


def phonemes_of(utterance: Utterance) -> tuple[Phoneme, ...]:
    """The phonemes of a sentence, one after the other without a gap.

    Blanks before the first one belong to none.
    """
    return tuple(
        Phoneme(label, start, stop)
        for start, stop, label in sound_groups(utterance.symbols)
        if any(utterance.symbols[start:stop])
    )


def sound_groups(symbols: Sequence[str]) -> list[tuple[int, int, str]]:
    """First token, one past the last, and label of each sound of a sentence.

    A blank belongs to the sound before it, as does a length mark, and a stress mark to the vowel
    behind it. The gap between two words is a sound without a label, and so are blanks before the
    first sound.
    """
    groups: list[tuple[int, int, str]] = []
    for index, symbol in enumerate(symbols):
        plain = symbol.strip()
        modifies = not symbol or (plain and (plain in _LENGTH_MARKS or combining(plain[0])))
        after_stress = bool(groups) and groups[-1][2] in _STRESS_MARKS
        if groups and (modifies or (after_stress and plain)):
            first, _, label = groups[-1]
            groups[-1] = (first, index + 1, label + plain)
        else:
            groups.append((index, index + 1, plain))
    return groups
