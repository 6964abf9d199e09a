"""What a written take was made from: a JSON file beside its sound, to make it again."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import numpy as np

from vits_core.audio.likeness import signal_to_difference
from vits_core.errors import SettingsError, TakeFileError
from vits_core.records import FloatArray, ProsodySettings, Take, Utterance, Word
from vits_core.steering import Arc, Draw, Noise, Timing

SUFFIX = ".take.json"
FORMAT = "vits-studio take"
FORMAT_VERSION = 1
CLOSE_DECIBELS = 30.0
"""Signal-to-noise ratio from which two renditions sound the same."""
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

    def to_json(self) -> str:
        """Pretty enough for people and for a version control system."""
        data = {"format": FORMAT, "format_version": FORMAT_VERSION, **asdict(self)}
        return json.dumps(data, ensure_ascii=False, indent=1) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Sidecar:
        """Inverse of `to_json`; raises `TakeFileError` on anything else."""
        try:
            data = json.loads(text)
            if data.pop("format") != FORMAT or data.pop("format_version") > FORMAT_VERSION:
                raise TakeFileError(
                    "The take was written by a newer version", remedy="Update VITS Studio."
                )
            data["settings"] = ProsodySettings(**data["settings"])
            data["sentences"] = tuple(_sentence(each) for each in data["sentences"])
            return cls(**data)
        except (ValueError, KeyError, TypeError, AttributeError, SettingsError) as error:
            raise TakeFileError(
                f"This does not describe a take: {error!r}",
                remedy=f"Choose a file that ends in {SUFFIX}, as it was written.",
            ) from error


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
            "There is no description of this take",
            where=str(place),
            remedy="It is written beside the sound, and has to be moved along with it.",
        ) from error
    except TakeFileError as error:
        raise TakeFileError(error.what, where=str(place), remedy=error.remedy) from error


def sentences_of(takes: Sequence[Take]) -> tuple[Sentence, ...]:
    """What a sidecar keeps of takes."""
    return tuple(
        Sentence(
            utterance=take.utterance,
            rhythm=take.rhythm,
            expression=take.expression,
            timing=take.timing,
            durations=tuple(int(frames) for frames in take.durations),
            pause_frames=take.pause_frames,
        )
        for take in takes
    )


def audio_digest(waveform: FloatArray) -> str:
    """SHA-256 of [T_samples] as little-endian float32."""
    return hashlib.sha256(np.ascontiguousarray(waveform, "<f4").tobytes()).hexdigest()


def file_digest(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def present_versions() -> dict[str, str]:
    """Of what takes part in making a sound."""
    versions = {"python": platform.python_version(), "system": platform.system()}
    for package in _PACKAGES:
        try:
            versions[package] = version(package)
        except PackageNotFoundError:
            versions[package] = "not installed"
    return versions


@dataclass(frozen=True, slots=True)
class Comparison:
    """How a take that was made again compares to the one that was kept."""

    identical: bool
    decibels: float | None
    """Between the sound and what is different; None where that cannot be told."""
    differences: tuple[str, ...]
    """What is not as it was: why the sound may differ."""

    @property
    def verdict(self) -> str:
        """ "identical", "close" or "different" """
        if self.identical:
            return "identical"
        return "close" if (self.decibels or 0.0) >= CLOSE_DECIBELS else "different"


def compared(
    kept: Sidecar, again: Sidecar, waveform: FloatArray, kept_waveform: FloatArray | None
) -> Comparison:
    """Hold a take that was made again (`again`, `waveform` [T_samples]) against the one that was
    kept; `kept_waveform` is its sound at the voice's rate, where that can be read."""
    differences = []
    if kept.voice_sha256 != again.voice_sha256:
        differences.append("voice: another file than then")
    differences += [
        f"{name}: {getattr(kept, name)} then, {getattr(again, name)} now"
        for name in ("precision", "device")
        if getattr(kept, name) != getattr(again, name)
    ]
    differences += [
        f"{name}: {kept.versions[name]} then, {again.versions.get(name, 'unknown')} now"
        for name in kept.versions
        if kept.versions[name] != again.versions.get(name)
    ]
    if [s.durations for s in kept.sentences] != [s.durations for s in again.sentences]:
        differences.append("rhythm: phonemes last longer or shorter than then")
    decibels = None
    if kept_waveform is not None and len(kept_waveform) == len(waveform):
        decibels = signal_to_difference(waveform, kept_waveform)
    return Comparison(kept.audio_sha256 == again.audio_sha256, decibels, tuple(differences))


def _sentence(data: dict[str, Any]) -> Sentence:
    utterance = data["utterance"]
    words = tuple(Word(**word) for word in utterance["words"])
    return Sentence(
        utterance=Utterance(
            **{
                **utterance,
                "symbols": tuple(utterance["symbols"]),
                "token_ids": tuple(int(i) for i in utterance["token_ids"]),
                "words": words,
                "skipped": (),
            }
        ),
        rhythm=_noise(data["rhythm"]),
        expression=_noise(data["expression"]),
        timing=Timing(
            pins=tuple((int(token), int(frames)) for token, frames in data["timing"]["pins"]),
            stretches=tuple((int(t), float(factor)) for t, factor in data["timing"]["stretches"]),
            frames=data["timing"]["frames"],
            even_tempo=bool(data["timing"]["even_tempo"]),
        ),
        durations=tuple(data["durations"]),
        pause_frames=int(data["pause_frames"]),
    )


def _noise(data: dict[str, Any]) -> Noise:
    if "share" in data:
        return Arc(_noise(data["start"]), _noise(data["end"]), float(data["share"]))
    redrawn = tuple((int(token), int(seed)) for token, seed in data["redrawn"])
    return Draw(int(data["seed"]), redrawn)
