"""A script as a file of the person's own: the document, and the takes of its lines."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.document.document import Document
from app.document.document_json import (
    document_from_data,
    document_to_json,
    naming,
    script_data,
)
from app.takes.storage.take_json import takes_from_data, takes_to_json
from app.takes.take_list import Takes
from vits_core.errors import AudioFileError, TextError


@dataclass(frozen=True, slots=True)
class WrittenScript:
    """What a file holds."""

    document: Document
    takes: Takes = ()
    """Newest first."""


def write_script(path: Path, script: WrittenScript) -> None:
    """Write a script in place of what was there, all of it or nothing; raises `VitsError`."""
    # Here, so that the window does not wait for the libraries that write files.
    from vits_core.audio.files import write_whole

    try:
        takes = takes_to_json(script.takes).strip()
        content = document_to_json(script.document, takes=takes).encode("ascii")
    except RecursionError as error:
        raise TextError(
            "The script was not saved: a take was varied too many times in a row",
            remedy="Remove the newest take.",
        ) from error
    try:
        write_whole(path, content)
    except AudioFileError as error:
        raise TextError(
            f"The script was not saved. {error.what}", where=str(path), remedy=error.remedy
        ) from error


def read_script(path: Path) -> WrittenScript:
    """Inverse of `write_script`; raises `VitsError` for what cannot be read, or is no script."""
    with naming(path):
        data = script_data(path.read_bytes())
        document = document_from_data(data)
        takes = takes_from_data(data["takes"]) if "takes" in data else ()
    return WrittenScript(document, takes)
