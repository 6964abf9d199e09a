"""The command `retake`: a take made again from the description that was written beside it."""

from __future__ import annotations

import argparse
import contextlib
from typing import TYPE_CHECKING

from app.cli.console import print_all
from app.files.output_checks import check_output
from app.files.provenance import speech_of
from app.files.reproduction import in_words, made_again, source_of, write_again
from vits_core.errors import SettingsError, TakeFileError
from vits_core.provenance.sidecar import Sidecar, read_sidecar

if TYPE_CHECKING:  # torch is slow to load, and a wrong file is told without it
    from vits_core.voice import Voice


def retake(options: argparse.Namespace) -> int:
    """Make it again, compare, and write it where that is asked for; returns the exit code."""
    if options.output is not None:
        check_output(options.output)
    kept = read_sidecar(options.take)
    with _voice(options, kept) as voice:
        again = made_again(voice, kept, options.take)
        if options.output is not None:
            write_again(options.output, speech_of(again.takes, kept.lead_frames), kept)
    print_all(in_words(again.comparison), "The comparison")
    return 0


def _voice(options: argparse.Namespace, kept: Sidecar) -> Voice:
    """The voice that the take was made with, in the same precision where the device has it."""
    from vits_core.voice import load_voice

    source = options.voice or _source(kept)
    if options.precision == "auto":
        # Another machine may not have it: the comparison tells then.
        with contextlib.suppress(SettingsError):
            return load_voice(source, options.device, kept.precision)
    return load_voice(source, options.device, options.precision)


def _source(kept: Sidecar) -> str | None:
    try:
        return source_of(kept)
    except TakeFileError as error:
        raise TakeFileError(
            error.what, where=error.where, remedy="Name the voice's file with --voice."
        ) from error
