"""What is asked of an export of many takes, how their files are named, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from app.files.existing_files import IfExists
from app.files.file_names import fields_of, names_apart
from app.takes.lab_take import LabTake
from vits_core.audio.file_format import AudioFormat, LoudnessTarget, Tags
from vits_core.audio.file_types import WAV
from vits_core.errors import VitsError


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchOptions:
    """Where the files go, and how they are written."""

    folder: Path
    """Is made where it is not there."""
    template: str
    """Of the names; may have the fields of `file_names.fields_of`."""
    if_exists: IfExists
    ending: str = WAV.ending
    """Of the names, which is the type of file."""
    audio_format: AudioFormat
    tags: Tags = field(default_factory=Tags)
    """The title of each is its text, the artist its voice, where nothing else is said."""
    loudness: LoudnessTarget | None = None
    """Of all together: every file gets the same gain."""
    sidecar: bool
    """Describe beside each file how it was made."""
    table: bool
    """Write a table of all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchResult:
    """What became of the takes, by their numbers."""

    written: tuple[tuple[int, Path], ...]
    kept: tuple[tuple[int, Path], ...]
    """Not written, since this file was there before and is to stay."""
    failed: tuple[tuple[int, VitsError], ...]
    """Not written, or written without the description that was wanted."""
    clipped: tuple[int, ...]
    """Written, but too loud for the file's format here and there."""
    cancelled: bool
    """The others were not tried."""
    table: Path | None
    table_error: VitsError | None


def names_of(takes: Sequence[LabTake], template: str) -> list[str]:
    """The name of each take's file, without a suffix.

    Raises `SettingsError` for a template that cannot be filled or gives two takes the same name.
    """
    widest = max((len(str(take.number)) for take in takes), default=0)
    return names_apart(
        template,
        (
            fields_of(
                take.text,
                str(take.number).zfill(widest),
                (take.outline.rhythm_seed, take.outline.expression_seed),
                take.voice_name,
                len(takes),
            )
            for take in takes
        ),
    )
