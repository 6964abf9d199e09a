"""The records that travel between layers: plain data on numpy, no torch, no Qt.

Letters in shapes: T_text tokens, T_frames latent frames, T_samples audio samples, n_mels mel bands.
One frame is `hop_length` samples of the voice: T_samples = T_frames * hop_length, unless the sound
was brought to another rate.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from vits_core.errors import SettingsError
from vits_core.prosody.steering import AS_PREDICTED, Noise, Timing

FloatArray = NDArray[np.float32]
IntArray = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class ProsodySettings:
    """The three knobs of a rendition; the defaults are the paper's usual scales.

    Raises `SettingsError` for values that are not finite or outside of their range.
    """

    noise_scale: float = 0.667
    """Standard deviation of the prior's noise: how far intonation strays from the average."""
    duration_noise_scale: float = 0.8
    """Standard deviation of the duration predictor's noise: how far rhythm strays."""
    length_scale: float = 1.0
    """Factor on every duration; 2.0 speaks at half the speed."""

    def __post_init__(self) -> None:
        _check("noise_scale", self.noise_scale, 0.0, 4.0)
        _check("duration_noise_scale", self.duration_noise_scale, 0.0, 4.0)
        _check("length_scale", self.length_scale, 0.1, 10.0)


def _check(name: str, value: float, low: float, high: float) -> None:
    if not (math.isfinite(value) and low <= value <= high):
        raise SettingsError(
            f"{name} is {value}", remedy=f"Choose a number from {low:g} to {high:g}."
        )


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the user's text and the tokens that speak it.

    `start` and `stop` are character offsets into the whole text that was given; `token_start` and
    `token_stop` (half open) index the utterance's tokens. Words do not overlap; a word whose
    sound is merged into its neighbour's ("of the") has at least one token of its own.
    """

    text: str
    start: int
    stop: int
    token_start: int
    token_stop: int


@dataclass(frozen=True, slots=True)
class Skipped:
    """A stretch of the user's text that was not spoken, or not as written, and why."""

    text: str
    start: int
    stop: int
    reason: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A stretch of the user's text that is read otherwise than it is written: "$5"."""

    text: str
    start: int
    stop: int
    spoken: str
    """The words that are read in its place, "five dollars"; "" if none are."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """One sentence, ready to speak.

    `symbols[i]` is the phoneme or punctuation mark that token `i` stands for, and "" for a token
    without a sound of its own (blank, beginning, end). `start` and `stop` are character offsets
    into the whole text.
    """

    text: str
    start: int
    stop: int
    symbols: tuple[str, ...]
    token_ids: tuple[int, ...]
    words: tuple[Word, ...]
    pause_after: float = 0.0
    """Seconds of silence before the next utterance, at length scale 1."""
    skipped: tuple[Skipped, ...] = ()
    readings: tuple[Reading, ...] = field(default=(), compare=False)
    """What of it is read otherwise than it is written, in order. They follow from the text, so
    they make no difference and are not saved."""

    def __post_init__(self) -> None:
        if len(self.symbols) != len(self.token_ids):
            raise ValueError(f"{len(self.symbols)} symbols for {len(self.token_ids)} tokens")

    @property
    def phonemes(self) -> str:
        """The sentence in the voice's phonemes."""
        return "".join(self.symbols)

    def moved(self, by: int) -> Utterance:
        """The same, where it stands so many characters further on in the text."""
        return replace(
            self,
            start=self.start + by,
            stop=self.stop + by,
            words=tuple(replace(w, start=w.start + by, stop=w.stop + by) for w in self.words),
            skipped=tuple(replace(s, start=s.start + by, stop=s.stop + by) for s in self.skipped),
            readings=tuple(replace(r, start=r.start + by, stop=r.stop + by) for r in self.readings),
        )


@dataclass(frozen=True, eq=False, kw_only=True)
class Outline:
    """One rendition of an utterance, all but its sound: how it is made, and its rhythm."""

    utterance: Utterance
    settings: ProsodySettings
    rhythm: Noise
    """Noise of the duration predictor."""
    expression: Noise
    """Noise of the prior."""
    timing: Timing = AS_PREDICTED
    speaker: int | None
    durations: IntArray
    """Frames of each token, [T_text], each at least 1."""
    sample_rate: int
    """Hz."""
    hop_length: int
    """Samples a frame, as the voice makes them."""
    pause_frames: int = 0
    """Frames of silence before the next take."""
    voice_rate: int | None = None
    """Hz at which the voice makes sound, where that was brought to another `sample_rate`, or its
    spectrogram to other frames; None is a take as it was made."""

    @property
    def rhythm_seed(self) -> int:
        return self.rhythm.seed

    @property
    def expression_seed(self) -> int:
        return self.expression.seed

    @cached_property
    def token_edges(self) -> IntArray:
        """Frame at which each token starts, and the end of the last, [T_text + 1]."""
        return np.concatenate(([0], np.cumsum(self.durations))).astype(np.int64)

    @property
    def frame_seconds(self) -> float:
        """How long a frame lasts."""
        return self.hop_length / (self.voice_rate or self.sample_rate)

    @property
    def samples(self) -> int:
        """Length of the waveform, without the pause."""
        return self.sample_at(int(self.token_edges[-1]))

    @property
    def seconds(self) -> float:
        return self.samples / self.sample_rate

    @property
    def pause_samples(self) -> int:
        """Samples of silence before the next take."""
        return self.sample_at(self.pause_frames)

    def sample_at(self, frame: int) -> int:
        """The sample with which a frame begins; the nearest one, at another rate."""
        sample = frame * self.hop_length
        if self.voice_rate is None:
            return sample
        return (2 * sample * self.sample_rate + self.voice_rate) // (2 * self.voice_rate)

    def frame_at(self, sample: int) -> int:
        """The frame in which a sample lies."""
        if self.voice_rate is None:
            return sample // self.hop_length
        frame = sample * self.voice_rate // (self.sample_rate * self.hop_length)
        return frame + (self.sample_at(frame + 1) <= sample)  # which may begin a little early

    def word_seconds(self, word: Word) -> tuple[float, float]:
        """Start and end of a word of this utterance, in seconds from the take's first sample."""
        frame = self.frame_seconds
        start, stop = self.token_edges[[word.token_start, word.token_stop]]
        return float(start) * frame, float(stop) * frame

    def without_sound(self) -> Outline:
        """Itself, or of a take an outline that does not hold its sound."""
        return self

    def as_made(self) -> Outline:
        """The outline at the voice's own rate."""
        outline = self.without_sound()
        if self.voice_rate is None:
            return outline
        return replace(outline, sample_rate=self.voice_rate, voice_rate=None)


@dataclass(frozen=True, eq=False, kw_only=True)
class Take(Outline):
    """One rendition of an utterance."""

    waveform: FloatArray
    """[T_samples], nominally within -1..1."""
    mel: FloatArray
    """Mel spectrogram of the waveform in decibels, [n_mels, T_frames]; no frames where it was not
    asked for."""
    timings: Mapping[str, float] = field(default_factory=dict)
    """Seconds of work in each stage, on all threads together; a stage that was not run again is
    absent."""

    def without_sound(self) -> Outline:
        return Outline(**{each.name: getattr(self, each.name) for each in fields(Outline)})


@dataclass(frozen=True, eq=False, kw_only=True)
class TakePart:
    """A stretch of a take's sound, as the decoder makes it.

    The parts of a take come in order and without gaps; those of its spectrogram lag a little behind
    those of its sound. The last one brings the whole take.
    """

    outline: Outline
    start_sample: int
    waveform: FloatArray
    """[T_samples]"""
    start_frame: int
    mel: FloatArray
    """[n_mels, T_frames]"""
    take: Take | None = None

    @classmethod
    def whole(cls, take: Take) -> TakePart:
        """A take in one part."""
        return cls(
            outline=take,
            start_sample=0,
            waveform=take.waveform,
            start_frame=0,
            mel=take.mel,
            take=take,
        )
