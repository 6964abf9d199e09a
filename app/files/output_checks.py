"""Whether files can be written where they are wanted, asked before anything is made."""

from __future__ import annotations

import os
from pathlib import Path

from vits_core.errors import AudioFileError


def check_output(path: Path) -> None:
    """Raise `AudioFileError` where no WAV file can be written under this name."""
    if path.suffix.lower() != ".wav":
        raise AudioFileError(
            "Only WAV files are written",
            where=str(path),
            remedy=f"Name it {path.stem or 'speech'}.wav.",
        )
    check_folder(path.parent)


def check_folder(folder: Path) -> None:
    """Raise `AudioFileError` where no file can be written into a folder."""
    if not os.access(folder, os.W_OK):
        raise AudioFileError(
            "The folder does not exist, or you may not write there",
            where=str(folder),
            remedy="Choose another folder, or make this one.",
        )
