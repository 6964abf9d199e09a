"""The script of the session on disk."""

from __future__ import annotations

from app.document.document import Document
from app.document.document_json import (
    FORMAT_VERSION,
    NewerScriptError,
    document_from_json,
    document_to_json,
)
from app.files.session_file import SessionFile
from vits_core.errors import TextError


class ScriptStore(SessionFile[Document]):
    """Reads and writes the document."""

    what = "lines of the script"
    error = TextError
    newer = NewerScriptError
    version = FORMAT_VERSION
    keep = "Until then, keep a copy of the text elsewhere."

    def _parsed(self, content: bytes) -> Document:
        return document_from_json(content)

    def _formatted(self, content: Document) -> bytes:
        try:
            return document_to_json(content).encode("ascii")
        except RecursionError as error:
            raise TextError(
                "The lines of the script could not be saved: a take that one speaks with was "
                "varied too many times in a row",
                remedy="Choose another take for it.",
            ) from error
