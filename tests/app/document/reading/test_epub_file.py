"""E-books are read in the order of their spine, with their chapters' titles."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from ebooklib import epub

from app.document.reading.epub_file import read_epub
from app.document.reading.read_text import ReadText
from vits_core.errors import TextError


def write_book(path: Path, pages: dict[str, str], toc: list[tuple[str, str]] | None = None) -> None:
    book = epub.EpubBook()
    book.set_identifier("harbours")
    book.set_title("The Harbour Book")
    book.set_language("en")
    for name, body in pages.items():
        page = epub.EpubHtml(title=name, file_name=f"text/{name}.xhtml")
        page.content = f"<html><body>{body}</body></html>"
        book.add_item(page)
        book.spine.append(page)
    book.toc = [epub.Link(f"text/{target}", title, target) for title, target in toc or []]
    book.add_item(epub.EpubNcx())
    navigation = epub.EpubNav()
    book.add_item(navigation)
    book.spine.insert(0, navigation)
    epub.write_epub(str(path), book)


def titles(read: ReadText) -> list[tuple[int, str]]:
    return [(each.level, read.text[each.start : each.stop]) for each in read.headings]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.epub"


def test_chapters_are_read_in_order_with_their_headings(path: Path) -> None:
    write_book(
        path,
        {
            "one": "<h1>Chapter One</h1><p>Anna came home late&#160;&#8212; it rained.</p>",
            "two": "<h1>Chapter Two</h1><h2>The night</h2><p>She slept.</p>",
        },
        [("Chapter One", "one.xhtml"), ("Chapter Two", "two.xhtml")],
    )
    read = read_epub(path)
    assert read.text == (
        "Chapter One\n\nAnna came home late — it rained.\n\nChapter Two\n\nThe night\n\nShe slept."
    )
    assert titles(read) == [(1, "Chapter One"), (1, "Chapter Two"), (2, "The night")]


def test_the_table_of_contents_tells_titles_that_the_pages_do_not(path: Path) -> None:
    write_book(
        path,
        {
            "one": "<p class='title'>Chapter  one</p><p>Anna came home.</p>",
            "two": "<p>It rained.</p><p id='night'>She slept.</p>",
        },
        [("Chapter One", "one.xhtml"), ("Rain", "two.xhtml"), ("Night", "two.xhtml#night")],
    )
    read = read_epub(path)
    assert read.text == (
        "Chapter one\n\nAnna came home.\n\nRain\n\nIt rained.\n\nNight\n\nShe slept."
    )
    assert titles(read) == [(1, "Chapter one"), (1, "Rain"), (1, "Night")]


def test_the_older_table_of_contents_serves_as_well(path: Path, tmp_path: Path) -> None:
    write_book(tmp_path / "new.epub", {"one": "<p>Anna came.</p>"}, [("Arrival", "one.xhtml")])
    with zipfile.ZipFile(tmp_path / "new.epub") as new, zipfile.ZipFile(path, "w") as old:
        for name in new.namelist():
            content = new.read(name)
            if name.endswith(".opf"):
                content = content.replace(b'properties="nav"', b"")
                content = content.replace(b'<itemref idref="nav"/>', b"")
            if not name.endswith("nav.xhtml"):
                old.writestr(name, content)
    read = read_epub(path)
    assert read.text == "Arrival\n\nAnna came."


def test_notes_and_pictures_are_left_out_and_counted(path: Path) -> None:
    write_book(
        path,
        {
            "one": "<p>A ship<a epub:type='noteref' href='#n'>1</a>.</p><img src='a.png'/>"
            "<aside epub:type='footnote' id='n'><p>A big one.</p></aside>"
        },
    )
    read = read_epub(path)
    assert read.text == "A ship."
    assert read.notes == ("1 footnote and 1 picture were left out.",)


def rewritten(path: Path, **files: str | None) -> None:
    """The book with some files' contents replaced, or missing."""
    with zipfile.ZipFile(path) as archive:
        content: dict[str, str | bytes] = {n: archive.read(n) for n in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in (content | files).items():
            if text is not None:
                archive.writestr(name, text)


ENTITIES = (
    "<!DOCTYPE x [<!ENTITY a0 'ha'>"
    + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10))
    + "]><container><rootfile full-path='&a9;'/></container>"
)


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({"META-INF/container.xml": None}, "container.xml is missing"),
        ({"META-INF/container.xml": "<container/>"}, "missing"),
        ({"META-INF/container.xml": "<container"}, "not in order"),
        ({"META-INF/container.xml": ENTITIES}, "not in order"),
        ({"EPUB/content.opf": "nothing"}, "not in order"),
        ({"EPUB/text/one.xhtml": None}, r"one\.xhtml is missing"),
        ({"META-INF/encryption.xml": "<e><EncryptionMethod Algorithm='aes'/></e>"}, "DRM"),
    ],
)
def test_a_book_that_is_damaged_or_locked_is_told(
    path: Path, files: dict[str, str | None], says: str
) -> None:
    write_book(path, {"one": "<p>Anna came.</p>"})
    rewritten(path, **files)
    with pytest.raises(TextError, match=says) as told:
        read_epub(path)
    assert told.value.remedy


def test_garbled_fonts_lock_nothing(path: Path) -> None:
    write_book(path, {"one": "<p>Anna came.</p>"})
    method = "<EncryptionMethod Algorithm='http://www.idpf.org/2008/embedding'/>"
    rewritten(path, **{"META-INF/encryption.xml": f"<e>{method}</e>"})
    assert read_epub(path).text == "Anna came."
