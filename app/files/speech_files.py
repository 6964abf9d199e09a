"""What a speech becomes on disk: its sound, and what goes with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from app.files.provenance import Origin, write_description
from vits_core.audio.file_format import (
    AudioFormat,
    Chapter,
    Levelling,
    LoudnessTarget,
    Tags,
    WrittenFile,
)
from vits_core.labels.files import Cues, write_labels
from vits_core.labels.times import SpeechTimes
from vits_core.provenance.digest import AudioDigest
from vits_core.provenance.sidecar import sidecar_path
from vits_core.records import FloatArray, Outline, Skipped, TakePart

_SILENT_BLOCK = 2**20


@dataclass(frozen=True, slots=True)
class LabelFiles:
    """Files of subtitles and times, of which there may be none."""

    paths: tuple[Path, ...] = ()
    cues: Cues | None = None

    def write(self, times: SpeechTimes) -> None:
        """Write them, each whole or not at all; raises `AudioFileError`, and the sound stays."""
        for path in self.paths:
            write_labels(path, times, self.cues)


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechFiles:
    """The files of one speech, and how they are written."""

    path: Path
    """Of the sound; its ending says which type of file it is."""
    audio_format: AudioFormat = field(default_factory=AudioFormat)
    tags: Tags = field(default_factory=Tags)
    loudness: LoudnessTarget | Levelling | None = None
    """Speeches that belong together share a `Levelling`."""
    labels: LabelFiles = field(default_factory=LabelFiles)
    sidecar: bool = False
    """Describe beside the sound how it was made."""

    @property
    def paths(self) -> tuple[Path, ...]:
        """All of them, the sound first."""
        described = (sidecar_path(self.path),) if self.sidecar else ()
        return self.path, *described, *self.labels.paths

    def inside(self, folder: Path) -> SpeechFiles:
        """The same files, whose paths are relative, in a folder."""
        labels = LabelFiles(tuple(folder / path for path in self.labels.paths), self.labels.cues)
        return replace(self, path=folder / self.path, labels=labels)

    def write(
        self,
        blocks: Iterable[FloatArray],
        sample_rate: int,
        times: Callable[[int], SpeechTimes],
        origin: Callable[[], Origin],
        on_sound: Callable[[WrittenFile], None] = lambda _: None,
        chapters: Callable[[], Sequence[Chapter]] = tuple,
    ) -> WrittenFile:
        """Write the sound, any number of [T_samples] at `sample_rate` Hz, and then the rest.

        `times`, for a sound at so many Hz, `origin` and `chapters` are asked once the blocks have
        gone by.
        Raises `AudioFileError` or `TakeFileError`; what was written before that stays: `on_sound`
        is told of the sound once it is in its place.
        """
        # Here, so that the window does not wait for the libraries that write files.
        from vits_core.audio.files import write_sound

        digest = AudioDigest()
        written = write_sound(
            self.path,
            digest.passing(blocks) if self.sidecar else blocks,
            sample_rate,
            self.audio_format,
            tags=self.tags,
            loudness=self.loudness,
            chapters=chapters,
        )
        on_sound(written)
        if self.sidecar:
            write_description(written, origin(), digest.hexdigest())
        if self.labels.paths:
            self.labels.write(times(written.sample_rate))
        return written


def silent(samples: int) -> Iterator[FloatArray]:
    """Silence in blocks: between two cues of a film there may be minutes."""
    for start in range(0, samples, _SILENT_BLOCK):
        yield np.zeros(min(_SILENT_BLOCK, samples - start), np.float32)


class JoinedSpeech:
    """The sound of a speech's pieces with the pauses between them, and what is known of it.

    It holds no sound, and no outlines unless they are wanted: memory stays flat.
    """

    def __init__(
        self,
        *,
        outlines: bool,
        on_skipped: Callable[[Skipped], None] = lambda _: None,
        lead: Callable[[], int] = lambda: 0,
    ) -> None:
        """`lead` tells how many samples of silence come first, once a piece is there."""
        self.outlines: list[Outline] = []
        """Of the sentences that were spoken."""
        self.skipped: list[Skipped] = []
        """What was not spoken, or not as written; `on_skipped` is told at once."""
        self.samples = 0
        """That have gone by."""
        self.start = 0
        """Where the sentence at hand begins, in samples."""
        self._keeps_outlines = outlines
        self._on_skipped = on_skipped
        self._lead = lead

    def blocks(self, pieces: Iterable[TakePart | Skipped]) -> Iterator[FloatArray]:
        """The sound, [T_samples] each.

        Raises `TextError`, before anything is yielded, when nothing can be spoken.
        """
        pause: int | None = None
        for piece in pieces:
            if isinstance(piece, Skipped):
                self._skip(piece)
                continue
            outline = piece.outline
            if piece.start_sample == 0:
                for note in outline.utterance.skipped:
                    self._skip(note)
                silence = self._lead() if pause is None else pause
                self.samples += silence
                yield from silent(silence)
                pause, self.start = outline.pause_samples, self.samples
                if self._keeps_outlines:
                    self.outlines.append(outline.without_sound())
            self.samples += len(piece.waveform)
            yield piece.waveform
        if pause is None:
            from vits_core.voice import nothing_to_speak

            raise nothing_to_speak(self.skipped)

    def times(self, sample_rate: int) -> SpeechTimes:
        """When everything is heard, in a sound at so many Hz."""
        return SpeechTimes.joined(self.outlines, sample_rate, self.skipped, self._lead())

    def _skip(self, note: Skipped) -> None:
        self.skipped.append(note)
        self._on_skipped(note)
