"""The command line: `vits-studio say …`, `takes …`, `render …` and the other `COMMANDS`.

Imports no Qt.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
from pathlib import Path

from app.cli.bench import bench as run_bench
from app.cli.commands import program
from app.cli.convert import add_convert
from app.cli.desktop import add_desktop
from app.cli.label_files import add_label_options
from app.cli.options import (
    STANDARD_OUTPUT,
    add_format_options,
    add_loudness_options,
    add_model_options,
    add_seed_options,
    add_settings_options,
    add_tag_options,
    tags_of,
)
from app.cli.reading_options import add_reading_options
from app.cli.render_options import add_render
from app.cli.say import say as run_say
from app.cli.script_options import add_script
from app.cli.train_options import add_train
from app.files.existing_files import IfExists
from vits_core import __version__
from vits_core.audio.file_format import Tags
from vits_core.audio.file_types import TYPES, Quality
from vits_core.errors import VitsError

PROGRAM = "vits-studio"


def run(arguments: list[str]) -> int:
    """Run the command line; returns the exit code: 0 done, 1 failed, 2 wrong usage."""
    _open_missing_streams()
    # As after Ctrl-C, no half-written file stays behind.
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except VitsError as error:
        print(f"{PROGRAM}: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(file=sys.stderr)
        return 130
    except BrokenPipeError:  # whoever read the output has gone
        return 1


def _say(options: argparse.Namespace) -> int:
    _check_text(options)
    piped = options.output == STANDARD_OUTPUT
    if options.sidecar and (piped or options.output is None):
        options.parser.error("--sidecar needs a file to describe: add -o OUT.wav")
    if options.raw and not piped:
        options.parser.error("--raw is for standard output: add -o -")
    if piped and options.json:
        options.parser.error("--json would be mixed with the sound: name a file instead of -o -")
    if piped and (tags_of(options) != Tags() or options.quality != Quality.STANDARD):
        options.parser.error(
            "standard output gets plain WAV or raw samples, without tags and in one quality: "
            "name a file instead of -o -, or pipe the sound into an encoder such as ffmpeg"
        )
    return run_say(options)


def _takes(options: argparse.Namespace) -> int:
    _check_text(options)
    # Here, since it brings the libraries that measure pitch.
    from app.cli.takes import takes

    return takes(options)


def _retake(options: argparse.Namespace) -> int:
    from app.cli.reproduce import retake

    return retake(options)


def _check_text(options: argparse.Namespace) -> None:
    if (options.text is None) == (options.file is None):
        options.parser.error("give one of: a text, - for standard input, or --file F")


def _open_missing_streams() -> None:
    """Python leaves None for a stream that was closed at the start; every use of it would fail."""
    nothing = Path(os.devnull)
    sys.stdin = sys.stdin or nothing.open()
    sys.stdout = sys.stdout or nothing.open("w")
    sys.stderr = sys.stderr or nothing.open("w")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=program(),
        description="Text to speech with VITS. Without a command, VITS Studio opens its window; "
        "name a file to open its text there.",
    )
    parser.add_argument("--version", action="version", version=f"VITS Studio {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    say = commands.add_parser(
        "say",
        help="speak a text aloud or into an audio file",
        description="Speak a text. Without -o, play it.",
    )
    say.set_defaults(run=_say, parser=say)
    _add_text_options(say)
    add_reading_options(say)
    _add_say_options(say)
    takes = commands.add_parser(
        "takes",
        help="save many takes of a text to a folder",
        description=(
            "Save many takes of a text to a folder, with a table (takes.csv) of their seeds, "
            "durations and pitch."
        ),
    )
    takes.set_defaults(run=_takes, parser=takes)
    _add_text_options(takes)
    add_reading_options(takes)
    _add_takes_options(takes)
    add_script(commands)
    add_render(commands)
    retake = commands.add_parser(
        "retake",
        help="make a saved take again",
        description=(
            "Make a take again from its recipe (.take.json), and report whether it came out "
            "identical, close or different, and why."
        ),
    )
    retake.set_defaults(run=_retake, parser=retake)
    retake.add_argument(
        "take", type=Path, metavar="TAKE", help="the take's audio or .take.json file"
    )
    retake.add_argument(
        "-o", "--output", type=Path, metavar="OUT", help="also save the new take here"
    )
    add_model_options(retake)
    add_model_options(add_convert(commands))
    bench = commands.add_parser(
        "bench",
        help="measure how fast this machine speaks",
        description="Measure how fast a voice speaks on this machine. Takes about ten seconds.",
    )
    bench.set_defaults(run=run_bench)
    add_model_options(bench)
    bench.add_argument("--json", action="store_true", help="print the figures as JSON")
    add_train(commands)
    add_desktop(commands)
    return parser


def _add_text_options(command: argparse.ArgumentParser) -> None:
    """What is spoken, how, and how it is stored."""
    command.add_argument("text", nargs="?", help="the text, or - to read it from standard input")
    command.add_argument(
        "--file",
        type=Path,
        metavar="F",
        help="read the text from this file: plain text, Markdown, HTML, DOCX, EPUB, PDF, SRT, VTT "
        "or ASS",
    )
    command.add_argument("--phonemes", action="store_true", help="treat the text as phonemes (IPA)")
    add_model_options(command)
    add_settings_options(command)
    add_format_options(command)
    add_loudness_options(command)
    add_tag_options(command)


def _add_say_options(say: argparse.ArgumentParser) -> None:
    say.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="OUT",
        help="write an audio file instead of playing "
        f"({', '.join(TYPES)}); - is WAV to standard output, while it is made",
    )
    say.add_argument(
        "--raw",
        action="store_true",
        help="with -o -, write bare samples (little-endian; 16 bits unless --format is given)",
    )
    add_seed_options(say)
    say.add_argument(
        "--sidecar",
        action="store_true",
        help="also save a recipe (.take.json), from which retake makes it again",
    )
    add_label_options(say)
    say.add_argument("--json", action="store_true", help="print details of what was spoken as JSON")


def _add_takes_options(takes: argparse.ArgumentParser) -> None:
    takes.add_argument(
        "-n",
        "--count",
        type=int,
        default=8,
        metavar="N",
        help="number of takes (default: %(default)s)",
    )
    takes.add_argument(
        "-d",
        "--directory",
        type=Path,
        required=True,
        metavar="DIR",
        help="the folder to write to; created if needed",
    )
    takes.add_argument(
        "--name",
        default="{text} {take}",
        metavar="TEMPLATE",
        help=(
            "file names, with {text}, {take}, {seed}, {voice} or {n} filled in (default: "
            "%(default)s)"
        ),
    )
    takes.add_argument(
        "--type",
        choices=[ending.removeprefix(".") for ending in TYPES],
        default="wav",
        help="type of the audio files (default: %(default)s)",
    )
    takes.add_argument(
        "--if-exists",
        choices=[str(each) for each in IfExists],
        default=str(IfExists.NUMBER),
        help=(
            "if a file exists: add a number to the new one's name, overwrite it, skip the "
            "take, or fail (default: %(default)s)"
        ),
    )
    takes.add_argument(
        "--seed",
        type=int,
        metavar="N",
        help="seed of the first take; each further take uses the next number",
    )
    takes.add_argument(
        "--rhythm-seed", type=int, metavar="N", help="use this rhythm seed for every take"
    )
    takes.add_argument(
        "--expression-seed", type=int, metavar="N", help="use this expression seed for every take"
    )
    takes.add_argument(
        "--even-tempo", action="store_true", help="vary the rhythm but keep the length"
    )
    takes.add_argument(
        "--no-sidecar",
        dest="sidecar",
        action="store_false",
        help="do not save a recipe (.take.json) with each take",
    )
    takes.add_argument(
        "--seconds", type=float, metavar="S", help="fit a single sentence to this length"
    )
