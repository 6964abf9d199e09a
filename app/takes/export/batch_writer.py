"""Writes the files of a batch of takes, on a thread of its own."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from app.files.cancelling import Heeded, WriteCancelledError, heeding
from app.files.existing_files import IfExists, place_for, refusal, to_stay
from app.files.file_names import beginning
from app.files.output_checks import check_folder
from app.files.provenance import Origin, write_description
from app.files.take_table import TakeTable
from app.takes.export.batch_options import BatchOptions
from app.takes.lab_take import LabTake
from vits_core.audio.file_format import Levelling
from vits_core.errors import VitsError, as_vits_error
from vits_core.records import FloatArray, Skipped, Take, Utterance, Word

if TYPE_CHECKING:  # the window opens without it
    from vits_core.audio.levelling import Spool

Stretch = TypeVar("Stretch", Word, Skipped)


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """Takes that are exported together."""

    takes: Mapping[int, LabTake]
    """By their numbers, in the order in which they are written."""
    paths: Mapping[int, Path]
    """Where each goes, unless something is there already."""
    options: BatchOptions
    precision: str
    device: str
    table: TakeTable = field(default_factory=TakeTable)
    cancelled: threading.Event = field(default_factory=threading.Event)


class BatchWriter(QObject):
    """Knows files only: what is there, what can be written, and what went wrong."""

    # Lists of (number, file that stays) and (number, VitsError): what is not to be made at all.
    planned = Signal(list, list)
    # Number: the take waits until all are measured; `close` writes it.
    measured = Signal(int)
    # Number, WrittenFile.
    written = Signal(int, object)
    # Number, VitsError.
    failed = Signal(int, object)
    # Number: nothing more comes of this take.
    ended = Signal(int)
    # The table's path or None, VitsError or None: the batch is over.
    closed = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self._waiting: dict[int, Take] = {}
        """Takes without their sounds, which lie in the spool in this order."""
        self._spool: Spool | None = None

    @Slot(object)
    def plan(self, batch: Batch) -> None:
        """Make the folder, and find out which takes are not to be made: what is there stays."""
        kept: list[tuple[int, Path]] = []
        failed: list[tuple[int, VitsError]] = []
        try:
            self._make_folder(batch.options.folder)
            for number, path in batch.paths.items():
                policy, sidecar = batch.options.if_exists, batch.options.sidecar
                there = to_stay(path, policy, sidecar=sidecar)
                if there is not None and policy is IfExists.SKIP:
                    kept.append((number, there))
                elif there is not None:
                    remedy = "Choose another folder or name, or let it be replaced."
                    failed.append((number, refusal(there, remedy)))
        except Exception as error:
            kept, failed = [], [(number, as_vits_error(error)) for number in batch.paths]
        self.planned.emit(kept, failed)

    @Slot(object, int, object)
    def write(self, batch: Batch, number: int, take: Take) -> None:
        """Write one take's files, or let it wait where all are to be equally loud."""
        if batch.options.loudness is None:
            self._try(number, lambda: self._write(batch, number, take, take.waveform, None))
        elif self._try(number, lambda: self._keep(batch, number, take), last=False):
            self.measured.emit(number)

    @Slot(object)
    def close(self, batch: Batch) -> None:
        """Write the takes that wait, and the table of those that were written."""
        path, failure = None, None
        if self._spool is not None:
            with self._spool as spool:
                self._write_waiting(batch, spool)
            self._spool, self._waiting = None, {}
        if batch.options.table and batch.table.rows:
            try:
                path = batch.table.write(batch.options.folder, batch.options.if_exists)
            except Exception as error:
                failure = as_vits_error(error)
        self.closed.emit(path, failure)

    def _make_folder(self, folder: Path) -> None:
        # Here, so that the window does not wait for the libraries that write files.
        from vits_core.audio.files import make_folder

        make_folder(folder)
        check_folder(folder)

    def _try(self, number: int, work: Callable[[], None], *, last: bool = True) -> bool:
        """Do something for a take; what goes wrong is told, and then nothing more comes of it."""
        done = False
        try:
            work()
            done = True
        except WriteCancelledError:
            pass
        except Exception as error:
            self.failed.emit(number, as_vits_error(error))
        if last or not done:
            self.ended.emit(number)
        return done

    def _keep(self, batch: Batch, number: int, take: Take) -> None:
        from vits_core.audio.levelling import Spool

        if self._spool is None:
            self._spool = Spool(batch.options.folder)
        self._spool.add(heeding([take.waveform], batch.cancelled))
        self._waiting[number] = dataclasses.replace(take, waveform=take.waveform[:0])

    def _write_waiting(self, batch: Batch, spool: Spool) -> None:
        level: Levelling | None = None

        def measure() -> None:
            nonlocal level
            level = _level_of(batch, spool, next(iter(self._waiting.values())).sample_rate)

        for place, (number, take) in enumerate(self._waiting.items()):

            def work(place: int = place, number: int = number, take: Take = take) -> None:
                if level is None:
                    measure()
                sound = np.concatenate(list(spool.sound(place)))
                self._write(batch, number, take, sound, level)

            self._try(number, work)

    def _write(
        self,
        batch: Batch,
        number: int,
        take: Take,
        sound: FloatArray,
        level: Levelling | None,
    ) -> None:
        from vits_core.audio.files import write_sound

        options = batch.options
        path = _place(batch, number)
        pieces = heeding([sound], batch.cancelled)
        tags = options.tags.or_else(
            title=beginning(take.utterance.text), artist=batch.takes[number].voice_name
        )
        written = write_sound(
            path, pieces, take.sample_rate, options.audio_format, tags=tags, loudness=level
        )
        self.written.emit(number, written)
        if options.table:
            batch.table.add(path.name, [take], sound)
        if options.sidecar:
            write_description(written, _origin(batch, number), sound)


def _level_of(batch: Batch, spool: Spool, sample_rate: int) -> Levelling:
    """What brings all takes together to the loudness that is wanted."""
    from vits_core.audio.encoding import Encoding
    from vits_core.audio.levelling import levelling

    options = batch.options
    assert options.loudness is not None
    path = next(iter(batch.paths.values()))
    rate = Encoding.of(path, options.audio_format, sample_rate).rate
    return levelling(Heeded(spool, batch.cancelled), sample_rate, rate, options.loudness)


def _place(batch: Batch, number: int) -> Path:
    """Where a take goes; not where another take of the batch has its place."""
    options = batch.options
    taken = [other for each, other in batch.paths.items() if each != number]
    return place_for(batch.paths[number], options.if_exists, sidecar=options.sidecar, taken=taken)


def _origin(batch: Batch, number: int) -> Origin:
    take = batch.takes[number]
    utterance = take.outline.utterance
    alone = dataclasses.replace(take.outline, utterance=_alone(utterance))
    return Origin(
        text=utterance.text,
        takes=[alone],
        voice=take.voice_name,
        voice_file=take.voice,
        precision=batch.precision,
        device=batch.device,
    )


def _alone(utterance: Utterance) -> Utterance:
    """The utterance as if its sentence were all of the text."""
    start = utterance.start

    def moved(stretches: tuple[Stretch, ...]) -> tuple[Stretch, ...]:
        return tuple(
            dataclasses.replace(each, start=each.start - start, stop=each.stop - start)
            for each in stretches
        )

    return dataclasses.replace(
        utterance,
        start=0,
        stop=utterance.stop - start,
        words=moved(utterance.words),
        skipped=moved(utterance.skipped),
    )
