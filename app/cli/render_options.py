"""The command line's options for `render`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from app.cli.options import (
    add_format_options,
    add_loudness_options,
    add_model_options,
    add_seed_options,
    add_settings_options,
    add_tag_options,
)
from app.render.columns import COLUMNS
from vits_core.audio.file_types import TYPES, WAV
from vits_core.labels.files import SUBTITLES, TIMINGS, Cues

NAME = "{n:03} {text}"
"""Of files, where the table does not name them."""


def add_render(commands: Any) -> None:
    """Add the command to a parser's commands."""
    render: argparse.ArgumentParser = commands.add_parser(
        "render",
        help="speak a table: a file for each row",
        description=(
            "Speak each row of a table into a file. Files that are there already, as their rows "
            "say now, are not made again: after a stop, or a change of the table, the same "
            "command makes the rest."
        ),
        epilog=f"Columns of the table: {', '.join(COLUMNS)}. Only text is needed; the others are "
        "the options of these names, for one row.",
    )
    render.set_defaults(run=_render, parser=render)
    render.add_argument(
        "table", type=Path, metavar="TABLE", help="CSV or TSV with headings, or JSON lines (.jsonl)"
    )
    render.add_argument(
        "-o",
        "--output",
        type=Path,
        required=True,
        metavar="DIR",
        help="the folder to write to; created if needed",
    )
    _add_naming(render)
    _add_running(render)
    render.add_argument("--phonemes", action="store_true", help="treat the texts as phonemes (IPA)")
    add_model_options(render)
    render.set_defaults(precision="float32")
    add_settings_options(render)
    render.add_argument(
        "--seed", type=int, default=0, metavar="N", help="both seeds (default: %(default)s)"
    )
    add_seed_options(render)
    add_format_options(render)
    add_loudness_options(render)
    add_tag_options(render)
    _add_labels(render)


def _add_naming(render: argparse.ArgumentParser) -> None:
    render.add_argument(
        "--name",
        default=NAME,
        metavar="TEMPLATE",
        help="names of files that the table does not name, with {n}, {text}, {speaker}, {voice} "
        "or {seed} filled in (default: %(default)s)",
    )
    render.add_argument(
        "--type",
        choices=[ending.removeprefix(".") for ending in TYPES],
        default=WAV.ending.removeprefix("."),
        help="type of files whose names do not say it (default: %(default)s)",
    )
    render.add_argument(
        "--ignore",
        action="append",
        default=[],
        metavar="COLUMN",
        help="a column that is not for this command; may be given several times",
    )


def _add_running(render: argparse.ArgumentParser) -> None:
    render.add_argument(
        "--force", action="store_true", help="make every file, also those that are there"
    )
    render.add_argument(
        "--stop-on-error", action="store_true", help="stop at the first row that fails"
    )
    render.add_argument(
        "--workers",
        type=_count,
        metavar="N",
        help="processes that speak, each on one core and with about 0.5 GB of memory (default: "
        "one for each core, one for a GPU)",
    )
    render.add_argument(
        "--ray",
        metavar="ADDRESS",
        help="speak on a Ray cluster: its address, or auto; see docs/render.md",
    )
    render.add_argument(
        "--results",
        type=Path,
        metavar="FILE",
        help="also write a table (CSV) of what became of each row",
    )


def _add_labels(render: argparse.ArgumentParser) -> None:
    for name, endings, what in (
        ("subtitles", SUBTITLES, "subtitles"),
        ("timings", TIMINGS, "when each word and phoneme is heard"),
    ):
        plain = [ending.removeprefix(".") for ending in endings]
        render.add_argument(
            f"--{name}",
            action="append",
            default=[],
            choices=plain,
            help=f"also write {what} beside each file; may be given several times",
        )
    render.add_argument("--cues", choices=[str(each) for each in Cues], help="as those of say")
    render.add_argument(
        "--sidecar",
        action="store_true",
        help="also save a recipe (.take.json) beside each file, from which retake makes it again",
    )


def _count(text: str) -> int:
    if int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text} is less than 1")
    return int(text)


def _render(options: argparse.Namespace) -> int:
    from app.cli.render import render

    return render(options)
