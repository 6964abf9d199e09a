"""Lines of a document moved, removed, doubled, split and joined: edits of its text that know which
line each stretch of it is.

White space stays where it is and the lines change places, so that paragraphs keep their shape and
the text its end. Where two lines would read as one sentence then, they become paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from app.document.document import Document, Line
from app.document.edit import Edit
from app.document.editing import LineFinder, edited

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
        order = list(document.lines)
        places = range(len(order)) if step < 0 else reversed(range(len(order)))
        for place in places:
            to = place + step
            free = 0 <= to < len(order) and order[to].id not in lines
            if order[place].id in lines and free:
                order[place], order[to] = order[to], order[place]
        white = (line.before for line in document)
        return self._arranged(document, list(zip(white, order, strict=True)))

    def removed(self, document: Document, lines: Collection[int]) -> Document:
        """The document without these lines; paragraphs to both sides stay apart."""
        rows: list[tuple[str, Line]] = []
        gap: str | None = None
        for line in document:
            before = line.before if gap is None else _wider(gap, line.before)
            if line.id in lines:
                gap = before
            else:
                rows.append((before if rows else document.lines[0].before, line))
                gap = None
        return self._arranged(document, rows)

    def doubled(self, document: Document, lines: Collection[int]) -> Document:
        """Copies of these lines, with all that they speak with, behind the last one of them."""
        chosen = [line for line in document if line.id in lines]
        if not chosen:
            return document
        rows = _rows(document)
        end = document.index(chosen[-1].id) + 1
        around = [white for white, _ in (*rows[end : end + 1], *rows[max(1, end - 1) : end])]
        within = [white for white in around if "\n" not in white]
        first = (*within, *around, PARAGRAPH)[0]
        copies = [
            (line.before if place else first, replace(line, id=self.new_id()))
            for place, line in enumerate(chosen)
        ]
        return self._arranged(document, [*rows[:end], *copies, *rows[end:]])

    def rewritten(self, document: Document, line: int, text: str) -> Document:
        """A line with other words; lines beside it stay what they are. Without any, it goes."""
        text = text.strip()
        if not text:
            return self.removed(document, {line})
        return self._with(document, line, [replace(document[line], text=text)])

    def split(self, document: Document, line: int, first: str, second: str) -> Document:
        """A line that becomes two, the first of which is still the same."""
        first, second = first.strip(), second.strip()
        if not first or not second:
            return self.rewritten(document, line, first or second)
        old = document[line]
        rest = replace(old, id=self.new_id(), text=second, chosen=None)
        return self._with(document, line, [replace(old, text=first, gap=None), rest])

    def joined(self, document: Document, lines: Collection[int]) -> Document:
        """These lines as one, which is the first of them; the same document if they cannot be one.

        A sentence is a line, so a mark that ends one within becomes a comma.
        """
        chosen = [line for line in document if line.id in lines]
        places = [document.index(line.id) for line in chosen]
        if len(chosen) < 2 or places[-1] - places[0] >= len(places):
            return document
        texts = [line.text for line in chosen]
        as_they_are = " ".join(texts)
        with_commas = " ".join((*map(_with_comma, texts[:-1]), texts[-1]))
        rows, first = _rows(document), chosen[0]
        for text in (as_they_are, with_commas):
            one = (first.before, replace(first, text=text, gap=chosen[-1].gap))
            after = self._arranged(document, [*rows[: places[0]], one, *rows[places[-1] + 1 :]])
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

    def _with(self, document: Document, line: int, lines: Sequence[Line]) -> Document:
        """Other lines in place of one."""
        rows, place = _rows(document), document.index(line)
        before = document.lines[place].before
        new = [(before, lines[0]), *((PARAGRAPH, each) for each in lines[1:])]
        return self._arranged(document, [*rows[:place], *new, *rows[place + 1 :]])

    def _arranged(self, document: Document, rows: Sequence[tuple[str, Line]]) -> Document:
        """The document with these lines, each behind its white space."""
        head, tail = _alike(_rows(document), rows)
        after = self._put(document, rows, head, tail)
        joined = {
            line.id
            for _, line in rows[max(0, head - 1) : len(rows) - tail + 1]
            if line.id not in after or after[line.id].text != line.text
        }
        apart = list(rows)
        for place, ((_, before), (_, line)) in enumerate(pairwise(rows), start=1):
            if {before.id, line.id} <= joined:
                apart[place] = PARAGRAPH, line
        if apart == rows:
            return after
        return self._put(document, apart, *_alike(_rows(document), apart))

    def _put(
        self, document: Document, rows: Sequence[tuple[str, Line]], head: int, tail: int
    ) -> Document:
        """`head` and `tail` count the rows at both ends that are there already."""
        old, new = document.lines[head : len(document) - tail], rows[head : len(rows) - tail]
        if not old and not new:
            return document
        start = document.starts[head - 1] + len(document.lines[head - 1].text) if head else 0
        stop = start + sum(len(line.before) + len(line.text) for line in old)
        parts, placed, at = list[str](), list[tuple[int, Line]](), start
        for white, line in new:
            placed.append((at + len(white), line))
            parts += (white, line.text)
            at += len(white) + len(line.text)
        edit = Edit(start, stop, "".join(parts))
        return edited(document, edit, self.find_lines, self.new_id, placed)


def _rows(document: Document) -> list[tuple[str, Line]]:
    return [(line.before, line) for line in document]


def _alike(
    first: Sequence[tuple[str, Line]], second: Sequence[tuple[str, Line]]
) -> tuple[int, int]:
    """How many rows two arrangements have in common at both ends."""
    most = min(len(first), len(second))
    head = _common(zip(first, second, strict=False))
    tail = _common(zip(reversed(first), reversed(second), strict=False))
    return head, min(tail, most - head)


def _common(pairs: Iterable[tuple[tuple[str, Line], tuple[str, Line]]]) -> int:
    count = 0
    for (white, line), (other_white, other) in pairs:
        if line is not other or white != other_white:
            break
        count += 1
    return count


def _wider(first: str, second: str) -> str:
    """The white space that keeps lines further apart."""
    return first if first.count("\n") > second.count("\n") else second


def _with_comma(text: str) -> str:
    """The words without their mark at the end."""
    return _WIDE_SENTENCE_END.sub(r"，\1", _SENTENCE_END.sub(r",\1", text))
