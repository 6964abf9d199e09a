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
from typing import Any

from app.cli.console import (
    notes_on_level,
    print_all,
    progress_bar,
    standard_output,
    tell_notes,
    tell_of,
    tell_of_skipped,
)
from app.cli.label_files import label_files_of
from app.cli.options import (
    STANDARD_OUTPUT,
    audio_format_of,
    loudness_of,
    settings_of,
    tags_of,
    text_of,
)
from app.cli.reading_options import reading_of
from app.files.file_names import beginning
from app.files.output_checks import check_output
from app.files.provenance import Origin
from app.files.speech_files import JoinedSpeech, SpeechFiles
from vits_core.audio.wav_stream import WavStream
from vits_core.errors import AudioFileError
from vits_core.labels.times import SpeechTimes
from vits_core.noise.keyed import checked_seed
from vits_core.records import FloatArray, Outline, ProsodySettings, Skipped, Take, TakePart

PROGRESS_FROM_CHARACTERS = 400
"""Shorter texts are spoken before a progress bar could be read."""


def say(options: argparse.Namespace) -> int:
    """Speak as the options ask; returns the exit code, raises `VitsError` on failure."""
    text = text_of(options)
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
                written = files.write(blocks, rate, report.times, origin)
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


class Report:
    """What was spoken, gathered while the sound goes by.

    It holds no sound, and without `details` or `outlines` nothing of what was spoken: memory stays
    flat.
    """

    def __init__(self, text: str, *, details: bool, outlines: bool = False) -> None:
        self._text = text
        self._details = details
        self._joined = JoinedSpeech(outlines=outlines, on_skipped=tell_of_skipped)
        self._sentences: list[dict[str, Any]] = []
        self._format: dict[str, int] = {}

    @property
    def outlines(self) -> list[Outline]:
        """Of the sentences that were spoken."""
        return self._joined.outlines

    def blocks(self, pieces: Iterator[TakePart | Skipped]) -> Iterator[FloatArray]:
        """The sound of the pieces, pauses included.

        Raises `TextError`, before anything is yielded, when nothing can be spoken.
        """
        return self._joined.blocks(self._observed(self._with_progress(pieces)))

    def times(self, sample_rate: int) -> SpeechTimes:
        """When everything is heard, in a sound at so many Hz."""
        return self._joined.times(sample_rate)

    def as_json(self, output: Path | None) -> dict[str, Any]:
        """Everything about the speech but its sound; times in seconds, durations in frames."""
        seconds = self._joined.samples / self._format["sample_rate"]
        timings: dict[str, float] = {}
        for sentence in self._sentences:
            for stage, spent in sentence["timings"].items():
                timings[stage] = timings.get(stage, 0.0) + spent
        return {
            **self._format,
            "seconds": seconds,
            "output": None if output is None else str(output),
            "timings": timings,
            "sentences": self._sentences,
            "skipped": [
                {"text": s.text, "start": s.start, "stop": s.stop, "reason": s.reason}
                for s in self._joined.skipped
            ],
        }

    def _observed(self, pieces: Iterator[TakePart | Skipped]) -> Iterator[TakePart | Skipped]:
        for piece in pieces:
            if not isinstance(piece, Skipped) and not self._format:
                self._format = {
                    "sample_rate": piece.outline.sample_rate,
                    "hop_length": piece.outline.hop_length,
                }
            yield piece
            if not isinstance(piece, Skipped) and piece.take is not None and self._details:
                self._add(piece.take)

    def _add(self, take: Take) -> None:
        offset = self._joined.start / take.sample_rate
        words = []
        for word in take.utterance.words:
            start, stop = take.word_seconds(word)
            words.append({"text": word.text, "start": offset + start, "stop": offset + stop})
        self._sentences.append(
            {
                "text": take.utterance.text,
                "start": offset,
                "phonemes": take.utterance.phonemes,
                "symbols": take.utterance.symbols,
                "token_ids": take.utterance.token_ids,
                "durations": take.durations.tolist(),
                "words": words,
                "timings": dict(take.timings),
            }
        )

    def _with_progress(self, pieces: Iterator[TakePart | Skipped]) -> Iterator[TakePart | Skipped]:
        """A bar on a terminal that counts the characters of the sentences spoken."""
        total = len(self._text)
        with progress_bar("char", total, at_least=PROGRESS_FROM_CHARACTERS) as bar:
            for piece in pieces:
                yield piece
                if isinstance(piece, Skipped):
                    bar.update(max(0, piece.stop - bar.n))
                elif piece.take is not None:
                    bar.update(max(0, piece.outline.utterance.stop - bar.n))


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
