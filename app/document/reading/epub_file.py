"""The text of electronic books in EPUB 2 and 3."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from app.document.reading.archive import Archive, damaged
from app.document.reading.encodings import decode_page
from app.document.reading.html_text import HtmlText, read_html
from app.document.reading.read_text import Block, ReadText, joined, left_out, tidy
from vits_core.errors import TextError

_FONTS = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
"""Ways to garble fonts; whatever else is encrypted is so for those without a key."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A line of the table of contents."""

    title: str
    level: int
    name: str
    anchor: str


def read_epub(path: Path) -> ReadText:
    """The chapters of a book in the order of its spine; its table of contents tells their titles
    where the pages do not. Raises `TextError`."""
    archive = Archive(path)
    _check_unlocked(archive)
    container = _xml(archive, "META-INF/container.xml")
    package = next((each.get("full-path", "") for each in _all(container, "rootfile")), "")
    book = _Book(archive, package)
    contents = book.contents()
    blocks, omitted = list[Block](), Counter[str]()
    for name in book.spine():
        page = read_html(_page(archive.read(name)))
        blocks += _with_titles(page, [entry for entry in contents if entry.name == name])
        omitted.update(page.omitted)
    return joined(blocks, left_out(omitted))


class _Book:
    """What a package says of its pages."""

    def __init__(self, archive: Archive, name: str) -> None:
        self._archive = archive
        self._folder = posixpath.dirname(name)
        self._package = _xml(archive, name)
        self._items = {item.get("id", ""): item for item in _all(self._package, "item")}

    def spine(self) -> Iterator[str]:
        """The names of the pages that are read, in order."""
        navigation = self._navigation()
        for reference in _all(self._package, "itemref"):
            item = self._items.get(reference.get("idref", ""))
            if item is None or item is navigation or reference.get("linear") == "no":
                continue
            if "html" in item.get("media-type", "html"):
                name = self._name(item.get("href", ""))
                if name not in self._archive.names:
                    raise damaged(f"its chapter {name} is missing")
                yield name

    def contents(self) -> list[_Entry]:
        """The table of contents; empty where there is none that can be read."""
        try:
            if (navigation := self._navigation()) is not None:
                return list(self._from_navigation(self._name(navigation.get("href", ""))))
            for item in self._items.values():
                if item.get("media-type") == "application/x-dtbncx+xml":
                    return list(self._from_ncx(self._name(item.get("href", ""))))
        except TextError:
            pass  # the text is there without it
        return []

    def _navigation(self) -> Element | None:
        marked = (i for i in self._items.values() if "nav" in i.get("properties", "").split())
        return next(marked, None)

    def _from_navigation(self, name: str) -> Iterator[_Entry]:
        tables = list(_all(_xml(self._archive, name), "nav"))
        typed = "{http://www.idpf.org/2007/ops}type"
        table = next((each for each in tables if "toc" in each.get(typed, "").split()), None)
        if table is None and tables:
            table = tables[0]
        if table is not None:
            yield from self._links(table, 0, posixpath.dirname(name))

    def _links(self, element: Element, level: int, folder: str) -> Iterator[_Entry]:
        for child in element:
            deeper = level + (_tag(child) == "ol")
            if _tag(child) == "a" and child.get("href"):
                yield self._entry("".join(child.itertext()), level, folder, child.get("href", ""))
            yield from self._links(child, deeper, folder)

    def _from_ncx(self, name: str) -> Iterator[_Entry]:
        folder = posixpath.dirname(name)

        def points(element: Element, level: int) -> Iterator[_Entry]:
            for point in (child for child in element if _tag(child) == "navPoint"):
                title = next(_all(point, "text"), None)
                target = next(_all(point, "content"), None)
                if title is not None and target is not None:
                    yield self._entry(title.text or "", level, folder, target.get("src", ""))
                yield from points(point, level + 1)

        for table in _all(_xml(self._archive, name), "navMap"):
            yield from points(table, 1)

    def _entry(self, title: str, level: int, folder: str, target: str) -> _Entry:
        name, _, anchor = target.partition("#")
        return _Entry(tidy(title), level, _resolved(folder, name), unquote(anchor))

    def _name(self, reference: str) -> str:
        return _resolved(self._folder, reference)


def _resolved(folder: str, reference: str) -> str:
    return posixpath.normpath(posixpath.join(folder, unquote(reference)))


def _with_titles(page: HtmlText, entries: list[_Entry]) -> list[Block]:
    """A page's blocks, with a heading wherever the table of contents has an entry: the block that
    is there if it says the same, else one of its own, unless the page has headings enough."""
    blocks, added = list(page.blocks), list[tuple[int, Block]]()
    has_headings = any(block.level for block in blocks)
    for entry in entries:
        at = page.anchors.get(entry.anchor, 0) if entry.anchor else 0
        if at < len(blocks) and _same(blocks[at].text, entry.title):
            if not blocks[at].level:
                blocks[at] = Block(blocks[at].text, entry.level)
        elif not has_headings and entry.title and blocks:
            added.append((at, Block(entry.title, entry.level)))
    for at, block in reversed(added):
        blocks.insert(at, block)
    return blocks


def _same(first: str, second: str) -> bool:
    return first.casefold().split() == second.casefold().split()


def _page(data: bytes) -> str:
    decoded = decode_page(data)
    if decoded is None:
        raise damaged("one of its chapters is no text")
    return decoded[0]


def _check_unlocked(archive: Archive) -> None:
    name = "META-INF/encryption.xml"
    if name not in archive.names:
        return
    methods = (each.get("Algorithm") for each in _all(_xml(archive, name), "EncryptionMethod"))
    if any(method not in _FONTS for method in methods):
        raise TextError(
            "The book is locked by its shop (DRM)",
            remedy="Open a copy without such a lock; many shops and all libraries of free books "
            "have them.",
        )


def _xml(archive: Archive, name: str) -> Element:
    """A file's root. Expat loads nothing from elsewhere and limits what entities grow to."""
    try:
        return ElementTree.fromstring(archive.read(name))
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise damaged(f"{name or 'its list of chapters'} is not in order ({error})") from error


def _tag(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _all(element: Element, tag: str) -> Iterator[Element]:
    return (each for each in element.iter() if _tag(each) == tag)
