"""What a rendition is asked for by, and what it depends on; plain data, no torch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from vits_core.prosody.steering import AS_PREDICTED, Noise, Timing
from vits_core.records import Outline, ProsodySettings, Utterance


class EncodeKey(NamedTuple):
    token_ids: tuple[int, ...]
    speaker: int | None


class RhythmKey(NamedTuple):
    encode: EncodeKey
    noise: Noise
    duration_noise_scale: float


class TakeKey(NamedTuple):
    rhythm: RhythmKey
    length_scale: float
    timing: Timing
    noise: Noise
    noise_scale: float


@dataclass(frozen=True, slots=True)
class TakeRequest:
    """A rendition that is wanted."""

    utterance: Utterance
    settings: ProsodySettings
    rhythm: Noise
    expression: Noise
    speaker: int | None = None
    timing: Timing = AS_PREDICTED

    @property
    def key(self) -> TakeKey:
        """What the rendition depends on."""
        encode = EncodeKey(self.utterance.token_ids, self.speaker)
        rhythm = RhythmKey(encode, self.rhythm, self.settings.duration_noise_scale)
        return TakeKey(
            rhythm,
            self.settings.length_scale,
            self.timing,
            self.expression,
            self.settings.noise_scale,
        )

    @classmethod
    def of(cls, outline: Outline) -> TakeRequest:
        """What gives this rendition again."""
        return cls(
            outline.utterance,
            outline.settings,
            outline.rhythm,
            outline.expression,
            outline.speaker,
            outline.timing,
        )
