"""A written take is made again from what was written beside it, as it is typed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.app.cli.command_line import run_here

pytestmark = pytest.mark.slow

MAIN = Path(__file__).parents[3] / "main.py"


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(MAIN), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120)


@pytest.fixture(scope="module")
def take(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("takes")
    text = "Good morning, everybody. Really?"
    done = run("takes", text, "-n", "1", "-d", folder, "--name", "a", "--even-tempo")
    assert done.returncode == 0, done.stderr
    return folder / "a.wav"


def test_it_comes_out_identical(take: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.wav"
    done = run("retake", take, "-o", again)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "The take came out identical.\n"
    assert again.read_bytes() == take.read_bytes()


def test_in_another_precision_it_comes_out_close_and_why(take: Path) -> None:
    sidecar = take.with_suffix(".take.json")
    made_in = json.loads(sidecar.read_text(encoding="utf-8"))["precision"]
    if made_in == "float32":
        pytest.skip("this CPU has no other precision")
    done = run("retake", take, "--precision", "float32")
    assert done.returncode == 0, done.stderr
    assert "came out close" in done.stdout
    assert f"precision: {made_in} then, float32 now" in done.stdout


def test_no_sidecar_where_none_is_wanted(tmp_path: Path) -> None:
    done = run_here("takes", "Hello.", "-n", "1", "-d", tmp_path, "--name", "a", "--no-sidecar")
    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.wav", "takes.csv"]
    done = run_here("retake", tmp_path / "a.wav")
    assert done.returncode == 1
    assert "no description of this take" in done.stderr


def test_a_voice_that_is_gone_and_phonemes_that_it_lacks_are_told(
    take: Path, tmp_path: Path
) -> None:
    data = json.loads(take.with_suffix(".take.json").read_text(encoding="utf-8"))
    gone = {**data, "voice_file": "/gone/joe.onnx", "voice_sha256": "00"}
    (tmp_path / "gone.take.json").write_text(json.dumps(gone))
    done = run_here("retake", tmp_path / "gone.take.json")
    assert done.returncode == 1
    assert "/gone/joe.onnx" in done.stderr
    assert "--voice" in done.stderr
    data["sentences"][0]["utterance"]["token_ids"][2] = 9999
    (tmp_path / "other.take.json").write_text(json.dumps(data))
    done = run_here("retake", tmp_path / "other.take.json")
    assert done.returncode == 1
    assert "does not have the phonemes" in done.stderr
