"""Any file is read by what it is, or told to be something else."""

from __future__ import annotations

import os
from pathlib import Path

import docx
import pytest

from app.document.reading.read_text import MAX_CHARACTERS
from app.document.reading.reader import MAX_BYTES, read_bytes, read_text
from tests.app.document.reading.made_files import write_lines
from vits_core.errors import TextError


@pytest.mark.parametrize(
    ("name", "content", "text"),
    [
        ("a.txt", "\ufeffOne\r\ntwo\rthree\u2028four\u00a0five", "One\ntwo\nthree\nfour five"),
        ("a.txt", "# no title", "# no title"),
        ("a", "<!DOCTYPE html><p>Anna<p>came", "Anna\n\ncame"),
        ("a.HTM", "<p>Anna<p>came", "Anna\n\ncame"),
        ("a.md", "# Title\r\n\r\ntext", "Title\n\ntext"),
        ("a.srt", "1\r\n00:00:01,000 --> 00:00:02,000\r\nHello.\r\n", "Hello."),
        ("a.txt", "", ""),
        ("a.txt", "PK was here. It begins with %PDF-", "PK was here. It begins with %PDF-"),
    ],
)
def test_each_kind_is_read_as_what_it_is(
    tmp_path: Path, name: str, content: str, text: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content.encode())
    assert read_text(path).text == text


def test_a_page_is_in_the_encoding_that_it_declares(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_bytes('<meta charset="iso-8859-2"><p>Żółw'.encode("iso8859_2"))
    assert read_text(path).text == "Żółw"
    assert read_text(path).notes == ()


def test_a_guessed_encoding_is_noted(tmp_path: Path) -> None:
    path = tmp_path / "a.srt"
    path.write_bytes("1\n00:00:01,000 --> 00:00:02,000\nSchöne Grüße!\n".encode("cp1252"))
    read = read_text(path)
    assert read.text == "Schöne Grüße!"
    assert "Windows-1252" in read.notes[0]


@pytest.mark.parametrize("name", ["a.docx", "a.txt"])
def test_a_document_is_known_by_its_content(tmp_path: Path, name: str) -> None:
    document = docx.Document()
    document.add_paragraph("Anna came home late.")
    document.save(str(tmp_path / name))
    assert read_text(tmp_path / name).text == "Anna came home late."


def test_a_pdf_is_read_from_any_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_lines(Path("-a.pdf"), ["Anna came home late."])
    assert read_text(Path("-a.pdf")).text == "Anna came home late."


def test_a_folder_a_pipe_and_a_device_are_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path, says in (
        (tmp_path, "folder"),
        (tmp_path / "pipe", "no ordinary file"),
        (Path("/dev/zero"), "no ordinary file"),
    ):
        with pytest.raises(TextError, match=says) as told:
            read_text(path)
        assert told.value.where == str(path)
        assert told.value.remedy


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"\x7fELF\0\0\1\0\0\0", "is not a text file"),
        (b"{\\rtf1 text}", "RTF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Word document"),
        (b"PK\x03\x04 not really", "archive or document"),
        (b"%PDF-1.7\nnothing", "damaged|no text"),
    ],
)
def test_what_cannot_be_read_is_told_with_a_remedy(tmp_path: Path, data: bytes, says: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    with pytest.raises(TextError, match=says) as told:
        read_text(path)
    assert told.value.where == str(path)
    assert told.value.remedy


def test_a_missing_file_is_told_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(TextError) as told:
        read_text(tmp_path / "none.txt")
    assert told.value.where.endswith("none.txt")
    assert told.value.remedy


def test_what_is_too_large_is_refused_unread(tmp_path: Path) -> None:
    for name, size in (("a.pdf", MAX_BYTES + 1), ("a.txt", 3 * MAX_CHARACTERS)):
        with (tmp_path / name).open("wb") as file:
            file.truncate(size)
        with pytest.raises(TextError, match=r"larger|longer"):
            read_text(tmp_path / name)
    with pytest.raises(TextError, match="longer"):
        read_bytes(b"a" * (MAX_CHARACTERS + 1))
