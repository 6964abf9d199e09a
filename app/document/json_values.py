"""What the JSON files of scripts and of takes have in common: their values, and checks of them."""

from __future__ import annotations

from typing import Any

from vits_core.errors import SettingsError
from vits_core.prosody.steering import Arc, Noise, Spliced, Timing
from vits_core.records import ProsodySettings

Data = dict[str, Any]

NOT_WHAT_WAS_WRITTEN = (
    ValueError, LookupError, TypeError, AttributeError, OverflowError, RecursionError, SettingsError
)  # fmt: skip
"""What comes of reading something else."""


# By hand, where `asdict` would copy every number of 200 takes.


def settings_data(settings: ProsodySettings) -> Data:
    return {
        "noise_scale": settings.noise_scale,
        "duration_noise_scale": settings.duration_noise_scale,
        "length_scale": settings.length_scale,
    }


def noise_data(noise: Noise) -> Data:
    if isinstance(noise, Arc):
        ends = {"start": noise_data(noise.start), "end": noise_data(noise.end)}
        return {**ends, "share": noise.share}
    if isinstance(noise, Spliced):
        pieces = [
            {"start": each.start, "stop": each.stop, "noise": noise_data(each.noise)}
            for each in noise.pieces
        ]
        return {"base": noise_data(noise.base), "pieces": pieces}
    return {"seed": noise.seed, "redrawn": noise.redrawn}


def timing_data(timing: Timing) -> Data:
    return {
        "pins": timing.pins,
        "stretches": timing.stretches,
        "frames": timing.frames,
        "even_tempo": timing.even_tempo,
    }


def whole(value: object, least: int = 0, below: int = 2**63) -> int:
    """An index of -1 would be somebody else's, a float would be rounded without a word."""
    if type(value) is not int or not least <= value < below:
        raise ValueError(f"{value!r} is not a whole number from {least} up")
    return value


def words(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is not text")
    return value
