"""Whether two files are the same voice: its weights, and the JSON beside them."""

from __future__ import annotations

import hashlib
from pathlib import Path

from vits_core.errors import VoiceError


def voice_digest(path: Path) -> str:
    """SHA-256 of all that a voice is; no name is part of it.

    Where no JSON has the voice's name, that is every JSON of the folder: any of them may be meant.
    Raises `VoiceError` where they cannot be read.
    """
    beside = [path.with_name(f"{path.name}.json"), path.with_suffix(".json")]
    found = [file for file in beside if file.is_file()] or sorted(path.parent.glob("*.json"))
    digest = hashlib.sha256()
    try:
        for each in (path, *found):
            with each.open("rb") as file:
                digest.update(hashlib.file_digest(file, "sha256").digest())
    except OSError as error:
        raise VoiceError(
            "The voice file cannot be read",
            where=str(path),
            remedy=f"The system says: {error.strerror or error}.",
        ) from error
    return digest.hexdigest()
