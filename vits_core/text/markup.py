"""What the user wrote into the text beside words: phonemes `[[həlˈoʊ]]`, pauses `[pause 1.5s]`."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from vits_core.text.markup_removal import mask_unspoken
from vits_core.text.pause_marks import PauseMark, find_pause_marks, mask_pauses, with_pauses
from vits_core.text.sentences import PAUSE_SENTENCE, PAUSE_WORD, Piece, find_pieces
from vits_core.text.stretch import Sound

MAX_SYMBOLS = 400
"""Phonemes and marks of an utterance, before blanks: the encoder's attention is quadratic."""

_PHONEMES = re.compile(r"\[\[([^\[\]\nA-Z]*)\]\]")
"""No phoneme is a capital letter, so `[[Article title]]` is a link of a wiki."""
_SENTENCE = re.compile(r"(?:[^.!?]|[.!?](?=[\w']))*(?:[.!?]+|$)")


@dataclass(frozen=True, slots=True)
class PhonemeSpan:
    """`[[ … ]]` at characters `start` to `stop`; its phonemes lie between the inner offsets."""

    start: int
    stop: int
    inner_start: int
    inner_stop: int


_Mark = TypeVar("_Mark", PhonemeSpan, PauseMark)


def find_phonemes(text: str) -> list[PhonemeSpan]:
    """All stretches in double square brackets, in order. Unclosed brackets are plain text."""
    return [PhonemeSpan(*m.span(), *m.span(1)) for m in _PHONEMES.finditer(text)]


def mask(text: str, spans: list[PhonemeSpan]) -> str:
    """`text` with the letter x in place of each span, so that a dot inside ends no sentence."""
    if not spans:
        return text
    parts, at = [], 0
    for span in spans:
        parts += [text[at : span.start], "x" * (span.stop - span.start)]
        at = span.stop
    return "".join([*parts, text[at:]])


@dataclass(frozen=True, slots=True)
class MarkedText:
    """The user's text, the same with its marks and markup masked, and where marks are."""

    text: str
    masked: str
    spans: Sequence[PhonemeSpan]
    pauses: Sequence[PauseMark] = ()
    all_phonemes: bool = False

    @classmethod
    def of(cls, text: str, *, all_phonemes: bool = False) -> MarkedText:
        """`text` with its `[[ … ]]` and `[pause]` found, or phonemes from beginning to end."""
        if all_phonemes:
            whole = PhonemeSpan(0, len(text), 0, len(text))
            return cls(text, text, [whole], all_phonemes=True)
        spans, pauses = find_phonemes(text), find_pause_marks(text)
        masked = mask_unspoken(mask_pauses(mask(text, spans), pauses))
        return cls(text, masked, spans, pauses)

    def pieces(self, language: str) -> Iterator[Piece]:
        """The sentences of the text, found lazily, as `TextFrontend` speaks them."""
        if self.all_phonemes:
            return find_phoneme_sentences(self.text, MAX_SYMBOLS)
        pieces = find_pieces(self.masked, language)
        return with_pauses(pieces, self.text) if self.pauses else pieces

    def segments(self, start: int, stop: int) -> Iterator[tuple[int, int, bool]]:
        """Stretches of plain text (False) and of phonemes (True) between two characters; marks of
        pauses lie in none."""
        at = start
        for span in _between(self.spans, start, stop):
            if at < span.start:
                yield from self._plain(at, span.start)
            yield max(start, span.inner_start), min(stop, span.inner_stop), True
            at = min(span.stop, stop)
        if at < stop:
            yield from self._plain(at, stop)

    def _plain(self, start: int, stop: int) -> Iterator[tuple[int, int, bool]]:
        for mark in _between(self.pauses, start, stop):
            if start < mark.start:
                yield start, mark.start, False
            start = mark.stop
        if start < stop:
            yield start, stop, False

    def sounds(self, start: int, stop: int) -> list[Sound]:
        """One sound for each stretch of phonemes without a space."""
        return [
            Sound(start + m.start(), start + m.end(), m.group(), " ", merged=False)
            for m in re.finditer(r"\S+", self.text[start : max(start, stop)])
        ]


def _between(spans: Sequence[_Mark], start: int, stop: int) -> Iterator[_Mark]:
    """Those that have characters from `start` to `stop`."""
    for i in range(bisect_right(spans, start, key=lambda span: span.stop), len(spans)):
        if spans[i].start >= stop:
            return
        yield spans[i]


def find_phoneme_sentences(phonemes: str, longest: int) -> Iterator[Piece]:
    """The sentences of a text that is phonemes, none longer than `longest` characters."""
    for match in _SENTENCE.finditer(phonemes):
        body = match.group()
        start = match.start() + len(body) - len(body.lstrip())
        stop = match.start() + len(body.rstrip())
        while stop - start > longest:
            space = phonemes.rfind(" ", start + longest // 2, start + longest)
            cut = space if space > 0 else start + longest
            yield Piece(start, cut, PAUSE_WORD)
            start = cut + 1 if space > 0 else cut
        if start < stop:
            yield Piece(start, stop, PAUSE_SENTENCE)
