"""Writes the files of an export, line by line, and holds no more sound than that of one line.

The window opens without it and the libraries that write files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

from app.export.job import ExportJob, ExportProgress, ExportResult, FileJob
from app.files.cancelling import Heeded, WriteCancelledError, heeding
from app.files.existing_files import IfExists, beside, place_for, refusal, to_stay
from app.files.output_checks import check_output
from app.files.provenance import Origin
from app.files.speech_files import JoinedSpeech, LabelFiles, SpeechFiles
from app.files.stem_table import TABLE, StemTable
from app.synthesis.requests import LineSound
from vits_core.audio.encoding import Encoding
from vits_core.audio.file_format import Chapter, Levelling, WrittenFile
from vits_core.audio.files import make_folder
from vits_core.audio.levelling import Spool, levelling
from vits_core.errors import AudioFileError, TakeFileError, TextError, VitsError, as_vits_error
from vits_core.records import FloatArray, Skipped, TakePart

LineOf = Callable[[int], LineSound]
"""Brings the line at a place of the job; raises `VitsError` where it cannot be made, and
`WriteCancelledError` where it is not wanted any more."""


class JobWriter:
    """Goes through one job, off the window's thread."""

    def __init__(
        self, job: ExportJob, line_of: LineOf, tell: Callable[[ExportProgress], None]
    ) -> None:
        self._job = job
        self._line_of = line_of
        self._tell = tell
        self._lines = len(job.lines)
        self._paths = {file.path for file in job.files}
        self._written: list[WrittenFile] = []
        self._kept: list[Path] = []
        self._failed: list[tuple[Path, VitsError]] = []
        self._skipped: list[Skipped] = []
        self._stems = StemTable()

    def write(self) -> ExportResult:
        """Write all files; what goes wrong with one does not concern the others."""
        job = self._job
        with suppress(WriteCancelledError):
            try:
                self._write_all(self._begun())
            except VitsError as error:
                self._failed += [(file.path, error) for file in job.files]
        if self._stems.rows:
            self._write_table()
        return ExportResult(
            folder=job.folder,
            written=tuple(self._written),
            kept=tuple(self._kept),
            failed=tuple(self._failed),
            skipped=tuple(self._skipped),
            cancelled=job.cancelled.is_set(),
        )

    def _begun(self) -> list[_Speech]:
        """The speeches that are to be made; what is there may stay."""
        job = self._job
        if job.makes_folder:
            make_folder(job.folder)
        check_output(job.files[0].path, job.audio_format)
        speeches = []
        for number, (first, file) in enumerate(job.firsts(), 1):
            there = to_stay(file.path, job.if_exists, sidecar=job.sidecar, labels=job.labels)
            if there is None:
                line_of = partial(self._line, number, first)
                speeches.append(_Speech(job, file, line_of))
            elif job.if_exists is IfExists.SKIP:
                self._kept.append(there)
                self._list(file, file.path)
            else:
                remedy = "Choose another folder or name, or let it be replaced."
                self._failed.append((file.path, refusal(there, remedy)))
        return speeches

    def _write_all(self, speeches: list[_Speech]) -> None:
        if self._job.loudness is None:
            for speech in speeches:
                self._try(speech, partial(self._write, speech, speech.blocks(), None))
            return
        with Spool(self._job.folder) as spool:
            waiting = [
                speech
                for speech in speeches
                if self._try(speech, partial(spool.add, self._heeded(speech.blocks())))
            ]
            if waiting:
                self._tell_of_saving(0)
                level = self._level(spool)
                for place, speech in enumerate(waiting):
                    self._tell_of_saving(place)
                    sound = spool.sound(place)
                    self._try(speech, partial(self._write, speech, sound, level))

    def _level(self, spool: Spool) -> Levelling:
        """What brings all files together to the loudness that is wanted."""
        job = self._job
        assert job.loudness is not None
        voice_rate = job.voice.sample_rate
        rate = self._rate_of(job.files[0].path)
        return levelling(Heeded(spool, job.cancelled), voice_rate, rate, job.loudness)

    def _write(self, speech: _Speech, sound: Iterable[FloatArray], level: Levelling | None) -> None:
        job = self._job
        others = self._paths - {speech.path}
        path = place_for(
            speech.path, job.if_exists, sidecar=job.sidecar, labels=job.labels, taken=others
        )
        files = SpeechFiles(
            path=path,
            audio_format=job.audio_format,
            tags=job.tags.or_else(title=speech.title, artist=job.voice.name),
            loudness=level,
            labels=LabelFiles(tuple(beside(path, ending) for ending in job.labels), job.cues),
            sidecar=job.sidecar,
        )
        rate = job.voice.sample_rate
        sound = self._heeded(sound)
        files.write(sound, rate, speech.times, speech.origin, self._written.append, speech.chapters)
        self._skipped += speech.skipped
        self._list(speech.file, path)

    def _list(self, file: FileJob, path: Path) -> None:
        """Put a file that is there into the table, if it is a stem."""
        if file.stem is not None:
            self._stems.add(path.name, file.stem, self._rate_of(path))

    def _write_table(self) -> None:
        job = self._job
        try:
            self._stems.write(job.folder, job.if_exists)
        except AudioFileError as error:
            self._failed.append((job.folder / TABLE, error))

    def _rate_of(self, path: Path) -> int:
        """Hz at which a file of the job is written."""
        return Encoding.of(path, self._job.audio_format, self._job.voice.sample_rate).rate

    def _try(self, speech: _Speech, work: Callable[[], object]) -> bool:
        """Do something for a file; what goes wrong is its own."""
        try:
            work()
        except WriteCancelledError:
            raise
        except Exception as error:
            if isinstance(error, TextError) and speech.file.stem is not None:
                self._skipped += speech.skipped  # such as a cue of music
            else:
                self._failed.append((speech.path, as_vits_error(error)))
            return False
        return True

    def _heeded(self, sound: Iterable[FloatArray]) -> Iterator[FloatArray]:
        return heeding(sound, self._job.cancelled)

    def _line(self, file: int, first: int, place: int) -> LineSound:
        """The line at a place of a file."""
        if self._job.cancelled.is_set():
            raise WriteCancelledError
        self._tell(ExportProgress(file, len(self._job.files), first + place + 1, self._lines))
        return self._line_of(first + place)

    def _tell_of_saving(self, place: int) -> None:
        files = len(self._job.files)
        self._tell(ExportProgress(place + 1, files, self._lines, self._lines, saving=True))


class _Speech:
    """The sound of one file's lines, and what is known of it once it has gone by."""

    def __init__(self, job: ExportJob, file: FileJob, line_of: LineOf) -> None:
        self.file, self.path, self.title = file, file.path, file.title
        self._job = job
        self._lines = file.lines
        self._line_of = line_of
        self._titles = dict(file.chapters)
        self._chapters: list[Chapter] = []
        self._joined = JoinedSpeech(
            outlines=job.sidecar or bool(job.labels), lead=lambda: file.lead
        )
        self._lead_frames = file.lead // job.voice.hop_length
        self.times = self._joined.times

    @property
    def skipped(self) -> list[Skipped]:
        """What of it was not spoken."""
        return self._joined.skipped

    def blocks(self) -> Iterator[FloatArray]:
        """The sound, [T_samples] each, with the pauses between the lines."""
        return self._joined.blocks(self._pieces())

    def chapters(self) -> list[Chapter]:
        """Where players can go to."""
        return self._chapters

    def origin(self) -> Origin:
        """What it was made from."""
        voice, outlines = self._job.voice, self._joined.outlines
        if self.file.has_other_voices:
            raise TakeFileError(
                f"{self.path.name} was saved, but its recipe was not: a recipe holds a single "
                "voice, and lines have voices of their own",
                remedy="Leave out the recipe, or export lines of the script's voice alone.",
            )
        first, *others = self._lines
        return Origin(
            text=first.text + "".join(line.before + line.text for line in others),
            takes=outlines,
            voice=voice.name,
            voice_file=voice.source,
            precision=voice.precision,
            device=voice.device,
            lead_frames=self._lead_frames,
        )

    def _pieces(self) -> Iterator[TakePart | Skipped]:
        """What there is of each line, at characters of the file's own text."""
        start, title = 0, None
        for place, line in enumerate(self._lines):
            title = self._titles.get(place, title)
            start += len(line.before) if place else 0
            sound = self._line_of(place)
            told = {note for take in sound.takes for note in take.utterance.skipped}
            for note in sound.skipped:
                if note not in told:
                    yield replace(note, start=start + note.start, stop=start + note.stop)
            for take in sound.takes:
                yield TakePart.whole(replace(take, utterance=take.utterance.moved(start)))
                if title is not None:
                    at = self._joined.start / self._job.voice.sample_rate
                    self._chapters.append(Chapter(title, at))
                    title = None
            start += len(line.text)
