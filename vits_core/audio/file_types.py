"""The kinds of audio files that can be written, and what each can hold: plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Literal

from vits_core.errors import AudioFileError

Subtype = Literal["PCM_16", "PCM_24", "FLOAT"]
SUBTYPES: tuple[Subtype, ...] = ("PCM_16", "PCM_24", "FLOAT")
"""How samples are stored where they are stored as they are, as soundfile names it."""
BITS: dict[Subtype, int] = {"PCM_16": 16, "PCM_24": 24, "FLOAT": 32}


class Quality(StrEnum):
    """How much of the sound a lossy file keeps."""

    SMALL = "small"
    STANDARD = "standard"
    """For speech that is listened to once."""
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class FileType:
    """One kind of audio file."""

    ending: str
    """Of the file's name, with its dot."""
    name: str
    container: str
    """As libsndfile calls it, as is the codec; "" where ffmpeg writes the file."""
    codec: str = ""
    """What compresses the sound with a loss; "" where samples are stored as they are."""
    subtypes: tuple[Subtype, ...] = ()
    """What a lossless file can store samples as, the usual one first."""
    rates: tuple[int, ...] = ()
    """Hz, ascending; () is any."""
    compression: Mapping[Quality, float] = field(default_factory=dict)
    """libsndfile's level for each quality, or the kbit/s that ffmpeg gets."""
    bitrate_mode: str | None = None
    """libsndfile's, where a codec has several."""
    limit: int | None = None
    """Bytes of samples that a file can hold."""
    tags: Mapping[str, str] = field(default_factory=dict)
    """libsndfile's name for each of `Tags`; none where another library writes them."""
    tags_behind: bool = False
    """They come after the samples, where players that expect a plain header do not stumble."""

    @property
    def needs_ffmpeg(self) -> bool:
        """libsndfile cannot write it."""
        return not self.container

    @property
    def lossy(self) -> bool:
        return bool(self.codec)

    def holds(self, subtype: Subtype | None) -> bool:
        """Whether samples can be stored like this; None leaves it to the type."""
        return subtype is None or subtype in self.subtypes

    def nearest(self, subtype: Subtype) -> Subtype | None:
        """What comes closest to a wish: the most bits that there are, None in a lossy file."""
        if self.holds(subtype):
            return subtype
        return max(self.subtypes, key=BITS.__getitem__, default=None)

    def rate_for(self, rate: int) -> int:
        """The lowest rate in Hz that loses nothing of a sound at this one, or the highest."""
        if not self.rates or rate in self.rates:
            return rate
        return next((each for each in self.rates if each > rate), self.rates[-1])


_TAGS = {name: name for name in ("title", "artist", "album", "comment", "license", "date")}
_MPEG_RATES = (8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000)
WAV = FileType(
    ".wav",
    "WAV",
    "WAV",
    subtypes=SUBTYPES,
    limit=(1 << 32) - 4096,  # its sizes are 32-bit numbers
    tags=_TAGS | {"license": "copyright"},  # it has no other place for one
    tags_behind=True,
)
FLAC = FileType(".flac", "FLAC", "FLAC", subtypes=("PCM_16", "PCM_24"), tags=_TAGS)
VORBIS = FileType(
    ".ogg",
    "Ogg Vorbis",
    "OGG",
    "VORBIS",
    compression={Quality.SMALL: 0.9, Quality.STANDARD: 0.5, Quality.HIGH: 0.2},
    tags=_TAGS,
)
OPUS = FileType(
    ".opus",
    "Opus",
    "OGG",
    "OPUS",
    rates=(8000, 12000, 16000, 24000, 48000),
    # A bit rate, whatever the sample rate: 32, 58 and 108 kbit/s.
    compression={Quality.SMALL: 0.9, Quality.STANDARD: 0.8, Quality.HIGH: 0.6},
    tags=_TAGS,
)
MP3 = FileType(
    ".mp3",
    "MP3",
    "MP3",
    "MPEG_LAYER_III",
    rates=_MPEG_RATES,
    compression={Quality.SMALL: 0.6, Quality.STANDARD: 0.3, Quality.HIGH: 0.0},
    bitrate_mode="VARIABLE",
)
M4B = FileType(
    ".m4b",
    "M4B",
    "",
    "AAC",
    rates=_MPEG_RATES,
    compression={Quality.SMALL: 48, Quality.STANDARD: 80, Quality.HIGH: 128},
)
TYPES: dict[str, FileType] = {each.ending: each for each in (WAV, FLAC, VORBIS, OPUS, MP3, M4B)}


def type_of(path: Path, subtype: Subtype | None = None, rate: int | None = None) -> FileType:
    """What a file of this name is.

    Raises `AudioFileError` for the name of a kind of file that cannot be written, and for samples
    or a rate in Hz that the kind cannot hold.
    """
    found = TYPES.get(path.suffix.lower())
    if found is None:
        ending = f"that end in “{path.suffix}”" if path.suffix else "without an ending"
        raise AudioFileError(
            f"Files {ending} cannot be written. These can: {', '.join(TYPES)}",
            where=str(path),
            remedy=f"Name it {path.stem or 'speech'}.wav or {path.stem or 'speech'}.flac.",
        )
    if not found.holds(subtype):
        raise _misfit(path, found)
    if rate is not None and found.rate_for(rate) != rate:
        rates = ", ".join(str(each) for each in found.rates)
        raise AudioFileError(
            f"{found.name} has no rate of {rate} Hz",
            where=str(path),
            remedy=f"Choose one of {rates} Hz, or none: it is chosen for you then.",
        )
    return found


def _misfit(path: Path, kind: FileType) -> AudioFileError:
    if kind.lossy:
        return AudioFileError(
            f"{kind.name} has no sample format, since it stores no samples",
            where=str(path),
            remedy="Leave the sample format out, or choose a quality instead.",
        )
    return AudioFileError(
        f"A {kind.name} file cannot hold floating-point samples",
        where=str(path),
        remedy=f"Choose 24 bits (PCM_24), or a name that ends in {WAV.ending}.",
    )
