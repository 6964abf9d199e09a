"""A file that is kept between sessions: written whole, and never over what cannot be read."""

from __future__ import annotations

import contextlib
import time
from abc import ABC, abstractmethod
from pathlib import Path
from typing import ClassVar, Generic, TypeVar

from app.files.existing_files import free_path
from vits_core.errors import AudioFileError, VitsError

Content = TypeVar("Content")

_PART = f".{'[0-9a-f]' * 12}.part"
"""What `write_whole` writes to before it renames."""
_BEING_WRITTEN = 60.0
"""Seconds that another process may take for it."""


class SessionFile(ABC, Generic[Content]):
    """Reads and writes one file; one that is not understood is left for someone who can.

    A damaged one is renamed. That of a newer version keeps its name, so that the newer version
    finds it there when it is started again; this one works with a file of its own beside it.
    """

    what: ClassVar[str]
    """What it holds, in the plural, for people."""
    error: ClassVar[type[VitsError]]
    """What `_parsed` raises, and is raised here."""
    newer: ClassVar[type[VitsError]]
    """What `_parsed` raises for what a newer version wrote; an `error` too."""
    version: ClassVar[int]
    """Of the format that is written."""
    keep: ClassVar[str] = ""
    """What becomes of the content that could not be saved, in a sentence."""

    def __init__(self, path: Path) -> None:
        self.path = path
        """Where it is saved; another one once the file of a newer version was met."""
        self._in_the_way = ""
        """What is wrong with a file that could neither be read nor renamed."""

    @abstractmethod
    def _parsed(self, content: bytes) -> Content: ...

    @abstractmethod
    def _formatted(self, content: Content) -> bytes: ...

    def read(self) -> tuple[Content | None, VitsError | None]:
        """What the last session left; None where there is none, and the reason where it cannot be
        read."""
        self._sweep()
        try:
            return self._parsed(self.path.read_bytes()), None
        except FileNotFoundError:
            return None, None
        except self.newer as error:
            return self._read_beside(error)
        except self.error:
            self._in_the_way = "damaged"
        except OSError:
            self._in_the_way = "unread"
        try:
            return None, self._set_aside()
        except self.error as error:
            return None, error

    def write(self, content: Content) -> None:
        """Write it in place of what was saved before, all of it or nothing.

        Raises `VitsError`; the old file is then as it was.
        """
        # Here, so that the window does not wait for the libraries that write files.
        from vits_core.audio.files import make_folder, write_whole

        if self._in_the_way:
            self._set_aside()
        written = self._formatted(content)
        try:
            make_folder(self.path.parent)
            write_whole(self.path, written)
        except AudioFileError as error:
            raise self.error(
                f"The {self.what} could not be saved. {error.what}",
                where=str(self.path),
                remedy=f"Free some disk space, or make the folder writable. {self.keep}".strip(),
            ) from error

    def _sweep(self) -> None:
        """Remove what killed processes left of their writes."""
        with contextlib.suppress(OSError):
            for part in self.path.parent.glob(_PART):
                if time.time() - part.stat().st_mtime > _BEING_WRITTEN:
                    part.unlink(missing_ok=True)

    def _read_beside(self, newer: VitsError) -> tuple[Content | None, VitsError | None]:
        """Leave a newer version's file alone, and take up with one of this version."""
        left = self.path
        self.path = left.with_stem(f"{left.stem}.version {self.version}")
        content, problem = self.read()
        remedy = f"{newer.remedy} Until then, {self.what} are saved in {self.path.name} beside it."
        return content, problem or self.error(newer.what, where=str(left), remedy=remedy)

    def _set_aside(self) -> VitsError | None:
        """Give the file that cannot be read a name of its own, and say so.

        Raises `error` where it stays in the way: it must not be written over.
        """
        aside = free_path(self.path.with_stem(f"{self.path.stem}.{self._in_the_way}"))
        try:
            self.path.rename(aside)
        except FileNotFoundError:  # someone moved it
            self._in_the_way = ""
            return None
        except OSError as error:
            raise self.error(
                f"The {self.what} of an earlier session are {self._in_the_way}, and their file "
                f"cannot be renamed: {error.strerror}",
                where=str(self.path),
                remedy=f"Move the file elsewhere. Until then, no {self.what} are saved.",
            ) from error
        self._in_the_way = ""
        return self.error(
            f"The {self.what} of an earlier session cannot be read",
            where=str(aside),
            remedy=f"The file was renamed but not changed. If you have a better copy, "
            f"name it {self.path.name} while VITS Studio is closed.",
        )
