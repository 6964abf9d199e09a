"""`say -o -`: the sound to standard output, and nothing else."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from app.cli.main import run
from tests.app.cli.command_line import MAIN

TEXT = "Good morning, everybody who is here today. How are you?"
SEEDS = ["--rhythm-seed", "5", "--expression-seed", "6"]


def test_the_sound_is_that_of_a_file_and_notes_go_elsewhere(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    path, subtitles = tmp_path / "a.wav", tmp_path / "a.srt"
    text = f"{TEXT} \ue000"
    assert run(["say", text, "-o", str(path), *SEEDS]) == 0
    capfdbinary.readouterr()
    for raw in ([], ["--raw"]):
        assert run(["say", text, "-o", "-", "--subtitles", str(subtitles), *raw, *SEEDS]) == 0
        out, err = capfdbinary.readouterr()
        assert b"skipped" in err
        samples = out if raw else out[44:]
        assert samples
        assert samples in path.read_bytes()
        assert out.startswith(b"RIFF") != bool(raw)
    assert "How are you?" in subtitles.read_text("utf-8")


def test_a_rate_and_a_format_are_followed(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run(["say", "Hello.", "-o", "-", "--raw", *SEEDS]) == 0
    usual = len(capfdbinary.readouterr().out)
    options = ["--format", "FLOAT", "--rate", "44100"]
    assert run(["say", "Hello.", "-o", "-", "--raw", *options, *SEEDS]) == 0
    assert len(capfdbinary.readouterr().out) == 4 * usual


def test_a_reader_that_leaves_ends_it_quietly() -> None:
    process = subprocess.Popen(
        [sys.executable, str(MAIN), "say", f"{TEXT} " * 500, "-o", "-"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    try:
        assert process.stdout.read(4) == b"RIFF"  # while it is made: all of it takes minutes
        process.stdout.close()
        assert process.wait(60) == 1
        assert process.stderr.read() == b""
    finally:
        process.kill()
        process.stderr.close()


def test_nothing_to_speak_writes_nothing(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run(["say", "…", "-o", "-"]) == 1
    out, err = capfdbinary.readouterr()
    assert out == b""
    assert b"nothing to speak" in err


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["-o", "-", "--json"], "--json would be mixed with the sound"),
        (["-o", "-", "--sidecar"], "add -o OUT.wav"),
        (["-o", "-", "--title", "A"], "without tags"),
        (["-o", "-", "--quality", "small"], "ffmpeg"),
        (["-o", "a.wav", "--raw"], "add -o -"),
    ],
)
def test_what_a_pipe_cannot_have_is_told(
    options: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        run(["say", "Hello.", *options])
    assert caught.value.code == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert told in err


def test_a_terminal_gets_no_sound(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    assert run(["say", "Hello.", "-o", "-"]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert "Pipe it into another program" in err
