"""Jobs to try things with."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from app.files.speech_files import SpeechFiles
from app.render.job import Job


def job(name: str = "a.wav", **changes: Any) -> Job:
    """A job of no voice that there is."""
    given: dict[str, Any] = {
        "row": 2,
        "text": "Hello.",
        "voice": "/voices/a.onnx",
        "voice_digest": "0",
        "settings": {},
        "rhythm_seed": 1,
        "expression_seed": 1,
        "files": SpeechFiles(path=Path(name)),
    }
    return Job(**{**given, **changes})
