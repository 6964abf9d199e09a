"""The takes of the lab on disk: one file, written whole, and never over what cannot be read."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.files.existing_files import free_path
from app.takes.lab_take import LabTake
from app.takes.storage.take_json import (
    FORMAT_VERSION,
    NewerTakesError,
    takes_from_json,
    takes_to_json,
)
from vits_core.errors import AudioFileError, TakeFileError, VitsError

_PART = f".{'[0-9a-f]' * 12}.part"
"""What `write_whole` writes to before it renames."""
_BEING_WRITTEN = 60.0
"""Seconds that another process may take for it."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What there was on disk."""

    takes: tuple[LabTake, ...] = ()
    problem: VitsError | None = None
    """Why takes of an earlier session are missing, and where they are."""


class TakeStore:
    """Loads and saves takes; a file that is not understood is left for someone who can.

    A damaged one is renamed. That of a newer version keeps its name, so that the newer version
    finds it there when it is started again; this one works with a file of its own beside it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        """Where takes are saved; another one once the file of a newer version was met."""
        self._in_the_way = ""
        """What is wrong with a file that could neither be read nor renamed."""

    def load(self) -> Kept:
        """The takes of the last session; none and the reason where they cannot be read."""
        self._sweep()
        try:
            return Kept(takes_from_json(self.path.read_bytes()))
        except FileNotFoundError:
            return Kept()
        except NewerTakesError as error:
            return self._load_beside(error)
        except TakeFileError:
            self._in_the_way = "damaged"
        except OSError:
            self._in_the_way = "unread"
        try:
            return Kept((), self._set_aside())
        except TakeFileError as error:
            return Kept((), error)

    def save(self, takes: Sequence[LabTake]) -> None:
        """Write the takes in place of those that were saved before, all of them or nothing.

        Raises `VitsError`; the old file is then as it was.
        """
        # Here, so that the window does not wait for the libraries that write files.
        from vits_core.audio.files import make_folder, write_whole

        if self._in_the_way:
            self._set_aside()
        try:
            content = takes_to_json(takes).encode("ascii")
            make_folder(self.path.parent)
            write_whole(self.path, content)
        except AudioFileError as error:
            raise TakeFileError(
                f"The takes could not be saved. {error.what}",
                where=str(self.path),
                remedy=(
                    "Free some disk space, or make the folder writable. The takes stay in "
                    "the window until you quit."
                ),
            ) from error
        except RecursionError as error:
            raise TakeFileError(
                "The takes could not be saved: one was varied too many times in a row",
                remedy="Remove the newest take.",
            ) from error

    def _sweep(self) -> None:
        """Remove what killed processes left of their writes."""
        with contextlib.suppress(OSError):
            for part in self.path.parent.glob(_PART):
                if time.time() - part.stat().st_mtime > _BEING_WRITTEN:
                    part.unlink(missing_ok=True)

    def _load_beside(self, newer: NewerTakesError) -> Kept:
        """Leave a newer version's file alone, and take up with one of this version."""
        left = self.path
        self.path = left.with_stem(f"{left.stem}.version {FORMAT_VERSION}")
        kept = self.load()
        remedy = f"{newer.remedy} Until then, takes are saved in {self.path.name} beside it."
        return Kept(
            kept.takes, kept.problem or TakeFileError(newer.what, where=str(left), remedy=remedy)
        )

    def _set_aside(self) -> TakeFileError | None:
        """Give the file that cannot be read a name of its own, and say so.

        Raises `TakeFileError` where it stays in the way: it must not be written over.
        """
        aside = free_path(self.path.with_stem(f"{self.path.stem}.{self._in_the_way}"))
        try:
            self.path.rename(aside)
        except FileNotFoundError:  # someone moved it
            self._in_the_way = ""
            return None
        except OSError as error:
            raise TakeFileError(
                f"The takes of an earlier session are {self._in_the_way}, and their file cannot be "
                f"renamed: {error.strerror}",
                where=str(self.path),
                remedy="Move the file elsewhere. Until then, no takes are saved.",
            ) from error
        self._in_the_way = ""
        return TakeFileError(
            "The takes of an earlier session cannot be read",
            where=str(aside),
            remedy=f"The file was renamed but not changed. If you have a better copy, "
            f"name it {self.path.name} while VITS Studio is closed.",
        )
