"""The command `bench`, on voices that speak in milliseconds."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest

import app.cli.bench
from app.cli.bench import Figures, in_words
from app.cli.main import run
from tests.core.model_shapes import SMALL, random_model
from tests.core.piper_export import export_piper

FIGURES = Figures(
    voice="anna",
    device="cpu",
    processor="Acme 9",
    threads=4,
    precision="bfloat16",
    times_real_time=38.04,
    float32_times_real_time=24.0,
    first_sound_seconds=0.0604,
    first_sentence_seconds=12.1,
    rounds=7,
)


@pytest.fixture(autouse=True)
def _few_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app.cli.bench, "ROUNDS", 2)


@pytest.fixture(scope="module")
def small_voice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return export_piper(random_model(SMALL), tmp_path_factory.mktemp("voice") / "anna.onnx")


def test_figures_are_told_in_plain_lines(
    small_voice: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["--voice", str(small_voice), "--device", "cpu", "--precision", "float32"]
    assert run(["bench", *options]) == 0
    told = capsys.readouterr()
    speed, precision, first_sound = told.out.splitlines()
    assert speed.startswith("Your CPU (")
    assert "× real time with the voice anna." in speed
    assert precision == "Precision: float32."
    assert first_sound.startswith("First sound of a ")
    assert told.err == ""


def test_json_has_the_same_figures_as_numbers(
    small_voice: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["bench", "--voice", str(small_voice), "--device", "cpu", "--json"]) == 0
    said = Figures(**json.loads(capsys.readouterr().out))
    assert (said.voice, said.device, said.rounds) == ("anna", "cpu", 2)
    assert said.processor
    assert said.threads >= 1
    assert min(said.times_real_time, said.float32_times_real_time) > 1
    assert 0 < said.first_sound_seconds < said.first_sentence_seconds


def test_a_slow_machine_is_measured_in_one_round(
    small_voice: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(app.cli.bench, "MEASURING_SECONDS", 0.0)
    assert run(["bench", "--voice", str(small_voice), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["rounds"] == 1


def test_a_reduced_precision_is_told_with_what_it_gains() -> None:
    assert in_words(FIGURES).splitlines() == [
        "Your CPU (Acme 9, 4 threads) speaks at 38× real time with the voice anna.",
        "Precision: bfloat16 in the decoder, 1.6× as fast as float32 (24× real time).",
        "First sound of a 12 s sentence after 60 ms.",
    ]


def test_a_machine_slower_than_real_time_is_not_called_faster() -> None:
    slow = dataclasses.replace(FIGURES, times_real_time=0.51)
    assert "speaks at 0.51× real time" in in_words(slow)


def test_a_gpu_is_told_by_its_name() -> None:
    gpu = dataclasses.replace(FIGURES, device="cuda:0", processor="Acme G")
    assert in_words(gpu).startswith("Your GPU (Acme G) speaks")


def test_a_voice_that_cannot_read_the_sentences_is_told_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    letters = {"_": [0], "^": [1], "$": [2], "ა": [3], "ბ": [4]}  # Georgian ones
    voice = export_piper(
        random_model(SMALL), tmp_path / "g.onnx", phoneme_type="text", phoneme_id_map=letters
    )
    assert run(["bench", "--voice", str(voice)]) == 1
    told = capsys.readouterr().err
    assert "The voice g cannot read the English sentences used for timing" in told
