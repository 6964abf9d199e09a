"""Whether files can be written where they are wanted, asked before anything is made."""

from __future__ import annotations

import os
from pathlib import Path

from vits_core.audio.file_format import AudioFormat
from vits_core.audio.file_types import FileType, type_of
from vits_core.errors import AudioFileError


def check_output(path: Path, audio_format: AudioFormat | None = None) -> None:
    """Raise `AudioFileError` where no sound of that format can be written under this name."""
    from vits_core.audio.encoding import check_writable  # the window opens without it

    asked = audio_format or AudioFormat()
    check_writable(type_of(path, asked.subtype, asked.sample_rate))
    check_folder(path.parent)


def writable_types() -> tuple[FileType, ...]:
    """The types of audio files that can be written here."""
    from vits_core.audio import encoding  # the window opens without it

    return encoding.writable_types()


def check_folder(folder: Path) -> None:
    """Raise `AudioFileError` where no file can be written into a folder."""
    if not os.access(folder, os.W_OK):
        raise AudioFileError(
            "The folder does not exist or is not writable",
            where=str(folder),
            remedy="Choose another folder, or create this one.",
        )
