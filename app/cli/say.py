"""The command `say`: a text to the loudspeaker, a file or a pipe, as it is made."""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
from tqdm import tqdm

from app.cli.console import print_all, standard_output, tell, tell_of, tell_of_level
from app.cli.label_files import LabelFiles
from app.cli.options import (
    STANDARD_OUTPUT,
    audio_format_of,
    loudness_of,
    settings_of,
    tags_of,
    text_of,
)
from app.files.file_names import beginning
from app.files.output_checks import check_output
from app.files.provenance import Origin, write_description
from vits_core.audio.files import write_sound
from vits_core.audio.wav_stream import WavStream
from vits_core.errors import AudioFileError
from vits_core.labels.times import SpeechTimes
from vits_core.noise.keyed import checked_seed
from vits_core.provenance.digest import AudioDigest
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
    labels = LabelFiles.of(options)
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
            mel=False,
            keep=False,
        )
        wants_outlines = options.sidecar or bool(labels.paths)
        report = Report(text, details=options.json, outlines=wants_outlines)
        digest = AudioDigest()
        with closing(pieces):
            blocks, rate = report.blocks(pieces), voice.config.sample_rate
            if options.output is None:
                _play(blocks, rate)
            elif options.output == STANDARD_OUTPUT:
                rate = audio_format.sample_rate or rate
                stream = WavStream(
                    voice.config.sample_rate, audio_format, raw=options.raw, loudness=loudness
                )
                _pipe(stream, blocks)
            else:
                passing = digest.passing(blocks) if options.sidecar else blocks
                written = write_sound(
                    options.output,
                    passing,
                    rate,
                    audio_format,
                    tags=tags_of(options).or_else(title=beginning(text), artist=voice.config.name),
                    loudness=loudness,
                )
                tell_of(written, rate, audio_format)
                rate = written.sample_rate
                if options.sidecar:
                    origin = Origin.by(voice, text, report.outlines)
                    write_description(written, origin, digest.hexdigest())
        labels.write(SpeechTimes.joined(report.outlines, rate, report.skipped))
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
        self.outlines: list[Outline] = []
        """Of the sentences that were spoken."""
        self.skipped: list[Skipped] = []
        """What was not spoken, or not as written."""
        self._text = text
        self._details = details
        self._keeps_outlines = outlines
        self._sentences: list[dict[str, Any]] = []
        self._samples = 0
        self._format: dict[str, int] = {}

    def blocks(self, pieces: Iterator[TakePart | Skipped]) -> Iterator[FloatArray]:
        """The sound of the pieces, pauses included.

        Raises `TextError`, before anything is yielded, when nothing can be spoken.
        """
        pause = start = 0
        for piece in self._with_progress(pieces):
            if isinstance(piece, Skipped):
                self._note(piece)
                continue
            outline = piece.outline
            if piece.start_sample == 0:
                self._format = {
                    "sample_rate": outline.sample_rate,
                    "hop_length": outline.hop_length,
                }
                for note in outline.utterance.skipped:
                    self._note(note)
                if pause:
                    self._samples += pause
                    yield np.zeros(pause, np.float32)
                pause, start = outline.pause_samples, self._samples
                if self._keeps_outlines:
                    self.outlines.append(outline)
            self._samples += len(piece.waveform)
            yield piece.waveform
            if piece.take is not None and self._details:
                self._add(piece.take, start)
        if not self._samples:
            from vits_core.voice import nothing_to_speak

            raise nothing_to_speak(self.skipped)

    def as_json(self, output: Path | None) -> dict[str, Any]:
        """Everything about the speech but its sound; times in seconds, durations in frames."""
        seconds = self._samples / self._format["sample_rate"]
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
                for s in self.skipped
            ],
        }

    def _add(self, take: Take, start_sample: int) -> None:
        offset = start_sample / take.sample_rate
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

    def _note(self, note: Skipped) -> None:
        self.skipped.append(note)
        text = note.text if len(note.text) <= 40 else note.text[:39] + "…"
        # A control character would not be seen, or would act on the terminal.
        shown = "".join(c if c.isprintable() or c.isspace() else "\ufffd" for c in text)
        tell(f"note: skipped “{' '.join(shown.split())}” at character {note.start}: {note.reason}")

    def _with_progress(self, pieces: Iterator[TakePart | Skipped]) -> Iterator[TakePart | Skipped]:
        """A bar on a terminal that counts the characters of the sentences spoken."""
        hidden = not sys.stderr.isatty() or len(self._text) < PROGRESS_FROM_CHARACTERS
        with tqdm(total=len(self._text), unit="char", disable=hidden, file=sys.stderr) as bar:
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
    tell_of_level(stream.level, stream.clipped_samples)


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
