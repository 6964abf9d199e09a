"""The way from recordings to a voice, as a person goes it, with a model that takes a minute."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile
import torch

from app.cli.train_options import PRESETS
from tests.app.cli.command_line import MAIN, run_here
from vits_core.training.checkpoint_reading import load_checkpoint
from vits_core.training.presets import PRESETS as KNOWN
from vits_core.voice import load_voice

TEXTS = (
    "My sister opened the window.", "The old man wrote a letter.", "A stranger sang a song.",
    "The captain forgot the key.", "Our driver called the office.", "The baker told a story.",
    "His mother fed the horses.", "The doctor closed the shop.",
)  # fmt: skip


def here(*arguments: str | Path, code: int = 0) -> str:
    """Run the command line; returns all that it printed."""
    done = run_here(*arguments)
    assert done.returncode == code, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout + done.stderr


@pytest.fixture(autouse=True)
def _one_thread() -> Iterator[None]:
    """Two threads that wait for each other are slow on a busy machine."""
    usual = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(usual)


@pytest.fixture(scope="module")
def recordings(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The default voice reads some sentences; one file is silent, and one is missing."""
    folder = tmp_path_factory.mktemp("recordings")
    with load_voice(device="cpu") as voice:
        for i, text in enumerate(TEXTS):
            speech = voice.speak(text, rhythm_seed=i, expression_seed=i, mel=False)
            soundfile.write(folder / f"{i}.wav", speech.waveform, speech.sample_rate)
    soundfile.write(folder / "8.wav", np.zeros(30_000), 22_050)
    lines = [f"{i}|{text}\n" for i, text in enumerate([*TEXTS, "Nothing.", "Gone."])]
    (folder / "metadata.csv").write_text("".join(lines), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def corpus(recordings: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus")
    told = here("train", "prepare", recordings, "-o", folder, "--rate", "16000")
    rows = {" ".join(line.split()) for line in told.splitlines()}
    assert "only silence 1 left out 8" in rows
    assert "text without a recording 1 left out 9 (metadata.csv, line 10)" in rows
    assert "7 recordings for training and 1 held out, 1" in told
    assert " seconds in all" in told
    return folder


def test_from_recordings_to_a_voice_that_speaks(corpus: Path, tmp_path: Path) -> None:
    run, voice, sound = tmp_path / "run", tmp_path / "voice", tmp_path / "hello.wav"
    usual = ("--preset", "minute", "--accelerator", "cpu", "--validation-interval", "3")
    told = here("train", "run", corpus, "-o", run, "--steps", "3", *usual)
    assert "Training is complete, after 3 of 3 steps" in told
    told = here("train", "run", corpus, "-o", run, "--steps", "3", *usual, code=1)
    assert "already contains a training run" in told
    told = here("train", "run", "-o", run, "--resume", "--preset", "small", code=2)
    assert "--preset cannot be changed" in told
    again = ("--resume", "--steps", "6", "--learning-rate", "1e-4")
    told = here("train", "run", "-o", run, *again, "--accelerator", "cpu")
    assert "Training is complete, after 6 of 6 steps" in told
    told = here("train", "export", run, "-o", voice, "--name", "Joe's pupil", "--licence", "CC0")
    assert str(voice) in told
    card = (voice / "README.md").read_text(encoding="utf-8")
    assert "# Joe's pupil" in card
    assert "learning rate: 0.0001" in card
    here("say", "My sister wrote a letter.", "--voice", voice, "-o", sound)
    samples, rate = soundfile.read(sound)
    assert rate == 16_000
    assert len(samples) > 4000
    fine = tmp_path / "fine"
    last = run / "checkpoints" / "last.ckpt"
    here("train", "run", corpus, "-o", fine, "--from", last, "--steps", "2", *usual)
    kept = load_checkpoint(fine / "checkpoints" / "last.ckpt")["hyper_parameters"]
    assert (kept["steps_done"], kept["start"]) == (2, kept["corpus"]["name"])


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
def test_ctrl_c_ends_with_a_checkpoint_to_go_on_from(corpus: Path, tmp_path: Path) -> None:
    options = ["--preset", "minute", "--accelerator", "cpu", "--steps", "100000"]
    process = subprocess.Popen(
        [sys.executable, str(MAIN), "train", "run", str(corpus), "-o", str(tmp_path), *options],
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
    )
    last = tmp_path / "checkpoints" / "last.ckpt"
    try:
        while not last.exists():
            assert process.poll() is None
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=60)
    finally:
        process.kill()
    assert process.returncode == 0
    assert "Training stopped; continue it with --resume" in told
    steps = load_checkpoint(last)["hyper_parameters"]["steps_done"]
    assert f"{steps} of 100000 steps" in told


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["train"], 2, "part"),
        (["train", "prepare", "nowhere"], 1, "The folder does not exist"),
        (["train", "prepare", "{empty}"], 1, "no transcripts"),
        (["train", "run", "-o", "{empty}"], 2, "name the corpus"),
        (["train", "run", "{empty}", "-o", "{empty}/run"], 1, "no prepared corpus"),
        (["train", "run", "-o", "{empty}", "--resume"], 1, "contains no training run"),
        (["train", "run", "x", "-o", "y", "--preset", "huge"], 2, "small"),
        (["train", "run", "x", "-o", "y", "--steps", "0"], 2, "--steps: 0 is less than 1"),
        (["train", "run", "x", "-o", "y", "--learning-rate", "nan"], 2, "nan is not a number"),
        (["train", "run", "x", "-o", "y", "--learning-rate", "0"], 2, "0 is not greater than 0"),
        (["train", "prepare", "x", "--rate", "0"], 2, "0 is less than 4000"),
        (
            ["train", "prepare", "x", "--like", "y", "--rate", "16000"],
            2,
            "already sets the rate and the language",
        ),
        (["train", "export", "{empty}", "-o", "y"], 1, "checkpoint does not exist"),
        (["train", "prepare", "{empty}", "--like", "none.onnx"], 1, "voice file does not exist"),
    ],
)
def test_a_mistake_gets_a_line_and_a_code(
    arguments: list[str], code: int, words: str, tmp_path: Path
) -> None:
    filled = [argument.replace("{empty}", str(tmp_path)) for argument in arguments]
    told = here(*filled, code=code).strip()
    assert words in told.splitlines()[-1]


def test_a_language_that_espeak_lacks_is_told(recordings: Path, tmp_path: Path) -> None:
    told = here("train", "prepare", recordings, "-o", tmp_path, "--language", "dothraki", code=1)
    assert 'espeak-ng has no voice "dothraki". Choose a --language' in told


def test_what_failed_before_its_first_checkpoint_may_be_begun_again(
    corpus: Path, tmp_path: Path
) -> None:
    usual = ("--preset", "minute", "--accelerator", "cpu", "--steps", "1")
    here("train", "run", corpus, "-o", tmp_path, *usual, "--from", "none.ckpt", code=1)
    (tmp_path / "training.json").write_text("{}", encoding="utf-8")
    assert "is complete" in here("train", "run", corpus, "-o", tmp_path, *usual)


def test_without_the_extra_the_remedy_is_told(tmp_path: Path) -> None:
    program = (
        "import sys; sys.modules['pytorch_lightning'] = None; from app.cli.main import run;"
        f"sys.exit(run(['train', 'run', 'x', '-o', {str(tmp_path)!r}]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=MAIN.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "pip install '.[train]'" in done.stderr


def test_the_options_know_every_preset() -> None:
    assert tuple(KNOWN) == PRESETS
