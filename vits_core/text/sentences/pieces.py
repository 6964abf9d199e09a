"""Cuts a text into pieces for one utterance each: sentences, and parts of sentences too long."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from vits_core.text.sentences.ends import find_end
from vits_core.text.sentences.marks import INVISIBLE
from vits_core.text.sentences.wrapped_lines import find_paragraphs

PAUSE_SENTENCE = 0.25
PAUSE_PARAGRAPH = 0.55
PAUSE_SECTION = 1.1
"""Where more than one line is empty."""
PAUSE_CLAUSE = 0.1
PAUSE_WORD = 0.0

_LONG = 320
"""Characters: a longer sentence is cut …"""
_PART = 220
"""… into parts of about this many, at a clause if there is one, else between words."""
_WINDOW = 2 * _LONG
"""Characters: where no sentence ends in so many, they are cut without looking further."""

_SENTENCE_MARK = re.compile(r"[.!?…。！？｡؟۔।॥]+[\"'”’»)\]」』]*\s+|[。！？｡]+[\"'”’»)\]」』]*")
_CLAUSE_MARK = re.compile(r"[,;:—–，；：、،؛][\"'”’»)\]]*(?=\s)\s*|[，；：、—]|\s(?=[(–—])")
_SPACE = re.compile(r"\s+")
_EMPTY_LINES = re.compile(r"(?:[^\S\r\n]*(?:\r\n|\n|\r(?!\n))){3}")
_UNSEEN = f" \t\n{INVISIBLE}"


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters `start` to `stop` of the text, and the seconds of silence that follow them."""

    start: int
    stop: int
    pause: float
    """At length scale 1, but for a pause that is asked for."""
    asked: bool = False
    """The text asks for this pause; it is as long at any speed."""


def find_pieces(text: str, language: str) -> Iterator[Piece]:
    """The pieces of `text` in order, found lazily; their spans are trimmed of white space."""
    for start, stop in find_paragraphs(text, language):
        last: Piece | None = None
        for piece in _sentences(text, start, stop, language):
            if last is not None:
                yield from _parts(text, last)
            last = piece
        if last is not None:
            pause = PAUSE_SECTION if _EMPTY_LINES.match(text, last.stop) else PAUSE_PARAGRAPH
            yield from _parts(text, Piece(last.start, last.stop, pause))


def is_one_sentence(text: str, language: str) -> bool:
    """Whether no sentence ends inside of `text`: "Dr. Smith"."""
    return find_end(text, 0, len(text), len(text), language) is None


def split(text: str, piece: Piece) -> tuple[Piece, Piece] | None:
    """Cut a piece in two near its middle, at the best place; None if it is one character."""
    if piece.stop - piece.start < 2:
        return None
    middle = (piece.start + piece.stop) // 2
    quarter = (piece.stop - piece.start) // 4
    at, pause = _cut(text, middle - quarter, max(middle + quarter, middle + 1))
    at = min(max(at, piece.start + 1), piece.stop - 1)
    left = _trimmed(text, piece.start, at, pause)
    right = _trimmed(text, at, piece.stop, piece.pause)
    if left is None or right is None:
        return None
    return left, right


def _trimmed(text: str, start: int, stop: int, pause: float) -> Piece | None:
    body = text[start:stop]
    stripped = body.strip()
    if not stripped.strip(_UNSEEN):
        return None
    start += len(body) - len(body.lstrip())
    return Piece(start, start + len(stripped), pause)


def _sentences(text: str, start: int, stop: int, language: str) -> Iterator[Piece]:
    while start < stop:
        limit = min(start + _WINDOW, stop)
        end, pause = find_end(text, start, limit, stop, language), PAUSE_SENTENCE
        if end is None:
            end, pause = (stop, pause) if limit == stop else _cut(text, start + _LONG, limit)
        if piece := _trimmed(text, start, end, pause):
            yield piece
        start = end


def _parts(text: str, piece: Piece) -> Iterator[Piece]:
    """A sentence of ordinary length as it is, a longer one in parts."""
    start = piece.start
    if piece.stop - start <= _LONG:
        yield piece
        return
    while piece.stop - start > _LONG:
        at, pause = _cut(text, start + _PART // 2, start + _PART + _PART // 4)
        if part := _trimmed(text, start, at, pause):
            yield part
        start = at
    if part := _trimmed(text, start, piece.stop, piece.pause):
        yield part


def _cut(text: str, low: int, high: int) -> tuple[int, float]:
    """The last best place for a cut between two characters, and the pause that it deserves."""
    for pattern, pause in (
        (_SENTENCE_MARK, PAUSE_SENTENCE),
        (_CLAUSE_MARK, PAUSE_CLAUSE),
        (_SPACE, PAUSE_WORD),
    ):
        matches = list(pattern.finditer(text, low, high))
        if matches:
            return matches[-1].end(), pause
    return high, PAUSE_WORD
