"""Reads and writes dictionaries of pronunciations, in the format that a file's name says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from vits_core.audio.files import write_whole
from vits_core.errors import LexiconError
from vits_core.lexicons.json_lexicon import from_json, to_json
from vits_core.lexicons.pls_lexicon import from_pls, to_pls
from vits_core.lexicons.table_lexicon import from_table, to_table
from vits_core.text.pronunciations import Pronunciations

_MOST_BYTES = 64 * 2**20

_READERS: dict[str, Callable[[bytes], Pronunciations]] = {
    ".json": from_json, ".pls": from_pls, ".xml": from_pls, ".csv": from_table, ".tsv": from_table,
    ".txt": from_table,
}  # fmt: skip
_WRITERS: dict[str, Callable[[Pronunciations], bytes]] = {
    ".json": to_json, ".pls": to_pls, ".csv": to_table,
}  # fmt: skip

READABLE = tuple(_READERS)
"""Suffixes of files that can be read …"""
WRITABLE = tuple(_WRITERS)
"""… and written."""


def read_lexicon(path: Path | str) -> Pronunciations:
    """The pronunciations of a file.

    Raises `LexiconError` where it cannot be read, is of another kind, or is damaged.
    """
    path = Path(path)
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise LexiconError(
            f'"{path.suffix}" is no kind of dictionary',
            where=str(path),
            remedy=f"Choose a file that ends in {', '.join(READABLE)}.",
        )
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise LexiconError("This dictionary is too large", where=str(path))
        data = path.read_bytes()
    except OSError as error:
        raise LexiconError(
            f"The dictionary cannot be read: {error.strerror}", where=str(path)
        ) from error
    try:
        return reader(data)
    except LexiconError as error:
        raise LexiconError(error.what, where=str(path), remedy=error.remedy) from error


def write_lexicon(path: Path | str, pronunciations: Pronunciations) -> None:
    """Write a dictionary, all of it or nothing.

    Raises `LexiconError` for a name that says no format, `AudioFileError` where it cannot be
    written.
    """
    path = Path(path)
    writer = _WRITERS.get(path.suffix.lower())
    if writer is None:
        raise LexiconError(
            f'No dictionary can be written as "{path.suffix}"',
            where=str(path),
            remedy=f"Choose a name that ends in {', '.join(WRITABLE)}.",
        )
    write_whole(path, writer(pronunciations))
