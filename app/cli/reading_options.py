"""The command line's options for how a text is read."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.console import tell
from vits_core.text.pronunciations import NO_PRONUNCIATIONS
from vits_core.text.reading_options import ReadingOptions
from vits_core.text.scripts import Foreign, foreign_stretches

if TYPE_CHECKING:
    from vits_core.text.frontend import FrontendConfig


def add_reading_options(command: argparse.ArgumentParser) -> None:
    """Add how a text is read."""
    command.add_argument(
        "--foreign",
        choices=[str(each) for each in Foreign],
        default=str(Foreign.SKIP),
        help="leave out text in a script of other languages, such as Chinese in an English "
        "voice's text, or spell it letter by letter (default: %(default)s)",
    )
    command.add_argument(
        "--as-written",
        action="store_true",
        help="leave numbers, dates, amounts, abbreviations and the like to espeak-ng instead of "
        "reading them as people say them",
    )
    command.add_argument(
        "--lexicon",
        type=Path,
        action="append",
        default=[],
        metavar="F",
        help="say words as this dictionary has them: JSON, CSV, or a PLS lexicon; can be given "
        "several times, and the later one holds",
    )


def reading_of(options: argparse.Namespace, text: str, frontend: FrontendConfig) -> ReadingOptions:
    """How the text is read; a voice that leaves some of it out is told of.

    Raises `LexiconError`.
    """
    tell_of_left_out(options, text, frontend)
    from vits_core.lexicons.files import read_lexicon  # slow to load

    pronunciations = NO_PRONUNCIATIONS
    for path in options.lexicon:
        pronunciations = read_lexicon(path).over(pronunciations)
    return ReadingOptions(Foreign(options.foreign), not options.as_written, pronunciations)


def tell_of_left_out(options: argparse.Namespace, text: str, frontend: FrontendConfig) -> None:
    """Tell of text that a voice leaves out."""
    foreign, language = Foreign(options.foreign), frontend.language
    count = sum(stop - start for start, stop in foreign_stretches(text, language))
    if count and foreign is Foreign.SKIP and frontend.phoneme_type == "espeak":
        characters = "1 character" if count == 1 else f"{count} characters"
        tell(
            f"warning: the voice's language ({language}) has no script for {characters}, which "
            "it leaves out; --foreign spell names the letters"
        )
