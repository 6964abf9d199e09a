"""The command `script`: a document of the window or subtitles, spoken into one file or several: as
the window speaks them, and in their times."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, closing, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.chapters import Chapters
from app.cli.console import progress_bar, tell, tell_of, tell_of_skipped
from app.cli.label_files import label_files_of
from app.cli.options import (
    audio_format_of,
    fit_of,
    loudness_of,
    settings_of,
    tags_of,
)
from app.cli.script_parts import check_each, write_each
from app.cli.script_source import read_script, requests_of, script_of, spoken_as_asked
from app.cli.stems import Stems, stem_of, tell_of_times
from app.document.cast import Cast
from app.document.document import Document
from app.document.fitting import FittedTakes
from app.document.line_request import LineRequest
from app.document.line_takes import takes_of
from app.document.slots import USUAL_FIT
from app.files.file_names import beginning
from app.files.output_checks import check_output
from app.files.provenance import Origin, in_one_text
from app.files.speech_files import JoinedSpeech, LabelFiles, SpeechFiles
from vits_core.audio.files import make_folder
from vits_core.errors import SettingsError, VoiceError
from vits_core.records import ProsodySettings, Skipped, TakePart

if TYPE_CHECKING:  # torch is slow to load, and what cannot work is told without it
    from vits_core.voice import Voice

PROGRESS_FROM_LINES = 8
"""Fewer are spoken before a progress bar could be read."""


def script(options: argparse.Namespace) -> int:
    """Speak the document; returns the exit code, raises `VitsError` on failure."""
    source = read_script(options.file)
    loudness_of(options)
    audio_format = audio_format_of(options)
    labels = LabelFiles()
    if options.each is None:
        check_output(options.output, audio_format)
        labels = label_files_of(options)
    else:
        check_each(options, audio_format)
    settings_of(options, ProsodySettings())
    fit_of(options, USUAL_FIT)
    if isinstance(source, Document):
        _check_voice(source, options)
    if options.stems is not None:
        make_folder(options.stems)
    # Imported here: torch is slow to load, and what cannot work is told without it.
    from vits_core.voice import load_voice

    def load(path: str) -> Voice:
        return load_voice(path, options.device, options.precision)

    own = source.voice if isinstance(source, Document) else ""
    with (
        load_voice(options.voice or own or None, options.device, options.precision) as voice,
        Cast(voice, load) as cast,
    ):
        document = spoken_as_asked(script_of(source, voice), options, voice)
        requests = requests_of(document, cast, options)
        _tell_of_choices(document, requests)
        _check_times(document, options)
        if options.each is not None:
            return write_each(options, document, requests, cast)
        _write_whole(options, document, requests, cast, labels)
    return 0


def _write_whole(
    options: argparse.Namespace,
    document: Document,
    requests: Sequence[LineRequest],
    cast: Cast,
    labels: LabelFiles,
) -> None:
    """One file of all lines."""
    audio_format = audio_format_of(options)
    voice = cast.main
    rate, hop = voice.config.sample_rate, voice.synthesizer.hop_length
    title = options.file.stem or beginning(document.text)
    fitted = FittedTakes(cast, requests, document.fit)
    joined = JoinedSpeech(
        outlines=options.sidecar or bool(labels.paths),
        on_skipped=tell_of_skipped,
        lead=lambda: fitted.lead,
    )
    chapters = Chapters(document, title, joined, rate)
    takes = fitted if document.has_slots else takes_of(cast, requests)
    parts = cast.render(requests, takes, mel=False, keep=False)
    files = SpeechFiles(
        path=options.output,
        audio_format=audio_format,
        tags=tags_of(options).or_else(title=title, artist=voice.config.name),
        loudness=loudness_of(options),
        labels=labels,
        sidecar=options.sidecar,
    )
    with closing(parts), _stems(options, fitted, rate) as stems:
        pieces = _with_progress(chapters.passing(parts), len(document))
        written = files.write(
            joined.blocks(pieces if stems is None else stems.passing(pieces)),
            rate,
            joined.times,
            lambda: Origin.by(voice, *in_one_text(joined.outlines), fitted.lead // hop),
            chapters=chapters.found,
        )
        tell_of(written, rate, audio_format)
        tell_of_times(stem_of(each, document[each.lines[0]].text, rate) for each in fitted.placed)
        if stems is not None:
            suffix, level = options.output.suffix, written.stored.level
            stems.write(suffix, rate, audio_format, files.tags, level)


def _check_voice(document: Document, options: argparse.Namespace) -> None:
    if options.voice is None and document.voice and not Path(document.voice).exists():
        raise VoiceError(
            "The script's voice is not there",
            where=document.voice,
            remedy="Put the file back, or name another voice with --voice.",
        )
    own = Counter(line.delivery.voice for line in document if line.delivery.voice)
    for path, count in own.items():
        if not Path(path).exists():
            lines = "1 line" if count == 1 else f"{count} lines"
            raise VoiceError(
                f"The voice that {lines} of the script should be spoken by is not there",
                where=path,
                remedy="Put the file back, or give the lines another voice in the window.",
            )
    if options.sidecar and any(line.delivery.voice is not None for line in document):
        raise SettingsError(
            "A recipe holds a single voice, and lines of the script have voices of their own",
            where=str(options.file),
            remedy="Leave out --sidecar.",
        )


def _check_times(document: Document, options: argparse.Namespace) -> None:
    if options.stems is not None and not document.has_slots:
        raise SettingsError(
            "The script has no times, so it has no cues that could be stems",
            where=str(options.file),
            remedy="Name subtitles, or leave out --stems.",
        )


def _stems(
    options: argparse.Namespace, fitted: FittedTakes, rate: int
) -> AbstractContextManager[Stems | None]:
    return nullcontext() if options.stems is None else Stems(options.stems, fitted.placed, rate)


def _tell_of_choices(document: Document, requests: list[LineRequest]) -> None:
    """Tell of chosen takes that do not speak their lines."""
    stale = [line for line in document if line.is_stale]
    chosen = [line for line in document if line.chosen is not None and not line.is_stale]
    foreign = sum(
        request.chosen is None
        for line, request in zip(document, requests, strict=True)
        if line in chosen
    )
    for count, what in (
        (len(stale), "the words of %s have changed since a take was chosen"),
        (foreign, "the takes that were chosen for %s are another voice's"),
    ):
        if count:
            lines = "1 line" if count == 1 else f"{count} lines"
            tell(f"note: {what % lines}; used the script's seeds instead")


def _with_progress(parts: Iterator[TakePart | Skipped], lines: int) -> Iterator[TakePart | Skipped]:
    """A bar on a terminal that counts the sentences spoken."""
    with progress_bar("line", lines, at_least=PROGRESS_FROM_LINES) as bar:
        for part in parts:
            yield part
            if isinstance(part, Skipped) or part.take is not None:
                bar.update(min(1, lines - bar.n))
