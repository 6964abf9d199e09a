"""The order in which the boxes of a page are read where it has columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, groupby

from app.document.reading.pdf_lines import PrintedLine

_NARROWEST = 0.25
"""Of the width of the text: a column is at least so wide; marks in a margin are none."""
_SHORTEST = 3
"""Lines of a column at least."""
_MOST_ACROSS = 0.25
"""Of the lines of a page: titles, abstracts and tables go across its columns."""

Box = Sequence[PrintedLine]


def in_reading_order(page: Sequence[PrintedLine]) -> list[PrintedLine]:
    """The lines of a page, column by column; each column is one box then. A page without columns
    stays as it is."""
    boxes = [list(lines) for _, lines in groupby(page, key=lambda line: line.box)]
    width = max(map(_right, boxes), default=0.0) - min(map(_left, boxes), default=0.0)
    gutter = _gutter(boxes, _NARROWEST * width)
    if gutter is None:
        return list(page)
    return [
        replace(line, box=number)
        for number, column in enumerate(_columns(boxes, gutter, _NARROWEST * width))
        for line in column
    ]


def _columns(boxes: Sequence[Box], gutter: float, narrowest: float) -> Iterator[list[PrintedLine]]:
    """What is left of the gutter, then what is right of it; what goes across ends both."""
    across = [box for box in boxes if _left(box) < gutter < _right(box)]
    rest = [box for box in boxes if not _left(box) < gutter < _right(box)]
    for box in sorted(across, key=_middle, reverse=True):
        above = [each for each in rest if _middle(each) > _middle(box)]
        yield from _halves(above, gutter, narrowest)
        yield list(box)
        rest = [each for each in rest if _middle(each) <= _middle(box)]
    yield from _halves(rest, gutter, narrowest)


def _halves(boxes: Sequence[Box], gutter: float, narrowest: float) -> Iterator[list[PrintedLine]]:
    for half in (
        [box for box in boxes if _right(box) <= gutter],
        [box for box in boxes if _left(box) >= gutter],
    ):
        further = _gutter(half, narrowest)  # of three columns
        if further is not None:
            yield from _columns(half, further, narrowest)
        elif half:
            # By line: a wide space may have torn one into two boxes.
            lines = sorted(chain.from_iterable(half), key=lambda line: line.left)
            yield sorted(lines, key=lambda line: -round(line.bottom))


def _gutter(boxes: Sequence[Box], narrowest: float) -> float | None:
    """Where two columns part, from left to right; None where there are none."""
    if len(boxes) < 2:
        return None
    first, last = min(map(_left, boxes)), max(map(_right, boxes))
    places = [x + 0.1 for x in map(_right, boxes) if first + narrowest < x < last - narrowest]
    best = min(places, key=lambda place: _across(boxes, place), default=None)
    if best is None or _across(boxes, best) > _MOST_ACROSS * sum(map(len, boxes)):
        return None
    left = list(chain.from_iterable(box for box in boxes if _right(box) <= best))
    right = list(chain.from_iterable(box for box in boxes if _left(box) >= best))
    if min(len(left), len(right)) < _SHORTEST:
        return None
    if min(max(map(_width, left)), max(map(_width, right))) < narrowest:
        return None
    beside = min(_top(left), _top(right)) > max(_bottom(left), _bottom(right))
    return best if beside else None


def _across(boxes: Sequence[Box], place: float) -> int:
    """How many lines a vertical cut would go through."""
    return sum(len(box) for box in boxes if _left(box) < place < _right(box))


def _left(box: Box) -> float:
    return min(line.left for line in box)


def _right(box: Box) -> float:
    return max(line.right for line in box)


def _top(box: Box) -> float:
    return max(line.top for line in box)


def _bottom(box: Box) -> float:
    return min(line.bottom for line in box)


def _middle(box: Box) -> float:
    return (_top(box) + _bottom(box)) / 2


def _width(line: PrintedLine) -> float:
    return line.right - line.left
