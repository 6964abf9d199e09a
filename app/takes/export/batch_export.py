"""Exports many takes, one after the other; their sounds are made elsewhere."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.background import WorkerThread
from app.takes.export.batch_options import BatchOptions as BatchOptions
from app.takes.export.batch_options import BatchResult as BatchResult
from app.takes.export.batch_options import names_of
from app.takes.export.batch_writer import Batch, BatchWriter
from app.takes.lab_take import LabTake
from vits_core.audio.file_format import WrittenFile
from vits_core.errors import SettingsError, VitsError
from vits_core.records import Take

AT_ONCE = 2
"""Sounds that may wait to be written or are; so the next one is made meanwhile, and no more."""
PATIENCE = 1000
"""Milliseconds that quitting waits for a disk that does not answer."""


@dataclass(slots=True, eq=False)
class _Course:
    """How far a batch has come."""

    batch: Batch
    planned: bool = False
    closing: bool = False
    waiting: deque[int] = field(default_factory=deque)
    asked: int | None = None
    writing: set[int] = field(default_factory=set)
    measured: set[int] = field(default_factory=set)
    """Written once all are, since their loudness depends on all."""
    settled: set[int] = field(default_factory=set)
    written: list[tuple[int, Path]] = field(default_factory=list)
    kept: list[tuple[int, Path]] = field(default_factory=list)
    failed: list[tuple[int, VitsError]] = field(default_factory=list)
    clipped: list[int] = field(default_factory=list)

    def result(self, table: Path | None, table_error: VitsError | None) -> BatchResult:
        return BatchResult(
            written=tuple(self.written),
            kept=tuple(self.kept),
            failed=tuple(self.failed),
            clipped=tuple(self.clipped),
            cancelled=self.batch.cancelled.is_set(),
            table=table,
            table_error=table_error,
        )


class BatchExport(QObject):
    """Asks for one sound after the other, and has each written on a thread of its own."""

    # Number of a take whose sound is wanted: `give_sound` or `give_failure` answers.
    sound_wanted = Signal(int)
    # Takes that are through, takes of the batch.
    progressed = Signal(int, int)
    # BatchResult: the batch is over.
    finished = Signal(object)

    _plan_wanted = Signal(object)
    _write_wanted = Signal(object, int, object)
    _close_wanted = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._course: _Course | None = None
        self._writer = BatchWriter()
        self._thread = WorkerThread("batch export", self._writer)
        self._plan_wanted.connect(self._writer.plan)
        self._write_wanted.connect(self._writer.write)
        self._close_wanted.connect(self._writer.close)
        self._writer.planned.connect(self._on_planned)
        self._writer.measured.connect(self._on_measured)
        self._writer.written.connect(self._on_written)
        self._writer.failed.connect(self._on_failed)
        self._writer.ended.connect(self._on_ended)
        self._writer.closed.connect(self._on_closed)
        # Not at once: what is answered at once would go ever deeper.
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._go_on)

    @property
    def busy(self) -> bool:
        """A batch is being exported."""
        return self._course is not None

    def start(
        self, takes: Sequence[LabTake], options: BatchOptions, precision: str, device: str
    ) -> None:
        """Export takes, whose sounds are made in this precision on this device.

        Raises `SettingsError`, before anything is done, for names that cannot be given.
        """
        if self.busy:
            raise SettingsError(
                "An export is already in progress", remedy="Wait for it to finish, or cancel it."
            )
        if not takes:
            raise SettingsError("There are no takes to export", remedy="Select or star some takes.")
        names = names_of(takes, options.template)
        numbers = [take.number for take in takes]
        paths = [options.folder / f"{name}{options.ending}" for name in names]
        batch = Batch(
            dict(zip(numbers, takes, strict=True)),
            dict(zip(numbers, paths, strict=True)),
            options,
            precision,
            device,
        )
        self._course = _Course(batch)
        self._thread.ensure_running()
        self._plan_wanted.emit(batch)
        self.progressed.emit(0, len(takes))

    @Slot(int, object)
    def give_sound(self, number: int, take: Take) -> None:
        """Here is a take that was wanted; others are not looked at."""
        course = self._course
        if course is not None and course.asked == number:
            course.asked = None
            course.writing.add(number)
            self._write_wanted.emit(course.batch, number, take)
            self._soon.start()

    @Slot(int, object)
    def give_failure(self, number: int, error: VitsError) -> None:
        """A take that was wanted cannot be made."""
        course = self._course
        if course is not None and course.asked == number:
            course.asked = None
            course.failed.append((number, error))
            self._settle(course, number)

    @Slot()
    def cancel(self) -> None:
        """Write nothing more, and give up the file that is not complete; `finished` follows."""
        if self._course is not None:
            self._course.batch.cancelled.set()
            self._course.waiting.clear()
            self._course.asked = None
            self._soon.start()

    def close(self) -> bool:
        """Give up what is not complete and end the thread; false if it has not ended in time."""
        self.cancel()
        self._soon.stop()
        return self._thread.end(PATIENCE)

    @Slot()
    def _go_on(self) -> None:
        course = self._course
        if course is None or not course.planned or course.asked is not None:
            return
        if course.waiting and len(course.writing) < AT_ONCE:
            course.asked = course.waiting.popleft()
            self.sound_wanted.emit(course.asked)
        elif not course.waiting and not course.writing and not course.closing:
            course.closing = True
            self._close_wanted.emit(course.batch)

    def _settle(self, course: _Course, *numbers: int) -> None:
        course.settled.update(numbers)
        self.progressed.emit(len(course.settled | course.measured), len(course.batch.takes))
        self._soon.start()

    # -- what the thread tells -----------------------------------------------------------------

    def _current(self) -> _Course:
        if self._course is None:
            raise RuntimeError("the thread tells of a batch that is over")
        return self._course

    @Slot(list, list)
    def _on_planned(
        self, kept: list[tuple[int, Path]], failed: list[tuple[int, VitsError]]
    ) -> None:
        course = self._current()
        course.planned = True
        course.kept += kept
        course.failed += failed
        out = {number for number, _ in (*kept, *failed)}
        if not course.batch.cancelled.is_set():
            course.waiting.extend(number for number in course.batch.takes if number not in out)
        self._settle(course, *out)

    @Slot(int)
    def _on_measured(self, number: int) -> None:
        course = self._current()
        course.writing.discard(number)
        course.measured.add(number)
        self._settle(course)

    @Slot(int, object)
    def _on_written(self, number: int, written: WrittenFile) -> None:
        course = self._current()
        course.written.append((number, written.path))
        if written.clipped_samples:
            course.clipped.append(number)

    @Slot(int, object)
    def _on_failed(self, number: int, error: VitsError) -> None:
        self._current().failed.append((number, error))

    @Slot(int)
    def _on_ended(self, number: int) -> None:
        course = self._current()
        course.writing.discard(number)
        self._settle(course, number)

    @Slot(object, object)
    def _on_closed(self, table: Path | None, error: VitsError | None) -> None:
        result = self._current().result(table, error)
        self._course = None
        self.finished.emit(result)
