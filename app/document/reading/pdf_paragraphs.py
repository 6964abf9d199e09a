"""Lines of print as the paragraphs that they were made of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from app.document.reading.pdf_lines import PrintedLine
from app.document.reading.read_text import Block

_SENTENCE_END = re.compile(r"[.!?:…][\"'”’»)\]]*$")
_ITEM = re.compile(r"[•‣◦▪●○∙·*–-]\s+\S|\(?(?:\d{1,3}|[a-z])[.)]\s")
_BULLET = re.compile(r"^[•‣◦▪●○∙·]\s*")
_HYPHEN = re.compile(r"[^\W\d_][-‐]$")
_BEGUN = re.compile(r"([^\W\d_]+)[-‐]$")
_WORD = re.compile(r"[^\W\d_]+(?:[-‐][^\W\d_]+)*")

Words = Counter[str]


def paragraphs_of(
    pages: Sequence[Sequence[PrintedLine]], headings: Mapping[PrintedLine, int]
) -> list[Block]:
    """The text of pages; `headings` tells the lines that are one, with their levels."""
    lines = [line for page in pages for line in page]
    words = Counter(word.casefold() for line in lines for word in _WORD.findall(line.text))
    blocks = []
    for part in _parts(lines, _columns(lines), headings):
        text = _BULLET.sub("- ", _joined([line.text for line in part], words))
        blocks.append(Block(text, headings.get(part[0], 0), text.startswith("- ")))
    return blocks


Column = tuple[float, float]


def _columns(lines: Iterable[PrintedLine]) -> dict[tuple[int, int], Column]:
    """The left and right edge of each box of each page."""
    columns = {}
    for box, members in groupby(lines, key=_box):
        inside = list(members)
        columns[box] = min(m.left for m in inside), max(m.right for m in inside)
    return columns


def _box(line: PrintedLine) -> tuple[int, int]:
    return line.page, line.box


def _parts(
    lines: Sequence[PrintedLine],
    columns: Mapping[tuple[int, int], Column],
    headings: Mapping[PrintedLine, int],
) -> Iterator[list[PrintedLine]]:
    part: list[PrintedLine] = []
    for line in lines:
        if part and _begins(part, line, columns, headings):
            yield part
            part = []
        part.append(line)
    if part:
        yield part


def _begins(
    part: Sequence[PrintedLine],
    line: PrintedLine,
    columns: Mapping[tuple[int, int], Column],
    headings: Mapping[PrintedLine, int],
) -> bool:
    """Whether a line begins a paragraph, and does not go on with the one before it."""
    before = part[-1]
    if line in headings or before in headings:
        return headings.get(line) != headings.get(before) or _box(line) != _box(before)
    if _parts_word(before.text, line.text):
        return False
    ended = _SENTENCE_END.search(before.text) is not None
    if line.page == before.page and abs(line.bottom - before.bottom) < 0.3 * line.size:
        return ended and _box(line) != _box(before)  # torn apart by a wide space
    if abs(line.size - before.size) > 0.1 * before.size or _ITEM.match(line.text):
        return True
    if line.font != before.font and not _is_full(before, line, columns):
        return True
    if _box(line) != _box(before):
        return ended or not (line.text[:1].islower() or _is_full(before, line, columns))
    left, _ = columns[_box(line)]
    indented = line.left - left > 0.8 * line.size and before.left - left < 0.4 * line.size
    gap = before.bottom - line.top
    if (indented and len(part) > 1) or gap > 0.9 * line.size:
        return True
    return ended and (
        indented or gap > 0.5 * line.size or not _is_full(before, line, columns)
    )  # fmt: skip


def _is_full(
    line: PrintedLine, following: PrintedLine, columns: Mapping[tuple[int, int], Column]
) -> bool:
    """Whether it reaches to the right edge, as all lines of a paragraph but the last do."""
    left, right = columns[_box(line)]
    below = columns[_box(following)]
    if line.page == following.page and max(left, below[0]) < min(right, below[1]):
        left, right = min(left, below[0]), max(right, below[1])  # a box is as wide as its text
    return right - line.right < 0.12 * (right - left)


def _joined(lines: Sequence[str], words: Words) -> str:
    text = ""
    for line in lines:
        if _parts_word(text, line):
            text = _without_hyphen(text, line, words)
        elif text and not _HYPHEN.search(text):  # "East-West" has its hyphen anyway
            text += " "
        text += line
    return text


def _parts_word(text: str, line: str) -> bool:
    """Whether a word that is parted at the end of the text goes on in the line."""
    if not _HYPHEN.search(text):
        return False
    capitals = text[-2].isupper() and line[:2].isupper()
    return capitals or line[:1].islower()


def _without_hyphen(text: str, line: str, words: Words) -> str:
    """The text before a line, with the hyphen at its end only where the word has one elsewhere."""
    begun, following = _BEGUN.search(text), _WORD.match(line)
    first, second = begun[1] if begun else "", following[0] if following else ""
    whole, parted = f"{first}{second}".casefold(), f"{first}-{second}".casefold()
    return text if words[parted] > words[whole] else text[:-1]
