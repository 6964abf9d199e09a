"""Whether files can be written where they are wanted, asked before anything is made."""

from __future__ import annotations

import os
from pathlib import Path

from vits_core.audio.wav_format import Subtype, container_of
from vits_core.errors import AudioFileError


def check_output(path: Path, subtype: Subtype = "PCM_16") -> None:
    """Raise `AudioFileError` where no sound of that kind can be written under this name."""
    container_of(path, subtype)
    check_folder(path.parent)


def check_folder(folder: Path) -> None:
    """Raise `AudioFileError` where no file can be written into a folder."""
    if not os.access(folder, os.W_OK):
        raise AudioFileError(
            "The folder does not exist or is not writable",
            where=str(folder),
            remedy="Choose another folder, or create this one.",
        )
