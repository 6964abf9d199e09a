"""The takes of the lab as JSON: all that a person made, and nothing that can be made again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

import numpy as np

from app.document.json_values import (
    NOT_WHAT_WAS_WRITTEN,
    Data,
    noise_data,
    settings_data,
    timing_data,
    whole,
    words,
)
from app.takes.lab_take import LabTake
from vits_core.errors import TakeFileError
from vits_core.prosody.steering import seams
from vits_core.provenance.sidecar import noise_from, timing_from, utterance_data, utterance_from
from vits_core.records import Outline, ProsodySettings, Utterance

FORMAT = "vits-studio takes"
FORMAT_VERSION = 3
"""2: a take has a line of the script, not a place in a text; 3: spliced noise."""

# ASCII only: half of a surrogate pair, which a text field can hold, has no other encoding.
_ENCODER = json.JSONEncoder(check_circular=False, separators=(",", ":"))

_Voice = tuple[str, str, int, int]
"""File, name, sample rate and hop length."""


class NewerTakesError(TakeFileError):
    """The takes were written by a newer version of the application."""


def takes_to_json(takes: Iterable[LabTake]) -> str:
    """One take a line. What many takes share, sentences and voices, is written once."""
    takes = tuple(takes)
    utterances: dict[Utterance, int] = {}
    voices: dict[_Voice, int] = {}
    lines = [_line(_take_data(take, utterances, voices)) for take in takes]
    spliced = any(seams(each.outline.rhythm, each.outline.expression) for each in takes)
    version = FORMAT_VERSION if spliced else 2
    head = f'{{"format": {_line(FORMAT)}, "format_version": {version}'
    tables = {
        "utterances": [_line(utterance_data(utterance)) for utterance in utterances],
        "voices": [_line(voice) for voice in voices],
        "takes": lines,
    }
    parts = (f'"{name}": [\n' + ",\n".join(table) + "\n]" for name, table in tables.items())
    return ",\n".join((head, *parts)) + "\n}\n"


def takes_from_json(text: str | bytes) -> tuple[LabTake, ...]:
    """Inverse of `takes_to_json`.

    Raises `NewerTakesError`, and `TakeFileError` on what are no takes, or damaged ones.
    """
    try:
        data = json.loads(text)
    except NOT_WHAT_WAS_WRITTEN as error:
        raise _damaged(error) from error
    return takes_from_data(data)


def takes_from_data(data: Data) -> tuple[LabTake, ...]:
    """Takes that are part of another file; raises as `takes_from_json` does."""
    try:
        if data["format"] != FORMAT:
            raise ValueError(data["format"])
        if whole(data["format_version"]) > FORMAT_VERSION:
            raise NewerTakesError(
                "The takes were saved by a newer version of VITS Studio",
                remedy="Update VITS Studio.",
            )
        utterances = [utterance_from(each) for each in data["utterances"]]
        voices = [tuple(each) for each in data["voices"]]
        takes = tuple(_take(each, utterances, voices) for each in data["takes"])
        if len({take.number for take in takes}) < len(takes):
            raise ValueError("two takes have the same number")
    except NOT_WHAT_WAS_WRITTEN as error:
        raise _damaged(error) from error
    return takes


def _damaged(error: Exception) -> TakeFileError:
    return TakeFileError(f"This is not a file of takes, or it is damaged: {error!r}")


def _line(data: object) -> str:
    return _ENCODER.encode(data)


def _take_data(take: LabTake, utterances: dict[Utterance, int], voices: dict[_Voice, int]) -> Data:
    outline = take.outline
    voice = (take.voice, take.voice_name, outline.sample_rate, outline.hop_length)
    return {
        "number": take.number,
        "utterance": utterances.setdefault(outline.utterance, len(utterances)),
        "voice": voices.setdefault(voice, len(voices)),
        "speaker": outline.speaker,
        "settings": settings_data(outline.settings),
        "rhythm": noise_data(outline.rhythm),
        "expression": noise_data(outline.expression),
        "timing": timing_data(outline.timing),
        "durations": outline.durations.tolist(),
        "pause_frames": outline.pause_frames,
        "line": take.line,
        "starred": take.starred,
        "note": take.note,
        "origin": take.origin,
        "parent": take.parent,
        "changed": take.changed,
    }


def _take(data: Data, utterances: Sequence[Utterance], voices: Sequence[_Voice]) -> LabTake:
    utterance = utterances[whole(data["utterance"])]
    voice, voice_name, sample_rate, hop_length = voices[whole(data["voice"])]
    tokens = len(utterance.token_ids)
    durations = [whole(frames, least=1) for frames in data["durations"]]
    if len(durations) != tokens:
        raise ValueError(f"{len(durations)} durations for {tokens} tokens")
    return LabTake(
        number=whole(data["number"]),
        outline=Outline(
            utterance=utterance,
            settings=ProsodySettings(**data["settings"]),
            rhythm=noise_from(data["rhythm"]),
            expression=noise_from(data["expression"]),
            timing=timing_from(data["timing"]),
            speaker=None if data["speaker"] is None else whole(data["speaker"]),
            durations=np.array(durations, np.int64),
            sample_rate=whole(sample_rate, least=1),
            hop_length=whole(hop_length, least=1),
            pause_frames=whole(data["pause_frames"]),
        ),
        voice=words(voice),
        voice_name=words(voice_name),
        line=None if data.get("line") is None else whole(data["line"]),
        starred=bool(data["starred"]),
        note=words(data["note"]),
        origin=words(data["origin"]),
        parent=None if data["parent"] is None else whole(data["parent"]),
        changed=tuple(whole(token, below=tokens) for token in data["changed"]),
    )
