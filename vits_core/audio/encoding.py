"""How libsndfile stores the samples of one file, and what the installed one can store."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import soundfile
from mutagen import MutagenError

from vits_core.audio import ffmpeg
from vits_core.audio.file_format import AudioFormat, Chapter, Tags
from vits_core.audio.file_types import BITS, TYPES, FileType, Quality, Subtype, type_of
from vits_core.audio.id3 import write_id3
from vits_core.audio.sample_stream import CONVERSIONS
from vits_core.errors import AudioFileError
from vits_core.records import FloatArray


def check_writable(kind: FileType) -> None:
    """Raise `AudioFileError` where this type cannot be written with what is installed."""
    if _is_writable(kind):
        return
    if kind.needs_ffmpeg:
        raise AudioFileError(
            f"{kind.name} files are made by ffmpeg, which is not installed",
            remedy="Install ffmpeg, or choose MP3.",
        )
    raise AudioFileError(
        f"The installed libsndfile ({soundfile.__libsndfile_version__}) cannot write {kind.name}",
        remedy="Install a newer soundfile, or choose WAV or FLAC.",
    )


def writable_types() -> tuple[FileType, ...]:
    """The types that the installed libsndfile, and ffmpeg where there is one, can write."""
    return tuple(kind for kind in TYPES.values() if _is_writable(kind))


def _is_writable(kind: FileType) -> bool:
    if kind.needs_ffmpeg:
        return ffmpeg.is_found()
    return kind.container in soundfile.available_formats() and (
        not kind.codec or kind.codec in soundfile.available_subtypes(kind.container)
    )


@dataclass(frozen=True, slots=True)
class Encoding:
    """How the samples of one file are stored."""

    kind: FileType
    subtype: Subtype | None
    """None in a lossy file."""
    rate: int
    """Hz."""
    quality: Quality

    @classmethod
    def of(cls, path: Path, asked: AudioFormat, sample_rate: int) -> Encoding:
        """Of a sound at `sample_rate` Hz in the file of this name.

        Raises `AudioFileError` for what cannot be.
        """
        kind = type_of(path, asked.subtype, asked.sample_rate)
        check_writable(kind)
        subtype = asked.subtype or (None if kind.lossy else kind.subtypes[0])
        rate = asked.sample_rate or kind.rate_for(sample_rate)
        return cls(kind, subtype, rate, asked.quality)

    @property
    def audio_format(self) -> AudioFormat:
        """With nothing left to be chosen."""
        return AudioFormat(self.subtype, self.rate, self.quality)

    def write(
        self,
        descriptor: int,
        parts: Iterable[FloatArray],
        tags: Tags,
        folder: Path,
        chapters: Callable[[], Sequence[Chapter]] = tuple,
    ) -> int:
        """Write the parts to a file that is open in a folder; how many samples they had. Where the
        type has chapters, `chapters` is asked for them once the parts have gone by."""
        if self.kind.needs_ffmpeg:
            kilobits = round(self.kind.compression[self.quality])
            return ffmpeg.write_m4b(descriptor, parts, self.rate, kilobits, tags, chapters, folder)
        frames = 0
        convert = CONVERSIONS[self.subtype]
        try:
            with self._opened(descriptor) as sound:
                if not self.kind.tags_behind:
                    self._tag(sound, tags)
                for part in parts:
                    frames += len(part)
                    self._check_length(frames)
                    sound.write(convert(part))
                if self.kind.tags_behind:
                    self._tag(sound, tags)
            if not self.kind.tags:
                write_id3(descriptor, tags)
        except (soundfile.LibsndfileError, MutagenError):
            _raise_reason(descriptor)
        return frames

    def _tag(self, sound: soundfile.SoundFile, tags: Tags) -> None:
        for name, place in self.kind.tags.items():
            if text := getattr(tags, name):
                setattr(sound, place, text)

    def verify(self, part: Path, frames: int) -> None:
        """A full disk can leave a short file that looks valid: read what it claims and holds."""
        if not frames and self.kind.container != "WAV":
            raise AudioFileError("There is no sound to save", remedy="Speak some text first.")
        if self.kind.needs_ffmpeg:
            return  # which says so when it fails
        try:
            info = soundfile.info(str(part))
            found = (info.frames, info.samplerate, info.subtype)
            whole = found == (frames, self.rate, self.subtype or self.kind.codec)
        except soundfile.LibsndfileError:
            whole = False
        if self.subtype and self.kind.limit:  # neither packed nor coded
            whole = whole and part.stat().st_size >= self._bytes(frames)
        if not whole:
            raise OSError(errno.EIO, os.strerror(errno.EIO))

    def _opened(self, descriptor: int) -> soundfile.SoundFile:
        return soundfile.SoundFile(
            descriptor,
            "w",
            self.rate,
            1,
            self.subtype or self.kind.codec,
            format=self.kind.container,
            closefd=False,
            compression_level=self.kind.compression.get(self.quality),
            bitrate_mode=self.kind.bitrate_mode,
        )

    def _check_length(self, frames: int) -> None:
        if self.kind.limit and self._bytes(frames) > self.kind.limit:
            raise AudioFileError(
                f"The sound is longer than a {self.kind.name} file can hold, which is 4 GB",
                remedy="Save it as FLAC, or split it into several files.",
            )

    def _bytes(self, frames: int) -> int:
        return frames * BITS[self.subtype] // 8 if self.subtype else 0


def _raise_reason(descriptor: int) -> NoReturn:
    """soundfile only says "System error.": ask the system by writing on."""
    os.lseek(descriptor, 0, os.SEEK_END)
    for _ in range(16):
        os.write(descriptor, bytes(1 << 16))
        os.fsync(descriptor)
    raise OSError(errno.EIO, os.strerror(errno.EIO))
