"""Audio files on disk: written beside their target, checked, and only then put in its place."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import stat
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from vits_core.audio.disk_errors import plainly_said
from vits_core.audio.encoding import Encoding
from vits_core.audio.file_format import (
    AudioFormat,
    Chapter,
    Levelling,
    LoudnessTarget,
    Stored,
    Tags,
    WrittenFile,
)
from vits_core.audio.levelling import levelled
from vits_core.audio.sample_stream import SampleStream
from vits_core.errors import AudioFileError
from vits_core.records import FloatArray


def write_sound(
    path: str | os.PathLike[str],
    blocks: Iterable[FloatArray],
    sample_rate: int,
    audio_format: AudioFormat | None = None,
    *,
    tags: Tags | None = None,
    loudness: LoudnessTarget | Levelling | None = None,
    chapters: Callable[[], Sequence[Chapter]] = tuple,
) -> WrittenFile:
    """Write mono samples, any number of [T_samples] at `sample_rate` Hz, to an audio file of the
    type that the name's ending says: one of `file_types.TYPES`.

    The blocks are taken one after the other and not kept. What fails, or raises out of `blocks`,
    leaves the old file as it was and nothing else behind; only a killed process leaves a hidden
    file that ends in `.part`. An existing file keeps its permissions, a link stays a link.

    With a loudness target the sound is measured before it is written: blocks that come from an
    iterator wait for that on disk, others are read several times. Files that belong together share
    a `Levelling`, so that none is louder than it was beside the others.

    `chapters` is asked once the blocks have gone by, where the type of file has any.

    Integers are rounded, without dither: the voices' noise lies far above the 16th bit, and so a
    file that is read and written again stays the same to the bit.

    Raises `AudioFileError`, also for what `type_of` refuses or the installed libsndfile cannot
    write.
    """
    path, tags = Path(path), tags or Tags()
    encoding = Encoding.of(path, audio_format or AudioFormat(), sample_rate)
    with plainly_said(path), contextlib.ExitStack() as open_files:
        target, _ = _target(path)  # refused before anything is read
        blocks, level = levelled(
            blocks, sample_rate, encoding.rate, loudness, target.parent, open_files
        )
        samples = SampleStream(sample_rate, encoding.rate, level)
        frames = 0

        def write(descriptor: int) -> None:
            nonlocal frames
            sound = samples.read(blocks)
            frames = encoding.write(descriptor, sound, tags, target.parent, chapters)

        _replace(path, write, lambda part: encoding.verify(part, frames))
    return WrittenFile(
        path,
        frames / encoding.rate,
        encoding.rate,
        0 if encoding.subtype == "FLOAT" else samples.beyond_full_scale,
        samples.silenced,
        Stored(
            ending=encoding.kind.ending,
            audio_format=encoding.audio_format,
            tags=tags,
            level=level,
        ),
    )


def write_whole(path: Path | str, content: bytes) -> None:
    """Write a small file that goes with sound, all of it or nothing, as `write_sound` does.

    Raises `AudioFileError`.
    """

    def write(descriptor: int) -> None:
        with open(descriptor, "wb", closefd=False) as file:
            file.write(content)

    path = Path(path)
    with plainly_said(path):
        _replace(path, write, lambda part: None)  # noqa: ARG005


def make_folder(path: Path) -> None:
    """Make a folder for files, and those that it lies in; it may be there already.

    Raises `AudioFileError`.
    """
    with plainly_said(path):
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


def _sync_folder(folder: Path) -> None:
    """Make the new name last through a power cut, where the system can."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
