"""The command line's options for `script`."""

from __future__ import annotations

import argparse
from pathlib import Path

from app.cli.label_files import add_label_options
from app.cli.options import (
    add_fit_options,
    add_format_options,
    add_loudness_options,
    add_model_options,
    add_output_option,
    add_seed_options,
    add_settings_options,
    add_tag_options,
)
from app.cli.reading_options import add_reading_options
from app.document.reading.formats import SUBTITLES
from app.files.existing_files import IfExists
from vits_core.audio.file_types import TYPES


def add_script(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    command = commands.add_parser(
        "script",
        help="speak a script that was saved in the window, or subtitles, into audio files",
        description=(
            "Speak a script (.vits-script) into an audio file, or with --each into several: with "
            "its own voice, speakers, settings, gaps and chosen takes, sample for sample as the "
            f"window does. Subtitles ({', '.join(SUBTITLES)}) are dubbed: each cue is spoken at "
            "its time, and faster where it would not fit."
        ),
    )
    command.set_defaults(run=_script, parser=command)
    command.add_argument(
        "file", type=Path, metavar="SCRIPT", help="the .vits-script file, or subtitles"
    )
    add_output_option(command)
    _add_each_options(command)
    add_model_options(command, voice="a voice in place of the script's; lines keep their own")
    add_reading_options(command)
    add_settings_options(command, default="the script's own")
    add_seed_options(command)
    add_fit_options(command)
    command.add_argument(
        "--stems",
        type=Path,
        metavar="DIR",
        help="also write each cue into a file of its own in this folder, and a table of the times",
    )
    add_format_options(command)
    add_loudness_options(command)
    add_tag_options(command)
    command.add_argument(
        "--sidecar",
        action="store_true",
        help="also save a recipe (.take.json), from which retake makes it again",
    )
    add_label_options(command)


def _add_each_options(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--each",
        choices=("line", "section"),
        help="write a file for each line or for each section, that is a heading and what is under "
        "it; -o then names their folder, and --subtitles and --timings name types such as srt",
    )
    command.add_argument(
        "--name",
        metavar="TEMPLATE",
        help="with --each, file names with {n}, {text}, {section}, {title} or {voice} filled in, "
        "and for subtitles {start} (default: {n:03} {text} for lines, {n:02} {section} for "
        "sections)",
    )
    command.add_argument(
        "--type",
        choices=[ending.removeprefix(".") for ending in TYPES],
        help="with --each, type of the audio files (default: wav)",
    )
    command.add_argument(
        "--if-exists",
        choices=[str(each) for each in IfExists],
        help="with --each, if a file exists: add a number to the new one's name, overwrite it, "
        "skip the new one, or fail (default: number)",
    )


def _check_each(options: argparse.Namespace) -> None:
    """What goes with several files goes with nothing else, and the other way round."""
    if options.each is not None and options.stems is not None:
        options.parser.error("--stems goes with one file of all lines: leave out --each")
    for name in ("name", "type", "if_exists"):
        if options.each is None and getattr(options, name) is not None:
            options.parser.error(f"--{name.replace('_', '-')} is for several files: add --each")
    options.type = options.type or "wav"
    options.if_exists = options.if_exists or str(IfExists.NUMBER)


def _script(options: argparse.Namespace) -> int:
    _check_each(options)
    # Here, since it brings the libraries that write files.
    from app.cli.script import script

    return script(options)
