"""What is asked of an audio file and what came of it: plain data, and no library that writes."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from pathlib import Path

from vits_core.audio.file_types import Quality, Subtype

LOUDNESS_RANGE = (-40.0, -8.0)
"""LUFS that may be asked for; louder speech would be flattened."""
AUDIBLE = 0.5
"""LU; a smaller difference is not worth a word."""
TRUE_PEAK = -1.0
"""dBTP, as EBU R 128 has it: most codecs need some room."""
TRUE_PEAK_RANGE = (-9.0, 0.0)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Tags:
    """What a file tells of itself to players; "" is nothing."""

    title: str = ""
    artist: str = ""
    album: str = ""
    comment: str = ""
    license: str = ""
    date: str = ""
    """Such as 2026 or 2026-11-28."""

    def or_else(self, *, title: str = "", artist: str = "") -> Tags:
        """These, and others where nothing was said."""
        return replace(self, title=self.title or title, artist=self.artist or artist)


@dataclass(frozen=True, slots=True)
class Chapter:
    """A place in a file that players can go to."""

    title: str
    start: float
    """Seconds; it ends where the next one begins."""


@dataclass(frozen=True, slots=True)
class LoudnessTarget:
    """How loud a file, or several together, are to be."""

    lufs: float
    """Integrated loudness (ITU-R BS.1770-4, EBU R 128)."""
    true_peak: float = TRUE_PEAK
    """dBTP that no peak may exceed."""


@dataclass(frozen=True, slots=True)
class Levelling:
    """What is done to a sound's level on its way into a file."""

    gain: float
    """dB."""
    ceiling: float
    """dBTP, above which peaks are limited."""
    lufs: float
    """What comes of it; −inf for silence."""
    wanted: float | None = None
    """LUFS that were asked for."""

    @property
    def missed(self) -> bool:
        """What comes of it differs audibly from what was asked for."""
        if self.wanted is None or math.isinf(self.lufs):
            return False
        return abs(self.lufs - self.wanted) > AUDIBLE


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """All that becomes of a sound in a file, so that the file can be made again."""

    ending: str
    """Of the file's name: its type."""
    audio_format: AudioFormat
    """With nothing left to be chosen."""
    tags: Tags
    level: Levelling | None
    """None is as loud as it was."""


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
    stored: Stored
