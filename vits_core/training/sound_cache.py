"""The prepared sounds of a corpus, and what is known of the recordings that they come from."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from vits_core.audio.files import write_sound, write_whole
from vits_core.training.corpus import AUDIO_FOLDER
from vits_core.training.findings import Outcome, Problem
from vits_core.training.recordings import RecordingRules, read_recording

CACHE_FILE = "sounds.json"
VERSION = 2
"""Another number for each change of what a recording becomes."""


@dataclass(frozen=True, slots=True)
class KeptSound:
    """What a recording became."""

    file: str | None
    """In the corpus's audio folder; None where the recording cannot be used."""
    samples: int
    notes: tuple[tuple[Problem, Outcome, str], ...]


class SoundCache:
    """Prepares each recording once; threads may share it."""

    def __init__(self, target: Path, rules: RecordingRules) -> None:
        self._target = target
        self._rules = rules
        self._known = self._read()
        self._used: dict[str, KeptSound] = {}

    def sound(self, path: Path) -> KeptSound:
        """The prepared sound of a recording; raises `AudioFileError` where it cannot be written."""
        key = self._key(path)
        kept = self._known.get(key)
        if kept is None or not self._is_there(kept):
            kept = self._prepare(path, key)
        self._used[key] = kept
        return kept

    def write(self) -> None:
        """Remember all that is known, for the next time."""
        self._write({**self._known, **self._used})

    def clean_up(self) -> None:
        """Drop sounds made for recordings that were not asked for again; files that were never
        made here stay. Raises `AudioFileError` as `write` does."""
        self._write(self._used)
        files = {kept.file for kept in self._used.values()}
        for kept in self._known.values():
            if kept.file is not None and kept.file not in files:
                (self._target / AUDIO_FOLDER / kept.file).unlink(missing_ok=True)

    def _write(self, sounds: Mapping[str, KeptSound]) -> None:
        content = {key: asdict(kept) for key, kept in sorted(sounds.items())}
        write_whole(self._target / CACHE_FILE, json.dumps(content, ensure_ascii=False).encode())

    def _key(self, path: Path) -> str:
        """Another one for every recording, every version of it, and all that it is made by."""
        status = path.stat()
        told = [
            VERSION,
            str(path.resolve()),
            status.st_size,
            status.st_mtime_ns,
            asdict(self._rules),
        ]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()

    def _prepare(self, path: Path, key: str) -> KeptSound:
        recording = read_recording(path, self._rules)
        if recording.waveform is None:
            return KeptSound(None, 0, recording.notes)
        stem = re.sub(r"[^\w.-]", "_", path.stem, flags=re.ASCII)[:60]
        file = f"{stem}-{key[:10]}.wav"
        write_sound(
            self._target / AUDIO_FOLDER / file, [recording.waveform], self._rules.sample_rate
        )
        return KeptSound(file, len(recording.waveform), recording.notes)

    def _is_there(self, kept: KeptSound) -> bool:
        return kept.file is None or (self._target / AUDIO_FOLDER / kept.file).is_file()

    def _read(self) -> dict[str, KeptSound]:
        """What is known; nothing where the file is not there or damaged."""
        try:
            content: dict[str, Any] = json.loads((self._target / CACHE_FILE).read_text("utf-8"))
            return {
                key: KeptSound(
                    kept["file"],
                    kept["samples"],
                    tuple((Problem(p), Outcome(o), detail) for p, o, detail in kept["notes"]),
                )
                for key, kept in content.items()
            }
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return {}
