"""What an export is to write, how far it is, and what came of it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from app.document.document import Line
from app.files.existing_files import IfExists
from app.files.stem_table import Stem
from app.synthesis.requests import VoiceInfo
from vits_core.audio.file_format import AudioFormat, LoudnessTarget, Tags, WrittenFile
from vits_core.errors import VitsError
from vits_core.labels.files import Cues
from vits_core.records import Skipped


@dataclass(frozen=True, slots=True, kw_only=True)
class FileJob:
    """One sound, and the files that go with it."""

    path: Path
    """Where it goes, unless something is there that is to stay."""
    title: str
    """What it tells players where its person gave none."""
    lines: tuple[Line, ...]
    """As they were when the export was asked for."""
    lead: int = 0
    """Samples of silence before the first line."""
    chapters: tuple[tuple[int, str], ...] = ()
    """The place of the line that each begins with, and its title."""
    stem: Stem | None = None
    """Where it lies in a track; the stems of a job are listed in a table beside them."""
    has_other_voices: bool = False
    """Lines are spoken by voices of their own that are not the job's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportJob:
    """Files that are written together, one after the other."""

    files: tuple[FileJob, ...]
    voice: VoiceInfo
    audio_format: AudioFormat = field(default_factory=AudioFormat)
    tags: Tags = field(default_factory=Tags)
    loudness: LoudnessTarget | None = None
    """Of all together: every file gets the same gain."""
    labels: tuple[str, ...] = ()
    """Endings of the files of subtitles and times that go with each sound."""
    cues: Cues | None = None
    """What subtitles show at once; None is what is usual for each."""
    sidecar: bool = False
    """Describe beside each sound how it was made."""
    if_exists: IfExists = IfExists.NUMBER
    makes_folder: bool = False
    """The files' folder is made where it is not there."""
    cancelled: threading.Event = field(default_factory=threading.Event)

    @property
    def lines(self) -> tuple[Line, ...]:
        """Of all files, in their order."""
        return tuple(line for file in self.files for line in file.lines)

    @property
    def folder(self) -> Path:
        """Where they go."""
        return self.files[0].path.parent

    def firsts(self) -> Iterator[tuple[int, FileJob]]:
        """Each file with the place of its first line among all."""
        place = 0
        for file in self.files:
            yield place, file
            place += len(file.lines)


@dataclass(frozen=True, slots=True)
class ExportProgress:
    """How far an export is; all count from 1."""

    file: int
    files: int
    line: int
    lines: int
    saving: bool = False
    """All lines are made, and the files are brought to their loudness."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportResult:
    """What became of the files."""

    folder: Path
    written: tuple[WrittenFile, ...] = ()
    kept: tuple[Path, ...] = ()
    """Not written, since these were there before and are to stay."""
    failed: tuple[tuple[Path, VitsError], ...] = ()
    """Not written, or written without all that was to go with them."""
    skipped: tuple[Skipped, ...] = ()
    """What was not spoken, or not as written."""
    cancelled: bool = False
    """The others were not tried."""
