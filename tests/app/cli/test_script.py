"""The command `script`: what was saved in the window is spoken as the window speaks it."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import count
from pathlib import Path

import numpy as np
import pysubs2
import pytest
import soundfile

from app.document.delivery import Delivery
from app.document.document import ChosenTake, Document
from app.document.document_json import document_to_json
from app.document.edit import Edit
from app.document.editing import edited
from tests.app.cli.command_line import run_here
from vits_core.prosody.steering import Draw
from vits_core.records import ProsodySettings
from vits_core.synthesis.take_request import TakeRequest
from vits_core.text.sentences import find_pieces
from vits_core.voice import load_voice
from vits_core.voices.voice_path import voice_path

RATE, HOP = 22050, 256


def document_of(text: str) -> Document:
    ids = count(1)
    find = lambda text: find_pieces(text, language="en")  # noqa: E731
    return edited(Document(), Edit(0, 0, text), find, lambda: next(ids))


@pytest.fixture(scope="module")
def document() -> Document:
    """Three lines: as the script is spoken, with settings and a gap of its own, and with a chosen
    take."""
    document = replace(
        document_of("Hello there. It is late.\n\nGood night."),
        delivery=Delivery(rhythm_seed=3, expression_seed=4, length_scale=0.8),
    )
    document = document.with_lines(
        (2,),
        lambda line: replace(line, delivery=Delivery(length_scale=1.3, rhythm_seed=9), gap=0.5),
    )
    with load_voice(precision="float32") as voice:
        (utterance,) = voice.utterances("Good night.")
    request = TakeRequest(utterance, ProsodySettings(0.3, 0.9, 1.1), Draw(7), Draw(8))
    return document.choosing(3, ChosenTake(request, str(voice_path(None))))


def written(document: Document, folder: Path) -> Path:
    path = folder / "night.vits-script"
    path.write_text(document_to_json(document))
    return path


def spoken(text: str, seeds: tuple[int, int], settings: ProsodySettings) -> np.ndarray:
    with load_voice(precision="float32") as voice:
        return voice.speak(
            text, settings, rhythm_seed=seeds[0], expression_seed=seeds[1], mel=False
        ).waveform


def test_every_line_is_spoken_as_the_script_says(document: Document, tmp_path: Path) -> None:
    path = written(document, tmp_path)
    options = ("--precision", "float32", "--format", "FLOAT")
    done = run_here(
        "script", path, "-o", tmp_path / "night.wav", *options,
        "--subtitles", tmp_path / "night.srt", "--sidecar",
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    sound, rate = soundfile.read(tmp_path / "night.wav", dtype="float32")
    usual = ProsodySettings()
    first = spoken("Hello there.", (3, 4), replace(usual, length_scale=0.8))
    second = spoken("It is late.", (9, 4), replace(usual, length_scale=1.3))
    third = spoken("Good night.", (7, 8), ProsodySettings(0.3, 0.9, 1.1))
    pause = np.zeros(round(0.25 * 0.8 * RATE / HOP) * HOP, np.float32)
    gap = np.zeros(round(0.5 * RATE / HOP) * HOP, np.float32)
    expected = np.concatenate((first, pause, second, gap, third))
    assert rate == RATE
    assert len(sound) == len(expected)
    assert np.array_equal(sound, expected)
    cues = pysubs2.load(str(tmp_path / "night.srt"))
    assert [cue.plaintext for cue in cues] == ["Hello there.", "It is late.", "Good night."]
    begins = [0, len(first) + len(pause), len(expected) - len(third)]
    for cue, begin in zip(cues, begins, strict=True):
        assert abs(cue.start / 1000 - begin / RATE) < 0.1
    recipe = json.loads((tmp_path / "night.take.json").read_text())
    assert recipe["text"] == "Hello there.\nIt is late.\nGood night.\n"
    again = run_here("retake", tmp_path / "night.take.json", "--precision", "float32")
    assert "identical" in again.stdout


def test_a_choice_that_does_not_speak_its_line_is_told(document: Document, tmp_path: Path) -> None:
    stale = document.with_lines((3,), lambda line: replace(line, text="Good day."))
    done = run_here("script", written(stale, tmp_path), "-o", tmp_path / "a.wav")
    assert done.returncode == 0
    assert "the words of 1 line have changed" in done.stderr
    other = document.with_lines(
        (3,),
        lambda line: replace(line, chosen=replace(line.chosen, voice="/other.onnx")),  # type: ignore[type-var]
    )
    done = run_here("script", written(other, tmp_path), "-o", tmp_path / "b.wav")
    assert "another voice" in done.stderr


def test_what_is_no_script_is_told_before_anything_is_loaded(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Hello.")
    done = run_here("script", tmp_path / "a.txt", "-o", tmp_path / "a.wav")
    assert done.returncode == 1
    assert "not a script" in done.stderr
    assert "a.txt" in done.stderr
    done = run_here("script", tmp_path / "none.vits-script", "-o", tmp_path / "a.wav")
    assert "none.vits-script cannot be opened" in done.stderr


def test_a_script_whose_voice_is_gone_names_the_way_out(document: Document, tmp_path: Path) -> None:
    path = written(replace(document, voice="/nowhere/anna.onnx"), tmp_path)
    done = run_here("script", path, "-o", tmp_path / "a.wav")
    assert done.returncode == 1
    assert "/nowhere/anna.onnx" in done.stderr
    assert "--voice" in done.stderr
    done = run_here("script", path, "-o", tmp_path / "a.wav", "--voice", voice_path(None))
    assert done.returncode == 0
