"""From the rows of a table and the command line's options to jobs."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from app.cli.label_files import cues_of
from app.cli.options import audio_format_of, loudness_of, settings_given, tags_of
from app.files.file_names import beginning, file_name, portable
from app.files.output_checks import check_output
from app.files.speech_files import LabelFiles, SpeechFiles
from app.render.columns import FILE, TEXT, cell_value
from app.render.job import Job
from app.render.table import Row
from vits_core.audio.file_format import AudioFormat
from vits_core.audio.file_types import TYPES, type_of
from vits_core.errors import SettingsError, TextError, VitsError
from vits_core.labels.files import check_labels
from vits_core.noise.keyed import checked_seed
from vits_core.records import ProsodySettings
from vits_core.voices.voice_digest import voice_digest
from vits_core.voices.voice_path import voice_path


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be made of a table."""

    jobs: list[Job] = field(default_factory=list)
    failures: list[tuple[int, VitsError]] = field(default_factory=list)
    """Rows that nothing can be made of, by their numbers."""


def check_render_options(options: argparse.Namespace) -> None:
    """Raise `VitsError` for what would fail in every row."""
    audio_format = audio_format_of(options)
    type_of(Path(f"row.{options.type}"), audio_format.subtype, audio_format.sample_rate)
    loudness_of(options)
    ProsodySettings(**settings_given(options))
    file_name(options.name, _fields(1, "text", "speaker", "voice", (0, 0)))
    for seed in (options.seed, options.rhythm_seed, options.expression_seed):
        checked_seed(seed)
    cues = cues_of(options, "srt")
    for ending in (*options.subtitles, *options.timings):
        check_labels(Path(f"row.{ending}"), cues)


def plan_of(rows: Sequence[Row], options: argparse.Namespace) -> Plan:
    """A job for each row, in their order; no two write the same file."""
    plan, planner, taken = Plan(), _Planner(options), dict[str, int]()
    for place, row in enumerate(rows, 1):
        try:
            job = planner.job(row, place)
            for path in job.files.paths:
                other = taken.setdefault(path.as_posix().casefold(), row.number)
                if other != row.number:
                    raise SettingsError(
                        f"Row {other} has a file named “{path}” already",
                        remedy=f"Give each row a “{FILE}” of its own, or add {{n}} to --name.",
                    )
        except VitsError as error:
            plan.failures.append((row.number, error))
        else:
            plan.jobs.append(job)
    return plan


class _Planner:
    def __init__(self, options: argparse.Namespace) -> None:
        self._options = options
        # Found out once for all rows that have the same.
        self._voice = cache(self._voice_of)
        self._digest = cache(voice_digest)
        self._checked: set[tuple[str, AudioFormat]] = set()

    def job(self, row: Row, place: int) -> Job:
        """What is to be made of a row, the `place`th that is not empty; raises `VitsError`."""
        if row.problem is not None:
            raise row.problem
        cells = {name: cell_value(name, value) for name, value in row.cells.items()}
        if not cells.get(TEXT, "").strip():
            raise TextError("The row has no text", remedy=f"Fill its column “{TEXT}”.")
        options = argparse.Namespace(**{**vars(self._options), **cells})
        rhythm_seed, expression_seed = self._seeds(options, cells)
        voice = self._voice(cells.get("voice"))
        settings = settings_given(options)
        ProsodySettings(**settings)
        seeds = (rhythm_seed, expression_seed)
        fields = _fields(place, options.text, options.speaker or "", voice.stem, seeds)
        path = self._place(cells.get(FILE) or file_name(options.name, fields))
        audio_format = audio_format_of(options)
        if (path.suffix, audio_format) not in self._checked:
            check_output(options.output / path.name, audio_format)
            self._checked.add((path.suffix, audio_format))
        endings = dict.fromkeys((*options.subtitles, *options.timings))
        return Job(
            row=row.number,
            text=options.text,
            phonemes=options.phonemes,
            voice=str(voice),
            voice_digest=self._digest(voice),
            precision=options.precision,
            speaker=options.speaker,
            settings=settings,
            rhythm_seed=rhythm_seed,
            expression_seed=expression_seed,
            files=SpeechFiles(
                path=path,
                audio_format=audio_format,
                tags=tags_of(options),
                loudness=loudness_of(options),
                labels=LabelFiles(
                    tuple(path.with_name(f"{path.stem}.{ending}") for ending in endings),
                    cues_of(options),
                ),
                sidecar=options.sidecar,
            ),
        )

    def _seeds(self, options: argparse.Namespace, cells: dict[str, Any]) -> tuple[int, int]:
        """Of rhythm and expression; a row's seed goes before either of the whole table's."""
        own: dict[str, Any] = cells if "seed" in cells else vars(options)
        rhythm, expression = own.get("rhythm_seed"), own.get("expression_seed")
        seeds = (options.seed if seed is None else seed for seed in (rhythm, expression))
        rhythm_seed, expression_seed = (checked_seed(seed) for seed in seeds)
        return rhythm_seed, expression_seed

    def _voice_of(self, cell: str | None) -> Path:
        """A row's voice lies where the table does, unless its path is a whole one."""
        if cell is None:
            return voice_path(self._options.voice).resolve()
        return voice_path(self._options.table.parent / Path(cell).expanduser()).resolve()

    def _place(self, name: str) -> Path:
        """Where in the output folder the file of that name goes."""
        parts = [part for part in name.replace("\\", "/").split("/") if part != "."]
        clean = [portable(part) for part in parts]
        if parts != clean or not all(parts):
            usable = "/".join(part for part in clean if part)
            raise SettingsError(
                f"“{name}” cannot be the name of a file in the output folder",
                remedy=f"Call it “{usable}”." if usable else "Choose another name.",
            )
        path = Path(*parts)
        if path.suffix.lower() in TYPES:
            return path
        return path.with_name(f"{path.name}.{self._options.type}")


def _fields(
    place: int, text: str, speaker: str, voice: str, seeds: tuple[int, int]
) -> dict[str, str | int]:
    """What a template of names may have."""
    return {
        "n": place,
        "text": beginning(text) or "row",
        "speaker": speaker,
        "voice": voice,
        "seed": f"{seeds[0]}-{seeds[1]}",
    }
