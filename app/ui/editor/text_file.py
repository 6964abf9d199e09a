"""Plain text from files that say nothing about their encoding."""

from __future__ import annotations

import codecs
from pathlib import Path

from vits_core.errors import TextError

MAX_BYTES = 4 * 1024 * 1024
"""A long novel is 3 MB; more is a mistake, and would make the editor slow."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_text_file(path: Path) -> str:
    """The text of a file, with newlines as `\\n`.

    A byte-order mark decides; then UTF-8 is tried; what is not UTF-8 is read as Windows-1252,
    the commonest of the others. Raises `TextError` for a file that cannot be read, is larger
    than `MAX_BYTES`, or is not text.
    """
    where = str(path)
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise TextError(
            f"The text file could not be read: {error.strerror or error}",
            where=where,
            remedy="Check that the file exists and that you have permission to read it.",
        ) from error
    if len(data) > MAX_BYTES:
        raise TextError(
            f"The text file is larger than {MAX_BYTES // 1024 // 1024} MB",
            where=where,
            remedy="Split it into parts, and open them one at a time.",
        )
    text = _decode(data)
    if text is None:
        raise TextError(
            "The file is not a text file", where=where, remedy="Choose a plain text (.txt) file."
        )
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decode(data: bytes) -> str | None:
    try:
        for mark, encoding in _MARKS:
            if data.startswith(mark):
                return data.decode(encoding)
        if b"\0" in data:
            return None
        return data.decode("utf-8")
    except UnicodeDecodeError:
        if any(data.startswith(mark) for mark, _ in _MARKS):
            return None
    return data.decode("cp1252", errors="replace")
