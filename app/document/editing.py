"""Edits of a document's text, and which of its lines are the same afterwards."""

from __future__ import annotations

import re
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from app.document.document import Document, Line
from app.document.edit import Edit
from vits_core.text.pause_marks import find_pause_marks
from vits_core.text.sentences import CONTEXT, LINE_END, PAUSE_PARAGRAPH, Piece

LineFinder = Callable[[str], Iterable[Piece]]
"""Finds the sentences of a text, as the voice's front-end does."""

MOST_REMOVED = 5000
"""Lines that are remembered after they left the text."""
LIKENESS = 0.5
"""The share of their words that a line and what it has become have at least in common."""
_MOST_COMPARED = 4000
"""Pairs of lines whose words are compared; of more, the text is simply another one."""

_WORD = re.compile(r"\w+")


def edited(
    document: Document,
    edit: Edit,
    find_lines: LineFinder,
    new_id: Callable[[], int],
    placed: Iterable[tuple[int, Line]] = (),
) -> Document:
    """The document after an edit of its text.

    Lines that the edit does not touch stay the objects that they are. What it touches is split
    anew, paragraph by paragraph. A line whose words have changed a little is still the same, and
    so is one that comes back at another place. A heading that no longer begins a line of the text
    is none. Of what was inserted, `placed` tells at which character of the new text a line with its
    words begins.
    """
    first, last = _paragraphs_around(document, edit)
    start = _paragraph_start(document, first) if first else 0
    end = _paragraph_start(document, last)
    old = document.lines[first:last]
    text = document.text
    stretch = text[start : edit.start] + edit.inserted + text[edit.stop : end]
    context = text[max(0, start - CONTEXT) : start]
    surrounded = context + stretch + text[end : end + CONTEXT]
    lead, behind = text[_end_of(document, first - 1) : start], text[end : _start_of(document, last)]
    found = [
        _Found(
            start + piece.start - len(context),
            surrounded[piece.start : piece.stop],
            piece.pause,
            piece.asked,
        )
        for piece in find_lines(surrounded)
        if len(context) <= piece.start < len(context) + len(stretch)
    ]
    remains = list(_remains(document, old, edit))
    kept = _kept(document, old, found, edit, remains, placed)
    lines, at = list[Line](), 0
    for piece, line in zip(found, kept, strict=True):
        before = lead + stretch[at : piece.start - start]
        at, lead = piece.start - start + len(piece.text), ""
        begins = not (first or lines) or "\n" in before
        if line is None:
            part_of = next((each.line for each in remains if each.overlaps(piece)), None)
            new = Line(new_id(), piece.text, before, piece.pause, asked=piece.asked)
            if part_of is not None:
                new = replace(new, delivery=part_of.delivery, slot=part_of.slot)
            lines.append(new)
        else:
            lines.append(_line(piece, before, line, line.heading if begins else 0))
    rest = lead + stretch[at:] + behind
    following = document.lines[last:]
    if following:
        following = (_behind(following[0], rest), *following[1:])
        rest = document.after
    present = {line.id for line in lines}
    gone = [line for line in old if line.id not in present]
    removed = tuple(line for line in document.removed if line.id not in present)
    return replace(
        document,
        lines=(*document.lines[:first], *lines, *following),
        after=rest,
        removed=(*removed, *gone)[-MOST_REMOVED:] if gone else removed,
    )


@dataclass(frozen=True, slots=True)
class _Found:
    """A sentence of the new text, at a character of it."""

    start: int
    text: str
    pause: float
    asked: bool

    @property
    def stop(self) -> int:
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class _Remains:
    """Where what is left of a line stands in the new text, with what was inserted into it."""

    line: Line
    start: int
    stop: int

    def overlaps(self, piece: _Found) -> bool:
        return piece.start < self.stop and self.start < piece.stop


def _remains(document: Document, old: Sequence[Line], edit: Edit) -> Iterator[_Remains]:
    """Of each line of which the edit leaves something, in order."""
    for line in old:
        start, stop = document.span(line.id)
        if edit.start <= start and stop <= edit.stop and (start, stop) != (edit.start, edit.stop):
            continue
        yield _Remains(
            line,
            min(start, edit.start) if start < edit.stop else start + edit.growth,
            max(stop, edit.stop) + edit.growth if stop > edit.start else stop,
        )


def _paragraphs_around(document: Document, edit: Edit) -> tuple[int, int]:
    """The lines (half open) whose paragraphs an edit can change: those that it lies in or near, and
    one more to each side, since lines of a text are joined to a paragraph by their neighbours."""
    if not document.lines:
        return 0, 0
    first = document.index_at(max(0, edit.start - CONTEXT)) or 0
    last = (document.index_at(min(edit.stop + CONTEXT, len(document.text))) or 0) + 1
    for _ in range(2):
        first = _begin_of_paragraph(document.lines, first)
        last = _end_of_paragraph(document.lines, last)
        first, last = max(0, first - 1), min(len(document.lines), last + 1)
    return _begin_of_paragraph(document.lines, first), _end_of_paragraph(document.lines, last)


def _begin_of_paragraph(lines: Sequence[Line], index: int) -> int:
    while index > 0 and not _ends_paragraph(lines[index - 1]):
        index -= 1
    return index


def _end_of_paragraph(lines: Sequence[Line], index: int) -> int:
    while 0 < index < len(lines) and not _ends_paragraph(lines[index - 1]):
        index += 1
    return index


def _ends_paragraph(line: Line) -> bool:
    return line.asked or line.pause >= PAUSE_PARAGRAPH


def _paragraph_start(document: Document, index: int) -> int:
    """Where the paragraph of a line that is its first begins, its white space included; the end of
    the text for a line that is not there."""
    if index >= len(document.lines):
        return len(document.text)
    before = document.lines[index].before
    marks = find_pause_marks(before)
    if marks:  # they belong to the line before
        at = marks[-1].stop
    else:
        boundary = LINE_END.search(before)
        at = boundary.end() if boundary else 0
    return _start_of(document, index) - len(before) + at


def _start_of(document: Document, index: int) -> int:
    return document.starts[index] if index < len(document.lines) else len(document.text)


def _end_of(document: Document, index: int) -> int:
    return document.starts[index] + len(document.lines[index].text) if index >= 0 else 0


def _line(found: _Found, before: str, kept: Line, heading: int) -> Line:
    new = replace(
        kept,
        text=found.text,
        before=before,
        pause=found.pause,
        asked=found.asked,
        heading=heading,
    )
    return kept if new == kept else new


def _behind(line: Line, before: str) -> Line:
    return line if line.before == before else replace(line, before=before)


# -- which lines are the same ----------------------------------------------------------------------


def _kept(
    document: Document,
    old: Sequence[Line],
    found: Sequence[_Found],
    edit: Edit,
    remains: Sequence[_Remains],
    placed: Iterable[tuple[int, Line]],
) -> list[Line | None]:
    """For each sentence that was found, the line that it is; None for a new one.

    In this order: what is said to be placed there; what the edit does not touch; what has the same
    words, here or among the lines that were removed before; what has most of its words; what stands
    in the same place.
    """
    kept: list[Line | None] = [None] * len(found)
    left = dict.fromkeys(line.id for line in old)
    starts = {line.id: document.span(line.id)[0] for line in old}

    def keep(index: int, line: Line) -> None:
        kept[index] = line
        left.pop(line.id, None)

    untouched = {}
    for line in old:
        start = starts[line.id]
        if start + len(line.text) <= edit.start:
            untouched[start, line.text] = line
        elif start >= edit.stop:
            untouched[start + edit.growth, line.text] = line
    untouched |= {(start, line.text): line for start, line in placed}
    for index, piece in enumerate(found):
        if (still := untouched.get((piece.start, piece.text))) is not None:
            keep(index, still)
    same = defaultdict[str, deque[Line]](deque)
    for each in (*(line for line in old if line.id in left), *reversed(document.removed)):
        same[each.text].append(each)
    for index, piece in enumerate(found):
        if kept[index] is None and (lines := same.get(piece.text)):
            keep(index, lines.popleft())
    rest = [line for line in old if line.id in left]
    for index, line in _alike_in_words(rest, found, kept):
        keep(index, line)
    for part in remains:
        for index, piece in enumerate(found):
            if part.line.id in left and kept[index] is None and part.overlaps(piece):
                keep(index, part.line)
    return kept


def _alike_in_words(
    rest: Sequence[Line], found: Sequence[_Found], kept: Sequence[Line | None]
) -> Iterator[tuple[int, Line]]:
    """Lines and what they have become, most alike first, each once."""
    new = [index for index, line in enumerate(kept) if line is None]
    if len(rest) * len(new) > _MOST_COMPARED:
        return
    words = {index: _words(found[index].text) for index in new}
    pairs = []
    for place, line in enumerate(rest):
        own = _words(line.text)
        for index in new:
            likeness = _likeness(own, words[index])
            if likeness >= LIKENESS:
                pairs.append((-likeness, abs(place - new.index(index)), place, index))
    gone, taken = set[int](), set[int]()
    for _, _, place, index in sorted(pairs):
        if place not in gone and index not in taken:
            gone.add(place)
            taken.add(index)
            yield index, rest[place]


def _words(text: str) -> Counter[str]:
    return Counter(_WORD.findall(text.casefold()))


def _likeness(first: Counter[str], second: Counter[str]) -> float:
    """The share of the words of both that they have in common."""
    total = first.total() + second.total()
    return 2 * (first & second).total() / total if total else 0.0
