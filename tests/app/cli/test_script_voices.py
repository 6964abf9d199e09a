"""The command `script` with lines that have voices of their own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile
import soxr

from app.document.delivery import Delivery
from app.document.document import Document
from tests.app.cli.command_line import run_here
from tests.app.cli.test_script import document_of, written
from tests.app.document.made_voices import MadeVoices, made_voices
from vits_core.records import FloatArray, ProsodySettings
from vits_core.voice import load_voice


@pytest.fixture(scope="module")
def voices(tmp_path_factory: pytest.TempPathFactory) -> MadeVoices:
    return made_voices(tmp_path_factory.mktemp("voices"))


def dialogue(voices: MadeVoices, *, own: tuple[Path, ...]) -> Document:
    """A line of Anna's between two of others', the first of them faster."""
    document = document_of("One two three. Four five.\n\nSix.")
    document = replace(
        document, voice=str(voices.anna), delivery=Delivery(rhythm_seed=3, expression_seed=4)
    )
    first, last = own
    document = document.with_lines(
        (1,), lambda line: replace(line, delivery=Delivery(voice=str(first), length_scale=0.8))
    )
    return document.with_lines(
        (3,), lambda line: replace(line, delivery=Delivery(voice=str(last)), gap=None)
    )


def alone(voice: Path, text: str, **settings: float) -> FloatArray:
    """As the voice speaks it by itself, with its own settings."""
    with load_voice(voice, "cpu", "float32") as it:
        prosody = replace(it.config.defaults, **settings)
        return it.speak(text, prosody, rhythm_seed=3, expression_seed=4, mel=False).waveform


def spoken(document: Document, folder: Path) -> tuple[FloatArray, int]:
    options = ("--precision", "float32", "--format", "FLOAT", "--device", "cpu")
    done = run_here("script", written(document, folder), "-o", folder / "talk.wav", *options)
    assert done.returncode == 0, done.stderr
    return soundfile.read(folder / "talk.wav", dtype="float32")  # type: ignore[no-any-return]


def silence(seconds: float, hop: int, rate: int) -> FloatArray:
    return np.zeros(round(seconds * rate / hop) * hop, np.float32)


def test_each_line_is_spoken_by_its_own_voice(voices: MadeVoices, tmp_path: Path) -> None:
    sound, rate = spoken(dialogue(voices, own=(voices.bert, voices.bert)), tmp_path)
    usual = ProsodySettings(0.5, 0.7, 1.25)  # Anna's
    expected = np.concatenate(
        (
            alone(voices.bert, "One two three.", length_scale=0.8),
            silence(0.25 * 0.8, 32, rate),
            alone(voices.anna, "Four five."),
            silence(0.55 * usual.length_scale, 32, rate),
            alone(voices.bert, "Six."),
        )
    )
    assert rate == 16_000
    assert np.array_equal(sound, expected)


def test_the_sound_has_the_rate_of_the_scripts_voice(voices: MadeVoices, tmp_path: Path) -> None:
    sound, rate = spoken(dialogue(voices, own=(voices.bert, voices.cleo)), tmp_path)
    own = alone(voices.cleo, "Six.")
    last = soxr.resample(own, 22_050, 16_000)
    assert rate == 16_000
    samples = round(len(own) * 16_000 / 22_050)
    assert np.array_equal(sound[-samples:][: len(last)], last[:samples])
    middle = alone(voices.anna, "Four five.")
    gap = silence(0.55 * 1.25, 32, rate)
    assert np.array_equal(sound[-samples - len(gap) - len(middle) :][: len(middle)], middle)


def test_a_voice_that_is_gone_is_told_before_anything_is_spoken(
    voices: MadeVoices, tmp_path: Path
) -> None:
    gone = tmp_path / "gone.onnx"
    path = written(dialogue(voices, own=(gone, gone)), tmp_path)
    done = run_here("script", path, "-o", tmp_path / "talk.wav")
    assert done.returncode == 1
    assert "2 lines" in done.stderr
    assert str(gone) in done.stderr
    assert "another voice" in done.stderr
    assert not (tmp_path / "talk.wav").exists()


def test_a_recipe_of_several_voices_is_refused(voices: MadeVoices, tmp_path: Path) -> None:
    path = written(dialogue(voices, own=(voices.bert, voices.bert)), tmp_path)
    done = run_here("script", path, "-o", tmp_path / "talk.wav", "--sidecar")
    assert done.returncode == 1
    assert "--sidecar" in done.stderr
