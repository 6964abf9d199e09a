"""The command `render`: a file for each row of a table, by several processes or machines."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass
from pathlib import Path

from app.cli.console import note_on, notes_on, progress_bar, tell
from app.cli.render_jobs import check_render_options, plan_of
from app.files.csv_table import write_csv
from app.files.output_checks import check_folder
from app.render.job import Job, Rendered
from app.render.manifest import Manifest, State
from app.render.processes import Processes, has_cuda_driver, processors
from app.render.schedule import Workers, outcomes
from app.render.table import read_table
from vits_core.errors import AudioFileError, SettingsError, VitsError

LISTED = 10
"""Rows or files that are named where there are many alike."""
_COLUMNS = ("row", "file", "status", "seconds", "cause")


def render(options: argparse.Namespace) -> int:
    """Make what is missing; returns the exit code: 1 where a row failed, 130 if interrupted."""
    # Here, since they bring the libraries that write files.
    from vits_core.audio.files import make_folder

    if options.results is not None:
        _check_results(options)
    check_render_options(options)
    rows = read_table(options.table, options.ignore)
    make_folder(options.output)
    check_folder(options.output)
    plan = plan_of(rows, options)
    run = Run(options.output)
    for row, error in plan.failures:
        run.fail(row, "", error)
    wanted = run.missing(plan.jobs, force=options.force)
    if not plan.failures:  # whose files may be there
        run.tell_of_others(plan.jobs)
    stopped = False
    try:
        if wanted and not (run.failed and options.stop_on_error):
            _make(wanted, run, options)
    except KeyboardInterrupt:
        stopped = True
        print(file=sys.stderr)  # behind the terminal's ^C
    run.tell(total=len(rows))
    if options.results is not None:
        run.write_results(options.results)
    if stopped:
        tell("Stopped. The same command makes the rest.")
        return 130
    return 1 if run.failed else 0


def _make(jobs: Sequence[Job], run: Run, options: argparse.Namespace) -> None:
    with (
        _workers(options, len(jobs)) as workers,
        progress_bar("row", len(jobs)) as bar,
        closing(outcomes(jobs, workers, run.begin)) as ended,
    ):
        for job, outcome in ended:
            if isinstance(outcome, Rendered):
                run.finish(job, outcome)
            else:
                run.fail(job.row, job.files.path.as_posix(), outcome)
                if options.stop_on_error:
                    return
                bar.set_postfix_str(f"{run.failed} failed")
            bar.update()


def _workers(options: argparse.Namespace, jobs: int) -> AbstractContextManager[Workers]:
    if options.ray is not None:
        from app.render.ray_cluster import RayWorkers

        return RayWorkers(options.ray, options.workers, jobs, options.output, options.device)
    count = options.workers
    if count is None:
        count = 1 if _on_gpu(options.device) else processors()
    return Processes(min(count, jobs), options.output, options.device)


def _on_gpu(device: str) -> bool:
    if device == "cpu" or (device == "auto" and not has_cuda_driver()):
        return False
    from vits_core.device import choose_device

    return choose_device(device).type == "cuda"


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a row."""

    row: int
    file: str
    status: str
    seconds: float = 0.0
    cause: str = ""


class Run:
    """What becomes of the rows, kept in the manifest, told at the end."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._manifest = Manifest(folder)
        self._results: list[Result] = []
        self._notes: Counter[str] = Counter()

    @property
    def failed(self) -> int:
        """How many rows have."""
        return self._count("failed")

    def missing(self, jobs: Iterable[Job], *, force: bool) -> list[Job]:
        """The jobs that have to be done; the others are there, or cannot be written."""
        wanted = []
        for job in jobs:
            name = job.files.path.as_posix()
            state = State.MISSING if force else self._manifest.state(job)
            if state is State.MISSING:
                wanted.append(job)
            elif state is State.FOREIGN:
                error = AudioFileError(
                    "The file was not made by this command, or was changed since",
                    where=str(self._folder / name),
                    remedy="Choose another folder or name, or replace such files with --force.",
                )
                self.fail(job.row, name, error)
            else:
                seconds = self._manifest.seconds(job)
                self._results.append(Result(job.row, name, "unchanged", seconds))
                if state is State.EDITED:
                    self._note(job.row, f"{name} was changed by hand and is kept as it is")
        return wanted

    def tell_of_others(self, jobs: Iterable[Job]) -> None:
        """Which files of an earlier run are of no row any more: they stay."""
        others = self._manifest.others(jobs)
        if others:
            named = ", ".join(others[:LISTED]) + (", …" if len(others) > LISTED else "")
            tell(f"note: of rows that are gone or renamed, {self._folder} still has {named}")

    def begin(self, job: Job) -> None:
        """A job is given to somebody."""
        self._manifest.begin(job)

    def finish(self, job: Job, rendered: Rendered) -> None:
        """A job is done."""
        written = rendered.written
        self._manifest.finish(job, written.seconds)
        name = job.files.path.as_posix()
        self._results.append(Result(job.row, name, "made", written.seconds))
        for skipped in rendered.skipped:
            self._note(job.row, note_on(skipped))
        for note in notes_on(written, rendered.sample_rate, job.files.audio_format):
            self._note(job.row, note)

    def fail(self, row: int, name: str, error: VitsError) -> None:
        """Nothing comes of a row."""
        self._results.append(Result(row, name, "failed", cause=str(error)))

    def tell(self, *, total: int) -> None:
        """What has become of so many rows."""
        for note, times in self._notes.items():
            if times > 1:
                tell(f"note: the same in {times - 1} more: {note}")
        self._results.sort(key=lambda result: result.row)
        failed: dict[str, list[int]] = {}
        for result in self._results:
            if result.cause:
                failed.setdefault(result.cause, []).append(result.row)
        for cause, rows in failed.items():
            tell(f"failed: {_in_words(rows)}: {cause}")
        made, unchanged = self._count("made"), self._count("unchanged")
        left = total - len(self._results)
        waiting = f", {left} not yet made" if left else ""
        tell(
            f"{made} made, {unchanged} unchanged, {self.failed} failed{waiting}, in {self._folder}"
        )

    def write_results(self, path: Path) -> None:
        """Write them as a table; raises `AudioFileError`."""
        rows = (
            (
                each.row,
                each.file,
                each.status,
                f"{each.seconds:.3f}" if each.seconds else "",
                each.cause,
            )
            for each in self._results
        )
        write_csv(path, _COLUMNS, rows)

    def _count(self, status: str) -> int:
        return sum(result.status == status for result in self._results)

    def _note(self, row: int, note: str) -> None:
        if not self._notes[note]:
            tell(f"note: row {row}: {note}")
        self._notes[note] += 1


def _in_words(rows: Sequence[int]) -> str:
    """Some rows of a table, by their numbers."""
    if len(rows) == 1:
        return f"row {rows[0]}"
    more = f" and {len(rows) - LISTED} more" if len(rows) > LISTED else ""
    return f"rows {', '.join(map(str, rows[:LISTED]))}{more}"


def _check_results(options: argparse.Namespace) -> None:
    check_folder(options.results.parent)
    if options.results.resolve() == options.table.resolve():
        raise SettingsError(
            "The results would replace the table",
            where=str(options.results),
            remedy="Choose another name for --results.",
        )
