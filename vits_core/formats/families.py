"""Which family of checkpoints a file belongs to, by what it holds, and how that family is read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import torch

from vits_core.errors import VoiceError
from vits_core.formats.piper import piper_json_path, read_piper
from vits_core.formats.torch_checkpoint import checkpoint_json_path, read_torch_checkpoint
from vits_core.voice_config import VoiceConfig

Read = tuple[VoiceConfig, dict[str, torch.Tensor]]
SUFFIXES = (".onnx", ".pth", ".pt", ".ckpt", ".safetensors")
"""Of the files that hold voices."""

_ARCHIVE = b"PK\x03\x04"
_ONNX_VERSION = 0x08
"""An ONNX file begins with its version, as field 1 of a protobuf message."""


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

    Raises `VoiceError` for a file that cannot be read or is of no known family.
    """
    beginning, suffix = _beginning(path), path.suffix.lower()
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
        remedy="Choose a Piper voice (NAME.onnx with NAME.onnx.json beside it), or a checkpoint of "
        "the original VITS (G_….pth) or of Piper (.ckpt) with its config.json beside it.",
    )


def _beginning(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(512)
    except OSError as error:
        raise VoiceError(
            "The voice file cannot be read",
            where=str(path),
            remedy=f"The system says: {error.strerror or error}.",
        ) from error
