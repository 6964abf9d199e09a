"""Word's documents are read in their order, without what is not spoken."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from PIL import Image

from app.document.reading.word_file import read_docx
from vits_core.errors import TextError

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.docx"


def test_paragraphs_headings_lists_and_tables_come_in_order(path: Path) -> None:
    document = docx.Document()
    document.add_heading("The Harbour Book", 0)
    document.add_heading("First chapter", 1)
    paragraph = document.add_paragraph("Anna came ")
    paragraph.add_run("home").bold = True
    paragraph.add_run(" late – café.")
    document.add_paragraph("milk", style="List Bullet")
    document.add_paragraph("eggs", style="List Bullet")
    table = document.add_table(2, 2)
    for cell, text in zip(
        (c for row in table.rows for c in row.cells), ("Name", "Age", "Anna", "12"), strict=True
    ):
        cell.text = text
    document.add_heading("A section", 2)
    document.add_heading("Deep", 8)
    document.save(str(path))
    read = read_docx(path)
    assert read.text == (
        "The Harbour Book\n\nFirst chapter\n\nAnna came home late – café.\n\n- milk\n- eggs\n\n"
        "Name, Age\n\nAnna, 12\n\nA section\n\nDeep"
    )
    assert [(each.level, read.text[each.start : each.stop]) for each in read.headings] == [
        (1, "The Harbour Book"),
        (1, "First chapter"),
        (2, "A section"),
        (6, "Deep"),
    ]
    assert read.notes == ()


def test_what_was_inserted_is_read_and_what_was_deleted_is_not(path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("It was ")
    for tag, text in (("ins", "<w:t>late</w:t>"), ("del", "<w:delText>early</w:delText>")):
        paragraph._p.append(
            parse_xml(f'<w:{tag} {_W} w:id="1" w:author="A"><w:r>{text}</w:r></w:{tag}>')
        )
    document.save(str(path))
    assert read_docx(path).text == "It was late"


def test_pictures_and_footnotes_are_left_out_and_noted(path: Path) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (9, 9)).save(picture, "PNG")
    picture.seek(0)
    document = docx.Document()
    document.add_picture(picture)
    paragraph = document.add_paragraph("A ship")
    paragraph._p.append(parse_xml(f'<w:r {_W}><w:footnoteReference w:id="2"/></w:r>'))
    document.save(str(path))
    read = read_docx(path)
    assert read.text == "A ship"
    assert read.notes == ("1 footnote and 1 picture were left out.",)


def test_what_unpacks_to_gigabytes_is_refused_at_once(path: Path) -> None:
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("word/document.xml", "w", force_zip64=True) as file,
    ):
        for _ in range(300):
            file.write(bytes(2**20))
    with pytest.raises(TextError, match="unpacks to more"):
        read_docx(path)
