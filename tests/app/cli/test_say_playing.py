"""`say` without -o: what the loudspeaker gets is what a file would hold."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile
import soxr

from tests.app.cli.command_line import MAIN, run_forked
from tests.sound_server import RATE, Recording, SoundServer
from vits_core.records import FloatArray

TEXT = "Good morning. How are you today?"
TRIES = 6
"""A busy machine may fall behind while it speaks, and leave a gap; not each time."""
SEEDS = ["--rhythm-seed", "5", "--expression-seed", "6"]


@pytest.mark.sound_server
def test_a_text_is_played_as_it_would_be_written(tmp_path: Path) -> None:
    path = tmp_path / "said.wav"
    say = ["say", TEXT, *SEEDS]
    assert run_forked(*say, "-o", path, "--format", "FLOAT").returncode == 0
    written, rate = soundfile.read(path, dtype="float32")
    expected = soxr.resample(written, rate, RATE)
    for _ in range(TRIES):
        with SoundServer() as server, Recording(server) as recording:
            done = subprocess.run(
                [sys.executable, str(MAIN), *say],
                check=True,
                timeout=120,
                capture_output=True,
                text=True,
                env=_with_all_threads(),
            )
            heard = recording.samples()
        assert done.stdout == ""
        if _is_heard(expected, heard):
            return
    pytest.fail(f"{len(heard)} samples were heard, {len(expected)} expected")


@pytest.mark.sound_server
def test_what_is_played_gets_the_subtitles_of_the_file(tmp_path: Path) -> None:
    say = [sys.executable, str(MAIN), "say", TEXT, *SEEDS, "--subtitles"]
    written, played = tmp_path / "written.srt", tmp_path / "played.srt"
    subprocess.run([*say, written, "-o", tmp_path / "a.wav"], check=True, timeout=120)
    with SoundServer():
        subprocess.run([*say, played], check=True, timeout=120)
    assert played.read_bytes() == written.read_bytes() != b""


def _with_all_threads() -> dict[str, str]:
    """The environment without what makes tests compute on one thread each."""
    return {name: value for name, value in os.environ.items() if name != "OMP_NUM_THREADS"}


def _is_heard(expected: FloatArray, heard: FloatArray) -> bool:
    """PulseAudio resamples with its own filter, so the comparison is of shape, not of samples."""
    length = min(len(heard), len(expected))
    spectrum = np.fft.rfft(heard[:length], 2 * length)
    lags = np.fft.irfft(spectrum * np.conj(np.fft.rfft(expected[:length], 2 * length)))
    energy = float(np.sqrt((heard[:length] ** 2).sum() * (expected[:length] ** 2).sum()))
    return bool(abs(len(heard) - len(expected)) < 0.05 * RATE and lags.max() / energy > 0.98)
