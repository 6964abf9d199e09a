"""Exports lines of the script: they are made in the background, and written as they come."""

from __future__ import annotations

import queue
from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal, Slot

from app.background import WorkerThread
from app.export.job import ExportJob, ExportResult
from app.files.cancelling import WriteCancelledError
from app.session.controller import Controller
from app.session.export.line_supply import LineSupply
from app.session.run import DueLine
from app.synthesis.requests import LineSound
from vits_core.errors import VitsError, as_vits_error

PATIENCE = 1000
"""Milliseconds that quitting waits for a disk that does not answer."""


class _Writer(QObject):
    """Writes one job after the other on its own thread, and waits there for each line."""

    line_wanted = Signal(int)
    progressed = Signal(object)
    ended = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._answers = queue.SimpleQueue[LineSound | VitsError | None]()

    def answer(self, made: LineSound | VitsError | None) -> None:
        """Here is the line that was wanted, or None: it is not wanted any more. Any thread may say
        so."""
        self._answers.put(made)

    @Slot(object)
    def write(self, job: ExportJob) -> None:
        # Here, so that the window does not wait for the libraries that write files.
        from app.export.job_writer import JobWriter

        while not self._answers.empty():  # of a job that was cancelled
            self._answers.get()

        def line_of(place: int) -> LineSound:
            self.line_wanted.emit(place)
            made = None if job.cancelled.is_set() else self._answers.get()
            if made is None:
                raise WriteCancelledError
            if isinstance(made, VitsError):
                raise made
            return made

        try:
            result = JobWriter(job, line_of, self.progressed.emit).write()
        except Exception as error:  # such as a disk that is gone
            failed = tuple((file.path, as_vits_error(error)) for file in job.files)
            result = ExportResult(folder=job.folder, failed=failed)
        self.ended.emit(result)


class ScriptExport(QObject):
    """Leaves alone what is shown and what sounds; text that is edited meanwhile changes nothing of
    what is written."""

    # ExportJob: its files are being made from now on.
    began = Signal(object)
    # ExportProgress.
    progressed = Signal(object)
    # ExportResult: nothing more comes of it.
    finished = Signal(object)

    _write_wanted = Signal(object)

    def __init__(self, controller: Controller, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.supply = LineSupply(controller, self)
        self._job: ExportJob | None = None
        self._writer = _Writer()
        self._thread = WorkerThread("script export", self._writer)
        self._write_wanted.connect(self._writer.write)
        self._writer.line_wanted.connect(self.supply.want)
        self.supply.supplied.connect(self._on_supplied)
        self._writer.progressed.connect(self._on_progressed)
        self._writer.ended.connect(self._on_ended)

    @property
    def busy(self) -> bool:
        """Something is being exported."""
        return self._job is not None

    def start(self, job: ExportJob, lines: Sequence[DueLine]) -> None:
        """Export files; `lines` says how those of the job are spoken. One export at a time."""
        if self._job is not None:
            raise RuntimeError("an export is under way")
        self._job = job
        self.supply.begin(lines)
        self._thread.ensure_running()
        self.began.emit(job)
        self._write_wanted.emit(job)

    @Slot()
    def cancel(self) -> None:
        """Write nothing more, and give up the file that is not complete; `finished` follows."""
        if self._job is not None:
            self._job.cancelled.set()
            self.supply.end()
            self._writer.answer(None)

    def close(self) -> bool:
        """Give up what is not complete and end the thread; false if it has not ended in time."""
        self.cancel()
        return self._thread.end(PATIENCE)

    @Slot(object)
    def _on_supplied(self, made: LineSound | VitsError) -> None:
        # Not as a slot of the writer, whose thread waits for it.
        self._writer.answer(made)

    @Slot(object)
    def _on_progressed(self, progress: object) -> None:
        if self._job is not None and not self._job.cancelled.is_set():
            self.progressed.emit(progress)

    @Slot(object)
    def _on_ended(self, result: ExportResult) -> None:
        self._job = None
        self.supply.end()
        self.finished.emit(result)
