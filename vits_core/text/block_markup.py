"""Markup of whole lines: headings, items, quotes, tables, rules."""

from __future__ import annotations

import re
from collections.abc import Iterator

from vits_core.text.unspoken import ADDRESS, PAUSE, Unspoken

_RULE = r"=\-_*~#+|:`^<>·•⁂─-╿▀-▟"
_BLOCKS = re.compile(
    rf"""^(?:
    (?P<rule>[^\S\n]*[{_RULE}](?:[^\S\n]*[{_RULE}]){{2,}}[^\S\n]*$)
    |(?P<fence>[^\S\n]{{0,3}}(?:`{{3,}}|~{{3,}})[^\S\n]*[\w+\#.-]+[^\S\n]*$)
    |(?P<definition>[^\S\n]{{0,3}}\[[^\[\]\n]+\]:[^\S\n]+<?(?:https?://|www\.|[\#/])\S+[^\n]*$)
    |(?P<heading>[^\S\n]{{0,3}}\#{{1,6}}[^\S\n]+(?=\S))
    |(?P<quote>[^\S\n]{{0,3}}(?:>[^\S\n]*+)++(?![\d=]))
    |(?P<item>[^\S\n]*(?:[-*•‣◦▪▸►●○■□–➤]|\+(?!\ ?\d))[^\S\n]+(?:\[[ xX]\][^\S\n]+)?(?=\S))
    )""",
    re.MULTILINE | re.VERBOSE,
)
_ROW = re.compile(r"^[^\S\n]*\|(?!\w+\|)[^\n|]+\|(?:[^\n|]*\|)*[^\S\n]*$", re.MULTILINE)
_CELL_EDGE = re.compile(r"[^\S\n]*\|[^\S\n|]*")
_HEADING_END = re.compile(r"[^\S\n]#+[^\S\n]*$", re.MULTILINE)


def find_blocks(text: str) -> Iterator[Unspoken]:
    """What begins or fills lines of `text` and is not read."""
    for match in _BLOCKS.finditer(text):
        start, stop = match.span()
        match match.lastgroup:
            case "rule":
                yield Unspoken(start, stop, mask=" ", after=True)
            case "fence":
                yield Unspoken(start, stop, before=True, after=True)
            case "definition":
                yield Unspoken(start, stop, before=True, after=True, reason=ADDRESS)
            case "heading":
                yield Unspoken(start, stop, before=True, after=True)
                line_stop = text.find("\n", stop)
                end = _HEADING_END.search(text, stop, line_stop if line_stop >= 0 else len(text))
                if end:
                    yield Unspoken(*end.span())
            case "quote":
                yield Unspoken(start, stop)
            case _:
                yield Unspoken(start, stop, mask="", before=True)
    yield from _rows(text)


def _rows(text: str) -> Iterator[Unspoken]:
    """The edges of cells, which are heard as pauses."""
    for row in _ROW.finditer(text):
        edges = list(_CELL_EDGE.finditer(text, *row.span()))
        for edge in edges:
            outer = edge in (edges[0], edges[-1])
            yield Unspoken(
                *edge.span(), "" if outer else PAUSE, before=edge is edges[0], after=outer
            )
