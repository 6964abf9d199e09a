"""The running text of HTML: its blocks without what is there for the eye or the program."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser

from app.document.reading.read_text import Block, tidy

_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details",
    "dialog", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form",
    "header", "hgroup", "hr", "html", "legend", "main", "menu", "ol", "p", "pre", "section",
    "summary", "ul",
})  # fmt: skip
_LEFT_OUT = frozenset({
    "audio", "button", "canvas", "datalist", "iframe", "math", "nav", "noscript", "object",
    "rp", "rt", "script", "select", "style", "svg", "template", "textarea", "title", "video",
})  # fmt: skip
_MISSED = {"audio": "recording", "math": "formula", "svg": "picture", "video": "video"}
"""Of these a person may want to know."""
_VOID = frozenset({
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param",
    "source", "track", "wbr",
})  # fmt: skip
_NOTES = frozenset({
    "doc-footnote", "doc-endnotes", "footnote", "footnotes", "endnote", "endnotes", "rearnotes",
})  # fmt: skip
_NOTE_REFERENCES = {"doc-noteref", "noteref"}
_ROLES_LEFT_OUT = _NOTES | {"doc-pagebreak", "pagebreak", "navigation", "search"}
_HEADING = re.compile("h([1-6])")
_REFERENCE = re.compile(r"[\[(]?(?:\d{1,4}|[a-z]|[*†‡§]+)[\])]?", re.IGNORECASE)
"""What a raised link to a footnote says."""
_BREAK = "\v"


@dataclass
class HtmlText:
    """What was found in a page."""

    blocks: list[Block] = field(default_factory=list)
    anchors: dict[str, int] = field(default_factory=dict)
    """Which block begins at or behind the element of an id."""
    omitted: Counter[str] = field(default_factory=Counter)
    """How many of what was left out, in the singular."""


def read_html(page: str) -> HtmlText:
    """The blocks of a page, whatever state its markup is in."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return reader.found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found = HtmlText()
        self._text: list[str] = []
        self._level = 0
        self._item = ""
        """What the next block begins with as an item of a list."""
        self._lists: list[int | None] = []
        """The number of the next item of each open list; None where there are only bullets."""
        self._tables: list[list[list[Block]]] = []
        """Of the row of each open table that is being read, the blocks in each of its cells."""
        self._verbatim = 0
        self._skipped = ("", 0)
        """The element that is left out, and how often it is open."""
        self._raised: int | None = None
        """Where the raised text that is being read begins."""
        self._links_to_note = False

    # -- what the parser meets -----------------------------------------------------------------

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        name, depth = self._skipped
        if depth:
            if tag == name:
                self._skipped = name, depth + 1
            return
        given = {key: value or "" for key, value in attributes}
        if self._is_left_out(tag, given):
            self._skipped = (tag, 0 if tag in _VOID else 1)
            return
        if tag == "br":
            self._text.append(_BREAK)
        elif tag == "sup":
            self._raised = len(self._text)
            self._links_to_note = False
        elif tag == "a" and self._raised is not None:
            self._links_to_note = "#" in given.get("href", "")
        else:
            self._open_block(tag, given)
        for anchor in filter(None, (given.get("id"), given.get("name") if tag == "a" else None)):
            self.found.anchors.setdefault(anchor, len(self.found.blocks))

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attributes)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        name, depth = self._skipped
        if depth:
            if tag == name:
                self._skipped = name, depth - 1
            return
        if tag == "sup" and self._raised is not None:
            self._end_raised()
        elif _HEADING.fullmatch(tag):
            self._end_block()
            self._level = 0
        elif tag in ("ul", "ol"):
            self._end_block()
            self._lists = self._lists[:-1]
        elif tag == "pre":
            self._end_block()
            self._verbatim = max(0, self._verbatim - 1)
        elif tag == "tr" and self._tables:
            self._end_row()
        elif tag == "table" and self._tables:
            self._end_row()
            self._tables.pop()
        elif tag in _BLOCKS or tag in ("li", "td", "th"):
            self._end_block()

    def handle_data(self, data: str) -> None:
        if not self._skipped[1]:
            self._text.append(data.replace("\n", _BREAK) if self._verbatim else data)

    def close(self) -> None:
        super().close()
        self._end_block()
        while self._tables:
            self._end_row()
            self._tables.pop()

    # -- what comes of it ----------------------------------------------------------------------

    def _is_left_out(self, tag: str, given: dict[str, str]) -> bool:
        roles = {*given.get("role", "").split(), *given.get("epub:type", "").split()}
        if tag == "img":
            self.found.omitted["picture"] += given.get("alt") != ""  # "": for decoration only
            return True
        if roles & _NOTE_REFERENCES:
            self.found.omitted["footnote"] += 1
            return True
        unseen = "hidden" in given or given.get("aria-hidden") == "true"
        if unseen or bool(roles & _ROLES_LEFT_OUT):
            return True
        if tag in _MISSED:
            self.found.omitted[_MISSED[tag]] += 1
        return tag in _LEFT_OUT

    def _open_block(self, tag: str, given: dict[str, str]) -> None:
        if heading := _HEADING.fullmatch(tag):
            self._end_block()
            self._level = int(heading[1])
        elif tag in ("ul", "ol"):
            self._end_block()
            start = given.get("start", "")
            first = int(start) if re.fullmatch(r"-?\d{1,6}", start) else 1
            self._lists.append(first if tag == "ol" else None)
        elif tag == "li":
            self._end_block()
            number = self._lists[-1] if self._lists else None
            self._item = "- " if number is None else f"{number}. "
            if number is not None:
                self._lists[-1] = number + 1
        elif tag == "pre":
            self._end_block()
            self._verbatim += 1
        elif tag == "table":
            self._end_block()
            self._tables.append([])
        elif tag == "tr" and self._tables:
            self._end_row()
        elif tag in ("td", "th") and self._tables:
            self._end_block()
            self._tables[-1].append([])
        elif tag in _BLOCKS:
            self._end_block()

    def _end_raised(self) -> None:
        raised = tidy("".join(self._text[self._raised :]))
        if self._links_to_note and _REFERENCE.fullmatch(raised):
            del self._text[self._raised :]
            self.found.omitted["footnote"] += 1
        self._raised = None

    def _end_block(self) -> None:
        lines = "".join(self._text).split(_BREAK)
        self._text, self._raised = [], None
        text = "\n".join(line for line in map(tidy, lines) if line)
        if not text:
            return
        if self._level:
            text = text.replace("\n", " ")
        self._add(Block(self._item + text, self._level, bool(self._item)))
        self._item = ""

    def _add(self, block: Block) -> None:
        if self._tables and self._tables[-1]:
            self._tables[-1][-1].append(block)
        else:
            self.found.blocks.append(block)

    def _end_row(self) -> None:
        """A row is a paragraph, unless its table arranges whole passages side by side."""
        self._end_block()
        cells = self._tables.pop()  # what is in them goes into the table around it
        if any(len(cell) > 1 or any(block.level for block in cell) for cell in cells):
            for cell in cells:
                for block in cell:
                    self._add(block)
        elif text := ", ".join(block.text.rstrip(".,;") for cell in cells for block in cell):
            self._add(Block(text))
        self._tables.append([])
