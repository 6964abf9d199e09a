"""Phonemes that the user wrote into the text: `[[həlˈoʊ]]`."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from vits_core.text.sentences import PAUSE_SENTENCE, PAUSE_WORD, Piece, find_pieces
from vits_core.text.stretch import Sound

MAX_SYMBOLS = 400
"""Phonemes and marks of an utterance, before blanks: the encoder's attention is quadratic."""

_PHONEMES = re.compile(r"\[\[([^\[\]\n]*)\]\]")
_SENTENCE = re.compile(r"[^.!?]*(?:[.!?]+|$)")


@dataclass(frozen=True, slots=True)
class PhonemeSpan:
    """`[[ … ]]` at characters `start` to `stop`; its phonemes lie between the inner offsets."""

    start: int
    stop: int
    inner_start: int
    inner_stop: int


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
    """The user's text, the same with its phonemes masked, and where these are."""

    text: str
    masked: str
    spans: Sequence[PhonemeSpan]
    all_phonemes: bool = False

    @classmethod
    def of(cls, text: str, *, all_phonemes: bool = False) -> MarkedText:
        """`text` with its stretches of `[[ … ]]` found, or phonemes from beginning to end."""
        if all_phonemes:
            return cls(text, text, [PhonemeSpan(0, len(text), 0, len(text))], True)
        spans = find_phonemes(text)
        return cls(text, mask(text, spans), spans)

    def pieces(self, language: str) -> Iterator[Piece]:
        """The sentences of the text, found lazily, as `TextFrontend` speaks them."""
        if self.all_phonemes:
            return find_phoneme_sentences(self.text, MAX_SYMBOLS)
        return find_pieces(self.masked, language)

    def segments(self, start: int, stop: int) -> Iterator[tuple[int, int, bool]]:
        """Stretches of plain text (False) and of phonemes (True) between two characters."""
        at = start
        for i in range(bisect_left(self.spans, start, key=_last_character), len(self.spans)):
            span = self.spans[i]
            if span.start >= stop:
                break
            if at < span.start:
                yield at, span.start, False
            yield max(start, span.inner_start), min(stop, span.inner_stop), True
            at = min(span.stop, stop)
        if at < stop:
            yield at, stop, False

    def sounds(self, start: int, stop: int) -> list[Sound]:
        """One sound for each stretch of phonemes without a space."""
        return [
            Sound(start + m.start(), start + m.end(), m.group(), " ", merged=False)
            for m in re.finditer(r"\S+", self.text[start : max(start, stop)])
        ]


def _last_character(span: PhonemeSpan) -> int:
    return span.stop - 1


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
