"""Several files of one script: one for each line or each section."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from typing import Self

from app.cli.console import progress_bar, tell, tell_of, tell_of_skipped
from app.cli.label_files import cues_of, label_endings_of
from app.cli.options import audio_format_of, loudness_of, tags_of
from app.cli.stems import tell_of_times
from app.document.cast import Cast
from app.document.document import Document
from app.document.fitting import fits_of
from app.document.line_request import LineRequest
from app.document.rhythms import LineRhythms
from app.document.slots import LineFit
from app.export.job import ExportJob, ExportProgress, ExportResult, FileJob
from app.export.job_writer import JobWriter
from app.export.parts import NAMES, ExportSource, Layout, proposed_title
from app.files.existing_files import IfExists
from app.files.output_checks import check_output
from app.synthesis.requests import LineSound
from app.synthesis.take_rendering import lines_made
from app.synthesis.voice_info import voice_info
from vits_core.audio.file_format import AudioFormat
from vits_core.audio.files import make_folder
from vits_core.errors import VitsError

PROGRESS_FROM_LINES = 8
"""Fewer are done before a progress bar could be read."""
LAYOUTS = {"line": Layout.LINES, "section": Layout.SECTIONS}
"""By what `--each` calls them."""


def check_each(options: argparse.Namespace, audio_format: AudioFormat) -> None:
    """Make the folder that files are to go to, and raise `VitsError` where they cannot be
    written."""
    label_endings_of(options)
    make_folder(options.output)
    check_output(options.output / f"file.{options.type}", audio_format)


def write_each(
    options: argparse.Namespace, document: Document, requests: Sequence[LineRequest], cast: Cast
) -> int:
    """Write the files; returns the exit code, 1 where one could not be written."""
    info, layout = voice_info(cast.main), LAYOUTS[options.each]
    fits = {}
    if document.has_slots:
        with progress_bar("line", len(requests), at_least=PROGRESS_FROM_LINES) as fitted:
            fits = _fits(document, requests, cast, lambda done: fitted.update(done - fitted.n))
        requests = [
            each.fitted(fits[each.line]) if each.line in fits else each for each in requests
        ]
    source = ExportSource(
        document,
        title=proposed_title(document, options.file.stem),
        voice=info.name,
        voice_rate=info.sample_rate,
        fits=fits,
    )
    parts = source.parts(layout)
    names = source.names(parts, options.name or NAMES[layout])
    own = {each.line for each in requests if each.voice is not None}
    job = ExportJob(
        files=tuple(
            FileJob(
                path=options.output / f"{name}.{options.type}",
                title=source.title_of(part, layout),
                lines=part.lines,
                has_other_voices=not own.isdisjoint(line.id for line in part.lines),
            )
            for name, part in zip(names, parts, strict=True)
        ),
        voice=info,
        audio_format=audio_format_of(options),
        tags=tags_of(options),
        loudness=loudness_of(options),
        labels=label_endings_of(options),
        cues=cues_of(options),
        sidecar=options.sidecar,
        if_exists=IfExists(options.if_exists),
    )
    with progress_bar("line", len(job.lines), at_least=PROGRESS_FROM_LINES) as bar:

        def tell_progress(progress: ExportProgress) -> None:
            bar.update(progress.line - 1 - bar.n)

        with LineMaker(cast, requests) as line_of:
            result = JobWriter(job, line_of, tell_progress).write()
        bar.update(len(job.lines) - bar.n)
    _report(result, info.sample_rate, job)
    cues = source.parts(Layout.STEMS) if fits else []
    tell_of_times(stem for stem in map(source.stem, cues) if stem is not None)
    return 1 if result.failed else 0


def _fits(
    document: Document,
    requests: Sequence[LineRequest],
    cast: Cast,
    tell_progress: Callable[[int], object],
) -> dict[int, LineFit]:
    fits = fits_of(cast, LineRhythms(cast), requests, document.fit, tell=tell_progress)
    assert fits is not None  # nobody interrupts it
    return fits


class LineMaker:
    """Makes lines in their order, the next one begun while one is finished; some may be left
    out."""

    def __init__(self, cast: Cast, requests: Sequence[LineRequest]) -> None:
        self._cast = cast
        self._requests = requests
        self._made = lines_made(cast, (), lambda: False)
        self._next: int | None = None
        """Place of the line that is made next."""

    def __call__(self, place: int) -> LineSound:
        """The line at a place; raises `VitsError` where it cannot be made."""
        if place != self._next:
            self._begin(place, len(self._requests))
        self._next = place + 1
        try:
            return LineSound(*next(self._made))
        except VitsError:  # of this line, or of the one behind it
            self._begin(place, place + 1)
            self._next = None
            return LineSound(*next(self._made))

    def _begin(self, start: int, stop: int) -> None:
        self._made.close()
        self._made = lines_made(self._cast, self._requests[start:stop], lambda: False, mel=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._made.close()


def _report(result: ExportResult, sample_rate: int, job: ExportJob) -> None:
    """Tell what became of the files."""
    for note in result.skipped:
        tell_of_skipped(note)
    for path in result.kept:
        tell(f"skipped: {path} already exists")
    for path, error in result.failed:
        tell(f"failed: {path.name}: {error}")
    if result.written:  # the same note would hold for each
        tell_of(result.written[0], sample_rate, job.audio_format)
        count = len(result.written)
        tell(f"{'1 file' if count == 1 else f'{count} files'} saved in {result.folder}")
