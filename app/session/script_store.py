"""The script of the session on disk: what is being worked on, saved by its person or not."""

from __future__ import annotations

import json
from dataclasses import dataclass

from app.document.document import Document
from app.document.document_json import (
    FORMAT_VERSION,
    NewerScriptError,
    document_from_data,
    document_to_json,
    script_data,
)
from app.files.session_file import SessionFile
from vits_core.errors import TextError


@dataclass(frozen=True)
class WorkingCopy:
    """A document, and the file that a person gave it."""

    document: Document
    name: str = ""
    """Of a document without a file, where it came from a text."""
    file: str = ""
    """Path; "" where it was never saved."""
    modified: bool = False
    """It is not as it is in its file."""


class ScriptStore(SessionFile[WorkingCopy]):
    """Reads and writes the working copy."""

    what = "lines of the script"
    error = TextError
    newer = NewerScriptError
    version = FORMAT_VERSION
    keep = "Until then, keep a copy of the text elsewhere."

    def _parsed(self, content: bytes) -> WorkingCopy:
        data = script_data(content)
        kept = data.get("kept_as", {})
        try:
            name, file, modified = (kept.get(key) for key in ("name", "file", "modified"))
        except AttributeError:
            name = file = modified = None
        return WorkingCopy(
            document_from_data(data),
            name if isinstance(name, str) else "",
            file if isinstance(file, str) else "",
            modified is not False,
        )

    def _formatted(self, content: WorkingCopy) -> bytes:
        kept = {"name": content.name, "file": content.file, "modified": content.modified}
        try:
            return document_to_json(content.document, kept_as=json.dumps(kept)).encode("ascii")
        except RecursionError as error:
            raise TextError(
                "The lines of the script could not be saved: a take that one speaks with was "
                "varied too many times in a row",
                remedy="Choose another take for it.",
            ) from error
