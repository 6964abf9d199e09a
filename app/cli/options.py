"""What the command line's options say: the text, the prosody settings, the form of files."""

from __future__ import annotations

import argparse
import sys
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.console import tell_notes
from app.document.reading.read_text import ReadText
from app.document.reading.reader import read_bytes, read_text
from app.document.slots import USUAL_FIT, FitBounds
from vits_core.audio.file_format import (
    LOUDNESS_RANGE,
    TRUE_PEAK,
    TRUE_PEAK_RANGE,
    AudioFormat,
    LoudnessTarget,
    Tags,
)
from vits_core.audio.file_types import SUBTYPES, TYPES, Quality
from vits_core.errors import SettingsError, TextError
from vits_core.records import ProsodySettings

if TYPE_CHECKING:
    pass

STANDARD_OUTPUT = Path("-")
"""As `-o -` names it."""


def text_of(options: argparse.Namespace) -> str:
    """The text from the argument, standard input or a file; how it was read is told."""
    return read_as_asked(options).text


def read_as_asked(options: argparse.Namespace) -> ReadText:
    """The same, with what else there is of a file."""
    if options.file is None and options.text != "-":
        return ReadText(str(options.text))
    try:
        if options.file is None:
            read = read_bytes(sys.stdin.buffer.read())
        elif options.file.is_fifo():  # such as a shell makes of <(command)
            read = read_bytes(options.file.read_bytes())
        else:
            read = read_text(options.file)
    except OSError as error:
        raise TextError(
            "The text cannot be read",
            where=str(options.file or "standard input"),
            remedy=f"The system says: {error.strerror}.",
        ) from error
    tell_notes(read.notes)
    return read


def add_model_options(
    command: argparse.ArgumentParser,
    voice: str = "a Piper .onnx voice, or a .pth or .ckpt checkpoint (default: joe)",
) -> None:
    """Which voice, which `voice` describes, and what it runs on and in."""
    command.add_argument("--voice", metavar="FILE", help=voice)
    command.add_argument("--device", default="auto", help="auto, cpu, cuda or cuda:N")
    command.add_argument(
        "--precision",
        choices=("auto", "float32", "bfloat16", "float16"),
        default="auto",
        help=(
            "float32 is exact; auto uses 16 bits in the decoder where that is faster and "
            "sounds the same"
        ),
    )


def add_settings_options(
    command: argparse.ArgumentParser, default: str = "the voice's own"
) -> None:
    """Add the speaker, and what `settings_of` reads; `default` says what holds without."""
    command.add_argument("--speaker", help="speaker of the voice, by name or number")
    command.add_argument(
        "--noise-scale",
        type=float,
        metavar="X",
        help=f"expressiveness, 0 to 4 (default: {default})",
    )
    command.add_argument(
        "--duration-noise-scale",
        type=float,
        metavar="X",
        help=f"rhythm variation, 0 to 4 (default: {default})",
    )
    command.add_argument(
        "--length-scale",
        type=float,
        metavar="X",
        help=f"length factor; 2 is half the speed (default: {default})",
    )


def add_seed_options(command: argparse.ArgumentParser) -> None:
    """Add the two seeds of a rendition."""
    for name, what in (("rhythm", "rhythm"), ("expression", "intonation")):
        command.add_argument(
            f"--{name}-seed",
            type=int,
            metavar="N",
            help=f"seed of the {what}; the same seed repeats it",
        )


def settings_of(options: argparse.Namespace, defaults: ProsodySettings) -> ProsodySettings:
    """The settings that are asked for, and a voice's own where none is."""
    return replace(defaults, **settings_given(options))


def settings_given(options: argparse.Namespace) -> dict[str, float]:
    """The settings that are asked for, by their names in `ProsodySettings`."""
    values = {field.name: getattr(options, field.name) for field in fields(ProsodySettings)}
    return {name: value for name, value in values.items() if value is not None}


def add_output_option(command: argparse.ArgumentParser) -> None:
    """Add the file of sound that a command has to write."""
    command.add_argument(
        "-o",
        "--output",
        type=Path,
        required=True,
        metavar="OUT",
        help=f"the audio file to write ({', '.join(TYPES)})",
    )


def add_format_options(command: argparse.ArgumentParser) -> None:
    """Add what `audio_format_of` reads."""
    command.add_argument(
        "--format",
        choices=SUBTYPES,
        help="sample format of WAV and FLAC (default: PCM_16)",
    )
    command.add_argument(
        "--quality",
        choices=[str(each) for each in Quality],
        default=str(Quality.STANDARD),
        help="of Ogg Vorbis, Opus, MP3 and M4B (default: %(default)s)",
    )
    command.add_argument("--rate", type=int, metavar="HZ", help="resample to this rate")


def audio_format_of(options: argparse.Namespace) -> AudioFormat:
    """How sound is to be stored."""
    if options.rate is not None and not 4000 <= options.rate <= 192_000:
        raise SettingsError(
            f"A sample rate of {options.rate} Hz is not supported",
            remedy="Choose one from 4000 to 192000 Hz.",
        )
    return AudioFormat(options.format, options.rate, Quality(options.quality))


def add_fit_options(command: argparse.ArgumentParser) -> None:
    """Add what `fit_of` reads."""
    command.add_argument(
        "--fastest",
        type=float,
        metavar="X",
        help=(
            "shortest that speech may become to fit its time, as a factor on its own length "
            f"(default: the script's, or {USUAL_FIT.fastest:g})"
        ),
    )
    command.add_argument(
        "--slowest",
        type=float,
        metavar="X",
        help=(
            "longest that speech may become with --fill, as such a factor "
            f"(default: the script's, or {USUAL_FIT.slowest:g})"
        ),
    )
    command.add_argument(
        "--fill",
        action=argparse.BooleanOptionalAction,
        help="make speech longer that is shorter than its time, where silence would follow it",
    )


def fit_of(options: argparse.Namespace, own: FitBounds) -> FitBounds:
    """How speech is fitted into its time, where nothing is asked for by a script's own bounds.

    Raises `SettingsError` for bounds that no speech can keep.
    """
    asked = {each.name: getattr(options, each.name) for each in fields(FitBounds)}
    return replace(own, **{name: value for name, value in asked.items() if value is not None})


def add_tag_options(command: argparse.ArgumentParser) -> None:
    """Add what `tags_of` reads."""
    for name, help_text in (
        ("title", "title in the file (default: the text's first words)"),
        ("artist", "artist in the file (default: the voice's name)"),
        ("album", "album in the file"),
        ("comment", "comment in the file"),
        ("license", "licence in the file"),
        ("date", "date in the file, such as 2026 or 2026-11-28"),
    ):
        command.add_argument(f"--{name}", default="", metavar="TEXT", help=help_text)


def tags_of(options: argparse.Namespace) -> Tags:
    """What the file is to tell of itself."""
    return Tags(**{field.name: getattr(options, field.name) for field in fields(Tags)})


def add_loudness_options(command: argparse.ArgumentParser) -> None:
    """Add what `loudness_of` reads."""
    command.add_argument(
        "--loudness",
        type=float,
        metavar="LUFS",
        help="make it this loud, such as -16 for podcasts or -23 for broadcast",
    )
    command.add_argument(
        "--true-peak",
        type=float,
        metavar="DBTP",
        help=f"highest peak with --loudness (default: {TRUE_PEAK:g})",
    )


def loudness_of(options: argparse.Namespace) -> LoudnessTarget | None:
    """How loud the sound is to be; None is as the voice speaks."""
    if options.loudness is None:
        if options.true_peak is not None:
            raise SettingsError(
                "A true-peak limit needs a loudness to reach",
                remedy="Add one, such as --loudness -16.",
            )
        return None
    peak = TRUE_PEAK if options.true_peak is None else options.true_peak
    for value, allowed, what in (
        (options.loudness, LOUDNESS_RANGE, "A loudness of {} LUFS"),
        (peak, TRUE_PEAK_RANGE, "A true-peak limit of {} dBTP"),
    ):
        low, high = allowed
        if not low <= value <= high:
            raise SettingsError(
                f"{what.format(f'{value:g}')} is not supported",
                remedy=f"Choose a value from {low:g} to {high:g}.",
            )
    return LoudnessTarget(options.loudness, peak)
