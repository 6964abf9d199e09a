"""A table of takes in a folder, to be sorted and compared in a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from app.files.csv_table import write_csv
from app.files.existing_files import IfExists, place_for
from vits_core.audio.pitch import PitchStatistics, pitch_track
from vits_core.records import FloatArray, Take

TABLE = "takes.csv"
_COLUMNS = (
    "file", "seconds", "rhythm_seed", "expression_seed", "noise_scale", "duration_noise_scale",
    "length_scale", "pitch_median_hz", "pitch_low_hz", "pitch_high_hz", "pitch_spread_semitones",
    "voiced", "phonemes", "durations_frames",
)  # fmt: skip
_NAMES = {"": "_", " ": "|"}
"""Of tokens that would not be seen: blanks (also beginning and end), and the gap between words."""


class TakeTable:
    """A line for each file; written once all are in it."""

    def __init__(self) -> None:
        self._rows: list[Sequence[object]] = []

    @property
    def rows(self) -> int:
        """How many there are."""
        return len(self._rows)

    def add(self, name: str, takes: Sequence[Take], waveform: FloatArray) -> None:
        """A file that holds these sentences, joined to `waveform` [T_samples]."""
        first = takes[0]
        pitch = PitchStatistics.of(pitch_track(waveform, first.sample_rate, first.hop_length))
        hertz = (pitch.median, pitch.lowest, pitch.highest)
        self._rows.append(
            (
                name,
                f"{len(waveform) / first.sample_rate:.3f}",
                first.rhythm_seed,
                first.expression_seed,
                first.settings.noise_scale,
                first.settings.duration_noise_scale,
                first.settings.length_scale,
                *("" if np.isnan(value) else f"{value:.1f}" for value in hertz),
                "" if np.isnan(pitch.spread) else f"{pitch.spread:.2f}",
                f"{pitch.voiced:.3f}",
                " ".join(_NAMES.get(s, s) for take in takes for s in take.utterance.symbols),
                " ".join(str(frames) for take in takes for frames in take.durations),
            )
        )

    def write(self, folder: Path, if_exists: IfExists) -> Path:
        """Write it into a folder; an older table stays unless it is to be overwritten.

        Raises `AudioFileError`.
        """
        path = place_for(folder / TABLE, if_exists)
        write_csv(path, _COLUMNS, self._rows)
        return path
