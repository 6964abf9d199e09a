"""Cuts a text into pieces for one utterance each: sentences, and parts of sentences too long."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import sentencex

PAUSE_SENTENCE = 0.25
PAUSE_PARAGRAPH = 0.55
PAUSE_CLAUSE = 0.1
PAUSE_WORD = 0.0

_WINDOW = 2000
"""Characters that sentencex sees at once: its cost is quadratic on texts full of quotes."""
_LONG = 320
"""Characters: a longer sentence is cut …"""
_PART = 220
"""… into parts of about this many, at a clause if there is one, else between words."""
_WRAPPED_LINE = range(50, 101)
"""A line of this length is taken for one of a wrapped paragraph if no blank line follows."""

_SENTENCE_MARK = re.compile(r"[.!?…。！？｡؟۔।॥]+[\"'”’»)\]」』]*\s+|[。！？｡]+[\"'”’»)\]」』]*")
_CLAUSE_MARK = re.compile(r"[,;:—–，；：、،؛][\"'”’»)\]]*(?=\s)\s*|[，；：、—]|\s(?=[(–—])")
_SPACE = re.compile(r"\s+")
_SPACE_CHARACTER = re.compile(r"\s")
_SURROGATE = re.compile("[\ud800-\udfff]")
LINE_END = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
_NEW_ITEM = re.compile(r"[ \t]*(?:[-*•‣◦]\s|\d+[.)]\s|[ \t])")
_NUMBER = re.compile(r"\s*\(?\d{1,3}(?:\.\d{1,3})*[.)]\s+")
"""What numbers an item or a title, and is no sentence of its own."""
_ABBREVIATIONS = {
    "en": re.compile(r"\b(?:vols?|tb?sp|approx|oz|ft|incl|eds?|figs?|chs?|secs?)\. [a-z\d]$"),
    "fr": re.compile(r"\bMM?\. [^\W\d]$"),
}
"""Abbreviations that sentencex does not know, with the beginning of what follows."""


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
    for start, stop in _paragraphs(text):
        last: Piece | None = None
        for piece in _sentences(text, start, stop, language):
            if last is not None:
                yield from _parts(text, last)
            last = piece
        if last is not None:
            yield from _parts(text, Piece(last.start, last.stop, PAUSE_PARAGRAPH))


def is_one_sentence(text: str, language: str) -> bool:
    """Whether sentencex sees no end of a sentence inside of `text`: "Dr. Smith"."""
    return len(_sentence_ends(text, language)) == 1


def _sentence_ends(text: str, language: str) -> list[int]:
    ends = [b["end_index"] for b in sentencex.get_sentence_boundaries(language, text)]
    missing = _ABBREVIATIONS.get(language.split("-")[0])
    if missing is None:
        return ends
    joints = [f"{text[max(e - 20, 0) : e].rstrip()} {text[e : e + 9].lstrip()[:1]}" for e in ends]
    return [e for e, joint in zip(ends, joints, strict=True) if not missing.search(joint)]


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
    if not stripped:
        return None
    start += len(body) - len(body.lstrip())
    return Piece(start, start + len(stripped), pause)


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Spans between line ends, but lines of a wrapped paragraph stay together."""
    start = line_start = 0
    for end in LINE_END.finditer(text):
        if not _goes_on(text, line_start, end):
            yield start, end.end()
            start = end.end()
        line_start = end.end()
    yield start, len(text)


def _goes_on(text: str, line_start: int, end: re.Match[str]) -> bool:
    following = text[end.end() : end.end() + 1]
    if not following or following.isspace() or end.group() == "\u2029":
        return False
    if _NEW_ITEM.match(text, end.end()):
        return False
    ends_sentence = text[max(line_start, end.start() - 1) : end.start()] in tuple(".!?:…")
    wrapped = end.start() - line_start in _WRAPPED_LINE
    return wrapped or (following.islower() and not ends_sentence)


def _sentences(text: str, start: int, stop: int, language: str) -> Iterator[Piece]:
    number = _NUMBER.match(text, start, stop)
    while start < stop:
        window_stop = min(start + _WINDOW, stop)
        window = text[start:window_stop]
        # sentencex takes neither surrogates nor line ends inside of a wrapped paragraph well.
        visible = _SURROGATE.sub("x", _SPACE_CHARACTER.sub(" ", window))
        ends = _sentence_ends(visible, language)
        first = max(0, number.end() - start) if number else 0
        ends = [e for e in ends if first < e <= len(window)] or [len(window)]
        if window_stop < stop:
            # The last sentence may go on behind the window, unless it fills the window.
            ends = ends[:-1] or [_last_space(window)]
        elif ends[-1] < len(window):
            ends.append(len(window))
        at = 0
        for end in ends:
            if piece := _trimmed(text, start + at, start + end, PAUSE_SENTENCE):
                yield piece
            at = end
        start += at


def _last_space(window: str) -> int:
    at = max(window.rfind(" "), window.rfind("\t"), window.rfind("\u3000"))
    return at + 1 if at > len(window) // 2 else len(window)


def _parts(text: str, piece: Piece) -> Iterator[Piece]:
    """A sentence of ordinary length as it is, a longer one in parts."""
    start = piece.start
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
