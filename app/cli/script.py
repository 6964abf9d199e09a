"""The command `script`: a document of the window, spoken into a file as the window speaks it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from tqdm import tqdm

from app.cli.console import tell, tell_of, tell_of_skipped
from app.cli.label_files import add_label_options, label_files_of
from app.cli.options import (
    add_foreign_option,
    add_format_options,
    add_loudness_options,
    add_model_options,
    add_tag_options,
    audio_format_of,
    foreign_of,
    loudness_of,
    tags_of,
)
from app.document.document import Document
from app.document.document_json import read_document
from app.document.line_request import LineRequest, line_request, takes_of
from app.files.file_names import beginning
from app.files.output_checks import check_output
from app.files.provenance import Origin, in_one_text
from app.files.speech_files import JoinedSpeech, SpeechFiles
from vits_core.audio.file_types import TYPES
from vits_core.errors import VoiceError
from vits_core.records import Skipped, TakePart

PROGRESS_FROM_LINES = 8
"""Fewer are spoken before a progress bar could be read."""


def add_script(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    command = commands.add_parser(
        "script",
        help="speak a script that was saved in the window into an audio file",
        description=(
            "Speak a script (.vits-script) into an audio file: with its own voice, speakers, "
            "settings, gaps and chosen takes, sample for sample as the window does."
        ),
    )
    command.set_defaults(run=script, parser=command)
    command.add_argument("file", type=Path, metavar="SCRIPT", help="the .vits-script file")
    command.add_argument(
        "-o",
        "--output",
        type=Path,
        required=True,
        metavar="OUT",
        help=f"the audio file to write ({', '.join(TYPES)})",
    )
    add_model_options(command, voice="a voice in place of the script's own")
    add_foreign_option(command)
    add_format_options(command)
    add_loudness_options(command)
    add_tag_options(command)
    command.add_argument(
        "--sidecar",
        action="store_true",
        help="also save a recipe (.take.json), from which retake makes it again",
    )
    add_label_options(command)


def script(options: argparse.Namespace) -> int:
    """Speak the document; returns the exit code, raises `VitsError` on failure."""
    document = read_document(options.file)
    audio_format, loudness = audio_format_of(options), loudness_of(options)
    check_output(options.output, audio_format)
    labels = label_files_of(options)
    _check_voice(document, options)
    # Imported here: torch is slow to load, and what cannot work is told without it.
    from vits_core.voice import load_voice

    path = options.voice or document.voice or None
    with load_voice(path, options.device, options.precision) as voice:
        foreign = foreign_of(options, document.text, voice.frontend.config)
        requests = [
            line_request(
                document,
                line,
                voice=str(voice.source),
                speakers=voice.config.speakers,
                defaults=voice.config.defaults,
                foreign=foreign,
            )
            for line in document
        ]
        _tell_of_choices(document, requests)
        joined = JoinedSpeech(
            outlines=options.sidecar or bool(labels.paths), on_skipped=tell_of_skipped
        )
        takes = (take for _, take in takes_of(voice, requests))
        parts = voice.render(takes, mel=False, keep=False)
        files = SpeechFiles(
            path=options.output,
            audio_format=audio_format,
            tags=tags_of(options).or_else(
                title=options.file.stem or beginning(document.text), artist=voice.config.name
            ),
            loudness=loudness,
            labels=labels,
            sidecar=options.sidecar,
        )
        rate = voice.config.sample_rate
        with closing(parts):
            written = files.write(
                joined.blocks(_with_progress(parts, len(document))),
                rate,
                joined.times,
                lambda: Origin.by(voice, *in_one_text(joined.outlines)),
            )
        tell_of(written, rate, audio_format)
    return 0


def _check_voice(document: Document, options: argparse.Namespace) -> None:
    if options.voice is None and document.voice and not Path(document.voice).exists():
        raise VoiceError(
            "The script's voice is not there",
            where=document.voice,
            remedy="Put the file back, or name another voice with --voice.",
        )


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
    hidden = not sys.stderr.isatty() or lines < PROGRESS_FROM_LINES
    with tqdm(total=lines, unit="line", disable=hidden, file=sys.stderr) as bar:
        for part in parts:
            yield part
            if isinstance(part, Skipped) or part.take is not None:
                bar.update(min(1, lines - bar.n))
