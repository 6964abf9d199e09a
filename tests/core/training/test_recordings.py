"""What is wrong with a recording is found, mended where it can be, and told."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.core.training.recorded import tone, write_recording
from vits_core.records import FloatArray
from vits_core.training.findings import Outcome, Problem
from vits_core.training.recordings import RecordingRules, read_recording, trim

RULES = RecordingRules()


def problems(path: Path, rules: RecordingRules = RULES) -> dict[Problem, tuple[Outcome, str]]:
    return {what: (outcome, why) for what, outcome, why in read_recording(path, rules).notes}


def test_a_good_recording_stays_as_it_is(tmp_path: Path) -> None:
    sound = tone()
    recording = read_recording(write_recording(tmp_path / "a.wav", sound), RULES)
    assert recording.notes == ()
    assert recording.waveform is not None
    np.testing.assert_array_equal(recording.waveform, sound)


@pytest.mark.parametrize(("rate", "problem"), [(48_000, Problem.OTHER_RATE),
                                               (16_000, Problem.LOW_RATE)])  # fmt: skip
def test_another_rate_is_resampled(rate: int, problem: Problem, tmp_path: Path) -> None:
    path = write_recording(tmp_path / "a.wav", tone(rate=rate), rate)
    recording = read_recording(path, RULES)
    assert recording.notes == ((problem, Outcome.MENDED, f"{rate} Hz"),)
    assert recording.waveform is not None
    middle = slice(5000, 15_000)  # the ends of a tone that begins at once ring
    assert float(np.abs(recording.waveform[middle] - tone()[middle]).max()) < 1e-3


def test_channels_are_mixed(tmp_path: Path) -> None:
    path = write_recording(tmp_path / "a.wav", np.stack([tone(), 0 * tone()], axis=1))
    recording = read_recording(path, RULES)
    assert recording.notes == ((Problem.CHANNELS, Outcome.MENDED, "2 channels"),)
    assert recording.waveform is not None
    np.testing.assert_allclose(recording.waveform, tone() / 2, atol=1e-6)


def test_a_file_of_floats_may_be_beyond_full_scale(tmp_path: Path) -> None:
    path = write_recording(tmp_path / "a.wav", 32_768 * tone())
    recording = read_recording(path, RULES)
    assert [(what, outcome) for what, outcome, _ in recording.notes] == [
        (Problem.LOUD, Outcome.MENDED)
    ]
    assert recording.waveform is not None
    np.testing.assert_allclose(recording.waveform, tone() / np.abs(tone()).max(), atol=1e-6)


def test_a_file_that_was_not_written_to_its_end_is_told(tmp_path: Path) -> None:
    path = write_recording(tmp_path / "a.wav", tone(2.0))
    path.write_bytes(path.read_bytes()[: 4 * 22_050])
    assert problems(path)[Problem.CUT_SHORT] == (Outcome.KEPT, "1.0 s")


def test_silence_at_the_ends_goes_but_for_a_margin() -> None:
    hiss = np.random.default_rng(0).normal(0, 1e-4, 22_050).astype(np.float32)
    trimmed = trim(np.concatenate((hiss, tone(), hiss)), RULES)
    assert len(trimmed) / 22_050 == pytest.approx(1.2, abs=0.021)
    quiet = tone(level=0.01)
    assert len(trim(np.concatenate((quiet, tone(4.0), quiet)), RULES)) == 6 * 22_050


def test_a_click_does_not_make_the_speech_around_it_silence() -> None:
    quiet = tone(level=0.003)
    quiet[11_000:11_010] = 1.0
    assert len(trim(quiet, RULES)) == len(quiet)


def _spoilt(what: str) -> FloatArray:
    sound = tone()
    if what == "nan":
        sound[100] = np.nan
    elif what == "clipped":
        sound = np.clip(6 * sound, -1, 1)
    return {"silent": 0 * sound, "hiss": 1e-4 * sound, "short": sound[:3000]}.get(what, sound)


@pytest.mark.parametrize(
    ("what", "problem", "outcome"),
    [
        ("nan", Problem.NOT_NUMBERS, Outcome.LEFT_OUT),
        ("silent", Problem.SILENT, Outcome.LEFT_OUT),
        ("hiss", Problem.SILENT, Outcome.LEFT_OUT),
        ("short", Problem.TOO_SHORT, Outcome.LEFT_OUT),
        ("clipped", Problem.CLIPPED, Outcome.KEPT),
    ],
)
def test_a_spoilt_recording_is_told(
    what: str, problem: Problem, outcome: Outcome, tmp_path: Path
) -> None:
    path = write_recording(tmp_path / "a.wav", _spoilt(what))
    assert problems(path)[problem][0] is outcome
    assert (read_recording(path, RULES).waveform is None) == (outcome is Outcome.LEFT_OUT)


def test_a_long_recording_is_left_out_and_a_very_long_one_not_even_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules = RecordingRules(longest=0.5)
    assert Problem.TOO_LONG in problems(write_recording(tmp_path / "a.wav", tone()), rules)
    long = write_recording(tmp_path / "b.wav", tone(11.0))
    monkeypatch.setattr(soundfile, "read", lambda *_, **__: pytest.fail("it was read"))
    assert problems(long, rules)[Problem.TOO_LONG] == (Outcome.LEFT_OUT, "11 s")


@pytest.mark.parametrize("content", [b"", b"RIFF", b"no sound at all" * 100])
def test_a_file_that_is_no_sound_is_told(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(content)
    assert problems(path)[Problem.UNREADABLE][0] is Outcome.LEFT_OUT


def test_an_empty_sound_is_silent(tmp_path: Path) -> None:
    path = write_recording(tmp_path / "a.wav", np.zeros(0, np.float32))
    assert problems(path)[Problem.SILENT][0] is Outcome.LEFT_OUT
