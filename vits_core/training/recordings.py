"""One recording on its way into a corpus: read, checked, mixed down, resampled, trimmed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
import soxr

from vits_core.records import FloatArray
from vits_core.training.findings import Outcome, Problem


@dataclass(frozen=True, slots=True)
class RecordingRules:
    """What a recording has to be like, and how it is made so."""

    sample_rate: int = 22_050
    """Hz that everything is resampled to."""
    shortest: float = 0.4
    """Seconds of a recording after trimming; shorter ones are left out."""
    longest: float = 20.0
    """Seconds; longer ones are left out, as memory grows with the longest of a batch."""
    silence: float = -45.0
    """Decibels relative to the loud parts of a recording, below which its ends are silence."""
    margin: float = 0.1
    """Seconds of the silence at either end that stay."""
    quietest: float = -60.0
    """Decibels relative to full scale: a recording that never gets louder is silent."""
    clipped_runs: int = 2
    """Stretches at full scale that a recording may have; more of them are mentioned."""


@dataclass(frozen=True, eq=False, slots=True)
class Recording:
    """A recording that can be trained with, or why it cannot, and what was found."""

    waveform: FloatArray | None
    """[T_samples] at the rules' rate; None where it is left out."""
    notes: tuple[tuple[Problem, Outcome, str], ...]


_BLOCK = 0.01
"""Seconds whose loudness is measured at a time."""
_FULL_SCALE = 0.999


def read_recording(path: Path, rules: RecordingRules) -> Recording:
    """Read a sound file as the rules want it; what is wrong with it becomes notes, no error."""
    notes: list[tuple[Problem, Outcome, str]] = []

    def left_out(problem: Problem, detail: str = "") -> Recording:
        return Recording(None, (*notes, (problem, Outcome.LEFT_OUT, detail)))

    try:
        info = soundfile.info(str(path))
        if info.frames > 20 * rules.longest * info.samplerate:
            return left_out(Problem.TOO_LONG, f"{info.frames / info.samplerate:.0f} s")
        samples, rate = soundfile.read(str(path), dtype="float32", always_2d=True)
    except (OSError, RuntimeError, ValueError) as error:
        return left_out(Problem.UNREADABLE, " ".join(str(error).split())[-80:])
    if not np.isfinite(samples).all():
        return left_out(Problem.NOT_NUMBERS)
    if samples.shape[1] > 1:
        notes.append((Problem.CHANNELS, Outcome.MENDED, f"{samples.shape[1]} channels"))
    if "(should be" in info.extra_info:
        notes.append((Problem.CUT_SHORT, Outcome.KEPT, f"{len(samples) / rate:.1f} s"))
    peak = float(np.abs(samples).max(initial=0.0))
    if peak > 1.0:
        notes.append((Problem.LOUD, Outcome.MENDED, f"{_decibels(peak):.1f} dB"))
        samples /= peak
    sound = samples.mean(axis=1)
    runs = _clipped_runs(samples)
    if runs > rules.clipped_runs:
        notes.append((Problem.CLIPPED, Outcome.KEPT, f"{runs} times"))
    if rate != rules.sample_rate:
        problem = Problem.OTHER_RATE if rate > rules.sample_rate else Problem.LOW_RATE
        notes.append((problem, Outcome.MENDED, f"{rate} Hz"))
        sound = soxr.resample(sound, rate, rules.sample_rate)
    if not len(sound) or _decibels(float(np.abs(sound).max())) < rules.quietest:
        return left_out(Problem.SILENT)
    trimmed = trim(sound, rules)
    removed = (len(sound) - len(trimmed)) / rules.sample_rate
    if removed > _BLOCK:
        notes.append((Problem.QUIET_ENDS, Outcome.MENDED, f"{removed:.2f} s"))
    seconds = len(trimmed) / rules.sample_rate
    if seconds < rules.shortest:
        return left_out(Problem.TOO_SHORT, f"{seconds:.2f} s")
    if seconds > rules.longest:
        return left_out(Problem.TOO_LONG, f"{seconds:.1f} s")
    return Recording(np.ascontiguousarray(trimmed, np.float32), tuple(notes))


def trim(sound: FloatArray, rules: RecordingRules) -> FloatArray:
    """The sound without the silence at its ends, but for a margin; [T_samples] -> [T_samples]."""
    size = max(1, round(_BLOCK * rules.sample_rate))
    count = -(-len(sound) // size)
    blocks = np.pad(sound, (0, count * size - len(sound))).reshape(count, size)
    power = np.sqrt((blocks.astype(np.float64) ** 2).mean(axis=1))
    # A click must not make the speech around it count as silence.
    loud = float(np.quantile(power, 0.95)) or float(power.max())
    heard = np.flatnonzero(power > loud * 10 ** (rules.silence / 20))
    margin = round(rules.margin * rules.sample_rate)
    start = max(0, int(heard[0]) * size - margin)
    stop = min(len(sound), (int(heard[-1]) + 1) * size + margin)
    return sound[start:stop]


def _clipped_runs(samples: FloatArray) -> int:
    """Stretches in which a channel of [T_samples, channels] stays at full scale.

    One or two samples there may be chance, three behind each other are not.
    """
    full = np.abs(samples) >= _FULL_SCALE
    steady = full[2:] & full[1:-1] & full[:-2]
    begins = steady.copy()
    begins[1:] &= ~steady[:-1]
    return int(begins.sum())


def _decibels(amplitude: float) -> float:
    return float(20 * np.log10(max(amplitude, 1e-10)))
