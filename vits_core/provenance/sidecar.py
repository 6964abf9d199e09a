"""What a written take was made from: a JSON file beside its sound, to make it again."""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from vits_core.audio.file_format import Stored
from vits_core.errors import SettingsError, TakeFileError
from vits_core.prosody.steering import Arc, Draw, Noise, Piece, Spliced, Timing, seams
from vits_core.provenance.digest import audio_digest, file_digest
from vits_core.provenance.stored_json import stored_from
from vits_core.records import (
    FloatArray,
    Outline,
    ProsodySettings,
    Skipped,
    Utterance,
    Word,
)

SUFFIX = ".take.json"
FORMAT = "vits-studio take"
FORMAT_VERSION = 3
"""2: a sound's file, and sentences with settings of their own; 3: spliced noise, and silence before
the first sentence."""
LONGEST_PAUSE = 3600.0
"""Seconds, as between two cues of a film; a damaged file may ask for more than memory holds."""
_PACKAGES = ("vits-studio", "torch", "numpy")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One take of the sound."""

    utterance: Utterance
    rhythm: Noise
    expression: Noise
    timing: Timing
    durations: tuple[int, ...]
    """Frames of each token."""
    pause_frames: int
    settings: ProsodySettings | None = None
    """Where they are others than those of the whole; so is the speaker."""
    speaker: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sidecar:
    """All that a sound of one or more sentences was made from."""

    text: str
    settings: ProsodySettings
    speaker: int | None
    sentences: tuple[Sentence, ...]
    voice: str
    """Its name."""
    voice_file: str
    voice_sha256: str
    sample_rate: int
    """Hz, of the voice."""
    hop_length: int
    precision: str
    device: str
    audio_sha256: str
    """Of the samples as they were made, before they were resampled or rounded."""
    versions: Mapping[str, str] = field(default_factory=dict)
    stored: Stored | None = None
    """What the file makes of those samples; None in what was written by the first version."""
    lead_frames: int = 0
    """Of silence before the first sentence, since the third version."""

    def to_json(self) -> str:
        """Pretty enough for people and for a version control system."""
        return self.to_bytes().decode()

    def to_bytes(self) -> bytes:
        """The JSON as it is stored; gathered bit by bit, since a long text has much of it."""
        data = {"format": FORMAT, "format_version": self._version(), **_fields(self)}
        if self.stored is None:
            del data["stored"]
        if not self.lead_frames:
            del data["lead_frames"]
        gathered = bytearray()
        for bit in json.JSONEncoder(ensure_ascii=False, indent=1, default=_fields).iterencode(data):
            gathered += bit.encode()
        return bytes(gathered + b"\n")

    def _version(self) -> int:
        """The first one that can read it."""
        spliced = any(seams(each.rhythm, each.expression) for each in self.sentences)
        if spliced or self.lead_frames:
            return FORMAT_VERSION
        plain = all(each.settings is None and each.speaker is None for each in self.sentences)
        return 1 if self.stored is None and plain else 2

    @classmethod
    def from_json(cls, text: str) -> Sidecar:
        """Inverse of `to_json`; raises `TakeFileError` on anything else."""
        try:
            data = json.loads(text)
            if (kind := data.pop("format")) != FORMAT:
                raise ValueError(kind)
            if data.pop("format_version") > FORMAT_VERSION:
                raise TakeFileError(
                    "The take was saved by a newer version of VITS Studio",
                    remedy="Update VITS Studio.",
                )
            data["settings"] = ProsodySettings(**data["settings"])
            data["sentences"] = tuple(_sentence(each) for each in data["sentences"])
            data["stored"] = stored_from(data.get("stored"))
            return _checked(cls(**data))
        except (
            ValueError, KeyError, TypeError, AttributeError, RecursionError, SettingsError,
        ) as error:  # fmt: skip
            raise TakeFileError(
                "This file is not a recipe, or it is damaged",
                remedy=f"Choose a file that ends in {SUFFIX}, as it was written.",
            ) from error


def _fields(record: Any) -> dict[str, Any]:
    if isinstance(record, Utterance):
        return utterance_data(record)
    values = {each.name: getattr(record, each.name) for each in fields(record)}
    if isinstance(record, Sentence):
        for name in ("settings", "speaker"):
            if values[name] is None:
                del values[name]
    return values


def sidecar_path(path: Path) -> Path:
    """Where the sidecar of a sound file is; a sidecar's own path stays."""
    return path if path.name.endswith(SUFFIX) else path.with_name(path.stem + SUFFIX)


def read_sidecar(path: Path) -> Sidecar:
    """The sidecar at a path, or beside the sound file that is there.

    Raises `TakeFileError` where there is none or it cannot be used.
    """
    place = sidecar_path(path)
    try:
        return Sidecar.from_json(place.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise TakeFileError(
            "This take has no recipe",
            where=str(place),
            remedy="The recipe is saved beside the audio file. Keep the two files together.",
        ) from error
    except TakeFileError as error:
        raise TakeFileError(error.what, where=str(place), remedy=error.remedy) from error


def _checked(sidecar: Sidecar) -> Sidecar:
    """Raises ValueError or TypeError for what JSON can say and no take has."""
    kinds = {"text": str, "voice": str, "voice_file": str, "speaker": int | None, "versions": dict}
    for name, kind in kinds.items():
        if not isinstance(getattr(sidecar, name), kind):
            raise TypeError(f"{name} is {getattr(sidecar, name)!r}")
    if not sidecar.sentences:
        raise ValueError("there is no sentence")
    lead, longest = sidecar.lead_frames, LONGEST_PAUSE * sidecar.sample_rate
    if type(lead) is not int or not 0 <= lead * sidecar.hop_length <= longest:
        raise ValueError(f"{lead} frames before the first sentence")
    for each in sidecar.sentences:
        words, timing = each.utterance.words, each.timing
        tokens = [token for token, _ in (*timing.pins, *timing.stretches)]
        tokens += [place for word in words for place in (word.token_start, word.token_stop - 1)]
        if any(not 0 <= token < len(each.utterance.token_ids) for token in tokens):
            raise ValueError("a token that the sentence does not have")
        if not 0.0 <= each.utterance.pause_after <= LONGEST_PAUSE:
            raise ValueError(f"a pause of {each.utterance.pause_after} seconds")
    return sidecar


@dataclass(frozen=True, slots=True)
class VoiceIdentity:
    """Which voice made a sound, and on what."""

    name: str
    file: str
    sha256: str
    precision: str
    device: str
    """Its kind, such as "cuda"."""

    @classmethod
    def of(cls, name: str, file: str, precision: str, device: str) -> VoiceIdentity:
        """Reads the file; raises `TakeFileError` where that cannot be done."""
        try:
            sha256 = file_digest(Path(file))
        except OSError as error:
            raise TakeFileError(
                f"The file of the voice {name} cannot be read",
                where=file,
                remedy=f"The system says: {error.strerror or error}.",
            ) from error
        return cls(name, file, sha256, precision, device.partition(":")[0])


def described(
    identity: VoiceIdentity,
    text: str,
    takes: Sequence[Outline],
    sound: FloatArray | str,
    stored: Stored | None = None,
    lead_frames: int = 0,
) -> Sidecar:
    """What a sound was made from, of which the takes are the sentences in order.

    `sound` is [T_samples] with the pauses between them and the silence before them, or its digest
    where it went by in blocks.
    """
    first = takes[0]
    return Sidecar(
        text=text,
        settings=first.settings,
        speaker=first.speaker,
        sentences=sentences_of(takes),
        voice=identity.name,
        voice_file=identity.file,
        voice_sha256=identity.sha256,
        sample_rate=first.sample_rate,
        hop_length=first.hop_length,
        precision=identity.precision,
        device=identity.device,
        audio_sha256=sound if isinstance(sound, str) else audio_digest(sound),
        versions=present_versions(),
        stored=stored,
        lead_frames=lead_frames,
    )


def sentences_of(takes: Sequence[Outline]) -> tuple[Sentence, ...]:
    """What a sidecar keeps of takes; the first one's settings and speaker are the whole's."""
    first = takes[0]
    return tuple(
        Sentence(
            utterance=take.utterance,
            rhythm=take.rhythm,
            expression=take.expression,
            timing=take.timing,
            durations=tuple(int(frames) for frames in take.durations),
            pause_frames=take.pause_frames,
            settings=None if take.settings == first.settings else take.settings,
            speaker=None if take.speaker == first.speaker else take.speaker,
        )
        for take in takes
    )


def present_versions() -> dict[str, str]:
    """Of what takes part in making a sound."""
    # Here, since it loads half of the standard library, which no window has to wait for.
    from importlib.metadata import PackageNotFoundError, version

    versions = {"python": platform.python_version(), "system": platform.system()}
    for package in _PACKAGES:
        try:
            versions[package] = version(package)
        except PackageNotFoundError:
            versions[package] = "not installed"
    return versions


def _sentence(data: dict[str, Any]) -> Sentence:
    return Sentence(
        utterance=replace(utterance_from(data["utterance"]), skipped=()),
        rhythm=noise_from(data["rhythm"]),
        expression=noise_from(data["expression"]),
        timing=timing_from(data["timing"]),
        durations=tuple(data["durations"]),
        pause_frames=int(data["pause_frames"]),
        settings=ProsodySettings(**data["settings"]) if data.get("settings") else None,
        speaker=None if data.get("speaker") is None else int(data["speaker"]),
    )


def utterance_data(utterance: Utterance) -> dict[str, Any]:
    """An utterance for JSON, all but its readings, which are found anew in its text."""
    data = asdict(utterance)
    del data["readings"]
    return data


def utterance_from(data: dict[str, Any]) -> Utterance:
    """Inverse of `utterance_data`, from JSON, as the two below are of `asdict`; KeyError,
    TypeError, ValueError or `SettingsError` on anything else."""
    return Utterance(
        **{
            **data,
            "symbols": tuple(data["symbols"]),
            "token_ids": tuple(int(i) for i in data["token_ids"]),
            "words": tuple(Word(**word) for word in data["words"]),
            "skipped": tuple(Skipped(**each) for each in data.get("skipped", ())),
        }
    )


def timing_from(data: dict[str, Any]) -> Timing:
    return Timing(
        pins=tuple((int(token), int(frames)) for token, frames in data["pins"]),
        stretches=tuple((int(t), float(factor)) for t, factor in data["stretches"]),
        frames=data["frames"],
        even_tempo=bool(data["even_tempo"]),
    )


def noise_from(data: dict[str, Any]) -> Noise:
    if "share" in data:
        return Arc(noise_from(data["start"]), noise_from(data["end"]), float(data["share"]))
    if "pieces" in data:
        pieces = (
            Piece(int(each["start"]), int(each["stop"]), noise_from(each["noise"]))
            for each in data["pieces"]
        )
        return Spliced(noise_from(data["base"]), tuple(pieces))
    redrawn = tuple((int(token), int(seed)) for token, seed in data["redrawn"])
    return Draw(int(data["seed"]), redrawn)
