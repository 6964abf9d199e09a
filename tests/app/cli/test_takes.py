"""The command `takes`, as it is typed."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.app.cli.command_line import run_forked, run_here, run_process
from vits_core.audio.loudness import loudness

pytestmark = pytest.mark.slow

TEXT = "Good morning, everybody."


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("takes") / "new"
    done = run_process("takes", TEXT, "-n", "3", "-d", folder, "--seed", "5", "--device", "cpu")
    assert done.returncode == 0, done.stderr
    return folder


def test_takes_differ_and_the_table_tells_how(written: Path) -> None:
    names = [f"Good morning, everybody {take}.wav" for take in (1, 2, 3)]
    sidecars = [name.replace(".wav", ".take.json") for name in names]
    assert sorted(path.name for path in written.iterdir()) == sorted(
        [*names, *sidecars, "takes.csv"]
    )
    rows = table(written / "takes.csv")
    assert [row["file"] for row in rows] == names
    assert [(row["rhythm_seed"], row["expression_seed"]) for row in rows] == [
        ("5", "5"), ("6", "6"), ("7", "7"),
    ]  # fmt: skip
    for row in rows:
        sound, rate = soundfile.read(written / row["file"])
        assert float(row["seconds"]) == pytest.approx(len(sound) / rate, abs=0.001)
        durations = [int(frames) for frames in row["durations_frames"].split()]
        assert len(durations) == len(row["phonemes"].split())
        assert sum(durations) * 256 == len(sound)
        assert 60 < float(row["pitch_median_hz"]) < 200  # a man's voice
        assert 0.2 < float(row["voiced"]) < 0.9
    assert len({row["durations_frames"] for row in rows}) == 3


def test_a_row_of_the_table_repeats_its_take_to_the_bit(written: Path, tmp_path: Path) -> None:
    row = table(written / "takes.csv")[1]
    again = tmp_path / "again.wav"
    seeds = ["--rhythm-seed", row["rhythm_seed"], "--expression-seed", row["expression_seed"]]
    done = run_forked("say", TEXT, "-o", again, "--device", "cpu", *seeds)
    assert done.returncode == 0, done.stderr
    assert again.read_bytes() == (written / row["file"]).read_bytes()


def test_takes_are_of_the_type_that_was_asked_for(tmp_path: Path) -> None:
    done = run_here("takes", "Hello.", "-n", "2", "-d", str(tmp_path), "--type", "mp3")
    assert done.returncode == 0, done.stderr
    names = ["Hello 1.mp3", "Hello 2.mp3"]
    assert [row["file"] for row in table(tmp_path / "takes.csv")] == names
    assert all(soundfile.info(tmp_path / name).subtype == "MPEG_LAYER_III" for name in names)


def test_takes_are_levelled_together_and_keep_their_distance(written: Path, tmp_path: Path) -> None:
    options = ["-n", "3", "-d", str(tmp_path), "--seed", "5", "--device", "cpu"]
    done = run_here("takes", TEXT, *options, "--loudness", "-20")
    assert done.returncode == 0, done.stderr

    def level(folder: Path, take: int) -> float:
        return loudness(*soundfile.read(folder / f"Good morning, everybody {take}.wav"))

    gains = [level(tmp_path, take) - level(written, take) for take in (1, 2, 3)]
    assert max(gains) - min(gains) < 0.3  # what the limiter takes off differs
    assert np.mean([level(tmp_path, take) for take in (1, 2, 3)]) == pytest.approx(-20, abs=0.3)
    assert [row["durations_frames"] for row in table(tmp_path / "takes.csv")] == [
        row["durations_frames"] for row in table(written / "takes.csv")
    ]


def test_a_locked_rhythm_is_the_same_in_all(tmp_path: Path) -> None:
    done = run_here(
        "takes", TEXT, "-n", "2", "-d", str(tmp_path), "--rhythm-seed", "1", "--name", "{seed}"
    )
    assert done.returncode == 0, done.stderr
    first, second = table(tmp_path / "takes.csv")
    assert first["durations_frames"] == second["durations_frames"]
    assert first["file"].startswith("1-")
    sounds = [soundfile.read(tmp_path / row["file"])[0] for row in (first, second)]
    assert not np.array_equal(*sounds)


def test_an_even_tempo_and_a_length_are_kept(tmp_path: Path) -> None:
    even, fitted = tmp_path / "even", tmp_path / "fitted"
    assert run_here("takes", TEXT, "-n", "3", "-d", str(even), "--even-tempo").returncode == 0
    rows = table(even / "takes.csv")
    assert len({row["seconds"] for row in rows}) == 1
    assert len({row["durations_frames"] for row in rows}) == 3
    assert run_here("takes", TEXT, "-n", "1", "-d", str(fitted), "--seconds", "2.5").returncode == 0
    (row,) = table(fitted / "takes.csv")
    assert float(row["seconds"]) == pytest.approx(2.5, abs=256 / 22_050)


def test_what_is_there_is_not_lost(written: Path, tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    options = [TEXT, "-n", "1", "-d", str(folder), "--name", "a", "--no-sidecar"]
    assert run_here("takes", *options).returncode == 0
    old = (folder / "a.wav").read_bytes()
    assert run_here("takes", *options).returncode == 0
    assert sorted(path.name for path in folder.iterdir()) == [
        "a 2.wav", "a.wav", "takes 2.csv", "takes.csv",
    ]  # fmt: skip
    skipped = run_here("takes", *options, "--if-exists", "skip")
    assert skipped.returncode == 0
    assert "already exists" in skipped.stderr
    failed = run_here("takes", *options, "--if-exists", "fail")
    assert failed.returncode == 1
    assert "a.wav" in failed.stderr
    assert (folder / "a.wav").read_bytes() == old
    assert run_here("takes", *options, "--if-exists", "overwrite").returncode == 0
    assert (folder / "a.wav").read_bytes() != old


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ([TEXT, "-n", "0", "-d", "d"], ["0 takes", "from 1 to"]),
        ([TEXT, "-d", "d", "--name", "{x}"], ["{x}", "{take}"]),
        ([TEXT, "-n", "2", "-d", "d", "--name", "same"], ["“same”", "{take} or {seed}"]),
        (["One. Two.", "-d", "d", "--seconds", "3"], ["single sentence", "has 2"]),
        (
            [TEXT, "-d", "d", "--seconds", "0.1"],
            ["cannot last 0.1 seconds", "Choose a length from"],
        ),
        (
            [TEXT, "-d", "d", "--seconds", "9999"],
            ["cannot last 9999 seconds", "Choose a length from"],
        ),
        (
            [TEXT, "-d", "d", "--rhythm-seed", "1", "--expression-seed", "2"],
            ["every take would be the same"],
        ),
        (["", "-d", "d"], ["nothing to speak"]),
        ([TEXT, "-d", "/dev/null/x"], ["/dev/null/x"]),
    ],
)
def test_wrong_options_are_told_in_one_line(
    options: list[str], words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run_here("takes", *options)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert all(word in done.stderr for word in words), done.stderr
    assert not list(tmp_path.rglob("*.wav"))


def test_a_sound_without_its_description_is_in_the_table_and_told(tmp_path: Path) -> None:
    (tmp_path / "a.take.json").mkdir()
    done = run_here(
        "takes", "Hello.", "-n", "1", "-d", str(tmp_path), "--name", "a", "--if-exists", "overwrite"
    )
    assert done.returncode == 1
    assert "failed: a.wav was saved, but its recipe was not" in done.stderr
    assert [row["file"] for row in table(tmp_path / "takes.csv")] == ["a.wav"]
