from __future__ import annotations

from pathlib import Path

import pytest

from app.ui.editor.text_file import MAX_BYTES, read_text_file
from vits_core.errors import TextError


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_the_encoding_is_found(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("Grüße, café\r\nzwei\rdrei".encode(encoding))
    assert read_text_file(path) == "Grüße, café\nzwei\ndrei"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"a" * (MAX_BYTES + 1), "larger"),
        (b"\x7fELF\0\0\1", "is not a text file"),
        (b"\xff\xfea", "is not a text file"),
    ],
)
def test_what_is_no_text_is_refused(tmp_path: Path, data: bytes, says: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    with pytest.raises(TextError, match=says):
        read_text_file(path)


def test_a_missing_file_is_told_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(TextError) as caught:
        read_text_file(tmp_path / "none.txt")
    assert caught.value.where.endswith("none.txt")
    assert caught.value.remedy
