"""Writes audio files off the GUI thread."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from app.background import WorkerThread
from app.files.provenance import Origin, write_description
from vits_core.audio.file_format import (
    AudioFormat,
    Levelling,
    LoudnessTarget,
    Tags,
    WrittenFile,
)
from vits_core.errors import AudioFileError, VitsError
from vits_core.provenance.digest import AudioDigest
from vits_core.records import FloatArray

__all__ = ["AudioFormat", "Exporter", "WrittenFile"]

PIECE = 1 << 16
"""Samples after which progress is told and a cancellation is heeded."""


class WriteCancelledError(Exception):
    """Unwinds a write whose result is not wanted any more."""


def heeding(blocks: Iterable[FloatArray], cancelled: threading.Event) -> Iterator[FloatArray]:
    """The blocks in pieces, for as long as nobody cancels; raises `WriteCancelledError` then."""
    for block in blocks:
        for start in range(0, len(block), PIECE):
            if cancelled.is_set():
                raise WriteCancelledError
            yield block[start : start + PIECE]
    if cancelled.is_set():
        raise WriteCancelledError


class Heeded:
    """Blocks that are read more than once, each time for as long as nobody cancels."""

    def __init__(self, blocks: Iterable[FloatArray], cancelled: threading.Event) -> None:
        self._blocks = blocks
        self._cancelled = cancelled

    def __iter__(self) -> Iterator[FloatArray]:
        return heeding(self._blocks, self._cancelled)


@dataclass(eq=False)
class _Job:
    path: Path
    blocks: Iterable[FloatArray]
    sample_rate: int
    audio_format: AudioFormat
    total_samples: int
    """0 where it is not known; then there is no progress to tell."""
    origin: Origin | None
    """What the sound was made from, where a sidecar is to tell it."""
    tags: Tags | None
    loudness: LoudnessTarget | None
    cancelled: threading.Event = field(default_factory=threading.Event)


class _Worker(QObject):
    """Writes one file after the other, on its own thread."""

    progressed = Signal(float)
    exported = Signal(object)
    failed = Signal(object)
    undescribed = Signal(object)
    ended = Signal(object)

    @Slot(object)
    def write(self, job: _Job) -> None:
        try:
            self._write(job)
        except WriteCancelledError:
            pass
        except VitsError as error:
            self.failed.emit(error)
        except Exception as error:  # whatever the iterable raises
            failure = AudioFileError(
                f"The audio for the file could not be made: {error}", where=str(job.path)
            )
            self.failed.emit(failure)
        finally:
            self.ended.emit(job)

    def _write(self, job: _Job) -> None:
        # Here, so that the window does not wait for the libraries that write files.
        from vits_core.audio.files import write_sound

        digest, failure = AudioDigest(), None
        blocks = digest.passing(self._pieces(job)) if job.origin else self._pieces(job)
        written = write_sound(
            job.path,
            blocks,
            job.sample_rate,
            job.audio_format,
            tags=job.tags,
            loudness=self._level(job),
        )
        if job.origin is not None:
            try:
                write_description(written, job.origin, digest.hexdigest())
            except VitsError as error:
                failure = error
        self.exported.emit(written)
        if failure is not None:
            self.undescribed.emit(failure)

    def _level(self, job: _Job) -> Levelling | LoudnessTarget | None:
        """Measured beforehand where the blocks can be read twice; else they wait on disk."""
        if job.loudness is None or isinstance(job.blocks, Iterator):
            return job.loudness
        from vits_core.audio.encoding import Encoding
        from vits_core.audio.levelling import levelling

        rate = Encoding.of(job.path, job.audio_format, job.sample_rate).rate
        return levelling(Heeded(job.blocks, job.cancelled), job.sample_rate, rate, job.loudness)

    def _pieces(self, job: _Job) -> Iterator[FloatArray]:
        done = told = 0
        for piece in heeding(job.blocks, job.cancelled):
            yield piece
            done += len(piece)
            percent = 100 * done // job.total_samples if job.total_samples else 0
            if percent > told:
                told = percent
                self.progressed.emit(min(1.0, percent / 100))


class Exporter(QObject):
    """Writes audio files one after the other in the background."""

    exported = Signal(object)
    """A `WrittenFile`: it is complete and in its place, and described if that was asked for."""
    export_failed = Signal(object)
    """A `VitsError`: nothing was written, an old file is as it was."""
    description_failed = Signal(object)
    """A `VitsError`, after `exported`: the sound is in its place, its sidecar is not."""
    progressed = Signal(float)
    """How much of the file that is being written is done, from 0 to 1."""

    _requested = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs: list[_Job] = []
        self._worker = _Worker()
        self._thread = WorkerThread("exporter", self._worker)
        self._requested.connect(self._worker.write)
        self._worker.progressed.connect(self.progressed)
        self._worker.exported.connect(self.exported)
        self._worker.failed.connect(self.export_failed)
        self._worker.undescribed.connect(self.description_failed)
        self._worker.ended.connect(self._on_ended)

    @property
    def busy(self) -> bool:
        """Anything is being written or waits for it."""
        return bool(self._jobs)

    def export(
        self,
        path: Path | str,
        blocks: Iterable[FloatArray],
        sample_rate: int,
        audio_format: AudioFormat | None = None,
        total_samples: int = 0,
        origin: Origin | None = None,
        tags: Tags | None = None,
        loudness: LoudnessTarget | None = None,
    ) -> None:
        """Write mono blocks of [T_samples] at `sample_rate` Hz to an audio file.

        `blocks` is read on another thread. `total_samples` makes progress known; it is counted
        here for a sequence of arrays. With `origin`, of which the blocks are the whole sound, a
        sidecar is written beside the file.
        """
        if not total_samples and isinstance(blocks, Sequence):
            total_samples = sum(len(b) for b in blocks)
        audio_format = audio_format or AudioFormat()
        job = _Job(
            Path(path), blocks, sample_rate, audio_format, total_samples, origin, tags, loudness
        )
        self._jobs.append(job)
        self._thread.ensure_running()
        self._requested.emit(job)

    def cancel(self) -> None:
        """Give up all files that are not complete; the old ones stay as they were."""
        for job in self._jobs:
            job.cancelled.set()

    def close(self) -> None:
        """Give up what is not complete and end the thread."""
        self.cancel()
        self._thread.end()

    @Slot(object)
    def _on_ended(self, job: _Job) -> None:
        self._jobs.remove(job)
