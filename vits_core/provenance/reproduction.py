"""How a take that was made again compares to the one that was kept."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from vits_core.audio.likeness import signal_to_difference
from vits_core.provenance.sidecar import Sidecar
from vits_core.records import FloatArray

ROUNDING = 2.0**-15
"""The most by which a sample changes when a sound is written in 16 bits."""
CLOSE_DECIBELS = 30.0
"""Signal-to-noise ratio from which two renditions sound the same."""

LOSSY_DECIBELS = 3.0
"""Signal-to-noise ratio from which a lossy file holds this sound; of another it has none."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """How a take that was made again compares to the one that was kept."""

    identical: bool
    decibels: float | None
    """Between the sound and what is different; None where that cannot be told."""
    differences: tuple[str, ...]
    """What is not as it was: why the sound may differ."""
    doubt: str = ""
    """What cannot be verified."""

    @property
    def verdict(self) -> str:
        """ "identical", "close" or "different" """
        if self.identical:
            return "identical"
        return "close" if (self.decibels or 0.0) >= CLOSE_DECIBELS else "different"


def compared(
    kept: Sidecar,
    again: Sidecar,
    waveform: FloatArray,
    kept_waveform: FloatArray | None,
    problem: str = "",
    lossy: str = "",
) -> Comparison:
    """Hold a take that was made again (`again`, `waveform` [T_samples]) against the one that was
    kept; `kept_waveform` is its sound at the same rate, None where only its description was named.
    `problem` is why the sound that was named cannot be read; `lossy` is the name of its type where
    that keeps no exact samples."""
    differences = []
    if kept.voice_sha256 != again.voice_sha256:
        differences.append("voice: a different file")
    differences += [
        f"{name}: was {getattr(kept, name)}, now {getattr(again, name)}"
        for name in ("precision", "device")
        if getattr(kept, name) != getattr(again, name)
    ]
    differences += [
        f"{name}: was {kept.versions[name]}, now {again.versions.get(name, 'unknown')}"
        for name in kept.versions
        if kept.versions[name] != again.versions.get(name)
    ]
    if [s.durations for s in kept.sentences] != [s.durations for s in again.sentences]:
        differences.append("rhythm: some phonemes last longer or shorter")
    identical = kept.audio_sha256 == again.audio_sha256
    decibels = None
    if kept_waveform is not None and len(kept_waveform) == len(waveform):
        decibels = signal_to_difference(waveform, kept_waveform)
    if problem:
        identical = False
        differences.append(f"file: {problem}")
    elif identical and kept_waveform is not None and not _holds(waveform, kept_waveform, lossy):
        # The description has outlived its sound: another one was written over it, or it was edited.
        identical = False
        differences.append("file: the audio is not what its recipe describes")
    doubt = ""
    if identical and lossy and decibels is not None:
        doubt = (
            f"{lossy} keeps the sound only roughly: the file holds this take (signal to difference "
            f"{decibels:.1f} dB), but a slight change to it since cannot be ruled out."
        )
    return Comparison(identical, decibels, tuple(differences), doubt)


def _holds(waveform: FloatArray, written: FloatArray, lossy: str) -> bool:
    """Whether a file has this sound, up to rounding and with what is too loud cut off; roughly,
    where its type is lossy."""
    if len(waveform) != len(written):
        return False
    if lossy:
        return signal_to_difference(waveform, written) >= LOSSY_DECIBELS
    beyond = np.abs(np.clip(waveform, -1.0, 1.0) - np.clip(written, -1.0, 1.0))
    return bool(np.max(beyond, initial=0.0) <= ROUNDING)
