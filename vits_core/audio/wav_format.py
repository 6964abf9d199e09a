"""What is asked of an audio file and what came of it: plain data, and no library that writes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from vits_core.audio.file_types import Quality, Subtype


@dataclass(frozen=True, slots=True)
class AudioFormat:
    """How sound is stored in an audio file."""

    subtype: Subtype | None = None
    """16-bit or 24-bit integers, or 32-bit floats; None is what is usual: 16 bits, and none in a
    lossy file, which stores no samples."""
    sample_rate: int | None = None
    """Hz; None keeps the voice's own, or takes the next one above that the type of file has."""
    quality: Quality = Quality.STANDARD
    """Of a lossy file."""


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
