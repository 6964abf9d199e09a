"""The command `say`: a text to the loudspeaker, a file or a pipe, as it is made."""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

from app.cli.console import (
    notes_on_level,
    print_all,
    standard_output,
    tell_notes,
    tell_of,
)
from app.cli.label_files import label_files_of
from app.cli.options import (
    STANDARD_OUTPUT,
    audio_format_of,
    loudness_of,
    read_as_asked,
    settings_of,
    tags_of,
)
from app.cli.reading_options import reading_of
from app.cli.say_report import Report
from app.files.file_names import beginning
from app.files.output_checks import check_output
from app.files.provenance import Origin
from app.files.speech_files import SpeechFiles
from vits_core.audio.file_types import M4B
from vits_core.audio.wav_stream import WavStream
from vits_core.errors import AudioFileError
from vits_core.noise.keyed import checked_seed
from vits_core.records import FloatArray, ProsodySettings


def say(options: argparse.Namespace) -> int:
    """Speak as the options ask; returns the exit code, raises `VitsError` on failure."""
    read = read_as_asked(options)
    text = read.text
    audio_format, loudness = audio_format_of(options), loudness_of(options)
    # What cannot work is told before anything is spoken.
    if options.output == STANDARD_OUTPUT:
        _check_pipe()
    elif options.output is not None:
        check_output(options.output, audio_format)
    labels = label_files_of(options)
    rhythm_seed = checked_seed(options.rhythm_seed)
    expression_seed = checked_seed(options.expression_seed)
    settings_of(options, ProsodySettings())
    # Imported here: torch is slow to load, and a wrong text or option is told without it.
    from vits_core.voice import load_voice

    with load_voice(options.voice, options.device, options.precision) as voice:
        settings = settings_of(options, voice.config.defaults)
        pieces = voice.stream(
            text,
            settings,
            rhythm_seed=rhythm_seed,
            expression_seed=expression_seed,
            speaker=options.speaker,
            phonemes=options.phonemes,
            reading=reading_of(options, text, voice.frontend.config),
            mel=False,
            keep=False,
        )
        wants_outlines = options.sidecar or bool(labels.paths)
        report = Report(text, details=options.json, outlines=wants_outlines)
        if read.headings and _has_chapters(options.output):
            # Here, since other texts do without what finds their lines.
            from app.cli.script_source import script_of

            title = options.title or options.file.stem
            report.note_chapters(script_of(read, voice), title, voice.config.sample_rate)
        with closing(pieces):
            blocks, rate = report.blocks(pieces), voice.config.sample_rate
            if options.output is None:
                _play(blocks, rate)
                labels.write(report.times(rate))
            elif options.output == STANDARD_OUTPUT:
                _pipe(WavStream(rate, audio_format, raw=options.raw, loudness=loudness), blocks)
                labels.write(report.times(audio_format.sample_rate or rate))
            else:
                files = SpeechFiles(
                    path=options.output,
                    audio_format=audio_format,
                    tags=tags_of(options).or_else(title=beginning(text), artist=voice.config.name),
                    loudness=loudness,
                    labels=labels,
                    sidecar=options.sidecar,
                )
                origin = partial(Origin.by, voice, text, report.outlines)
                written = files.write(blocks, rate, report.times, origin, chapters=report.chapters)
                tell_of(written, rate, audio_format)
    if options.json:
        said = {
            "text": text,
            "voice": voice.config.name,
            "device": str(voice.device),
            "precision": voice.precision,
            **dataclasses.asdict(settings),
            "rhythm_seed": rhythm_seed,
            "expression_seed": expression_seed,
            **report.as_json(options.output),
        }
        print_all(json.dumps(said, ensure_ascii=False), "The JSON")
    return 0


def _has_chapters(output: Path | None) -> bool:
    return output is not None and output.suffix.lower() == M4B.ending


def _check_pipe() -> None:
    """Raise `AudioFileError` where sound would be shown as letters."""
    if sys.stdout.isatty():
        raise AudioFileError(
            "Sound cannot be shown on a terminal",
            where="standard output",
            remedy="Pipe it into another program, or name a file with -o OUT.wav.",
        )


def _pipe(stream: WavStream, blocks: Iterator[FloatArray]) -> None:
    """Hand the sound on as it comes; raises BrokenPipeError where nobody takes it any more."""
    for chunk in stream.read(blocks):
        with standard_output("The sound"):
            sys.stdout.buffer.write(chunk)
            sys.stdout.buffer.flush()
    tell_notes(notes_on_level(stream.level, stream.clipped_samples))


def _play(blocks: Iterator[FloatArray], sample_rate: int) -> None:
    """Play the blocks as they come, to the end; raises `PlaybackError`."""
    from app.playback.playback import Playback

    with Playback() as playback:
        playback.begin(sample_rate)
        for number, block in enumerate(blocks):
            playback.append(block)
            if number == 0:
                playback.play()
            if (error := playback.take_error()) is not None:
                raise error
        playback.complete()
        playback.wait()
