"""Zip archives of unknown origin, such as EPUB and DOCX are."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path

from vits_core.errors import TextError

MAX_UNPACKED = 256 * 1024 * 1024
"""Bytes of markup; a book has a few million, and what claims more is no book."""
_MARKUP = (".xml", ".rels", ".opf", ".ncx", ".xhtml", ".html", ".htm")


class Archive:
    """Reads the files of an archive, no more of them than makes sense."""

    def __init__(self, path: Path) -> None:
        """Raises `TextError` for what is no archive, or unpacks to more than `MAX_UNPACKED`."""
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
            raise damaged(f"it is no whole zip archive ({error})") from error
        self.names = frozenset(self._zip.namelist())
        # What a file unpacks to is never more than it claims here.
        markup = (e for e in self._zip.infolist() if e.filename.lower().endswith(_MARKUP))
        if sum(entry.file_size for entry in markup) > MAX_UNPACKED:
            raise TextError(
                f"The file unpacks to more than {MAX_UNPACKED // 1024**2} MB of text",
                remedy="It is damaged, or made to do harm. Get it from another place.",
            )

    def read(self, name: str) -> bytes:
        """A file's content; raises `TextError` where it is missing or damaged."""
        try:
            return self._zip.read(name)
        except KeyError as error:
            raise damaged(f"{name} is missing") from error
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError) as error:
            raise damaged(f"{name} cannot be unpacked") from error
        except RuntimeError as error:  # zipfile's word for a password
            raise TextError(
                "The file is encrypted", remedy="Save it without a password, and open that."
            ) from error


def damaged(why: str) -> TextError:
    return TextError(
        f"The file is damaged: {why}", remedy="Get it anew from where it came from, and open that."
    )
