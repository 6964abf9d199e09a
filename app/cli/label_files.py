"""The files of subtitles and times that `say` writes beside the sound, or instead of it."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from app.cli.options import STANDARD_OUTPUT
from app.files.output_checks import check_folder
from app.files.speech_files import LabelFiles
from vits_core.errors import AudioFileError, SettingsError
from vits_core.labels.files import SUBTITLES, TIMINGS, Cues, check_labels
from vits_core.provenance.sidecar import sidecar_path


def add_label_options(command: argparse.ArgumentParser) -> None:
    """Add what `label_files_of` reads."""
    command.add_argument(
        "--subtitles",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help=f"also write subtitles ({', '.join(SUBTITLES)}); may be given several times",
    )
    command.add_argument(
        "--timings",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help=(
            "also write when each word and phoneme is heard: "
            f"{TIMINGS[0]}, {TIMINGS[1]} for Praat, {TIMINGS[2]} for Audacity, {TIMINGS[3]} for "
            "HTK; may be given several times"
        ),
    )
    command.add_argument(
        "--cues",
        choices=[str(each) for each in Cues],
        help=(
            "what subtitles show at once: sentences, the same with each word marked when it is "
            "heard, or single words (default: karaoke for .ass, otherwise sentences)"
        ),
    )


def cues_of(options: argparse.Namespace, example: str = "FILE") -> Cues | None:
    """What subtitles, of which `example` is one, are to show at once.

    Raises `SettingsError` where there are none.
    """
    if options.cues is None:
        return None
    if not options.subtitles:
        raise SettingsError(
            "There are no subtitles that could show cues", remedy=f"Add --subtitles {example}."
        )
    return Cues(options.cues)


def label_files_of(options: argparse.Namespace) -> LabelFiles:
    """The files that are asked for; what cannot work is told before anything is spoken.

    Raises `AudioFileError`, also where a file would replace the text, the sound or another one, and
    `SettingsError` for cues that it cannot have.
    """
    cues = cues_of(options)
    output = None if options.output == STANDARD_OUTPUT else options.output
    others = [options.file, output]
    if options.sidecar:
        others.append(sidecar_path(options.output))
    taken = [path.resolve() for path in others if path is not None]
    for paths, endings in ((options.subtitles, SUBTITLES), (options.timings, TIMINGS)):
        for path in paths:
            check_labels(path, cues, endings)
            _check_place(path, taken)
            taken.append(path.resolve())
    return LabelFiles((*options.subtitles, *options.timings), cues)


def label_endings_of(options: argparse.Namespace) -> tuple[str, ...]:
    """The endings of files that go with each of several sounds, where the options name these, such
    as "srt".

    Raises `AudioFileError` for what is none, and `SettingsError` for cues that it cannot have.
    """
    cues, found = cues_of(options, "srt"), list[str]()
    for asked, endings in ((options.subtitles, SUBTITLES), (options.timings, TIMINGS)):
        known = {ending.lower(): ending for ending in endings}
        for each in asked:
            ending = f".{str(each).removeprefix('.')}"
            ending = known.get(ending.lower(), ending)
            check_labels(Path(f"file{ending}"), cues, endings)
            if ending not in endings:  # such as a name of one's own
                raise SettingsError(
                    f"“{each}” cannot go with each of several files",
                    remedy=f"Name the type alone, such as {endings[0].removeprefix('.')}.",
                )
            found.append(ending)
    return tuple(dict.fromkeys(found))


def _check_place(path: Path, taken: Sequence[Path]) -> None:
    check_folder(path.parent)
    if path.is_dir():
        raise AudioFileError(
            "A folder already has this name", where=str(path), remedy="Choose another name."
        )
    if path.resolve() in taken:
        raise AudioFileError(
            "This file is the text, the sound or another file of this command",
            where=str(path),
            remedy="Choose another name.",
        )
