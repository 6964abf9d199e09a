"""A table of the stems of a track: which file is to be heard when."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.files.csv_table import write_csv
from app.files.existing_files import IfExists, place_for

TABLE = "stems.csv"
_COLUMNS = (
    "number", "file", "start", "stop", "slot_start", "slot_stop", "first_sample", "late",
    "too_long", "text",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Stem:
    """What is spoken in one slot, and where it lies in the track; all times are in seconds."""

    text: str
    start: float
    """When it begins."""
    stop: float
    slot: tuple[float, float] | None
    """When it was to begin and to end; None: before the first slot."""
    late: float
    """By how much it begins after its slot."""
    over: float
    """By how much it ends after its slot."""


class StemTable:
    """A row for each stem; written once all are in it."""

    def __init__(self) -> None:
        self._rows: list[tuple[object, ...]] = []

    @property
    def rows(self) -> int:
        """How many there are."""
        return len(self._rows)

    def add(self, name: str, stem: Stem, sample_rate: int) -> None:
        """A file that holds a stem at so many Hz."""
        slot = ("", "") if stem.slot is None else tuple(f"{each:.6f}" for each in stem.slot)
        self._rows.append(
            (
                len(self._rows) + 1,
                name,
                f"{stem.start:.6f}",
                f"{stem.stop:.6f}",
                *slot,
                round(stem.start * sample_rate),
                f"{stem.late:.3f}",
                f"{stem.over:.3f}",
                stem.text,
            )
        )

    def write(self, folder: Path, if_exists: IfExists = IfExists.OVERWRITE) -> Path:
        """Write it into a folder; an older table stays unless it is to be overwritten.

        Raises `AudioFileError`.
        """
        path = place_for(folder / TABLE, if_exists)
        write_csv(path, _COLUMNS, self._rows)
        return path
