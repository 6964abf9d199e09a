"""The command `convert`: a recording of one of a voice's speakers in the voice of another."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from app.cli.console import progress_bar, tell_of
from app.cli.options import (
    add_format_options,
    add_loudness_options,
    add_output_option,
    add_tag_options,
    audio_format_of,
    loudness_of,
    tags_of,
)
from app.files.output_checks import check_output
from vits_core.errors import AudioFileError
from vits_core.noise.keyed import checked_seed
from vits_core.records import FloatArray


def add_convert(commands: Any) -> argparse.ArgumentParser:
    """Add the command to a parser's commands; which voice and device is for the caller to add."""
    command: argparse.ArgumentParser = commands.add_parser(
        "convert",
        help="make one speaker of a voice sound like another",
        description=(
            "Convert a recording of one of a voice's speakers so that another speaks it. "
            "Name a voice with several speakers with --voice: a checkpoint, or one you "
            "trained. Exported Piper voices (.onnx) cannot convert, because they lack the "
            "posterior encoder."
        ),
    )
    command.set_defaults(run=convert, parser=command)
    command.add_argument(
        "recording", type=Path, metavar="IN.wav", help="the recording, in any common audio format"
    )
    command.add_argument(
        "--from",
        dest="source",
        required=True,
        metavar="A",
        help="the speaker in the recording, by name or number",
    )
    command.add_argument(
        "--to",
        dest="target",
        required=True,
        metavar="B",
        help="the speaker to convert to, by name or number",
    )
    add_output_option(command)
    command.add_argument(
        "--seed", type=int, metavar="N", help="seed of the conversion; the same seed repeats it"
    )
    add_format_options(command)
    add_loudness_options(command)
    add_tag_options(command)
    return command


def convert(options: argparse.Namespace) -> int:
    """Convert as the options ask; returns the exit code, raises `VitsError` on failure."""
    audio_format, loudness = audio_format_of(options), loudness_of(options)
    check_output(options.output, audio_format)
    seed = checked_seed(options.seed)
    recording, sample_rate = _read(options.recording)
    # Imported here: torch is slow to load, and a wrong file or option is told without it.
    from vits_core.audio.files import write_sound
    from vits_core.voice import load_voice

    with load_voice(options.voice, options.device, options.precision) as voice:
        rate = voice.config.sample_rate
        pieces = voice.converted(recording, sample_rate, options.source, options.target, seed=seed)
        shown = _with_progress(pieces, len(recording) / sample_rate, rate)
        written = write_sound(
            options.output,
            shown,
            rate,
            audio_format,
            tags=tags_of(options).or_else(artist=voice.config.name),
            loudness=loudness,
        )
    tell_of(written, rate, audio_format)
    return 0


def _with_progress(
    pieces: Iterator[FloatArray], seconds: float, sample_rate: int
) -> Iterator[FloatArray]:
    """A bar on a terminal that counts the seconds converted."""
    with progress_bar("s", round(seconds)) as bar:
        done = 0
        for piece in pieces:
            yield piece
            done += len(piece)
            bar.update(round(done / sample_rate) - bar.n)


def _read(path: Path) -> tuple[FloatArray, int]:
    """The samples of an audio file, its channels mixed, [T_samples], and their rate in Hz."""
    import numpy as np
    import soundfile

    try:
        with path.open("rb") as file:
            samples, sample_rate = soundfile.read(file, dtype="float32", always_2d=True)
    except OSError as error:
        raise AudioFileError(
            "The recording cannot be read",
            where=str(path),
            remedy=f"The system says: {error.strerror or error}.",
        ) from error
    except soundfile.LibsndfileError as error:
        raise AudioFileError(
            "The recording is damaged or in an unknown format",
            where=str(path),
            remedy="Convert it to WAV or FLAC.",
        ) from error
    if not len(samples):
        raise AudioFileError(
            "The recording is empty", where=str(path), remedy="Choose another recording."
        )
    if not np.isfinite(samples).all():
        raise AudioFileError(
            "The recording contains values that are not numbers",
            where=str(path),
            remedy="Save it again as 16-bit WAV.",
        )
    return np.ascontiguousarray(samples.mean(axis=1)), int(sample_rate)
