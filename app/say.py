"""The command `say`: a text to the loudspeaker or into a WAV file, sentence by sentence."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from tqdm import tqdm

from vits_core.audio.files import AudioFormat, write_wav
from vits_core.errors import AudioFileError, SettingsError, TextError, VitsError
from vits_core.noise import checked_seed
from vits_core.records import FloatArray, ProsodySettings, Skipped, Take

PROGRESS_FROM_CHARACTERS = 400
"""Shorter texts are spoken before a progress bar could be read."""


def say(options: argparse.Namespace) -> int:
    """Speak as the options ask; returns the exit code, raises `VitsError` on failure."""
    text = _text(options)
    audio_format = _audio_format(options)
    rhythm_seed = checked_seed(options.rhythm_seed)
    expression_seed = checked_seed(options.expression_seed)
    _settings(options, ProsodySettings())
    # Imported here: torch is slow to load, and a wrong text or option is told without it.
    from vits_core.voice import load_voice

    with load_voice(options.voice, options.device) as voice:
        settings = _settings(options, voice.config.defaults)
        pieces = voice.stream(
            text,
            settings,
            rhythm_seed=rhythm_seed,
            expression_seed=expression_seed,
            speaker=options.speaker,
            phonemes=options.phonemes,
        )
        report = Report(text, voice.config.name, settings, rhythm_seed, expression_seed)
        blocks = report.blocks(pieces)
        if options.output is not None:
            written = write_wav(options.output, blocks, voice.config.sample_rate, audio_format)
            if written.clipped_samples:
                clipped = written.clipped_samples
                _tell(f"note: {clipped} samples were too loud and were cut to full scale")
        else:
            _play(blocks, voice.config.sample_rate)
    if options.json:
        _print(json.dumps(report.as_json(options.output), ensure_ascii=False))
    return 0


class Report:
    """What was spoken, gathered while the sound goes by; holds no sound, so memory stays flat."""

    def __init__(
        self,
        text: str,
        voice: str,
        settings: ProsodySettings,
        rhythm_seed: int,
        expression_seed: int,
    ) -> None:
        self._text = text
        self._head: dict[str, Any] = {
            "text": text,
            "voice": voice,
            "noise_scale": settings.noise_scale,
            "duration_noise_scale": settings.duration_noise_scale,
            "length_scale": settings.length_scale,
            "rhythm_seed": rhythm_seed,
            "expression_seed": expression_seed,
        }
        self._sentences: list[dict[str, Any]] = []
        self._skipped: list[Skipped] = []
        self._samples = 0
        self._format: dict[str, int] = {}

    def blocks(self, pieces: Iterator[Take | Skipped]) -> Iterator[FloatArray]:
        """The sound of the pieces, pauses included.

        Raises `TextError`, before anything is yielded, when nothing can be spoken.
        """
        pause = 0
        for piece in self._with_progress(pieces):
            for note in (piece,) if isinstance(piece, Skipped) else piece.utterance.skipped:
                self._note(note)
            if isinstance(piece, Take):
                if pause:
                    self._samples += pause
                    yield np.zeros(pause, np.float32)
                pause = piece.pause_samples
                self._add(piece)
                yield piece.waveform
        if not self._sentences:
            from vits_core.voice import nothing_to_speak

            raise nothing_to_speak(self._skipped)

    def as_json(self, output: Path | None) -> dict[str, Any]:
        """Everything about the speech but its sound; times in seconds, durations in frames."""
        seconds = self._samples / self._format["sample_rate"]
        timings: dict[str, float] = {}
        for sentence in self._sentences:
            for stage, spent in sentence["timings"].items():
                timings[stage] = timings.get(stage, 0.0) + spent
        return {
            **self._head,
            **self._format,
            "seconds": seconds,
            "output": None if output is None else str(output),
            "timings": timings,
            "sentences": self._sentences,
            "skipped": [
                {"text": s.text, "start": s.start, "stop": s.stop, "reason": s.reason}
                for s in self._skipped
            ],
        }

    def _add(self, take: Take) -> None:
        offset = self._samples / take.sample_rate
        self._format = {"sample_rate": take.sample_rate, "hop_length": take.hop_length}
        self._samples += len(take.waveform)
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
        self._skipped.append(note)
        text = note.text if len(note.text) <= 40 else note.text[:39] + "…"
        # A control character would not be seen, or would act on the terminal.
        shown = "".join(c if c.isprintable() or c.isspace() else "\ufffd" for c in text)
        _tell(f"note: skipped “{' '.join(shown.split())}” at character {note.start}: {note.reason}")

    def _with_progress(self, pieces: Iterator[Take | Skipped]) -> Iterator[Take | Skipped]:
        """A bar on a terminal that counts the characters spoken."""
        hidden = not sys.stderr.isatty() or len(self._text) < PROGRESS_FROM_CHARACTERS
        with tqdm(total=len(self._text), unit="char", disable=hidden, file=sys.stderr) as bar:
            for piece in pieces:
                yield piece
                stop = piece.utterance.stop if isinstance(piece, Take) else piece.stop
                bar.update(max(0, stop - bar.n))


def _text(options: argparse.Namespace) -> str:
    """The text from the argument, standard input or a file."""
    try:
        if options.file is not None:
            return str(options.file.read_text(encoding="utf-8-sig"))
        if options.text == "-":
            return sys.stdin.buffer.read().decode("utf-8-sig")
    except OSError as error:
        raise TextError(
            "The text file cannot be read", where=f"{options.file}: {error.strerror}"
        ) from error
    except UnicodeDecodeError as error:
        raise TextError(
            "The text is not UTF-8",
            where=f"{options.file or 'standard input'}, byte {error.start}",
            remedy="Save it as UTF-8.",
        ) from error
    return str(options.text)


def _settings(options: argparse.Namespace, defaults: ProsodySettings) -> ProsodySettings:
    def chosen(value: float | None, default: float) -> float:
        return default if value is None else value

    return ProsodySettings(
        noise_scale=chosen(options.noise_scale, defaults.noise_scale),
        duration_noise_scale=chosen(options.duration_noise_scale, defaults.duration_noise_scale),
        length_scale=chosen(options.length_scale, defaults.length_scale),
    )


def _audio_format(options: argparse.Namespace) -> AudioFormat:
    """How the file is to be written; what cannot work is told before anything is spoken."""
    if options.rate is not None and not 4000 <= options.rate <= 192_000:
        raise SettingsError(
            f"The rate is {options.rate} Hz", remedy="Choose a rate from 4000 to 192000 Hz."
        )
    output: Path | None = options.output
    if output is not None and output.suffix.lower() != ".wav":
        raise AudioFileError(
            "Only WAV files are written",
            where=str(output),
            remedy=f"Name it {output.stem or 'speech'}.wav.",
        )
    if output is not None and not os.access(output.parent, os.W_OK):
        raise AudioFileError(
            "The folder does not exist, or you may not write there",
            where=str(output.parent),
            remedy="Choose another folder, or make this one.",
        )
    return AudioFormat(options.format, options.rate)


def _play(blocks: Iterator[FloatArray], sample_rate: int) -> None:
    """Play the blocks as they come, to the end; raises `PlaybackError`."""
    from app.playback import Playback

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


def _tell(note: str) -> None:
    """A note on standard error, also above a progress bar."""
    tqdm.write(note, file=sys.stderr)


def _print(text: str) -> None:
    """Print to standard output, all of it, now.

    Raises `VitsError`, or BrokenPipeError where nobody reads it any more.
    """
    try:
        print(text, flush=True)
    except OSError as error:
        # The interpreter would try again at its exit, and complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):
            raise
        raise VitsError(
            "The JSON could not be printed",
            where="standard output",
            remedy=f"The system says: {error.strerror}.",
        ) from error
