"""The command line's options for `script`."""

from __future__ import annotations

import argparse
from pathlib import Path

from app.cli.label_files import add_label_options
from app.cli.options import (
    add_fit_options,
    add_foreign_option,
    add_format_options,
    add_loudness_options,
    add_model_options,
    add_output_option,
    add_seed_options,
    add_settings_options,
    add_tag_options,
)
from app.document.reading.formats import SUBTITLES


def add_script(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    command = commands.add_parser(
        "script",
        help="speak a script that was saved in the window, or subtitles, into an audio file",
        description=(
            "Speak a script (.vits-script) into an audio file: with its own voice, speakers, "
            "settings, gaps and chosen takes, sample for sample as the window does. Subtitles "
            f"({', '.join(SUBTITLES)}) are dubbed: each cue is spoken at its time, and faster "
            "where it would not fit."
        ),
    )
    command.set_defaults(run=_script, parser=command)
    command.add_argument(
        "file", type=Path, metavar="SCRIPT", help="the .vits-script file, or subtitles"
    )
    add_output_option(command)
    add_model_options(command, voice="a voice in place of the script's; lines keep their own")
    add_foreign_option(command)
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


def _script(options: argparse.Namespace) -> int:
    # Here, since it brings the libraries that write files.
    from app.cli.script import script

    return script(options)
