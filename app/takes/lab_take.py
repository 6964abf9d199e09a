"""One rendition of a sentence in the prosody lab."""

from __future__ import annotations

from dataclasses import dataclass

from vits_core.records import Outline


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class LabTake:
    """A take that is kept in the session's list, with what a person noted about it."""

    number: int
    """Its name in the list; counted up, never given twice."""
    outline: Outline
    voice: str
    """Path of its voice's file."""
    voice_name: str
    line: int | None = None
    """Id of the script's line that it renders, whose characters its offsets are; None for one that
    came from a file."""
    starred: bool = False
    note: str = ""
    origin: str = ""
    """How it came about, in words for people; "" for one that was simply drawn."""
    parent: int | None = None
    """Number of the take that it was made from."""
    changed: tuple[int, ...] = ()
    """Tokens that were steered, compared to the parent."""

    @property
    def text(self) -> str:
        return self.outline.utterance.text.strip()
