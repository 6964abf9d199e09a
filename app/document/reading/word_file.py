"""The text of Word's documents (DOCX)."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import mammoth
from mammoth import documents, transforms

from app.document.reading.archive import Archive
from app.document.reading.html_text import read_html
from app.document.reading.read_text import ReadText, joined, left_out

_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Heading 7'] => h6:fresh
p[style-name='Heading 8'] => h6:fresh
p[style-name='Heading 9'] => h6:fresh
"""
"""What mammoth does not know of its own."""


def read_docx(path: Path) -> ReadText:
    """Paragraphs, headings, lists and the rows of tables in their order. Raises `TextError`."""
    Archive(path)  # refuses what unpacks to too much
    omitted = Counter[str]()

    def without_note(reference: Any) -> Any:
        omitted[str(reference.note_type)] += 1  # "footnote" or "endnote"
        return documents.text("")

    with path.open("rb") as file:
        page = mammoth.convert_to_html(
            file,
            style_map=_STYLES,
            transform_document=transforms.element_of_type(documents.NoteReference, without_note),
            convert_image=mammoth.images.img_element(lambda _: {"src": ""}),
        ).value
    found = read_html(page)
    omitted.update(found.omitted)
    return joined(found.blocks, left_out(omitted))
