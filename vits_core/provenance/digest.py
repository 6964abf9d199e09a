"""SHA-256 of sounds and of files: whether something is still what it was."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

import numpy as np

from vits_core.records import FloatArray


class AudioDigest:
    """SHA-256 of a sound that goes by in blocks, as little-endian float32."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()

    def add(self, block: FloatArray) -> None:
        """Count in [T_samples]."""
        self._hash.update(np.ascontiguousarray(block, "<f4").data)

    def passing(self, blocks: Iterable[FloatArray]) -> Iterator[FloatArray]:
        """The blocks themselves, counted in as they are taken."""
        for block in blocks:
            self.add(block)
            yield block

    def hexdigest(self) -> str:
        return self._hash.hexdigest()


def audio_digest(waveform: FloatArray) -> str:
    """The digest of a whole sound, [T_samples]."""
    digest = AudioDigest()
    digest.add(waveform)
    return digest.hexdigest()


def file_digest(path: Path) -> str:
    """SHA-256 of a file, which is read again only where it has changed."""
    status = path.stat()
    return _file_digest(path, status.st_size, status.st_mtime_ns)


@lru_cache(maxsize=8)
def _file_digest(path: Path, _size: int, _modified: int) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
