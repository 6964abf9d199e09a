"""What is asked of an audio file and what came of it: plain data, and no library that writes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Subtype = Literal["PCM_16", "PCM_24", "FLOAT"]
Container = Literal["WAV", "FLAC"]


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
