"""Checkpoints on their way to disk: whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, cast

import torch
from pytorch_lightning.plugins.io import TorchCheckpointIO

from vits_core.training.checkpoint_reading import load_checkpoint
from vits_core.training.errors import TrainingError


class WholeCheckpoints(TorchCheckpointIO):
    """Writes beside the old file, to the disk itself, and only then puts the new one in its place:
    whatever ends the process, a whole checkpoint stays.

    Lightning's own renames a temporary file that may lie on another disk, and does not wait for it.
    """

    def __init__(self) -> None:
        self.failure: TrainingError | None = None
        """Of the last file that lightning saved."""

    def save_checkpoint(
        self, checkpoint: dict[str, Any], path: str | Path, storage_options: Any | None = None
    ) -> None:
        """Lightning's; keeps what goes wrong for later, as it lets other processes wait for this
        one behind it."""
        if storage_options is not None:
            raise TypeError("local files have no storage options")
        with self._keeping_failure():
            self.write(checkpoint, Path(path))

    def write(self, checkpoint: dict[str, Any], target: Path) -> None:
        """Raises `TrainingError` where the disk does not take it; the old file stays then."""
        _write_whole(target, lambda file: _save(checkpoint, file))

    def copy(self, source: Path, target: Path) -> None:
        """Keep a checkpoint under a second name; `failure` tells what goes wrong, as above."""
        with self._keeping_failure(), source.open("rb") as checkpoint:
            _write_whole(target, lambda file: shutil.copyfileobj(checkpoint, file))

    @contextlib.contextmanager
    def _keeping_failure(self) -> Iterator[None]:
        self.failure = None
        try:
            yield
        except TrainingError as error:
            self.failure = error

    def load_checkpoint(
        self, path: str | Path, map_location: Any | None = None, weights_only: bool | None = None
    ) -> dict[str, Any]:
        """Nothing in the file is run, whatever is asked for."""
        del map_location, weights_only
        return load_checkpoint(Path(path))


def _write_whole(target: Path, write: Callable[[BinaryIO], None]) -> None:
    part = target.with_name(f".{target.name}.{secrets.token_hex(6)}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        for old in target.parent.glob(f".{target.name}.*.part"):  # of a killed process
            old.unlink()
        with part.open("wb") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    except OSError as error:
        with contextlib.suppress(OSError):
            part.unlink()
        raise not_written(target, error) from error


class _Target:
    """A file that remembers what the system said: torch only says that writing failed."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.error: OSError | None = None

    def write(self, data: bytes) -> int:
        try:
            return self._file.write(data)
        except OSError as error:
            self.error = error
            raise

    def flush(self) -> None:
        self._file.flush()


def _save(checkpoint: dict[str, Any], file: BinaryIO) -> None:
    target = _Target(file)
    try:
        torch.save(checkpoint, cast(BinaryIO, target))  # write and flush are enough
    except (OSError, RuntimeError) as error:
        if target.error is None:
            raise
        raise target.error from error


def not_written(path: Path, error: OSError) -> TrainingError:
    """What to tell where the system did not write a file of a training."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        if path.suffix == ".ckpt" and not path.exists():
            return TrainingError(
                "There is not enough disk space for a checkpoint",
                where=str(path),
                remedy="Free some space, or choose another folder.",
            )
        return TrainingError(
            "The disk is full and the file could not be written; the last checkpoint is intact",
            where=str(path),
            remedy="Free some space, then continue with --resume.",
        )
    return TrainingError(
        f"The file could not be written: {error.strerror or error}",
        where=str(path),
        remedy="Choose another folder, or make this one writable.",
    )
