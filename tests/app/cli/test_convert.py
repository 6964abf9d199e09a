"""The command `convert`: one speaker's recording in, another speaker's out."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from app.cli.main import run
from tests.core.checkpoint_export import MANY_SPEAKERS, export_original, trained_model

RATE = 16_000


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkpoint with five speakers."""
    folder = tmp_path_factory.mktemp("crowd")
    return export_original(trained_model(MANY_SPEAKERS), folder / "crowd.pth")


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    t = np.arange(RATE) / RATE
    stereo = np.stack([0.3 * np.sin(2 * np.pi * 200 * t), 0.1 * np.sin(2 * np.pi * 300 * t)], 1)
    soundfile.write(tmp_path / "in.flac", stereo, RATE)
    return tmp_path / "in.flac"


def _convert(recording: Path, *more: object) -> int:
    output = recording.with_name("out.wav")
    arguments = ["convert", recording, "-o", output, "--device", "cpu", *more]
    return run([str(argument) for argument in arguments])


def test_a_recording_is_converted(crowd: Path, recording: Path) -> None:
    for name in ("a", "b"):
        more = ("--voice", crowd, "--from", "speaker 1", "--to", 3, "--seed", 5)
        assert _convert(recording, *more, "-o", recording.with_name(f"{name}.wav")) == 0
    first, rate = soundfile.read(recording.with_name("a.wav"))
    again, _ = soundfile.read(recording.with_name("b.wav"))
    assert (rate, first.shape) == (RATE, (RATE,))
    assert first.any()
    assert np.array_equal(first, again)


def test_rate_and_format_are_chosen(crowd: Path, recording: Path) -> None:
    more = ("--from", 0, "--to", 1, "--rate", 48_000, "--format", "FLOAT")
    assert _convert(recording, "--voice", crowd, *more) == 0
    info = soundfile.info(recording.with_name("out.wav"))
    assert (info.samplerate, info.frames, info.subtype) == (48_000, 48_000, "FLOAT")


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"no sound", "damaged or in an unknown format"), (None, "cannot be read")],
)
def test_what_is_no_recording_is_told_before_a_voice_is_loaded(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes | None, says: str
) -> None:
    path = tmp_path / "in.wav"
    if content is not None:
        path.write_bytes(content)
    assert _convert(path, "--voice", "/nowhere.pth", "--from", 0, "--to", 1) == 1
    assert says in capsys.readouterr().err


def test_another_kind_of_file_is_refused(
    recording: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = recording.with_name("out.aac")
    assert _convert(recording, "--from", 0, "--to", 1, "-o", other) == 1
    assert "Name it out.wav" in capsys.readouterr().err
    assert not other.exists()


def test_a_recording_may_be_replaced_by_what_it_becomes(crowd: Path, tmp_path: Path) -> None:
    path = tmp_path / "one.wav"
    soundfile.write(path, 0.1 * np.sin(np.arange(RATE) / 9), RATE)
    assert _convert(path, "--voice", crowd, "--from", 0, "--to", 1, "-o", path) == 0
    assert soundfile.info(path).frames == RATE


def test_values_that_are_no_numbers_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "in.wav"
    soundfile.write(path, np.array([0.1, np.nan, 0.2]), RATE, "FLOAT")
    assert _convert(path, "--from", 0, "--to", 1) == 1
    assert "not numbers" in capsys.readouterr().err


def test_an_unknown_speaker_is_told(
    crowd: Path, recording: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _convert(recording, "--voice", crowd, "--from", "nobody", "--to", 1) == 1
    assert "no speaker “nobody”" in capsys.readouterr().err
    assert not recording.with_name("out.wav").exists()


def test_the_default_voice_cannot_convert(
    recording: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _convert(recording, "--from", 0, "--to", 0) == 1
    assert "cannot convert" in capsys.readouterr().err
