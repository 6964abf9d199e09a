"""Audiobooks (M4B: AAC with chapters), which ffmpeg writes where it is installed."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields
from itertools import pairwise
from pathlib import Path

import numpy as np

from vits_core.audio.file_format import Chapter, Tags
from vits_core.errors import AudioFileError
from vits_core.records import FloatArray

PROGRAM = "ffmpeg"
_QUIET = ("-hide_banner", "-loglevel", "error", "-y")
_NAMES = {"license": "copyright"}
"""What ffmpeg calls tags, where it is another name than ours."""


def is_found() -> bool:
    """Whether the program is installed."""
    return shutil.which(PROGRAM) is not None


def write_m4b(
    descriptor: int,
    parts: Iterable[FloatArray],
    rate: int,
    kilobits: int,
    tags: Tags,
    chapters: Callable[[], Sequence[Chapter]],
    folder: Path,
) -> int:
    """Write parts, [T_samples] each at `rate` Hz, to a file that is open; how many samples they
    had. `chapters` is asked once they have gone by.

    The program cannot write to what is open here: its files wait in `folder`. Raises OSError, and
    `AudioFileError` where the program fails.
    """
    with tempfile.TemporaryDirectory(prefix=".", suffix=".part", dir=folder) as place:
        sound, book, texts = (Path(place) / name for name in ("sound.m4a", "book.m4b", "texts"))
        samples = _encode(parts, rate, kilobits, sound)
        if samples:
            texts.write_text(metadata(tags, chapters(), samples / rate), "utf-8")
            _join(sound, texts, book)
            with book.open("rb") as made, open(descriptor, "wb", closefd=False) as file:
                shutil.copyfileobj(made, file)
    return samples


def metadata(tags: Tags, chapters: Sequence[Chapter], seconds: float) -> str:
    """Tags and chapters of a sound of that length, as ffmpeg reads them."""
    lines = [";FFMETADATA1"]
    for name in (each.name for each in fields(Tags)):
        if text := getattr(tags, name):
            lines.append(f"{_NAMES.get(name, name)}={_escaped(text)}")
    edges = [*(chapter.start for chapter in chapters), seconds]
    for chapter, (start, stop) in zip(chapters, pairwise(edges), strict=True):
        times = f"START={round(start * 1000)}", f"END={round(stop * 1000)}"
        lines += ["[CHAPTER]", "TIMEBASE=1/1000", *times, f"title={_escaped(chapter.title)}"]
    return "\n".join(lines) + "\n"


def _escaped(text: str) -> str:
    return re.sub(r"([=;#\\\n])", r"\\\1", text)


def _encode(parts: Iterable[FloatArray], rate: int, kilobits: int, path: Path) -> int:
    """The sound alone; how many samples it has."""
    samples = 0
    with tempfile.TemporaryFile() as told:
        command = (
            PROGRAM, *_QUIET, "-f", "f32le", "-ar", str(rate), "-ac", "1", "-i", "pipe:0",
            "-c:a", "aac", "-b:a", f"{kilobits}k", "-f", "ipod", str(path),
        )  # fmt: skip
        with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=told) as program:
            assert program.stdin is not None
            try:
                for part in parts:
                    samples += len(part)
                    program.stdin.write(np.clip(part, -1, 1).astype("<f4").tobytes())
                program.stdin.flush()
            except BrokenPipeError:
                pass  # it has ended, and says why
            except BaseException:
                program.kill()
                raise
            finally:
                with contextlib.suppress(OSError):
                    program.stdin.close()
        if program.returncode and samples:
            told.seek(0)
            raise _failure(told.read())
    return samples


def _join(sound: Path, texts: Path, book: Path) -> None:
    """Put sound, tags and chapters together."""
    command = (
        PROGRAM, *_QUIET, "-i", str(sound), "-f", "ffmetadata", "-i", str(texts),
        "-map", "0:a", "-map_metadata", "1", "-map_chapters", "1", "-c", "copy",
        "-movflags", "+faststart", "-f", "ipod", str(book),
    )  # fmt: skip
    done = subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL)
    if done.returncode:
        raise _failure(done.stderr)


def _failure(told: bytes) -> Exception:
    words = told.decode("utf-8", "replace").strip()
    if os.strerror(errno.ENOSPC) in words:
        return OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    last = words.splitlines()[-1] if words else "it does not say why"
    return AudioFileError(
        f"ffmpeg could not write the file: {last}",
        remedy="Choose another type of file, or install ffmpeg with its AAC encoder.",
    )
