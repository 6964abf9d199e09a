"""Whether what is said is what should be said: phonemes are compared, not spellings.

The words of a reading go through plain espeak-ng, a whole utterance at a time, because a word's
sound depends on its neighbours. Left out of the comparison is what a listener would not call a
misreading, and what depends on context or on how a number is spelled:

- stress, spaces and the length of vowels (espeak joins "of the", and stresses 345 otherwise than
  its words);
- in English reduced vowels ("the" before a vowel or a consonant, "to" weak or less so, ɐ or ə) and
  the flap and the stop of "water" and "button", which come and go at the ends of words;
- in the other languages what makes espeak's digits differ from its number words: open and closed
  vowels, the French e that may be silent, Spanish and Portuguese consonants between vowels, Russian
  unstressed vowels and soft consonants.

Where utterances end always counts. Pauses count only where they are asked for, and then all
marks are one: a pause is heard or not.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Callable, Iterable

from benchmarks.readings.table import PAUSES, Row

Clauses = tuple[str, ...]
"""The phonemes of an utterance, cut at its pauses."""
Spoken = tuple[Clauses, ...]
"""The utterances of a text."""
Pronounce = Callable[[str], Clauses]
"""What plain espeak makes of the words of one utterance."""

_CLAUSE_END = re.compile(r"[.,;:!?…—]")
_IGNORED = re.compile(r"[\sˈˌːˑ\u0361\u035c‿|_.-]")
_SAME = {
    "en": {"ɾ": "t", "ʔ": "t", "ᵻ": "ɪ", "ɐ": "ə", "ɚ": "ɜ", "ɹɹ": "ɹ", "ðɪ": "ðə", "tʊ": "tə"},
    "de": {"ɪ": "i"},
    "fr": {"ə": ""},
    "es": {"ð": "d", "β": "b", "ɣ": "ɡ", "ŋ": "n", "ɛ": "e", "j": "i"},
    "it": {"ɾ": "r", "ŋ": "n", "ɛ": "e", "ɔ": "o", "ʊ": "u", "w": "u", "ɪ": "i"},
    "pt": {"ɾə": "r", "ɾ": "r", "z": "s", "o": "u", "ɔ": "u", "ʊ": "u", "e": "i", "ɛ": "i",
           "ɪ": "i", "y": "i", "j": "i", "ii": "i"},
    "ru": {"ʲ": "", "j": "", "ɪ": "a", "i": "a", "ɑ": "a", "ʌ": "a", "ə": "a", "d": "t"},
}  # fmt: skip
"""Sounds that count as one, in the order in which they are replaced."""


def clauses(phonemes: str) -> Clauses:
    """An utterance in phonemes, cut at its punctuation."""
    return tuple(part for part in _CLAUSE_END.split(phonemes) if part.strip())


def comparable(phonemes: str, language: str) -> str:
    """The phonemes without what is left out of the comparison."""
    plain = _IGNORED.sub("", unicodedata.normalize("NFD", phonemes))
    for sound, other in _SAME.get(language, {}).items():
        plain = plain.replace(sound, other)
    return plain


def is_right(row: Row, spoken: Spoken, pronounce: Pronounce) -> bool:
    """Whether one of the row's readings is what is spoken."""
    heard = _compared(row, spoken)
    return any(_compared(row, expected(r, pronounce)) == heard for r in row.readings())


def nearest(row: Row, spoken: Spoken, pronounce: Pronounce) -> Spoken:
    """The right reading that is most like what is spoken."""
    heard = shown(spoken)
    readings = [expected(r, pronounce) for r in row.readings()]
    return max(readings, key=lambda r: difflib.SequenceMatcher(None, shown(r), heard).ratio())


def expected(reading: str, pronounce: Pronounce) -> Spoken:
    """A reading in phonemes."""
    return tuple(pronounce(words.strip()) for words in reading.split("|") if words.strip())


def shown(spoken: Iterable[Clauses]) -> str:
    """Utterances and pauses in one line."""
    return " | ".join(", ".join(utterance) for utterance in spoken)


def _compared(row: Row, spoken: Spoken) -> Spoken:
    utterances = [tuple(comparable(c, row.language) for c in utterance) for utterance in spoken]
    utterances = [tuple(filter(None, utterance)) for utterance in utterances]
    if row.kind != PAUSES:
        utterances = [("".join(utterance),) for utterance in utterances]
    return tuple(u for u in utterances if any(u))
