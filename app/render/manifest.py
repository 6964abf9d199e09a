"""What was made of which row, beside the files: so that a stopped run goes on where it was."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import Enum, auto
from pathlib import Path
from typing import Any

from app.render.job import Job
from vits_core.audio.disk_errors import plainly_said
from vits_core.errors import AudioFileError
from vits_core.provenance.digest import file_digest

MANIFEST = "render-manifest.jsonl"
FORMAT = "vits-studio render"
FORMAT_VERSION = 1


class State(Enum):
    """What is there of a job's files."""

    MISSING = auto()
    """Nothing, or what is to be replaced: it was made of another row, or not to the end."""
    CURRENT = auto()
    """All of them, as the row says now."""
    EDITED = auto()
    """All of them, as the row says now, but somebody has changed the sound since."""
    FOREIGN = auto()
    """Files that were not made here, or changed since, and that another row's would replace."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the manifest: a file was begun, and where there is more, done."""

    file: str
    key: str
    """Of its job."""
    seconds: float | None = None
    """How long it sounds; None while it is made."""
    size: int = 0
    modified: int = 0
    """Nanoseconds; where it differs, the digest tells whether the file does."""
    sha256: str = ""


class Manifest:
    """The entries of an output folder. Every one is written behind the others at once."""

    def __init__(self, folder: Path) -> None:
        """Raises `AudioFileError` for a manifest that is not known here or cannot be read."""
        self._folder = folder
        self._path = folder / MANIFEST
        self._entries: dict[str, Entry] = {}
        try:
            lines = self._path.read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return
        except (OSError, UnicodeDecodeError) as error:
            raise self._unusable(str(error)) from error
        self._read(lines)

    def state(self, job: Job) -> State:
        """Whether a job has to be done."""
        files = job.files.inside(self._folder)
        entry = self._entries.get(_name(job))
        there = [path.exists() for path in files.paths]
        if entry is None:
            return State.FOREIGN if any(there) else State.MISSING
        if entry.seconds is None or not there[0]:
            return State.MISSING
        same = self._is_same(entry)
        if entry.key != job.key:
            return State.MISSING if same else State.FOREIGN
        if not all(there):
            return State.MISSING if same else State.FOREIGN
        return State.CURRENT if same else State.EDITED

    def seconds(self, job: Job) -> float:
        """How long the sound of a job that was done before is."""
        return self._entries[_name(job)].seconds or 0.0

    def others(self, jobs: Iterable[Job]) -> list[str]:
        """Files that are there of rows that are not any more."""
        wanted = {_name(job) for job in jobs}
        known = sorted(set(self._entries) - wanted)
        return [name for name in known if (self._folder / name).exists()]

    def begin(self, job: Job) -> None:
        """Say that a file is ours, before anything is written: a kill leaves none unknown."""
        self._add(Entry(_name(job), job.key))

    def finish(self, job: Job, seconds: float) -> None:
        """Say that all files of a job are there."""
        path = self._folder / job.files.path
        with plainly_said(path):
            status = path.stat()
            digest = file_digest(path)
        done = (seconds, status.st_size, status.st_mtime_ns, digest)
        self._add(Entry(_name(job), job.key, *done))

    def _is_same(self, entry: Entry) -> bool:
        path = self._folder / entry.file
        with plainly_said(path):
            status = path.stat()
            if (status.st_size, status.st_mtime_ns) == (entry.size, entry.modified):
                return True
            return status.st_size == entry.size and file_digest(path) == entry.sha256

    def _add(self, entry: Entry) -> None:
        begun = {"file": entry.file, "key": entry.key}
        self._write(begun if entry.seconds is None else asdict(entry))
        self._entries[entry.file] = entry

    def _write(self, fields: dict[str, Any]) -> None:
        with plainly_said(self._path), self._path.open("ab+") as file:
            lines = [fields]
            if not file.tell():
                lines.insert(0, {"format": FORMAT, "format_version": FORMAT_VERSION})
            else:
                file.seek(-1, os.SEEK_END)
                if file.read(1) != b"\n":  # a line that a power cut left half
                    file.write(b"\n")
            for line in lines:
                file.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())

    def _read(self, lines: list[str]) -> None:
        try:
            head = json.loads(lines[0]) if lines else {}
            known = head["format"] == FORMAT and head["format_version"] <= FORMAT_VERSION
        except (ValueError, LookupError, TypeError):
            known = not lines
        if not known:
            raise self._unusable("its first line is not known")
        for line in lines[1:]:
            try:
                entry = Entry(**json.loads(line))
            except (ValueError, TypeError):
                continue  # half a line: the file that it told of is made again
            self._entries[entry.file] = entry

    def _unusable(self, why: str) -> AudioFileError:
        return AudioFileError(
            f"The list of what was rendered here cannot be used: {why}",
            where=str(self._path),
            remedy="Choose another folder, or update VITS Studio.",
        )


def _name(job: Job) -> str:
    return job.files.path.as_posix()
