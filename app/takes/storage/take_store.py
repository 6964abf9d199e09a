"""The takes of the lab on disk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.files.session_file import SessionFile
from app.takes.lab_take import LabTake
from app.takes.storage.take_json import (
    FORMAT_VERSION,
    NewerTakesError,
    takes_from_json,
    takes_to_json,
)
from vits_core.errors import TakeFileError, VitsError


@dataclass(frozen=True, slots=True)
class Kept:
    """What there was on disk."""

    takes: tuple[LabTake, ...] = ()
    problem: VitsError | None = None
    """Why takes of an earlier session are missing, and where they are."""


class TakeStore(SessionFile[Sequence[LabTake]]):
    """Loads and saves takes."""

    what = "takes"
    error = TakeFileError
    newer = NewerTakesError
    version = FORMAT_VERSION
    keep = "The takes stay in the window until you quit."

    def load(self) -> Kept:
        """The takes of the last session; none and the reason where they cannot be read."""
        takes, problem = self.read()
        return Kept(tuple(takes or ()), problem)

    def save(self, takes: Sequence[LabTake]) -> None:
        """Write the takes in place of those that were saved before; raises `VitsError`."""
        self.write(takes)

    def _parsed(self, content: bytes) -> Sequence[LabTake]:
        return takes_from_json(content)

    def _formatted(self, content: Sequence[LabTake]) -> bytes:
        try:
            return takes_to_json(content).encode("ascii")
        except RecursionError as error:
            raise TakeFileError(
                "The takes could not be saved: one was varied too many times in a row",
                remedy="Remove the newest take.",
            ) from error
