"""The lines of print on the pages of a PDF."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from statistics import median, mode

from pdfminer.layout import LTChar, LTPage, LTTextBox, LTTextLine

from app.document.reading.read_text import tidy

_LIGATURES = str.maketrans({
    "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st",
})  # fmt: skip
_WITHOUT_LETTER = re.compile(r"\(cid:\d+\)")
"""What pdfminer puts for a glyph of which the file does not tell the letter …"""
_BULLET = re.compile(r"^\(cid:\d+\)\s+")
"""… and which then is the bullet of an item."""
_PAGE_NUMBER = re.compile(
    r"\W*(?:(?:page|seite|p\.)\s*)?(?:\d{1,5}|(?=\w)(?:x[cl]|l?x{0,3})(?:i[xv]|v?i{0,3}))"
    r"(?:\s*(?:/|of)\s*\d+)?\W*",
    re.IGNORECASE,
)
_NUMBER_AT_END = re.compile(r"^(\d{1,5})\b|\b(\d{1,5})$")
_DIGITS = re.compile(r"\d+")
_MARGIN_LINES = 2
"""So many lines at the top and at the bottom of a page may be its header and its footer."""
_REPEATED = 3
"""On so many pages at least."""
_LARGER = 1.15
"""Times the size of the text: the type of headings."""
_GAP = 0.6
"""Times the size of its type: what a page number stands away from the text at least."""
_LEADERS = re.compile(r"(?:[.·…]\s?){5,}\s*[\divxlc]*\W*")
"""The dots between a title and its page in a table of contents."""


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line of a page; distances in points, from the page's lower left corner."""

    text: str
    page: int
    box: int
    """Lines of one box stand in one column, close together."""
    left: float
    right: float
    top: float
    bottom: float
    size: float
    """Of its type."""
    font: str
    """In which most of it is set."""


def lines_of(page: LTPage, number: int) -> list[PrintedLine]:
    """The lines of a page in the order in which they are read."""
    lines = []
    for box_number, box in enumerate(each for each in page if isinstance(each, LTTextBox)):
        for line in box:
            if isinstance(line, LTTextLine) and (text := _text(line)):
                letters = [each for each in line if isinstance(each, LTChar)]
                size = median([each.size for each in letters]) if letters else line.height
                font = mode([each.fontname for each in letters]) if letters else ""
                place = line.x0, line.x1, line.y1, line.y0
                lines.append(PrintedLine(text, number, box_number, *place, size, font))
    return lines


def without_margins(
    pages: Sequence[Sequence[PrintedLine]], headings: Container[PrintedLine]
) -> list[list[PrintedLine]]:
    """The lines without headers and footers: what stands on several pages at the same height,
    apart from its numbers, or bears the number of the page, and is no heading."""
    edges = [_edges(lines) for lines in pages]
    seen = defaultdict[tuple[str, int], set[int]](set)
    for line in (line for edge in edges for line in edge):
        seen[_key(line)].add(line.page)
    enough = min(_REPEATED, max(2, len(pages)))
    first_number = _first_number(edges, enough)
    largest = _LARGER * _usual_size(line for lines in pages for line in lines)

    def is_marginal(line: PrintedLine, edge: Sequence[PrintedLine]) -> bool:
        if line in headings or line.size > largest:
            return False
        if len(seen[_key(line)]) >= enough:
            return True
        numbered = _PAGE_NUMBER.fullmatch(line.text) or any(
            number - line.page == first_number for number in _numbers(line)
        )
        return bool(numbered) and _stands_apart(line, edge)

    kept = []
    for lines, edge in zip(pages, edges, strict=True):
        marginal = {round(line.bottom) for line in edge if is_marginal(line, edge)}
        beside = [line for line in edge if round(line.bottom) in marginal and line not in headings]
        kept.append([line for line in lines if line not in beside])
    return kept


def _stands_apart(line: PrintedLine, edge: Sequence[PrintedLine]) -> bool:
    """Whether a line is the outermost of its page, with a gap to the next."""
    others = [each for each in edge if abs(each.bottom - line.bottom) > 0.5 * line.size]
    above = all(line.bottom - each.top > _GAP * line.size for each in others)
    return above or all(each.bottom - line.top > _GAP * line.size for each in others)


def _first_number(edges: Sequence[Sequence[PrintedLine]], enough: int) -> int | None:
    """The number of the first page, which most of the pages agree on."""
    votes = Counter(
        number
        for edge in edges
        for number in {n - line.page for line in edge for n in _numbers(line)}
    )
    number, most = votes.most_common(1)[0] if votes else (0, 0)
    return number if most >= enough else None


def _numbers(line: PrintedLine) -> list[int]:
    """The numbers that a line begins and ends with."""
    return [int(first or last) for first, last in _NUMBER_AT_END.findall(line.text)]


def without_contents(lines: Sequence[PrintedLine]) -> list[PrintedLine]:
    """A page without the lines of a printed table of contents."""
    entries = [line for line in lines if _LEADERS.search(line.text)]
    if len(entries) < _REPEATED:
        return list(lines)
    return [
        line for line in lines
        if line not in entries and any(each.isalpha() for each in line.text)
    ]  # fmt: skip


def large_lines(pages: Iterable[Sequence[PrintedLine]]) -> dict[PrintedLine, int]:
    """The lines in the type of headings, with the levels that their sizes stand for."""
    lines = [line for page in pages for line in page]
    usual = _usual_size(lines)
    large = [line for line in lines if line.size > _LARGER * usual]
    sizes = sorted({round(line.size) for line in large}, reverse=True)
    return {line: sizes.index(round(line.size)) + 1 for line in large}


def _edges(lines: Sequence[PrintedLine]) -> list[PrintedLine]:
    """The uppermost and the lowest lines of a page; of several at one height each."""
    heights = sorted({round(line.bottom / 4) for line in lines})
    at_edge = {*heights[:_MARGIN_LINES], *heights[-_MARGIN_LINES:]}
    return [line for line in lines if round(line.bottom / 4) in at_edge]


def _key(line: PrintedLine) -> tuple[str, int]:
    return _DIGITS.sub("#", line.text.casefold()), round(line.bottom / 8)


def _text(line: Iterable[object]) -> str:
    text = "".join(each.get_text() for each in line if hasattr(each, "get_text"))
    text = _WITHOUT_LETTER.sub("", _BULLET.sub("• ", text))
    return _tidy_line(text.translate(_LIGATURES))


def _tidy_line(text: str) -> str:
    """As `tidy`, but a soft hyphen at its end is one that a reader sees."""
    stripped = text.rstrip()
    return tidy(stripped) + ("-" if stripped.endswith("\u00ad") else "")


def _usual_size(lines: Iterable[PrintedLine]) -> float:
    """The size in which most of the text is set."""
    sizes = Counter[float]()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0
