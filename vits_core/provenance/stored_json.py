"""How a sound is stored in its file, back from the JSON of a sidecar."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from vits_core.audio.file_format import AudioFormat, Levelling, Stored, Tags
from vits_core.audio.file_types import TYPES, Quality


def stored_from(data: dict[str, Any] | None) -> Stored | None:
    """Inverse of `asdict`; KeyError, TypeError or ValueError on anything else."""
    if data is None:
        return None
    kind, level = TYPES[data["ending"]], data["level"]
    audio_format = AudioFormat(**data["audio_format"])
    if not kind.holds(audio_format.subtype):
        raise ValueError(audio_format.subtype)
    rate = audio_format.sample_rate
    if not rate or rate != kind.rate_for(rate):
        raise ValueError(rate)
    return Stored(
        ending=kind.ending,
        audio_format=replace(audio_format, quality=Quality(audio_format.quality)),
        tags=Tags(**{name: str(text) for name, text in data["tags"].items()}),
        level=None if level is None else _level_from(level),
    )


def _level_from(data: dict[str, Any]) -> Levelling:
    wanted = data["wanted"]
    gain, ceiling, lufs = (float(data[name]) for name in ("gain", "ceiling", "lufs"))
    return Levelling(gain, ceiling, lufs, None if wanted is None else float(wanted))
