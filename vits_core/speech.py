"""A whole text as spoken: one sound, and when each word and phoneme of it is heard."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from vits_core.audio.file_format import AudioFormat, Levelling, LoudnessTarget, Tags, WrittenFile
from vits_core.labels.times import PhonemeTime, SpeechTimes, WordTime, take_starts
from vits_core.records import FloatArray, IntArray, Skipped, Take


@dataclass(frozen=True, eq=False)
class Speech:
    """A whole text as spoken: its takes in order, joined by their pauses.

    The properties concatenate over all takes; a pause counts as silence that belongs to no word.
    The last take's pause is left out.
    """

    takes: tuple[Take, ...]
    """One a sentence."""
    skipped: tuple[Skipped, ...]
    """What was not spoken, or not as written."""
    sample_rate: int
    """Hz."""
    hop_length: int
    """Samples a frame."""
    lead_frames: int = 0
    """Frames of silence before the first take."""

    @cached_property
    def waveform(self) -> FloatArray:
        """[T_samples], nominally within -1..1."""
        pauses = [take.pause_samples for take in self.takes[:-1]]
        return _joined([t.waveform for t in self.takes], pauses, 0.0, self._lead)

    @property
    def duration(self) -> float:
        """Seconds."""
        return len(self.waveform) / self.sample_rate

    @cached_property
    def times(self) -> SpeechTimes:
        """When each sentence, word and phoneme is heard."""
        return SpeechTimes.joined(self.takes, self.sample_rate, self.skipped, self._lead)

    @cached_property
    def word_times(self) -> tuple[WordTime, ...]:
        """Each word of the text, in order."""
        return self.times.words

    @cached_property
    def phoneme_times(self) -> tuple[PhonemeTime, ...]:
        """Each symbol that has a sound, in order."""
        return self.times.phonemes

    @property
    def phonemes(self) -> str:
        """All sentences in the voice's phonemes."""
        return " ".join(t.utterance.phonemes for t in self.takes)

    @cached_property
    def mel(self) -> FloatArray:
        """Mel spectrogram in decibels, [n_mels, T_frames]; pauses are at the quietest value. No
        frames where it was not asked for."""
        if not all(t.mel.size for t in self.takes):
            return np.zeros((0, 0), np.float32)
        floor = min((float(t.mel.min()) for t in self.takes), default=0.0)
        pauses = [take.pause_frames for take in self.takes[:-1]]
        return _joined([t.mel for t in self.takes], pauses, floor, self.lead_frames)

    @cached_property
    def take_starts(self) -> IntArray:
        """Sample at which each take starts, [number of takes]."""
        return np.array(take_starts(self.takes), np.int64) + self._lead

    def save(
        self,
        path: str | os.PathLike[str],
        audio_format: AudioFormat | None = None,
        *,
        tags: Tags | None = None,
        loudness: LoudnessTarget | Levelling | None = None,
    ) -> WrittenFile:
        """Write the sound to a file whose ending says what it becomes: `.wav`, `.flac`, `.ogg`,
        `.opus` or `.mp3`.

        16 bits at the voice's rate (or the next one that the type has), unless `audio_format` says
        otherwise, as loud as the voice speaks, unless `loudness` does. The file is there whole
        or not at all; one of that name is replaced.

        Raises `AudioFileError` for another ending, and where the file cannot be written.
        """
        from vits_core.audio.files import write_sound  # who only listens loads none of it

        return write_sound(
            Path(path),
            [self.waveform],
            self.sample_rate,
            audio_format,
            tags=tags,
            loudness=loudness,
        )

    def save_labels(self, path: str | os.PathLike[str], cues: str | None = None) -> None:
        """Write when everything is heard to a file whose ending says what it becomes: subtitles
        (`.srt`, `.vtt`, `.ass`) or times (`.json`, `.TextGrid`, `.txt` for Audacity, `.lab`).

        `cues` is what subtitles show at once: "sentences", "karaoke" or "words". The file is there
        whole or not at all; one of that name is replaced.

        Raises `AudioFileError` for another ending, and where the file cannot be written, and
        `SettingsError` for cues that such a file cannot have.
        """
        from vits_core.labels.files import cues_named, write_labels

        write_labels(Path(path), self.times, cues_named(cues))

    @property
    def _lead(self) -> int:
        return self.lead_frames * self.hop_length


def _joined(
    pieces: Sequence[FloatArray], pauses: Sequence[int], fill: float, lead: int
) -> FloatArray:
    """Concatenate along the last axis with `lead` columns of `fill` before all, and `pauses[i]` of
    them after piece i."""
    if not pieces:
        return np.zeros(0, np.float32)
    parts: list[FloatArray] = []
    if lead:
        parts.append(np.full((*pieces[0].shape[:-1], lead), fill, np.float32))
    for i, piece in enumerate(pieces):
        parts.append(piece)
        if i < len(pauses) and pauses[i]:
            parts.append(np.full((*piece.shape[:-1], pauses[i]), fill, np.float32))
    return np.concatenate(parts, axis=-1)
