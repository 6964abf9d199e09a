"""Lines of a document moved, removed, doubled, split and joined: edits of its text that know which
line each stretch of it is.

White space stays where it is and the lines change places, so that paragraphs keep their shape and
the text its end. Where two lines would read as one sentence then, they become paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from app.document.document import Document, Line
from app.document.edit import Edit
from app.document.editing import LineFinder, edited
from app.document.slots import Slot

Row = tuple[str, Line]
"""White space, and the line behind it."""
PARAGRAPH = "\n\n"
"""Between two lines, it keeps them apart whatever their words are."""

_SENTENCE_END = re.compile(r"[.!?…]+([\"'”’»)\]]*)$")
_WIDE_SENTENCE_END = re.compile(r"[。！？｡]+([\"'”’»)\]」』]*)$")


@dataclass(frozen=True, slots=True)
class Arranger:
    """Arranges lines; what it takes to split a text again is the same for all changes of it."""

    find_lines: LineFinder
    new_id: Callable[[], int]

    def moved(self, document: Document, lines: Collection[int], step: int) -> Document:
        """Each of these lines one place up (-1) or down (1), if there is one for it."""
        chosen = _places(document, lines)
        if not chosen:
            return document
        first, stop = max(0, chosen[0] - 1), min(len(document), chosen[-1] + 2)
        order = list(document.lines[first:stop])
        places = range(len(order)) if step < 0 else reversed(range(len(order)))
        for place in places:
            to = place + step
            free = 0 <= to < len(order) and order[to].id not in lines
            if order[place].id in lines and free:
                order[place], order[to] = order[to], order[place]
        # Times stay where they are, too.
        rows = [
            (there.before, line if line.slot == there.slot else replace(line, slot=there.slot))
            for there, line in zip(document.lines[first:stop], order, strict=True)
        ]
        return self._put(document, first, stop, rows)

    def removed(self, document: Document, lines: Collection[int]) -> Document:
        """The document without these lines; paragraphs to both sides stay apart."""
        chosen = _places(document, lines)
        if not chosen:
            return document
        first, stop = chosen[0], min(len(document), chosen[-1] + 2)
        rows: list[Row] = []
        gap: str | None = None
        for line in document.lines[first:stop]:
            before = line.before if gap is None else _wider(gap, line.before)
            if line.id in lines:
                gap = before
            else:
                rows.append((before if rows or first else document.lines[0].before, line))
                gap = None
        return self._put(document, first, stop, rows)

    def doubled(self, document: Document, lines: Collection[int]) -> Document:
        """Copies of these lines, with all that they speak with, behind the last one of them."""
        chosen = _places(document, lines)
        if not chosen:
            return document
        end = chosen[-1] + 1
        around = [line.before for line in document.lines[end : end + 1]]
        around += [line.before for line in document.lines[max(1, end - 1) : end]]
        within = [white for white in around if "\n" not in white]
        first = (*within, *around, PARAGRAPH)[0]
        copies = [replace(document.lines[place], id=self.new_id(), slot=None) for place in chosen]
        rows = [(line.before if place else first, line) for place, line in enumerate(copies)]
        return self._put(document, end, end, rows)

    def inserted(self, document: Document, behind: int | None, text: str) -> Document:
        """Other text behind a line, each of its own lines a paragraph; behind none, at the end."""
        parts = [part.strip() for part in text.splitlines() if part.strip()]
        place = len(document) if behind is None else document.index(behind) + 1
        if not parts:
            return document
        start = len(document.text) - len(document.after)
        if place < len(document):
            start = document.starts[place] - len(document.lines[place].before)
        words = PARAGRAPH.join(parts)
        before = PARAGRAPH if place else ""
        following = document.lines[place].before if place < len(document) else document.after
        rest = PARAGRAPH if place < len(document) and "\n" not in following else ""
        drop = len(following) if rest else 0
        edit = Edit(start, start + drop, before + words + rest)
        return edited(document, edit, self.find_lines, self.new_id)

    def rewritten(self, document: Document, line: int, text: str) -> Document:
        """A line with other words; lines beside it stay what they are. Without any, it goes."""
        text = text.strip()
        if not text:
            return self.removed(document, {line})
        place, old = document.index(line), document[line]
        return self._put(document, place, place + 1, [(old.before, replace(old, text=text))])

    def split(self, document: Document, line: int, first: str, second: str) -> Document:
        """A line that becomes two, the first of which is still the same."""
        first, second = first.strip(), second.strip()
        if not first or not second:
            return self.rewritten(document, line, first or second)
        place, old = document.index(line), document[line]
        rest = replace(old, id=self.new_id(), text=second, chosen=None, heading=0)
        one = replace(old, text=first, gap=None)
        return self._put(document, place, place + 1, [(old.before, one), (PARAGRAPH, rest)])

    def joined(self, document: Document, lines: Collection[int]) -> Document:
        """These lines as one, which is the first of them; the same document if they cannot be one.

        A sentence is a line, so a mark that ends one within becomes a comma.
        """
        places = _places(document, lines)
        if len(places) < 2 or places[-1] - places[0] >= len(places):
            return document
        chosen = [document.lines[place] for place in places]
        texts, first = [line.text for line in chosen], chosen[0]
        as_they_are = " ".join(texts)
        with_commas = " ".join((*map(_with_comma, texts[:-1]), texts[-1]))
        for text in (as_they_are, with_commas):
            one = replace(first, text=text, gap=chosen[-1].gap, slot=_slot_of_all(chosen))
            after = self._put(document, places[0], places[-1] + 1, [(first.before, one)])
            if first.id in after and after[first.id].text == text:
                return after
        return document

    def replaced(self, document: Document, edits: Sequence[Edit]) -> Document:
        """The document after edits of its text, in order and apart from one another, at once."""
        if not edits:
            return document
        text, placed, growth, at = document.text, list[tuple[int, Line]](), 0, 0
        for line, start in zip(document, document.starts, strict=True):
            stop = start + len(line.text)
            while at < len(edits) and edits[at].stop <= start:
                growth += edits[at].growth
                at += 1
            inside, words = at, line.text
            while inside < len(edits) and edits[inside].start < stop:
                inside += 1
            for edit in reversed(edits[at:inside]):
                local = Edit(max(0, edit.start - start), edit.stop - start, edit.inserted)
                words = local.applied(words)
            placed.append((start + growth, replace(line, text=words)))
        first, last = edits[0], edits[-1]
        parts, end = list[str](), first.start
        for edit in edits:
            parts += (text[end : edit.start], edit.inserted)
            end = edit.stop
        whole = Edit(first.start, last.stop, "".join(parts))
        return edited(document, whole, self.find_lines, self.new_id, placed)

    def _put(self, document: Document, first: int, stop: int, rows: Sequence[Row]) -> Document:
        """Rows in place of the lines between two places."""
        if rows and rows[-1][1].heading and stop < len(document):
            behind = document.lines[stop]
            rows, stop = [*rows, (behind.before, behind)], stop + 1
        beside = document.lines[max(0, first - 1) : first], document.lines[stop : stop + 1]
        if not rows and first == stop:
            return document
        rows = _with_headings_apart(document, first, rows)
        after = self._placed(document, first, stop, rows)
        near = [*beside[0], *(line for _, line in rows), *beside[1]]
        joined = {
            line.id for line in near if line.id not in after or after[line.id].text != line.text
        }
        if not joined:
            return after
        # The line behind has its white space from here on too.
        rows = [*rows, *((line.before, line) for line in beside[1])]
        lines = [*beside[0], *(line for _, line in rows)]
        apart = list(rows)
        for place, (before, line) in enumerate(pairwise(lines), start=1 - len(beside[0])):
            if {before.id, line.id} <= joined:
                apart[place] = PARAGRAPH, line
        if apart == rows:
            return after
        return self._placed(document, first, stop + len(beside[1]), apart)

    def _placed(self, document: Document, first: int, stop: int, rows: Sequence[Row]) -> Document:
        old = document.lines[first:stop]
        start = 0
        if first:
            start = document.starts[first - 1] + len(document.lines[first - 1].text)
        length = sum(len(line.before) + len(line.text) for line in old)
        parts, placed, at = list[str](), list[tuple[int, Line]](), start
        for white, line in rows:
            placed.append((at + len(white), line))
            parts += (white, line.text)
            at += len(white) + len(line.text)
        edit = Edit(start, start + length, "".join(parts))
        return edited(document, edit, self.find_lines, self.new_id, placed)


def _places(document: Document, lines: Collection[int]) -> list[int]:
    """The places of lines, in order."""
    return sorted(document.index(line) for line in lines if line in document)


def _slot_of_all(lines: Sequence[Line]) -> Slot | None:
    """From the beginning of the first to the end of the last."""
    slots = [line.slot for line in lines if line.slot is not None]
    if lines[0].slot is None:
        return None
    return Slot(slots[0].start, max(slot.stop for slot in slots))


def _with_headings_apart(document: Document, first: int, rows: Sequence[Row]) -> list[Row]:
    """Rows in which each heading begins a line of the text, and nothing more is part of it."""
    apart: list[Row] = []
    before = document.lines[first - 1] if first else None
    for white, line in rows:
        follows = before is not None and before.heading and not _is_behind(document, line, before)
        if before is not None and "\n" not in white and (line.heading or follows):
            white = PARAGRAPH
        apart.append((white, line))
        before = line
    return apart


def _is_behind(document: Document, line: Line, before: Line) -> bool:
    """Whether a line was behind another one already."""
    if line.id not in document or before.id not in document:
        return False
    return document.index(line.id) == document.index(before.id) + 1


def _wider(first: str, second: str) -> str:
    """The white space that keeps lines further apart."""
    return first if first.count("\n") > second.count("\n") else second


def _with_comma(text: str) -> str:
    """The words without their mark at the end."""
    return _WIDE_SENTENCE_END.sub(r"，\1", _SENTENCE_END.sub(r",\1", text))
