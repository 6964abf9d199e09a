"""The script of the session on disk, written whole, and never over what cannot be read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.document.document import Document
from app.document.document_json import document_from_json, document_to_json
from app.files.existing_files import free_path
from vits_core.errors import AudioFileError, TextError, VitsError


@dataclass(frozen=True, slots=True)
class KeptScript:
    """What there was on disk."""

    document: Document | None = None
    problem: VitsError | None = None
    """Why the script of the last session is missing, and where it is."""


class ScriptStore:
    """Loads and saves the document; a file that is not understood gets a name of its own."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def load(self) -> KeptScript:
        """The document of the last session; None where there is none."""
        try:
            return KeptScript(document_from_json(self.path.read_bytes()))
        except FileNotFoundError:
            return KeptScript()
        except (TextError, OSError) as error:
            what = error.what if isinstance(error, TextError) else str(error.strerror)
        aside = free_path(self.path.with_stem(f"{self.path.stem}.unread"))
        try:
            self.path.rename(aside)
        except OSError:
            aside = self.path
        return KeptScript(
            problem=TextError(
                f"The takes that your script spoke with are not restored. {what}",
                where=str(aside),
                remedy="The text is kept with the settings. Choose the takes again in the list.",
            )
        )

    def save(self, document: Document) -> None:
        """Write the document in place of the one before, all of it or nothing.

        Raises `VitsError`; the old file is then as it was.
        """
        # Here, so that the window does not wait for the libraries that write files.
        from vits_core.audio.files import make_folder, write_whole

        try:
            make_folder(self.path.parent)
            write_whole(self.path, document_to_json(document).encode("ascii"))
        except AudioFileError as error:
            raise TextError(
                f"The script could not be saved. {error.what}",
                where=str(self.path),
                remedy="Free some disk space, or make the folder writable.",
            ) from error
