"""What is asked of an audio file and what came of it: plain data, and no library that writes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from vits_core.errors import AudioFileError

Subtype = Literal["PCM_16", "PCM_24", "FLOAT"]
Container = Literal["WAV", "FLAC"]
CONTAINERS: dict[str, Container] = {".wav": "WAV", ".flac": "FLAC"}
"""What the names of the files that can be written end with, and what that makes of them."""


@dataclass(frozen=True, slots=True)
class AudioFormat:
    """How samples are stored in an audio file."""

    subtype: Subtype = "PCM_16"
    """16-bit or 24-bit integers, or 32-bit floats."""
    sample_rate: int | None = None
    """Hz; None keeps the voice's own."""


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """An audio file that is complete and in its place."""

    path: Path
    """As it was asked for; where that is a link, the file that it leads to was written."""
    seconds: float
    sample_rate: int
    """Hz."""
    clipped_samples: int
    """Samples beyond full scale that were cut to it; none in the float format, which keeps them."""
    silenced_samples: int
    """Samples that were not numbers and were replaced by silence."""


def container_of(path: Path, subtype: Subtype = "PCM_16") -> Container:
    """What a file of this name is.

    Raises `AudioFileError` for the name of a kind of file that cannot be written, and for floats in
    a FLAC file, which holds none.
    """
    container = CONTAINERS.get(path.suffix.lower())
    if container is None:
        ending = f"that end in “{path.suffix}”" if path.suffix else "without an ending"
        raise AudioFileError(
            f"Files {ending} cannot be written. These can: {', '.join(CONTAINERS)}",
            where=str(path),
            remedy=f"Name it {path.stem or 'speech'}.wav or {path.stem or 'speech'}.flac.",
        )
    if container == "FLAC" and subtype == "FLOAT":
        raise AudioFileError(
            "A FLAC file cannot hold floating-point samples",
            where=str(path),
            remedy="Choose 24 bits (PCM_24), or a name that ends in .wav.",
        )
    return container
