"""The running text of PDF files."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path
from typing import Any

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LAParams, LTPage
from pdfminer.pdfdocument import PDFDocument, PDFNoOutlines, PDFPasswordIncorrect
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFObjRef, resolve1
from pdfminer.psexceptions import PSException

from app.document.reading.archive import damaged
from app.document.reading.pdf_columns import in_reading_order
from app.document.reading.pdf_lines import (
    PrintedLine,
    large_lines,
    lines_of,
    without_contents,
    without_margins,
)
from app.document.reading.pdf_paragraphs import paragraphs_of
from app.document.reading.read_text import ReadText, joined
from vits_core.errors import TextError

_NUMBERING = re.compile(r"^(?:\d{1,3}|[A-Z]|[IVXLC]{1,6})(?:\.\d+)*[.:)]?\s+")
_LETTERS = re.compile(r"\w")
_TITLE_LINES = 3
"""A heading has so many lines at most."""


def read_pdf(path: Path) -> ReadText:
    """The paragraphs of all pages in reading order, without headers, footers and page numbers;
    headings are what the outline names. Raises `TextError`."""
    with path.open("rb") as file:
        try:
            document = PDFDocument(PDFParser(file))
        except PDFPasswordIncorrect as error:
            raise TextError(
                "The PDF is encrypted",
                remedy="Save a copy without a password in a PDF viewer, and open that.",
            ) from error
        except (PSException, ValueError, TypeError, KeyError) as error:
            raise damaged(f"it is no whole PDF ({error})") from error
        found = list(PDFPage.create_pages(document))
        pages = [lines_of(page, number) for number, page in enumerate(_laid_out(found))]
        numbers = {page.pageid: number for number, page in enumerate(found)}
        outline = list(_outline(document, numbers))
    empty = sum(not any(map(_has_letters, page)) for page in pages)
    if empty == len(pages):
        raise TextError(
            "The PDF holds pictures of its pages, and no text",
            remedy="Let a program for text recognition (OCR) read it first, such as OCRmyPDF.",
        )
    pages = [in_reading_order(page) for page in pages]
    headings = dict(_headings(pages, outline)) or large_lines(pages)
    pages = [without_contents(page) for page in without_margins(pages, headings)]
    blocks = paragraphs_of(pages, headings)
    return joined(blocks, _note_on(empty, len(pages)))


def _laid_out(pages: Sequence[PDFPage]) -> Iterator[LTPage]:
    resources = PDFResourceManager()
    device = PDFPageAggregator(resources, laparams=LAParams())
    interpreter = PDFPageInterpreter(resources, device)
    for page in pages:
        interpreter.process_page(page)
        yield device.get_result()


def _note_on(empty: int, pages: int) -> list[str]:
    if not empty:
        return []
    return [f"{empty} of {pages} pages hold no text, but pictures perhaps."]


def _has_letters(line: PrintedLine) -> bool:
    return _LETTERS.search(line.text) is not None


# -- headings --------------------------------------------------------------------------------------

Entry = tuple[int, str, int]
"""Level, title and page of a line of the outline."""


def _outline(document: PDFDocument, numbers: dict[object, int]) -> Iterator[Entry]:
    try:
        for level, title, target, action, _ in document.get_outlines():
            if target is None and (named := resolve1(action)) is not None:
                target = named.get("D")
            page = _page_of(document, target, numbers)
            if page is not None:
                yield level, title, page
    except (PDFNoOutlines, PSException, KeyError, TypeError, AttributeError, ValueError):
        return  # what is damaged of it is done without


def _page_of(document: PDFDocument, target: Any, numbers: dict[object, int]) -> int | None:
    target = resolve1(target)
    if isinstance(target, bytes | str):
        target = resolve1(document.get_dest(target))
    elif hasattr(target, "name"):
        target = resolve1(document.get_dest(target.name))
    if isinstance(target, dict):
        target = resolve1(target.get("D"))
    if isinstance(target, list) and target and isinstance(target[0], PDFObjRef):
        return numbers.get(target[0].objid)
    return None


def _headings(
    pages: Sequence[Sequence[PrintedLine]], outline: Sequence[Entry]
) -> Iterator[tuple[PrintedLine, int]]:
    """The lines that the outline names, with their levels. It may leave their numbers away; of
    several that say the same the largest is meant."""
    for level, title, number in outline:
        page = pages[number]
        found = []
        for first, count in product(range(len(page)), range(1, _TITLE_LINES + 1)):
            run = page[first : first + count]
            printed = " ".join(line.text for line in run)
            if _bare(printed) == _bare(title):
                found.append((2, run[0].size, -count, run))
            elif _bare(printed, numbered=False) == _bare(title, numbered=False) != "":
                found.append((1, run[0].size, -count, run))
        if found:
            yield from ((line, level) for line in max(found, key=lambda each: each[:3])[3])


def _bare(title: str, *, numbered: bool = True) -> str:
    """A title without spaces, marks and case, and without its number if so wanted."""
    return re.sub(r"\W", "", title if numbered else _NUMBERING.sub("", title)).casefold()
