"""The document as JSON: one line of the file for each of its own, so that a diff can be read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from app.document.delivery import NOTHING_OWN, Delivery
from app.document.document import USUAL_DELIVERY, ChosenTake, Document, Line
from app.document.json_values import (
    NOT_WHAT_WAS_WRITTEN,
    Data,
    noise_data,
    settings_data,
    timing_data,
    whole,
    words,
)
from app.document.slots import USUAL_FIT, FitBounds, Slot
from vits_core.errors import TextError, VitsError
from vits_core.prosody.steering import seams
from vits_core.provenance.sidecar import noise_from, timing_from, utterance_data, utterance_from
from vits_core.records import ProsodySettings
from vits_core.synthesis.take_request import TakeRequest

FORMAT = "vits-studio script"
SCRIPT_SUFFIX = ".vits-script"
"""Of the file's name."""
FORMAT_VERSION = 3
"""2: a chosen take may have spliced noise; 3: a line may have a voice of its own."""
MOST_LEVELS = 9
"""Of headings."""

# ASCII only: half of a surrogate pair, which a text can hold, has no other encoding.
_ENCODER = json.JSONEncoder(check_circular=False)


class NewerScriptError(TextError):
    """The script was written by a newer version of the application."""


def document_to_json(document: Document, **more: str) -> str:
    """The lines, and what they speak with; no sound, since takes can be made again.

    `more` are other members that the file is to have, as JSON by their names.
    """
    lines = ",\n".join(_ENCODER.encode(_line_data(line)) for line in document)
    head: Data = {"voice": document.voice, "delivery": _delivery_data(document.delivery)}
    if document.fit != USUAL_FIT:
        head["fit"] = asdict(document.fit)
    others = "".join(f",\n{_ENCODER.encode(name)}: {value}" for name, value in more.items())
    return (
        f'{{"format": {_ENCODER.encode(FORMAT)}, "format_version": {_version(document)},\n'
        f"{_ENCODER.encode(head)[1:-1]},\n"
        f'"lines": [\n{lines}\n],\n"after": {_ENCODER.encode(document.after)}{others}}}\n'
    )


def _version(document: Document) -> int:
    """The first one that can read it."""
    if any(line.delivery.voice is not None for line in document):
        return FORMAT_VERSION
    requests = (line.chosen.request for line in document if line.chosen is not None)
    return 2 if any(seams(each.rhythm, each.expression) for each in requests) else 1


def document_from_json(text: str | bytes) -> Document:
    """Inverse of `document_to_json`.

    Raises `NewerScriptError`, and `TextError` on what is no script, or a damaged one.
    """
    return document_from_data(script_data(text))


def read_document(path: Path) -> Document:
    """The document of a script's file; raises `TextError`, which names the file."""
    with naming(path):
        return document_from_json(path.read_bytes())


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Whatever goes wrong with a script's file becomes a `TextError` that names it."""
    try:
        yield
    except OSError as error:
        raise TextError(
            f"{path.name} cannot be opened: {error.strerror}",
            where=str(path),
            remedy="Check that the file is there and that you may read it.",
        ) from error
    except VitsError as error:
        remedy = error.remedy or "Choose a script that VITS Studio saved."
        raise TextError(error.what, where=str(path), remedy=remedy) from error


def script_data(text: str | bytes) -> Data:
    """All members of a script's file; raises as `document_from_json` does."""
    try:
        data: Data = json.loads(text)
        if data["format"] != FORMAT:
            raise ValueError(data["format"])
        if whole(data["format_version"]) > FORMAT_VERSION:
            raise NewerScriptError(
                "The script was saved by a newer version of VITS Studio",
                remedy="Update VITS Studio.",
            )
    except NOT_WHAT_WAS_WRITTEN as error:
        raise _damaged(error) from error
    return data


def document_from_data(data: Data) -> Document:
    """The document among the members of a file; raises `TextError`."""
    try:
        lines = tuple(_line(each) for each in data["lines"])
        if len({line.id for line in lines}) < len(lines):
            raise ValueError("two lines have the same id")
        return Document(
            lines,
            words(data["after"]),
            words(data.get("voice", "")),
            _delivery_of_all(data["delivery"]) if "delivery" in data else USUAL_DELIVERY,
            _fit(data["fit"]) if "fit" in data else USUAL_FIT,
        )
    except NOT_WHAT_WAS_WRITTEN as error:
        raise _damaged(error) from error


def _damaged(error: Exception) -> TextError:
    return TextError(f"This is not a script, or it is damaged: {error!r}")


def _line_data(line: Line) -> Data:
    data: Data = {"id": line.id, "before": line.before, "text": line.text, "pause": line.pause}
    if line.delivery != NOTHING_OWN:
        data["delivery"] = _delivery_data(line.delivery)
    if line.gap is not None:
        data["gap"] = line.gap
    if line.asked:
        data["asked"] = True
    if line.heading:
        data["heading"] = line.heading
    if line.slot is not None:
        data["slot"] = line.slot.start, line.slot.stop
    if line.chosen is not None:
        request = line.chosen.request
        data["chosen"] = {
            "voice": line.chosen.voice,
            "speaker": request.speaker,
            "settings": settings_data(request.settings),
            "rhythm": noise_data(request.rhythm),
            "expression": noise_data(request.expression),
            "timing": timing_data(request.timing),
            "utterance": utterance_data(request.utterance),
        }
    return data


def _line(data: Data) -> Line:
    chosen, gap, slot = data.get("chosen"), data.get("gap"), data.get("slot")
    return Line(
        whole(data["id"]),
        words(data["text"]),
        words(data["before"]),
        _seconds(data["pause"]),
        None if chosen is None else _chosen(chosen),
        _delivery(data.get("delivery", {})),
        None if gap is None else _seconds(gap),
        whole(data.get("heading", 0), below=MOST_LEVELS + 1),
        None if slot is None else Slot(*map(_seconds, slot)),
        data.get("asked", False) is True,
    )


def _fit(data: Data) -> FitBounds:
    fill = data["fill"]
    if not isinstance(fill, bool):
        raise TypeError(f"fill is {fill!r}")
    return FitBounds(float(data["fastest"]), float(data["slowest"]), fill)


def _seconds(value: float) -> float:
    seconds = float(value)
    if not 0.0 <= seconds < float("inf"):
        raise ValueError(f"a pause of {seconds} seconds")
    return seconds


def _delivery_data(delivery: Delivery) -> Data:
    return {name: value for name, value in asdict(delivery).items() if value is not None}


def _delivery(data: Data) -> Delivery:
    """Raises `SettingsError` where a setting is none that a voice can speak with."""
    delivery = Delivery(**data)
    for seed in (delivery.rhythm_seed, delivery.expression_seed):
        if seed is not None:
            whole(seed)
    for name in (delivery.speaker, delivery.voice):
        if name is not None:
            words(name)
    delivery.prosody(ProsodySettings())
    return delivery


def _delivery_of_all(data: Data) -> Delivery:
    """That of a document, which has its voice elsewhere."""
    delivery = _delivery(data)
    if delivery.voice is not None:
        raise ValueError(f"two voices, one of which is {delivery.voice!r}")
    return delivery


def _chosen(data: Data) -> ChosenTake:
    utterance = utterance_from(data["utterance"])
    request = TakeRequest(
        utterance,
        ProsodySettings(**data["settings"]),
        noise_from(data["rhythm"]),
        noise_from(data["expression"]),
        None if data["speaker"] is None else whole(data["speaker"]),
        timing_from(data["timing"]),
    )
    return ChosenTake(request, words(data["voice"]))
