"""Pauses that the user wrote into the text: `[pause]`, `[pause 1.5s]`, `[pause 300 ms]`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from vits_core.text.sentences import Piece

USUAL_PAUSE = 0.5
"""Seconds of a mark that names no length."""
LONGEST_MARKED_PAUSE = 600.0
"""Seconds; a longer one is cut to this."""

_LENGTH = r"(\d{1,6}(?:[.,]\d{1,3})?) *(ms|s|sec|seconds?)?"
_MARK = re.compile(rf"\[ *pause(?: *[:=]? *{_LENGTH})? *\]", re.IGNORECASE)
_RUN = re.compile(r"(?:\s*\[ *pause[^\[\]\n]*\])+", re.IGNORECASE)
_PARAGRAPH_END = "\u2029"


@dataclass(frozen=True, slots=True)
class PauseMark:
    """A mark at characters `start` to `stop`, and the seconds of silence that it asks for."""

    start: int
    stop: int
    seconds: float


def find_pause_marks(text: str) -> list[PauseMark]:
    """All marks, in order."""
    if "[" not in text:
        return []
    return [PauseMark(*m.span(), _seconds(m)) for m in _MARK.finditer(text)]


def _seconds(mark: re.Match[str]) -> float:
    length, unit = mark.groups()
    if length is None:
        return USUAL_PAUSE
    number = float(length.replace(",", "."))
    return min(number / 1000 if unit and unit.lower() == "ms" else number, LONGEST_MARKED_PAUSE)


def mask_pauses(text: str, marks: Iterable[PauseMark]) -> str:
    """`text` with a paragraph's end in place of each mark, and as long as it was."""
    parts, at = [], 0
    for mark in marks:
        parts += [text[at : mark.start], _PARAGRAPH_END.ljust(mark.stop - mark.start)]
        at = mark.stop
    return "".join([*parts, text[at:]])


def with_pauses(pieces: Iterable[Piece], text: str) -> Iterator[Piece]:
    """The pieces of `text`, each with the silence that marks right behind it ask for, in
    place of its own. Several in one place add up."""
    for piece in pieces:
        run = _RUN.match(text, piece.stop)
        marks = find_pause_marks(run[0]) if run else []
        if marks:
            seconds = min(sum(mark.seconds for mark in marks), LONGEST_MARKED_PAUSE)
            piece = replace(piece, pause=seconds, asked=True)
        yield piece
