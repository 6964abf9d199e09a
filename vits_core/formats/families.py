"""Which family of checkpoints a file belongs to, by what it holds, and how that family is read."""

from __future__ import annotations

import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import torch

from vits_core.errors import VoiceError
from vits_core.formats.piper import piper_json_path, read_piper
from vits_core.formats.torch_checkpoint import checkpoint_json_path, read_torch_checkpoint
from vits_core.formats.untrusted_pickle import MAX_FILE_BYTES
from vits_core.voices.voice_config import VoiceConfig

Read = tuple[VoiceConfig, dict[str, torch.Tensor]]

_ARCHIVE = b"PK\x03\x04"
_ONNX_VERSION = 0x08
"""An ONNX file begins with its version, as field 1 of a protobuf message."""
_KNOWN_FAMILIES = (
    "Choose a Piper voice (NAME.onnx with NAME.onnx.json beside it), a checkpoint of the "
    "original VITS (G_….pth) or of Piper (.ckpt) with its config.json beside it, or a "
    "voice you trained (voice.safetensors with voice.json beside it)."
)


@dataclass(frozen=True)
class Origin:
    """A voice's files, and what reads them."""

    path: Path
    json_path: Path
    reader: Callable[[Path], Read]

    @property
    def files(self) -> tuple[Path, ...]:
        return self.path, self.json_path

    def read(self) -> Read:
        """Config and weights; raises `VoiceError` when they are missing, damaged or of another
        kind."""
        return self.reader(self.path)


def origin_of(path: Path) -> Origin:
    """Where the voice behind a file comes from.

    Raises `VoiceError` for a file that cannot be read, is too large or is of no known family.
    """
    try:
        beginning = _beginning(path)
    except OSError as error:
        raise VoiceError(
            "The voice file cannot be read",
            where=str(path),
            remedy=f"The system says: {error.strerror or error}.",
        ) from error
    suffix = path.suffix.lower()
    is_checkpoint = (
        beginning.startswith((_ARCHIVE, b"\x80"))
        or beginning[257:262] == b"ustar"
        or suffix in (".pth", ".pt", ".ckpt")
    )
    if is_checkpoint:
        return Origin(path, checkpoint_json_path(path), read_torch_checkpoint)
    if suffix == ".onnx" or beginning[:1] == bytes([_ONNX_VERSION]):
        return Origin(path, piper_json_path(path), read_piper)
    if suffix == ".safetensors":
        # Not above: it also writes voices, which brings what writes files.
        from vits_core.formats.native import native_json_path, read_native

        if native_json_path(path).is_file():
            return Origin(path, native_json_path(path), read_native)
    raise VoiceError(
        "This kind of voice file is not supported",
        where=str(path),
        remedy=_KNOWN_FAMILIES,
    )


def _beginning(path: Path) -> bytes:
    """The first bytes of a file that can be read to its end in a reasonable time."""
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):  # a pipe may never answer
        raise VoiceError("This is not a voice file", where=str(path), remedy=_KNOWN_FAMILIES)
    if status.st_size > MAX_FILE_BYTES:
        raise VoiceError(
            "The file is larger than 4 GB, too large for a voice",
            where=str(path),
            remedy=_KNOWN_FAMILIES,
        )
    with path.open("rb") as file:
        return file.read(512)
