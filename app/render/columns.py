"""The columns that a table may have: each is an option of the command line, for one row."""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Callable, Iterable
from typing import Any

from vits_core.audio.file_types import SUBTYPES, Quality
from vits_core.errors import SettingsError

TEXT, FILE = "text", "file"


def _words(value: object) -> str:
    if isinstance(value, bool | list | dict):
        raise ValueError("is not a text")
    return str(value)


def _whole(value: object) -> int:
    number = _number(value)
    if not number.is_integer():
        raise ValueError("is not a whole number")
    try:
        return int(str(value))  # a float does not hold every seed
    except ValueError:
        return int(number)


def _number(value: object) -> float:
    try:
        if isinstance(value, bool):
            raise TypeError
        # Spreadsheets of many countries write 0,667.
        number = float(value.replace(",", ".")) if isinstance(value, str) else float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        raise ValueError("is not a number") from None
    if not math.isfinite(number):
        raise ValueError("is not a number")
    return number


def _yes_or_no(value: object) -> bool:
    answers = {"1": True, "yes": True, "true": True, "0": False, "no": False, "false": False}
    try:
        return answers[str(value).strip().casefold()]
    except KeyError:
        raise ValueError("is neither yes nor no") from None


def _one_of(choices: Iterable[str]) -> Callable[[object], str]:
    allowed = [str(each) for each in choices]

    def chosen(value: object) -> str:
        if value not in allowed:
            raise ValueError(f"is none of {', '.join(allowed)}")
        return str(value)

    return chosen


COLUMNS: dict[str, Callable[[object], Any]] = {
    TEXT: _words,
    FILE: _words,
    "voice": _words,
    "speaker": _words,
    "phonemes": _yes_or_no,
    "seed": _whole,
    "rhythm_seed": _whole,
    "expression_seed": _whole,
    "noise_scale": _number,
    "duration_noise_scale": _number,
    "length_scale": _number,
    "format": _one_of(SUBTYPES),
    "quality": _one_of(Quality),
    "rate": _whole,
    "loudness": _number,
    "true_peak": _number,
    "title": _words,
    "artist": _words,
    "album": _words,
    "comment": _words,
    "license": _words,
    "date": _words,
}
"""What reads a cell of each; the names are those of the options."""

_MEANT = {
    "speed": "length_scale", "noise_w": "duration_noise_scale", "model": "voice",
    "name": FILE, "output": FILE, "path": FILE, "sentence": TEXT, "line": TEXT,
}  # fmt: skip


def column_name(heading: str) -> str:
    """The column that is meant by a heading such as "Noise scale"."""
    return re.sub(r"[\s-]+", "_", heading.strip().casefold())


def nearest_column(name: str) -> str:
    """The column that somebody may have meant, or ""."""
    close = difflib.get_close_matches(name, COLUMNS, 1)
    return _MEANT.get(name) or (close[0] if close else "")


def cell_value(column: str, value: object) -> Any:
    """What a cell says; raises `SettingsError`, which names its column."""
    try:
        return COLUMNS[column](value)
    except ValueError as error:
        raise SettingsError(
            f"{column} {error}: “{value}”", remedy="Correct the cell, or leave it empty."
        ) from error
