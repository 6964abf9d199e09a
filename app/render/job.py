"""One row's work: what is spoken, how and by whom, and the files that it becomes."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from app.files.file_names import beginning
from app.files.provenance import Origin
from app.files.speech_files import JoinedSpeech, SpeechFiles
from vits_core.audio.file_format import WrittenFile
from vits_core.errors import VitsError
from vits_core.records import Skipped

if TYPE_CHECKING:  # torch is slow to load, and a wrong row is told without it
    from vits_core.voice import Voice

KEY_VERSION = 1
"""Raise it when the same job makes other files: all are then made anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """All that the files of one row depend on, as plain data that travels between processes."""

    row: int
    text: str
    phonemes: bool = False
    """The text is phonemes."""
    voice: str
    """Its file."""
    voice_digest: str
    precision: str = "float32"
    speaker: str | None = None
    settings: Mapping[str, float]
    """Of `ProsodySettings`, where they are not the voice's own."""
    rhythm_seed: int
    expression_seed: int
    files: SpeechFiles
    """Their paths are relative to the output folder."""

    @property
    def key(self) -> str:
        """Equal for jobs whose files are equal."""
        said = dataclasses.asdict(self)
        # The voice's name becomes the artist of the sound.
        said |= {"row": None, "voice": Path(self.voice).name, "version": KEY_VERSION}
        return hashlib.sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Rendered:
    """A job that is done."""

    written: WrittenFile
    sample_rate: int
    """Hz, of the voice."""
    skipped: tuple[Skipped, ...]
    """What was not spoken, or not as written."""


Outcome = Rendered | VitsError
"""What becomes of a job."""


def perform(job: Job, voice: Voice, folder: Path) -> Rendered:
    """Speak a job's text into its files, in a folder; each is there whole or not at all.

    Raises `VitsError`.
    """
    # Here, since it brings the libraries that write files.
    from vits_core.audio.files import make_folder

    files = job.files.inside(folder)
    make_folder(files.path.parent)
    tags = files.tags.or_else(title=beginning(job.text), artist=voice.config.name)
    joined = JoinedSpeech(outlines=files.sidecar or bool(files.labels.paths))
    pieces = voice.stream(
        job.text,
        dataclasses.replace(voice.config.defaults, **job.settings),
        rhythm_seed=job.rhythm_seed,
        expression_seed=job.expression_seed,
        speaker=job.speaker,
        phonemes=job.phonemes,
        mel=False,
        keep=False,
    )
    with closing(pieces):
        written = dataclasses.replace(files, tags=tags).write(
            joined.blocks(pieces),
            voice.config.sample_rate,
            joined.times,
            partial(Origin.by, voice, job.text, joined.outlines),
        )
    return Rendered(written, voice.config.sample_rate, tuple(joined.skipped))
