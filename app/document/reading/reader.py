"""Reads the text of a file, whatever its format."""

from __future__ import annotations

import re
import stat
import zipfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from app.document.reading.encodings import decode, decode_page
from app.document.reading.formats import EPUB, HTML, MARKDOWN, PDF, SUBTITLES, WORD
from app.document.reading.html_text import HtmlText, read_html
from app.document.reading.markdown_text import read_markdown
from app.document.reading.read_text import (
    MAX_CHARACTERS,
    ReadText,
    joined,
    left_out,
    plain,
    too_long,
)
from app.document.reading.subtitles import read_subtitles
from vits_core.errors import TextError

MAX_BYTES = 256 * 1024 * 1024
"""A scanned or richly illustrated book may have 200 MB."""
_MAX_TEXT_BYTES = 64 * 1024 * 1024
"""Of a file that is text itself."""
_OTHERS = {
    b"{\\rtf": "Rich text (RTF)",
    b"\xd0\xcf\x11\xe0": "An old Word document (.doc), or one with a password,",
}
"""Formats that cannot be read, by their first bytes."""


def read_text(path: Path) -> ReadText:
    """The text of a file, its headings, the times of subtitles, and notes on how it was read.

    What the file begins with tells its format, and its ending where that says nothing. Raises
    `TextError` for what cannot be read; `where` is the path.
    """
    try:
        return _read(path)
    except TextError as error:
        raise TextError(error.what, where=error.where or str(path), remedy=error.remedy) from error
    except OSError as error:
        raise TextError(
            f"The file could not be read: {error.strerror or error}",
            where=str(path),
            remedy="Check that it exists and that you have permission to read it.",
        ) from error


def read_bytes(data: bytes) -> ReadText:
    """Plain text in any usual encoding. Raises `TextError`."""
    return _of_text(*_decoded(data))


def _read(path: Path) -> ReadText:
    status = path.stat()
    if stat.S_ISDIR(status.st_mode):
        raise TextError("This is a folder", remedy="Open one of the files in it.")
    if not stat.S_ISREG(status.st_mode):
        raise TextError("This is no ordinary file", remedy="Save its content to one, and open it.")
    if status.st_size > MAX_BYTES:
        raise TextError(
            f"The file is larger than {MAX_BYTES // 1024**2} MB",
            remedy="Split it into parts, and open them one at a time.",
        )
    with path.open("rb") as file:
        head = file.read(1024)
    for beginning, what in _OTHERS.items():
        if head.startswith(beginning):
            raise TextError(
                f"{what} cannot be read",
                remedy="Save it as DOCX or as plain text with a word processor, and open that.",
            )
    if (kind := _container(path, head)) is not None:
        # Here, as it is not everybody's.
        from app.document.reading.container_process import read_container

        return read_container(path, kind)
    if status.st_size > _MAX_TEXT_BYTES:
        raise too_long()
    return _read_markup(path.read_bytes(), path.suffix.lower())


def _container(path: Path, head: bytes) -> str | None:
    """Which of the formats it is in that are more than text; None is none of them."""
    ending = path.suffix.lower()
    if head.startswith(b"%PDF-") or (ending in PDF and b"%PDF-" in head):
        return "pdf"
    if not head.startswith(b"PK\x03\x04"):
        return None
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        names = []
    if "META-INF/container.xml" in names or ending in EPUB:
        return "epub"
    if "word/document.xml" in names or ending in WORD:
        return "docx"
    raise TextError(
        "This kind of archive or document cannot be read",
        remedy="Save it as DOCX, EPUB, PDF or plain text, and open that.",
    )


def _read_markup(data: bytes, ending: str) -> ReadText:
    text, notes = _decoded(data, is_page=ending in HTML)
    if ending in HTML or re.match(r"\s*(?:<!doctype html|<html)\b", text, re.IGNORECASE):
        return _of_page(read_html(text), notes)
    if ending in MARKDOWN:
        return _of_page(read_markdown(plain(text)), notes)
    if ending in SUBTITLES:
        read = read_subtitles(plain(text), ending)
        return replace(read, notes=(*notes, *read.notes))
    return _of_text(text, notes)


def _of_text(text: str, notes: tuple[str, ...]) -> ReadText:
    if len(text) > MAX_CHARACTERS:
        raise too_long()
    return ReadText(plain(text), notes=notes)


def _of_page(page: HtmlText, notes: Iterable[str]) -> ReadText:
    return joined(page.blocks, (*notes, *left_out(page.omitted)))


def _decoded(data: bytes, *, is_page: bool = False) -> tuple[str, tuple[str, ...]]:
    decoded = decode_page(data) if is_page else decode(data)
    if decoded is None:
        raise TextError(
            "The file is not a text file",
            remedy="Choose a text, a Word document (DOCX), an e-book (EPUB), a PDF or subtitles.",
        )
    text, note = decoded
    return text, (note,) if note else ()
