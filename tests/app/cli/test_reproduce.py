"""A written take is made again from what was written beside it, as it is typed."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.app.cli.command_line import run_forked, run_here, run_process

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def take(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("takes")
    text = "Good morning, everybody. Really?"
    done = run_forked("takes", text, "-n", "1", "-d", folder, "--name", "a", "--even-tempo")
    assert done.returncode == 0, done.stderr
    return folder / "a.wav"


def test_it_comes_out_identical(take: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.wav"
    done = run_process("retake", take, "-o", again)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "The take came out identical.\n"
    assert again.read_bytes() == take.read_bytes()


def replaced(take: Path, folder: Path, content: bytes | None) -> Path:
    """The take's description beside a sound file of this content, or beside none."""
    path = folder / take.name
    path.with_suffix(".take.json").write_bytes(take.with_suffix(".take.json").read_bytes())
    if content is not None:
        path.write_bytes(content)
    return path


def test_a_sound_that_is_gone_or_is_another_is_never_identical(take: Path, tmp_path: Path) -> None:
    sound, rate = soundfile.read(take, dtype="float32")
    quieter, stereo = tmp_path / "quieter.wav", tmp_path / "stereo.wav"
    soundfile.write(quieter, 0.98 * sound, rate)  # 34 dB: nobody hears it
    soundfile.write(stereo, np.stack([sound, sound], axis=1), rate)
    for content, why in (
        (None, "a.wav is not there"),
        (bytes(range(256)) * 40, "a.wav cannot be read as sound"),
        (b"", "a.wav cannot be read as sound"),
        (quieter.read_bytes(), "not what its recipe describes"),
        (stereo.read_bytes(), "has 2 channels"),
    ):
        folder = tmp_path / str(len(list(tmp_path.iterdir())))
        folder.mkdir()
        done = run_here("retake", replaced(take, folder, content))
        assert done.returncode == 0, done.stderr
        assert "identical" not in done.stdout
        assert why in done.stdout


def test_a_sound_at_another_rate_is_compared_at_that_rate(tmp_path: Path) -> None:
    path = tmp_path / "low.wav"
    made = run_here("say", "Good morning.", "-o", path, "--rate", "16000", "--sidecar")
    assert made.returncode == 0, made.stderr
    assert "came out identical" in run_here("retake", path).stdout
    sound, rate = soundfile.read(path, dtype="float32")
    soundfile.write(path, sound[::-1], rate)
    assert "not what its recipe describes" in run_here("retake", path).stdout


def test_a_name_of_another_kind_of_file_is_refused_with_those_that_work(
    take: Path, tmp_path: Path
) -> None:
    for name in ("x.aac", "x", "x.wav.aif"):
        done = run_here("retake", take, "-o", tmp_path / name)
        assert done.returncode == 1
        assert ".wav" in done.stderr
        assert not (tmp_path / name).exists()


def test_in_another_precision_it_comes_out_close_and_why(take: Path) -> None:
    sidecar = take.with_suffix(".take.json")
    made_in = json.loads(sidecar.read_text(encoding="utf-8"))["precision"]
    if made_in == "float32":
        pytest.skip("this CPU has no other precision")
    done = run_forked("retake", take, "--precision", "float32")
    assert done.returncode == 0, done.stderr
    assert "came out close" in done.stdout
    assert f"precision: was {made_in}, now float32" in done.stdout


def test_no_sidecar_where_none_is_wanted(tmp_path: Path) -> None:
    done = run_here("takes", "Hello.", "-n", "1", "-d", tmp_path, "--name", "a", "--no-sidecar")
    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.wav", "takes.csv"]
    done = run_here("retake", tmp_path / "a.wav")
    assert done.returncode == 1
    assert "take has no recipe" in done.stderr


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
