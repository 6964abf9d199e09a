"""Of a PDF is read the running text, not what belongs to its pages."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from app.document.reading.pdf_file import read_pdf
from app.document.reading.read_text import ReadText
from tests.app.document.reading.made_files import (
    PARAGRAPH,
    RUNNING_TITLE,
    write_lines,
    write_paper,
    write_pdf,
)
from vits_core.errors import TextError

CHAPTERS = {
    f"{n}. The {what}": [
        f"The {what} it was. {' '.join([PARAGRAPH] * n)}",
        f"{PARAGRAPH} Nobody had expected it of the {what}, least of all the keeper.",
    ]
    for n, what in enumerate(("storm", "boathouse", "lighthouse"), 1)
}


def titles(read: ReadText) -> list[tuple[int, str]]:
    return [(each.level, read.text[each.start : each.stop]) for each in read.headings]


@pytest.mark.parametrize("columns", [1, 2])
@pytest.mark.parametrize("outlined", [True, False])
def test_lines_are_joined_to_the_paragraphs_that_they_were(
    tmp_path: Path, columns: int, outlined: bool
) -> None:
    path = tmp_path / "a.pdf"
    write_pdf(path, CHAPTERS, columns=columns, outlined=outlined)
    read = read_pdf(path)
    expected = [part for title, paragraphs in CHAPTERS.items() for part in (title, *paragraphs)]
    assert read.text.split("\n\n") == expected
    assert titles(read) == [(1, title) for title in CHAPTERS]
    assert RUNNING_TITLE not in read.text


def test_a_paper_is_read_column_by_column_though_its_lines_have_wide_spaces(
    tmp_path: Path,
) -> None:
    words = [
        "unquestionably", "the", "instrumentation", "of", "neighbouring", "lighthouses",
        "deteriorated", "notwithstanding", "international", "communication", "and",
        "extraordinarily", "trustworthy", "harbourmasters", "a", "boat", "in", "late", "winter",
    ]  # fmt: skip
    chance = random.Random(4)
    sections = {
        f"{n}. Section": [" ".join(chance.choices(words, k=60)).capitalize() + "."]
        for n in range(1, 8)
    }
    write_paper(tmp_path / "a.pdf", "Of the harbours", sections)
    read = read_pdf(tmp_path / "a.pdf")
    expected = [part for heading, texts in sections.items() for part in (heading, *texts)]
    assert read.text.split("\n\n") == ["Of the harbours", *expected]


def test_a_paragraph_goes_on_over_columns_and_pages(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    long = " ".join(f"The boat number {n} came home late," for n in range(400)) + " at last."
    write_pdf(path, {"Boats": [long, PARAGRAPH]}, columns=2)
    assert read_pdf(path).text.split("\n\n") == ["Boats", long, PARAGRAPH]


def test_words_that_a_line_end_parted_are_whole_again(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    write_lines(
        path,
        [
            "The lighthouse keeper told us about the har-",
            "bours of the north, and of a well-known ship",
            "whose captain was indeed as well-",
            "known as the ship itself was in those HAR-",
            "BOURS, or in the East-",
            "West passage.",
        ],
    )
    assert read_pdf(path).text == (
        "The lighthouse keeper told us about the harbours of the north, and of a well-known ship "
        "whose captain was indeed as well-known as the ship itself was in those HARBOURS, or in "
        "the East-West passage."
    )


def test_items_of_a_list_are_lines_of_their_own(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    write_lines(path, ["What she brought home from town:", "• milk", "• eggs", "• bread too"])
    assert read_pdf(path).text == (
        "What she brought home from town:\n\n- milk\n- eggs\n- bread too"
    )


def test_a_table_of_contents_in_print_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    dots = " . " * 20
    write_lines(
        path,
        [f"The storm{dots}1", f"The boathouse{dots}14", f"The end{dots}98", "It began in May."],
    )
    assert read_pdf(path).text == "It began in May."


def test_a_pdf_without_text_names_what_helps(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"))
    canvas.rect(100, 100, 100, 100, fill=1)
    canvas.save()
    with pytest.raises(TextError, match="no text") as told:
        read_pdf(tmp_path / "a.pdf")
    assert "OCR" in told.value.remedy


def test_pages_without_text_are_noted(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"))
    canvas.drawString(100, 400, "The only page with text.")
    canvas.showPage()
    canvas.rect(100, 100, 100, 100, fill=1)
    canvas.save()
    assert read_pdf(tmp_path / "a.pdf").notes == (
        "1 of 2 pages hold no text, but pictures perhaps.",
    )


def test_an_encrypted_pdf_is_told(tmp_path: Path) -> None:
    write_pdf(tmp_path / "a.pdf", CHAPTERS, password="secret")
    with pytest.raises(TextError, match="encrypted") as told:
        read_pdf(tmp_path / "a.pdf")
    assert "password" in told.value.remedy


def test_a_last_line_that_looks_like_a_page_number_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    write_lines(
        path, ["She counted the boats of the harbour,", "and on that night there were", "27"]
    )
    assert read_pdf(path).text.endswith("there were 27")
