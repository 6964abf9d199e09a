"""Dictionaries in JSON: our own, and the user dictionary of VOICEVOX."""

from __future__ import annotations

import json
from dataclasses import MISSING, fields
from typing import Any

from vits_core.errors import LexiconError
from vits_core.text.pronunciations import Pronunciation, Pronunciations

FORMAT = "vits-studio pronunciations"
FORMAT_VERSION = 1


class NewerLexiconError(LexiconError):
    """A newer version saved the dictionary."""


_DEFAULTS = {f.name: f.default for f in fields(Pronunciation) if f.default is not MISSING}
_TYPES = {f.name: bool if f.type == "bool" else str for f in fields(Pronunciation)}


def to_json(pronunciations: Pronunciations) -> bytes:
    """UTF-8, one entry a line, in their order."""
    lines = [json.dumps(entry_data(each), ensure_ascii=False) for each in pronunciations.entries]
    head = f'{{"format": "{FORMAT}", "format_version": {FORMAT_VERSION}, "entries": ['
    return "\n".join((head, ",\n".join(lines), "]}\n")).encode("utf-8", "surrogatepass")


def from_json(data: bytes) -> Pronunciations:
    """Inverse of `to_json`; of a VOICEVOX dictionary the words with their readings.

    Raises `LexiconError`.
    """
    try:
        content = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise LexiconError(f"This is not a dictionary, or it is damaged: {error}") from error
    if not isinstance(content, dict):
        raise LexiconError("This is not a dictionary")
    if content.get("format") != FORMAT:
        return _from_voicevox(content)
    if content.get("format_version") != FORMAT_VERSION:
        raise NewerLexiconError(
            "The dictionary was saved by a newer version of VITS Studio",
            remedy="Update VITS Studio.",
        )
    entries = content.get("entries")
    if not isinstance(entries, list):
        raise LexiconError("The dictionary is damaged: it has no entries")
    return Pronunciations(
        tuple(entry_from(each, f"entry {i}") for i, each in enumerate(entries, 1))
    )


def entry_data(entry: Pronunciation) -> dict[str, Any]:
    """An entry for JSON, without what is as always."""
    values = {name: getattr(entry, name) for name in _TYPES}
    return {k: v for k, v in values.items() if k not in _DEFAULTS or v != _DEFAULTS[k]}


def entry_from(data: Any, what: str) -> Pronunciation:
    """Inverse of `entry_data`; raises `LexiconError` that tells `what` is damaged."""
    if not isinstance(data, dict) or not data.keys() <= _TYPES.keys():
        raise LexiconError(f"{what.capitalize()} of the dictionary is damaged")
    for name, value in data.items():
        if not isinstance(value, _TYPES[name]):
            raise LexiconError(f"{name} of {what} of the dictionary is damaged: {value!r}")
    try:
        return Pronunciation(**data)
    except (TypeError, ValueError) as error:
        raise LexiconError(f"{what.capitalize()} of the dictionary is damaged: {error}") from error


def _from_voicevox(content: dict[str, Any]) -> Pronunciations:
    """`{id: {"surface": …, "pronunciation": …}}`: readings in kana, for Japanese."""
    entries = []
    for word in content.values():
        if not isinstance(word, dict) or not {"surface", "pronunciation"} <= word.keys():
            raise LexiconError("This JSON file is no dictionary of pronunciations")
        data = {"written": word["surface"], "reading": word["pronunciation"], "language": "ja"}
        entries.append(entry_from(data, "a word"))
    return Pronunciations(tuple(entries))
