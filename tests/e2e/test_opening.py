"""Documents of other programs are opened in the window as a person opens them."""

from __future__ import annotations

import time
from pathlib import Path

import docx
from ebooklib import epub

from tests.e2e.conftest import Start

BOOK = "Chapter One\n\nAnna came home late.\n\nChapter Two\n\nShe slept."


def _write_book(path: Path) -> None:
    book = epub.EpubBook()
    book.set_identifier("harbours")
    book.set_title("The Harbour Book")
    book.set_language("en")
    for name, text in (("One", "Anna came home late."), ("Two", "She slept.")):
        page = epub.EpubHtml(title=name, file_name=f"{name}.xhtml")
        page.content = f"<html><body><h1>Chapter {name}</h1><p>{text}</p></body></html>"
        book.add_item(page)
        book.spine.append(page)
    book.add_item(epub.EpubNcx())
    book.add_item(epub.EpubNav())
    epub.write_epub(str(path), book)


def test_a_book_that_is_named_is_opened_and_another_document_takes_its_place(
    start_studio: Start, tmp_path: Path
) -> None:
    _write_book(tmp_path / "book.epub")
    document = docx.Document()
    document.add_heading("A letter", 1)
    document.add_paragraph("Dear Anna, it rains.")
    document.save(str(tmp_path / "letter.docx"))
    studio = start_studio(str(tmp_path / "book.epub"))
    studio.wait_for("the book", lambda seen: seen["text"] == BOOK)
    studio.wait_until_ready()
    studio.key("ctrl+o")
    studio.wait_for("the file dialog", lambda seen: "fileNameEdit" in seen["widgets"])
    studio.key("ctrl+a")
    studio.type(str(tmp_path / "letter.docx"))
    time.sleep(1.0)  # the list of names that the dialog proposes takes the key while it opens
    studio.key("Return")
    studio.wait_for("the letter", lambda seen: seen["text"] == "A letter\n\nDear Anna, it rains.")
    studio.screenshot("document-opened")
    studio.click("textEditor")
    studio.key("ctrl+z")
    studio.wait_for("the book again", lambda seen: seen["text"] == BOOK)
    assert studio.seen()["messages"] == []
