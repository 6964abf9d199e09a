"""Standard output and standard error of the command line."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from tqdm import tqdm

from vits_core.audio.file_format import AudioFormat, Levelling, WrittenFile
from vits_core.audio.file_types import type_of
from vits_core.errors import VitsError
from vits_core.records import Skipped


def print_all(text: str, what: str) -> None:
    """Print a text, all of it, now; `what` names it in an error.

    Raises `VitsError`, or BrokenPipeError where nobody reads it any more.
    """
    with standard_output(what):
        print(text, flush=True)


@contextmanager
def standard_output(what: str) -> Iterator[None]:
    """For what writes to standard output; `what` names in an error what goes there.

    Raises `VitsError`, or BrokenPipeError where nobody reads it any more.
    """
    try:
        yield
    except OSError as error:
        # The interpreter would try again at its exit, and complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):
            raise
        raise VitsError(
            f"{what} could not be printed",
            where="standard output",
            remedy=f"The system says: {error.strerror}.",
        ) from error


def tell_of(written: WrittenFile, sample_rate: int, asked: AudioFormat) -> None:
    """Tell in what a file is not what was asked for, of a sound at `sample_rate` Hz."""
    tell_notes(notes_on(written, sample_rate, asked))


def notes_on(written: WrittenFile, sample_rate: int, asked: AudioFormat) -> Iterator[str]:
    """In what a file is not what was asked for, of a sound at `sample_rate` Hz."""
    if asked.sample_rate is None and written.sample_rate != sample_rate:
        kind = type_of(written.path)
        yield f"{kind.name} has no rate of {sample_rate} Hz; used {written.sample_rate} Hz"
    yield from notes_on_level(written.stored.level, written.clipped_samples)


def notes_on_level(level: Levelling | None, clipped_samples: int) -> Iterator[str]:
    """In what a sound is not as loud as was asked for, or too loud."""
    if level is not None and level.missed:
        yield (
            f"reached {level.lufs:.1f} LUFS, not {level.wanted:g}, "
            f"with the true peaks below {level.ceiling:g} dBTP"
        )
    if clipped_samples == 1:
        yield "1 sample exceeded full scale and was clipped"
    elif clipped_samples:
        yield f"{clipped_samples} samples exceeded full scale and were clipped"


def note_on(skipped: Skipped) -> str:
    """What was not spoken, and why."""
    text = skipped.text if len(skipped.text) <= 40 else skipped.text[:39] + "…"
    # A control character would not be seen, or would act on the terminal.
    shown = "".join(c if c.isprintable() or c.isspace() else "\ufffd" for c in text)
    place = f"“{' '.join(shown.split())}” at character {skipped.start}"
    return f"skipped {place}: {skipped.reason}"


def tell_of_skipped(skipped: Skipped) -> None:
    """Tell of what was not spoken."""
    tell_notes([note_on(skipped)])


def tell_notes(notes: Iterable[str]) -> None:
    """Tell what a person should know."""
    for note in notes:
        tell(f"note: {note}")


def tell(note: str) -> None:
    """A note on standard error, also above a progress bar."""
    tqdm.write(note, file=sys.stderr)


def progress_bar(unit: str, total: int | None = None, *, at_least: int = 0) -> tqdm[None]:
    """A bar on standard error where that is a terminal; none for fewer than `at_least` units."""
    too_few = total is not None and total < at_least
    hidden = too_few or not sys.stderr.isatty()
    return tqdm(total=total, unit=unit, disable=hidden, file=sys.stderr)
