"""Small voices of random weights, for documents that several speak."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.core.model_shapes import SMALL, SMALL_MANY_SPEAKERS, random_model
from tests.core.piper_export import export_piper


@dataclass(frozen=True)
class MadeVoices:
    """Their files."""

    anna: Path
    """German, 16 kHz, 32 samples a frame."""
    bert: Path
    """English, 16 kHz, 32 samples a frame."""
    cleo: Path
    """English, 22.05 kHz, with several speakers."""
    dina: Path
    """Russian, 16 kHz, 32 samples a frame."""


def made_voices(folder: Path) -> MadeVoices:
    """Write them into a folder."""
    english: dict[str, Any] = {"espeak": {"voice": "en-us"}, "language": {"code": "en_US"}}
    return MadeVoices(
        export_piper(random_model(SMALL), folder / "anna.onnx"),
        export_piper(
            random_model(SMALL, 1),
            folder / "bert.onnx",
            inference={"noise_scale": 0.4, "length_scale": 0.9, "noise_w": 0.6},
            **english,
        ),
        export_piper(
            random_model(SMALL_MANY_SPEAKERS, 2),
            folder / "cleo.onnx",
            audio={"sample_rate": 22_050, "quality": "medium"},
            **english,
        ),
        export_piper(
            random_model(SMALL, 3),
            folder / "dina.onnx",
            espeak={"voice": "ru"},
            language={"code": "ru_RU"},
        ),
    )
