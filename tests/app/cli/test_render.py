"""The command `render`, as it is typed."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pysubs2
import pytest
import soundfile

from app.files.reproduction import made_again
from app.render.manifest import MANIFEST
from tests.app.cli.command_line import MAIN, run_here
from vits_core.audio.loudness import loudness
from vits_core.provenance.sidecar import read_sidecar
from vits_core.voice import load_voice

pytestmark = pytest.mark.slow

LONG = (
    "When the last of the guests had gone home and the lamps along the river were lit, she sat "
    "down by the open window with a cup of tea, and wrote a long letter to the friend whom she had "
    "neither seen nor heard from for almost seven years."
)
TABLE = f"""\ufefftext;file;seed;noise_scale;title
Good morning.;;4;;
"The train,
which was late, has left.";signs/train;;0,5;
{LONG};;;;
Good bye.;bye.flac;;;The end
"""
FILES = ["001 Good morning.wav", "003 When the last of the guests had gone.wav", "bye.flac"]
CPU = ["--device", "cpu"]
ONE = [*CPU, "--workers", "1"]


def table(folder: Path, content: str = TABLE) -> Path:
    path = folder / "table.csv"
    path.write_bytes(content.replace("\n", "\r\n").encode("utf-8"))
    return path


def files(folder: Path) -> dict[str, bytes]:
    """All but the manifest."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != MANIFEST
    }


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that one worker has made."""
    folder = tmp_path_factory.mktemp("render")
    done = run_here("render", table(folder), "-o", folder / "out", *ONE)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert done.stderr == f"4 made, 0 unchanged, 0 failed, in {folder / 'out'}\n"
    return folder / "out"


def test_each_row_becomes_the_file_that_say_makes_of_it(made: Path, tmp_path: Path) -> None:
    assert sorted(files(made)) == sorted([*FILES, "signs/train.wav"])
    with soundfile.SoundFile(made / "bye.flac") as file:
        assert file.title == "The end"
    path = tmp_path / "a.wav"
    options = ["--rhythm-seed", "0", "--expression-seed", "0", "--noise-scale", "0.5"]
    text = "The train,\r\nwhich was late, has left."
    assert (
        run_here("say", text, "-o", path, "--precision", "float32", *CPU, *options).returncode == 0
    )
    assert path.read_bytes() == (made / "signs/train.wav").read_bytes()


def test_two_workers_make_the_same_bytes_as_one(made: Path, tmp_path: Path) -> None:
    done = run_here("render", table(tmp_path), "-o", tmp_path / "out", "--workers", "2", *CPU)
    assert done.returncode == 0, done.stderr
    assert files(tmp_path / "out") == files(made)


def test_only_what_changed_is_made_again(tmp_path: Path) -> None:
    out, results = tmp_path / "out", tmp_path / "results.csv"
    rows = ["text,file", "One.,a", "Two.,b", "Three.,c"]
    command = ["render", tmp_path / "table.csv", "-o", out, "--results", results, *ONE]
    table(tmp_path, "\n".join(rows))
    assert run_here(*command).returncode == 0
    times = {path: path.stat().st_mtime_ns for path in out.glob("*.wav")}
    rows[2] = "Two!,b"
    table(tmp_path, "\n".join([*rows, "Four.,d"]))
    done = run_here(*command)
    assert "2 made, 2 unchanged, 0 failed" in done.stderr
    changed = {
        path.name for path in out.glob("*.wav") if times.get(path) != path.stat().st_mtime_ns
    }
    assert changed == {"b.wav", "d.wav"}
    with results.open(encoding="utf-8-sig", newline="") as file:
        told = list(csv.DictReader(file))
    assert [(row["row"], row["file"], row["status"]) for row in told] == [
        ("2", "a.wav", "unchanged"), ("3", "b.wav", "made"),
        ("4", "c.wav", "unchanged"), ("5", "d.wav", "made"),
    ]  # fmt: skip
    for row in told:
        info = soundfile.info(out / row["file"])
        assert float(row["seconds"]) == pytest.approx(info.duration, abs=1e-3)
    assert "4 made, 0 unchanged" in run_here(*command, "--force").stderr
    table(tmp_path, "\n".join(rows[:3]))
    done = run_here(*command)
    assert f"rows that are gone or renamed, {out} still has c.wav, d.wav" in done.stderr


def test_nothing_to_do_loads_no_torch(made: Path) -> None:
    source = made.parent / "table.csv"
    code = (
        "import sys; from app.cli.main import run; "
        f"code = run(['render', {str(source)!r}, '-o', {str(made)!r}, '--device', 'cpu']); "
        "print('torch' in sys.modules, code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=MAIN.parent, check=True
    )
    assert done.stdout == "False 0\n"
    assert done.stderr.startswith("0 made, 4 unchanged")


def test_rows_that_fail_are_told_and_the_others_made(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.wav").write_text("recorded by hand")
    rows = [
        "text,file,noise_scale,voice,speaker",
        "Fine.,a,,,",
        "Loud.,b,9,,",
        ",c,,,",
        "Again.,a,,,",
        "Who?,d,,none.onnx,",
        "…,e,,,",
        "Mine.,mine,,,",
        "Up.,../f,,,",
        "Anna.,g,,,anna",
        "Fine \ue000 too.,h,,,",
    ]
    path = table(tmp_path, "\n".join(rows))
    done = run_here("render", path, "-o", tmp_path / "out", *ONE)
    assert done.returncode == 1
    told = done.stderr.splitlines()
    assert told[0].startswith("note: row 11: skipped")
    for line, row, words in zip(
        told[1:],
        (3, 4, 5, 6, 7, 8, 9, 10),
        (
            "noise_scale is 9",
            "The row has no text",
            "Row 2 has a file named “a.wav” already",
            f"{tmp_path / 'none.onnx'}",
            "nothing to speak",
            "was not made by this command",
            "“../f” cannot be the name",
            "has one speaker, not “anna”",
        ),
        strict=False,
    ):
        assert line.startswith(f"failed: row {row}: ")
        assert words in line
    assert told[9] == f"2 made, 0 unchanged, 8 failed, in {tmp_path / 'out'}"
    assert sorted(files(tmp_path / "out")) == ["a.wav", "h.wav", "mine.wav"]
    assert (tmp_path / "out" / "mine.wav").read_text() == "recorded by hand"


def test_rows_that_fail_alike_are_told_together(tmp_path: Path) -> None:
    rows = "\n".join(["text,seed", *["Hello.,x"] * 12])
    done = run_here("render", table(tmp_path, rows), "-o", tmp_path / "out", *ONE)
    assert done.returncode == 1
    assert "failed: rows 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 2 more: seed is not" in done.stderr


def test_it_can_stop_at_the_first_failure(tmp_path: Path) -> None:
    out = tmp_path / "out"
    stop = ["-o", out, "--stop-on-error", *ONE]
    done = run_here("render", table(tmp_path, "text\nOne.\n…\nThree."), *stop)
    assert done.returncode == 1
    assert "1 made, 0 unchanged, 1 failed, 1 not yet made" in done.stderr
    done = run_here("render", table(tmp_path, "text,seed\nTwo.,x\nThree.,1"), *stop)
    assert "0 made, 0 unchanged, 1 failed, 1 not yet made" in done.stderr
    (tmp_path / "out" / "001 One.wav").unlink()
    results = ["--results", tmp_path / "results.csv"]
    done = run_here("render", table(tmp_path, "text,seed\nOne.,\nTwo.,x"), *stop, *results)
    assert "0 made, 0 unchanged, 1 failed, 1 not yet made" in done.stderr
    assert '3,,failed,,"seed is not a number: “x”' in (tmp_path / "results.csv").read_text("utf-8")


def test_rows_have_the_options_of_say(tmp_path: Path) -> None:
    lines = [
        {"text": "Good morning, everybody.", "file": "a", "loudness": -20, "artist": "Me"},
        {"text": "həlˈoʊ wˈɜːld.", "phonemes": True, "file": "b.wav", "format": "FLOAT"},
    ]
    path = tmp_path / "table.jsonl"
    path.write_text("\n".join(map(json.dumps, lines)), "utf-8")
    options = ["--type", "flac", "--subtitles", "srt", "--timings", "TextGrid", "--sidecar"]
    out = tmp_path / "out"
    done = run_here("render", path, "-o", out, *options, "--rate", "48000", *ONE)
    assert (done.returncode, done.stderr) == (0, f"2 made, 0 unchanged, 0 failed, in {out}\n")
    endings = (".srt", ".TextGrid", ".take.json")
    assert sorted(files(out)) == sorted(
        ["a.flac", "b.wav", *(f"{name}{ending}" for name in "ab" for ending in endings)]
    )
    sound, rate = soundfile.read(out / "a.flac")
    assert rate == 48000
    assert loudness(sound, rate) == pytest.approx(-20, abs=0.3)
    with soundfile.SoundFile(out / "a.flac") as file:
        assert file.artist == "Me"
    assert soundfile.info(out / "b.wav").subtype == "FLOAT"
    (cue,) = pysubs2.load(str(out / "a.srt")).events
    assert cue.plaintext == "Good morning, everybody."
    with load_voice(device="cpu", precision="float32") as voice:
        again = made_again(voice, read_sidecar(out / "b.wav"), out / "b.wav")
    assert again.comparison.verdict == "identical"
    assert again.takes[0].utterance.phonemes == "həlˈoʊ wˈɜːld."


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["none.csv", "-o", "out"], "none.csv"),
        (["table.csv", "-o", "out", "--name", "{x}"], "{x}"),
        (["table.csv", "-o", "out", "--rate", "5"], "5 Hz"),
        (["table.csv", "-o", "out", "--noise-scale", "9"], "noise_scale is 9"),
        (["table.csv", "-o", "out", "--seed", "-1"], "-1 is not a seed"),
        (["table.csv", "-o", "out", "--type", "mp3", "--format", "FLOAT"], "MP3"),
        (["table.csv", "-o", "out", "--cues", "words"], "--subtitles srt"),
        (["table.csv", "-o", "out", "--voice", "none.onnx"], "none.onnx"),
        (["table.csv", "-o", "/dev/null/x"], "/dev/null/x"),
        (["table.csv", "-o", "out", "--results", "table.csv"], "replace the table"),
        (["table.csv", "-o", "out", "--device", "cuda:77"], "cuda:77"),
    ],
)
def test_a_mistake_is_told_before_anything_is_spoken(
    arguments: list[str], told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    source = table(tmp_path, "text\nHello.")
    done = run_here("render", *arguments)
    assert done.returncode == 1
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert not list(tmp_path.rglob("*.wav"))
    assert source.read_bytes() == b"text\r\nHello."


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
def test_a_stopped_run_goes_on(made: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    command = [sys.executable, str(MAIN), "render", str(made.parent / "table.csv"), "-o", str(out)]
    process = subprocess.Popen(
        [*command, "--workers", "2", *CPU], stderr=subprocess.PIPE, text=True,
        start_new_session=True,
    )  # fmt: skip
    try:
        while not list(out.rglob("*.wav")):
            assert process.poll() is None
            time.sleep(0.01)
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does
        _, told = process.communicate(timeout=60)
    finally:
        process.kill()
    assert process.returncode == 130
    assert told.endswith("Stopped. The same command makes the rest.\n")
    assert "Traceback" not in told
    there = files(out)
    assert 0 < len(there) < 4
    assert there.items() <= files(made).items()  # each is whole
    done = run_here("render", made.parent / "table.csv", "-o", out, *ONE)
    assert done.returncode == 0
    assert files(out) == files(made)
