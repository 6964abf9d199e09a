"""Weights out of a torch checkpoint that anybody may have made: `.pth`, `.pt`, `.ckpt`.

Such a file is a program for Python's unpickler. It is read in a child process with little memory
and time (`checkpoint_process.py`), which writes what it found as safetensors; only that is read
here. So a file that does harm, or ends whatever reads it, is refused and nothing else happens.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open

from vits_core.errors import VoiceError
from vits_core.voices.voice_cache import cache_folder

MAX_FILE_BYTES = 4 * 2**30
"""A Piper checkpoint of the largest kind, with discriminators and optimizers, has 1 GB."""
INSPECTION_SECONDS = 4.0
SLOWEST_DISK = 10 * 2**20
"""Bytes a second that a disk is expected to read and write at least."""
_LOADING_SECONDS = 30.0
_LONGEST_ANSWER = 10_000
_CHILD = Path(__file__).with_name("checkpoint_process.py")


@dataclass(frozen=True)
class Checkpoint:
    """What was kept of a checkpoint."""

    container: str
    """The key under which it had its weights, such as "model"; "" for none."""
    weights: Mapping[str, torch.Tensor]
    """By the names that the file gives them, on the CPU, in the file's types."""
    settings: Mapping[str, Any]
    """Plain values that lay beside them, such as `hyper_parameters`."""


def read_checkpoint(path: Path, *, without: tuple[str, ...] = ()) -> Checkpoint:
    """Read a checkpoint, leaving out weights whose names begin with one of `without`.

    Nothing in the file is run. Raises `VoiceError` for one that cannot be read, that claims more
    than it holds, or that holds anything but tensors and plain settings.
    """
    size = _size(path)
    with tempfile.TemporaryDirectory(prefix="checkpoint-", dir=_scratch_folder()) as folder:
        target = Path(folder) / "weights.safetensors"
        request = {"source": str(path.absolute()), "target": str(target), "without": without}
        child = _Child(request, path)
        try:
            child.expect("checked", INSPECTION_SECONDS)
            child.expect("done", _LOADING_SECONDS + 2 * size / SLOWEST_DISK)
        finally:
            child.end()
        try:
            return _read(target)
        except (OSError, SafetensorError, ValueError, KeyError) as error:
            raise unreadable(path, "what was found in it could not be kept") from error


def unreadable(path: Path, why: str, remedy: str = "") -> VoiceError:
    return VoiceError(
        f"The checkpoint is damaged or cannot be opened safely: {why}",
        where=str(path),
        remedy=remedy or "Download it again, or choose another checkpoint.",
    )


def _size(path: Path) -> int:
    try:
        size = path.stat().st_size
    except OSError as error:
        raise VoiceError(
            "The checkpoint cannot be read",
            where=str(path),
            remedy=f"The system says: {error.strerror or error}.",
        ) from error
    if size > MAX_FILE_BYTES:
        raise unreadable(path, "it is larger than 4 GB")
    return size


def _scratch_folder() -> Path | None:
    """The cache, where it can be written; None is the system's folder for such things."""
    folder = cache_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return folder if os.access(folder, os.W_OK) else None


class _Child:
    """The process that reads one file."""

    def __init__(self, request: Mapping[str, Any], path: Path) -> None:
        self._path = path
        try:
            self._process = subprocess.Popen(
                # -P: the folder of the script must not hide installed packages
                [sys.executable, "-P", str(_CHILD), json.dumps(request)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                # one thread: each has a stack of its own
                env=os.environ | {"OMP_NUM_THREADS": "1"},
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError as error:
            raise VoiceError(
                "The process that reads checkpoints could not be started",
                where=sys.executable,
                remedy=f"The system says: {error.strerror or error}.",
            ) from error

    def expect(self, what: str, seconds: float) -> None:
        """Wait until the child says so; raises `VoiceError` where it says anything else."""
        late = threading.Event()

        def give_up() -> None:
            late.set()
            self._process.kill()

        timer = threading.Timer(seconds, give_up)
        timer.daemon = True
        timer.start()
        try:
            assert self._process.stdout is not None
            line = self._process.stdout.readline(_LONGEST_ANSWER)
        finally:
            timer.cancel()
        if late.is_set():
            raise unreadable(self._path, "reading it takes longer than its size explains")
        try:
            answer = json.loads(line)
        except ValueError:
            answer = {}
        if answer.get(what) is True:
            return
        why = answer.get("refused", "it crashes the process that reads it")
        raise unreadable(self._path, _printable(why), _printable(answer.get("remedy", "")))

    def end(self) -> None:
        self._process.kill()
        self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()


def _printable(text: str) -> str:
    return "".join(c if c.isprintable() else "\ufffd" for c in str(text))


def _read(target: Path) -> Checkpoint:
    with safe_open(str(target), framework="pt") as file:
        metadata = file.metadata()
        # Copies: on Windows a file that is still mapped could not be deleted.
        weights = {name: file.get_tensor(name).clone() for name in file.keys()}  # noqa: SIM118
    return Checkpoint(metadata["container"], weights, json.loads(metadata["settings"]))
