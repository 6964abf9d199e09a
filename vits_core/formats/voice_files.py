"""What the readers of every family share: the JSON beside a voice, and errors in plain words."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from vits_core.errors import SettingsError, VoiceError
from vits_core.voices.field_types import FieldTypeError, check_types

MAX_JSON_BYTES = 64 * 2**20
"""Far beyond every voice's; a larger one is not read at all."""


def damaged(path: Path, why: str) -> VoiceError:
    return VoiceError(
        f"The voice file is damaged or not a VITS voice: {why}",
        where=str(path),
        remedy="Download the voice again, or choose another one.",
    )


@contextmanager
def described(path: Path, part: str, family: str) -> Iterator[None]:
    """Turn what damaged data does to the reader into words; `part` is what is being read."""
    try:
        yield
    except KeyError as error:
        raise damaged(path, f"{part} lacks “{error.args[0]}”") from error
    except FieldTypeError as error:
        raise damaged(path, f"in {part}, {error}") from error
    except SettingsError as error:
        raise damaged(path, f"in {part}: {error.what}") from error
    except (
        LookupError, ValueError, TypeError, AttributeError, ArithmeticError, RecursionError,
    ) as error:  # fmt: skip
        raise damaged(path, f"{part} does not have the layout of {family}") from error


def read_json(path: Path, remedy: str) -> dict[str, Any]:
    """The JSON that belongs to a voice; `remedy` is told where there is none."""
    try:
        if path.stat().st_size > MAX_JSON_BYTES:
            raise damaged(path, "its JSON is larger than 64 MB")
        settings = json.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as error:
        raise VoiceError(
            "The voice's JSON file is missing", where=str(path), remedy=remedy
        ) from error
    except (OSError, ValueError, RecursionError) as error:
        raise VoiceError(
            "The voice's JSON file cannot be read",
            where=str(path),
            remedy=f"Download it again. The reader says: {error}.",
        ) from error
    if not isinstance(settings, dict):
        raise damaged(path, "its JSON is not an object")
    return settings


def sample_rate_of(path: Path, audio: Mapping[str, Any], key: str) -> int:
    """Hz."""
    rate = int(audio[key])
    if not 4000 <= rate <= 192_000:
        raise damaged(path, f"its sample rate is {rate} Hz")
    return rate


def speaker_ids(path: Path, names: Mapping[str, Any], count: int) -> dict[str, int]:
    """Name -> id of each of `count` speakers; those without a name go by their number."""
    if count <= 1:
        return {}
    for name, speaker in names.items():
        check_types(speaker, int, f"speakers.{name}")
    ids = {str(name): speaker for name, speaker in names.items()}
    if any(not 0 <= speaker < count for speaker in ids.values()):
        raise damaged(path, f"it names a speaker beyond its {count}")
    unnamed = set(range(count)) - set(ids.values())
    return {f"speaker {i}": i for i in unnamed} | ids
