"""The takes of the lab as JSON: all that a person made, and nothing that can be made again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from app.takes.lab_take import LabTake
from vits_core.errors import SettingsError, TakeFileError
from vits_core.prosody.steering import Arc, Noise, Timing
from vits_core.provenance.sidecar import noise_from, timing_from, utterance_from
from vits_core.records import Outline, ProsodySettings, Utterance

FORMAT = "vits-studio takes"
FORMAT_VERSION = 2
"""2: a take has a line of the script, not a place in a text."""

# ASCII only: half of a surrogate pair, which a text field can hold, has no other encoding.
_ENCODER = json.JSONEncoder(check_circular=False, separators=(",", ":"))

_Data = dict[str, Any]
_Voice = tuple[str, str, int, int]
"""File, name, sample rate and hop length."""


_NO_TAKES = (
    ValueError, LookupError, TypeError, AttributeError, OverflowError, RecursionError, SettingsError
)  # fmt: skip
"""What comes of reading something else."""


class NewerTakesError(TakeFileError):
    """The takes were written by a newer version of the application."""


def takes_to_json(takes: Iterable[LabTake]) -> str:
    """One take a line. What many takes share, sentences and voices, is written once."""
    utterances: dict[Utterance, int] = {}
    voices: dict[_Voice, int] = {}
    lines = [_line(_take_data(take, utterances, voices)) for take in takes]
    head = f'{{"format": {_line(FORMAT)}, "format_version": {FORMAT_VERSION}'
    tables = {
        "utterances": [_line(asdict(utterance)) for utterance in utterances],
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
        if data["format"] != FORMAT:
            raise ValueError(data["format"])
        if _whole(data["format_version"]) > FORMAT_VERSION:
            raise NewerTakesError(
                "The takes were saved by a newer version of VITS Studio",
                remedy="Update VITS Studio.",
            )
        utterances = [utterance_from(each) for each in data["utterances"]]
        voices = [tuple(each) for each in data["voices"]]
        takes = tuple(_take(each, utterances, voices) for each in data["takes"])
        if len({take.number for take in takes}) < len(takes):
            raise ValueError("two takes have the same number")
    except _NO_TAKES as error:
        raise TakeFileError(f"This is not a file of takes, or it is damaged: {error!r}") from error
    return takes


def _line(data: object) -> str:
    return _ENCODER.encode(data)


def _take_data(take: LabTake, utterances: dict[Utterance, int], voices: dict[_Voice, int]) -> _Data:
    outline = take.outline
    voice = (take.voice, take.voice_name, outline.sample_rate, outline.hop_length)
    return {
        "number": take.number,
        "utterance": utterances.setdefault(outline.utterance, len(utterances)),
        "voice": voices.setdefault(voice, len(voices)),
        "speaker": outline.speaker,
        "settings": _settings_data(outline.settings),
        "rhythm": _noise_data(outline.rhythm),
        "expression": _noise_data(outline.expression),
        "timing": _timing_data(outline.timing),
        "durations": outline.durations.tolist(),
        "pause_frames": outline.pause_frames,
        "line": take.line,
        "starred": take.starred,
        "note": take.note,
        "origin": take.origin,
        "parent": take.parent,
        "changed": take.changed,
    }


# By hand, where `asdict` would copy every number of 200 takes.


def _settings_data(settings: ProsodySettings) -> _Data:
    return {
        "noise_scale": settings.noise_scale,
        "duration_noise_scale": settings.duration_noise_scale,
        "length_scale": settings.length_scale,
    }


def _noise_data(noise: Noise) -> _Data:
    if isinstance(noise, Arc):
        ends = {"start": _noise_data(noise.start), "end": _noise_data(noise.end)}
        return {**ends, "share": noise.share}
    return {"seed": noise.seed, "redrawn": noise.redrawn}


def _timing_data(timing: Timing) -> _Data:
    return {
        "pins": timing.pins,
        "stretches": timing.stretches,
        "frames": timing.frames,
        "even_tempo": timing.even_tempo,
    }


def _take(data: _Data, utterances: Sequence[Utterance], voices: Sequence[_Voice]) -> LabTake:
    utterance = utterances[_whole(data["utterance"])]
    voice, voice_name, sample_rate, hop_length = voices[_whole(data["voice"])]
    tokens = len(utterance.token_ids)
    durations = [_whole(frames, least=1) for frames in data["durations"]]
    if len(durations) != tokens:
        raise ValueError(f"{len(durations)} durations for {tokens} tokens")
    return LabTake(
        number=_whole(data["number"]),
        outline=Outline(
            utterance=utterance,
            settings=ProsodySettings(**data["settings"]),
            rhythm=noise_from(data["rhythm"]),
            expression=noise_from(data["expression"]),
            timing=timing_from(data["timing"]),
            speaker=None if data["speaker"] is None else _whole(data["speaker"]),
            durations=np.array(durations, np.int64),
            sample_rate=_whole(sample_rate, least=1),
            hop_length=_whole(hop_length, least=1),
            pause_frames=_whole(data["pause_frames"]),
        ),
        voice=_words(voice),
        voice_name=_words(voice_name),
        line=None if data.get("line") is None else _whole(data["line"]),
        starred=bool(data["starred"]),
        note=_words(data["note"]),
        origin=_words(data["origin"]),
        parent=None if data["parent"] is None else _whole(data["parent"]),
        changed=tuple(_whole(token, below=tokens) for token in data["changed"]),
    )


def _whole(value: object, least: int = 0, below: int = 2**63) -> int:
    """An index of -1 would be somebody else's, a float would be rounded without a word."""
    if type(value) is not int or not least <= value < below:
        raise ValueError(f"{value!r} is not a whole number from {least} up")
    return value


def _words(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is not text")
    return value
