"""Audio files on disk: written beside their target, checked, and only then put in its place."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import stat
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, NoReturn

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

from vits_core.audio.wav_format import (
    AudioFormat,
    Container,
    Subtype,
    WrittenFile,
    container_of,
)
from vits_core.errors import AudioFileError
from vits_core.records import FloatArray

BLOCK = 1 << 16
"""Samples that are converted and written at a time."""
WAV_LIMIT = (1 << 32) - 4096
"""Bytes of samples that a WAV file can hold; its sizes are 32-bit numbers."""

_BYTES = {"PCM_16": 2, "PCM_24": 3, "FLOAT": 4}

_CAUSES = {
    errno.ENOSPC: ("The disk is full", "Free some space, or choose another disk."),
    errno.EDQUOT: ("Your disk quota is used up", "Free some space."),
    errno.EFBIG: (
        "The file is too large for this disk or account",
        "Choose another disk, or use 16 bits and a lower rate.",
    ),
    errno.EACCES: ("You do not have permission to write here", "Choose another folder."),
    errno.EPERM: ("You do not have permission to write here", "Choose another folder."),
    errno.EROFS: ("This folder is read-only", "Choose another folder."),
    errno.ENOENT: ("The folder does not exist", "Choose another folder, or create this one."),
    errno.ENOTDIR: ("Part of the path is a file, not a folder", "Choose another folder."),
    errno.EISDIR: ("A folder already has this name", "Choose another name."),
    errno.ENAMETOOLONG: ("The name is too long", "Choose a shorter name."),
    errno.EINVAL: ("The name cannot be used on this disk", "Choose a simpler name."),
    errno.ELOOP: ("The link points back to itself", "Choose another name."),
    errno.EIO: ("The disk reported an error", "Check the disk, or choose another one."),
}


def write_sound(
    path: Path | str,
    blocks: Iterable[FloatArray],
    sample_rate: int,
    audio_format: AudioFormat | None = None,
) -> WrittenFile:
    """Write mono samples, any number of [T_samples] at `sample_rate` Hz, to a WAV or FLAC file, as
    the name's ending says.

    The blocks are taken one after the other and not kept. What fails, or raises out of `blocks`,
    leaves the old file as it was and nothing else behind; only a killed process leaves a hidden
    file that ends in `.part`. An existing file keeps its permissions, a link stays a link.

    Integers are rounded, without dither: the voices' noise lies far above the 16th bit, and so a
    file that is read and written again stays the same to the bit.

    Raises `AudioFileError`, also for a name with another ending.
    """
    audio_format = audio_format or AudioFormat()
    path = Path(path)
    container = container_of(path, audio_format.subtype)
    rate = audio_format.sample_rate or sample_rate
    samples = _Samples(sample_rate, rate)
    frames = 0

    def write(descriptor: int) -> None:
        nonlocal frames
        frames = _write(descriptor, samples.read(blocks), rate, audio_format.subtype, container)

    with _plainly_said(path):
        _replace(
            path, write, lambda part: _verify(part, frames, rate, audio_format.subtype, container)
        )
    clipped = 0 if audio_format.subtype == "FLOAT" else samples.beyond_full_scale
    return WrittenFile(path, frames / rate, rate, clipped, samples.silenced)


def write_whole(path: Path | str, content: bytes) -> None:
    """Write a small file that goes with sound, all of it or nothing, as `write_sound` does.

    Raises `AudioFileError`.
    """

    def write(descriptor: int) -> None:
        with open(descriptor, "wb", closefd=False) as file:
            file.write(content)

    path = Path(path)
    with _plainly_said(path):
        _replace(path, write, lambda part: None)  # noqa: ARG005


def make_folder(path: Path) -> None:
    """Make a folder for files, and those that it lies in; it may be there already.

    Raises `AudioFileError`.
    """
    with _plainly_said(path):
        path.mkdir(parents=True, exist_ok=True)


def _replace(path: Path, write: Callable[[int], None], verify: Callable[[Path], None]) -> None:
    """Let a file be written beside `path`, verify it, and only then put it in its place."""
    target, mode = _target(path)
    part = target.parent / f".{secrets.token_hex(6)}.part"
    descriptor = os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR | _O_BINARY, 0o666)
    try:
        try:
            if mode is not None:
                part.chmod(mode)
            write(descriptor)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        verify(part)
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    _sync_folder(target.parent)


class _Samples:
    """Cleans, resamples and counts samples on their way."""

    def __init__(self, sample_rate: int, rate: int) -> None:
        self.silenced = 0
        self.beyond_full_scale = 0
        self._resampler: soxr.ResampleStream | None = None
        if rate != sample_rate:
            self._resampler = soxr.ResampleStream(sample_rate, rate, 1, dtype="float32")

    def read(self, blocks: Iterable[FloatArray]) -> Iterator[FloatArray]:
        for block in blocks:
            for start in range(0, len(block), BLOCK):
                part = np.asarray(block[start : start + BLOCK], np.float32)
                finite = np.isfinite(part)
                if not finite.all():
                    self.silenced += int(np.count_nonzero(~finite))
                    part = np.where(finite, part, np.float32(0))
                if self._resampler is not None:
                    part = self._resampler.resample_chunk(part)
                yield self._counted(part)
        if self._resampler is not None:
            yield self._counted(self._resampler.resample_chunk(np.zeros(0, np.float32), last=True))

    def _counted(self, part: FloatArray) -> FloatArray:
        self.beyond_full_scale += int(np.count_nonzero(np.abs(part) > 1))
        return part


def _write(
    descriptor: int,
    parts: Iterator[FloatArray],
    rate: int,
    subtype: Subtype,
    container: Container,
) -> int:
    frames = 0
    convert = _CONVERSIONS[subtype]
    try:
        with soundfile.SoundFile(
            descriptor, "w", rate, 1, subtype, format=container, closefd=False
        ) as sound:
            for part in parts:
                frames += len(part)
                if container == "WAV" and frames * _BYTES[subtype] > WAV_LIMIT:
                    raise AudioFileError(
                        "The sound is longer than a WAV file can hold, which is 4 GB",
                        remedy="Split it into several files, or use 16 bits and a lower rate.",
                    )
                sound.write(convert(part))
    except soundfile.LibsndfileError:
        _raise_reason(descriptor)
    return frames


def _raise_reason(descriptor: int) -> NoReturn:
    """soundfile only says "System error.": ask the system by writing on."""
    os.lseek(descriptor, 0, os.SEEK_END)
    for _ in range(16):
        os.write(descriptor, bytes(1 << 16))
        os.fsync(descriptor)
    raise OSError(errno.EIO, os.strerror(errno.EIO))


def _to_16_bits(part: FloatArray) -> NDArray[Any]:
    whole: NDArray[Any] = np.clip(np.rint(part * 2.0**15), -(2**15), 2**15 - 1)
    return whole.astype(np.int16)


def _to_24_bits(part: FloatArray) -> NDArray[Any]:
    whole: NDArray[Any] = np.clip(np.rint(part * 2.0**23), -(2**23), 2**23 - 1)
    return np.left_shift(whole.astype(np.int32), 8)  # soundfile keeps the upper 24 bits of 32


_CONVERSIONS: dict[Subtype, Callable[[FloatArray], NDArray[Any]]] = {
    "PCM_16": _to_16_bits,
    "PCM_24": _to_24_bits,
    "FLOAT": lambda part: part,
}

_O_BINARY = getattr(os, "O_BINARY", 0)


def _target(path: Path) -> tuple[Path, int | None]:
    """The file to replace, links followed, and its permissions if it exists."""
    try:
        target = Path(os.path.realpath(path))
        status = target.stat()
    except FileNotFoundError:
        return target, None
    except ValueError as error:  # a zero byte
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL)) from error
    if stat.S_ISDIR(status.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not stat.S_ISREG(status.st_mode):  # root would replace /dev/null
        raise AudioFileError("This is not a regular file", remedy="Choose another name.")
    if not os.access(target, os.W_OK):  # a rename would not ask
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    return target, stat.S_IMODE(status.st_mode)


def _verify(part: Path, frames: int, rate: int, subtype: Subtype, container: Container) -> None:
    """A full disk can leave a short file that looks valid: read back what it claims and holds."""
    try:
        info = soundfile.info(str(part))
        whole = (info.frames, info.samplerate, info.subtype) == (frames, rate, subtype)
    except soundfile.LibsndfileError:
        whole = False
    if container == "WAV":
        whole = whole and part.stat().st_size >= frames * _BYTES[subtype]
    if not whole:
        raise OSError(errno.EIO, os.strerror(errno.EIO))


def _sync_folder(folder: Path) -> None:
    """Make the new name last through a power cut, where the system can."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextlib.contextmanager
def _plainly_said(path: Path) -> Iterator[None]:
    """Turn what the system says into an `AudioFileError`."""
    try:
        yield
    except OSError as error:
        what, remedy = _CAUSES.get(
            error.errno or 0, (f"The file could not be written: {error.strerror}", "")
        )
        raise AudioFileError(what, where=str(path), remedy=remedy) from error
    except AudioFileError as error:
        if error.where:
            raise
        raise AudioFileError(error.what, where=str(path), remedy=error.remedy) from error
