"""How a person wants words said: respelled, or in phonemes."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from vits_core.text.phoneme_spelling import understood
from vits_core.text.spoken.rewrite import Rewrite

LONGEST = 200
"""Characters of what is written, and of its reading."""

_RUN = re.compile(r"\w+|[^\w\s]")
_POSSESSIVE = re.compile(r"['’]s\b", re.IGNORECASE)
_SIBILANT, _VOICELESS = tuple("szʃʒ"), tuple("ptkfθ")


@dataclass(frozen=True, slots=True)
class Pronunciation:
    """A word, or several, and what is said in its place.

    Raises `ValueError` where nothing is written, or where something is too long.
    """

    written: str
    """As it stands in a text."""
    reading: str
    """In other words, "cube control", or in phonemes of the International Phonetic Alphabet; ""
    if it has no sound."""
    phonemes: bool = False
    """The reading is in phonemes."""
    language: str = ""
    """For voices of this language only, "en", or of this variant of it, "en-us"; "": for all."""
    match_case: bool = False
    """Capital letters have to be the same: "Polish" is not "polish"."""
    before: str = ""
    """Only where this word follows: "live" before "music"."""

    def __post_init__(self) -> None:
        if not self.written.strip():
            raise ValueError("nothing is written")
        if max(len(self.written), len(self.reading), len(self.before)) > LONGEST:
            raise ValueError(f"more than {LONGEST} characters")

    def speaks(self, language: str) -> bool:
        """Whether it holds for a voice's language."""
        own, code = (_plain_code(each) for each in (self.language, language))
        return not own or own == code or code.startswith(f"{own}-")

    def ends_at(self, text: str, start: int) -> int | None:
        """Where it ends in `text` if it stands at `start` there as a whole word."""
        stop = start + len(self.written)
        if self.match_case and text[start:stop] != self.written:
            return None
        if not _stands_at(self.written, text, start):
            return None
        if self.before:
            following = _RUN.search(text, stop)
            if following is None or not _stands_at(self.before, text, following.start()):
                return None
        return stop


def _plain_code(language: str) -> str:
    return language.lower().replace("_", "-")


def _stands_at(word: str, text: str, start: int) -> bool:
    """Whether a word, in capitals or not, stands as a whole at a place of `text`."""
    stop = start + len(word)
    same = text[start:stop].lower() == word.lower()
    return same and not _joined(text, start) and not _joined(text, stop)


def _joined(text: str, at: int) -> bool:
    """Whether a word goes on over a place between two characters."""
    around = text[max(at - 1, 0) : at + 1]
    return 0 < at < len(text) and all(c.isalnum() or c == "_" for c in around)


@dataclass(frozen=True)
class Pronunciations:
    """A dictionary; of two entries for the same words the later one holds."""

    entries: tuple[Pronunciation, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.entries)

    def over(self, other: Pronunciations) -> Pronunciations:
        """Both; these hold where the two differ."""
        return Pronunciations((*other.entries, *self.entries)) if other else self

    def of(self, text: str, language: str) -> Pronunciations:
        """Those that make a difference to `text`."""
        used = {id(entry) for _, _, entry in self._found(text, language)}
        return Pronunciations(tuple(each for each in self.entries if id(each) in used))

    def rewrites(self, text: str, language: str) -> Iterator[Rewrite]:
        """Where words of the dictionary stand in `text`, and how they are said there."""
        for start, stop, entry in self._found(text, language):
            if not entry.phonemes:
                yield Rewrite(start, stop, entry.reading)
                continue
            phonemes = " ".join(map(understood, entry.reading.split()))
            owner = _POSSESSIVE.match(text, stop) if language.startswith("en") else None
            if owner is not None:
                stop, phonemes = owner.end(), phonemes + _possessive(phonemes)
            yield Rewrite(start, stop, text[start:stop], phonemes)

    def _found(self, text: str, language: str) -> Iterator[tuple[int, int, Pronunciation]]:
        at = 0
        for run in _RUN.finditer(text) if self.entries else ():
            if run.start() < at:
                continue
            for entry in self._by_first.get(run[0].lower(), ()):
                stop = entry.ends_at(text, run.start()) if entry.speaks(language) else None
                if stop is not None:
                    at = stop
                    yield run.start(), stop, entry
                    break

    @cached_property
    def _by_first(self) -> dict[str, Sequence[Pronunciation]]:
        """The entries by what they begin with; the longest first, then those with a condition,
        then the latest."""
        found = defaultdict[str, list[Pronunciation]](list)
        for entry in reversed(self.entries):
            if first := _RUN.search(entry.written):
                found[first[0].lower()].append(entry)
        for entries in found.values():
            entries.sort(key=lambda e: (-len(e.written), not e.before, not e.match_case))
        return dict(found)


def _possessive(phonemes: str) -> str:
    last = phonemes.rstrip("ːˑ")
    if last.endswith(_SIBILANT):
        return "ɪz"
    return "s" if last.endswith(_VOICELESS) else "z"


NO_PRONUNCIATIONS = Pronunciations()
