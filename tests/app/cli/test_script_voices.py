"""The command `script` with lines that have voices of their own."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile
import soxr

from app.document.delivery import Delivery
from app.document.document import Document
from app.document.slots import Slot
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


def spoken(document: Document, folder: Path, *more: str) -> tuple[FloatArray, int]:
    options = ("--precision", "float32", "--format", "FLOAT", "--device", "cpu", *more)
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


def test_each_line_is_spoken_by_its_own_voice_into_a_file_of_its_own(
    voices: MadeVoices, tmp_path: Path
) -> None:
    document = dialogue(voices, own=(voices.bert, voices.cleo))
    whole, rate = spoken(document, tmp_path)
    done = run_here(
        "script", written(document, tmp_path), "-o", tmp_path / "lines", "--each", "line",
        "--precision", "float32", "--format", "FLOAT", "--device", "cpu", "--name", "{n}",
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (0, "")
    at = 0
    pauses = [len(silence(0.25 * 0.8, 32, rate)), len(silence(0.55 * 1.25, 32, rate)), 0]
    for number, pause in enumerate(pauses, 1):
        line, own_rate = soundfile.read(tmp_path / "lines" / f"{number}.wav", dtype="float32")
        assert own_rate == rate
        assert np.array_equal(line, whole[at : at + len(line)])
        at += len(line) + pause
    assert at == len(whole)


def test_a_dubbed_dialogue_has_stems_of_each_voice(voices: MadeVoices, tmp_path: Path) -> None:
    """In one track of the script's rate, and in files by line as well."""
    document = dialogue(voices, own=(voices.cleo, voices.bert))
    slots = iter((Slot(0.5, 0.9), Slot(3.0, 6.0), Slot(6.5, 9.0)))
    document = document.with_lines((1, 2, 3), lambda line: replace(line, slot=next(slots)))
    path = written(document, tmp_path)
    options = ("--precision", "float32", "--format", "FLOAT", "--device", "cpu", "--fastest", "0.3")
    done = run_here(
        "script", path, "-o", tmp_path / "talk.wav", *options, "--stems", tmp_path / "stems"
    )
    assert done.returncode == 0, done.stderr
    sound, rate = soundfile.read(tmp_path / "talk.wav", dtype="float32")
    with (tmp_path / "stems" / "stems.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rate == 16_000
    rest = sound.copy()
    stems = []
    for row, due in zip(rows, (0.5, 3.0, 6.5), strict=True):
        stem, own_rate = soundfile.read(tmp_path / "stems" / row["file"], dtype="float32")
        first = int(row["first_sample"])
        assert own_rate == rate
        assert abs(first / rate - due) <= 32 / 16_000
        assert np.array_equal(sound[first : first + len(stem)], stem)
        rest[first : first + len(stem)] = 0
        stems.append(stem)
    assert not rest.any()
    assert np.array_equal(stems[1], alone(voices.anna, "Four five."))
    assert np.array_equal(stems[2], alone(voices.bert, "Six."))
    each = run_here("script", path, "-o", tmp_path / "lines", *options, "--each", "line")
    assert each.returncode == 0, each.stderr
    for stem, file in zip(stems, sorted((tmp_path / "lines").iterdir()), strict=True):
        line, _ = soundfile.read(file, dtype="float32")
        assert np.array_equal(line, stem)


def test_options_of_reading_hold_for_each_voice(voices: MadeVoices, tmp_path: Path) -> None:
    """An amount is said in the language of the line's voice, or left to espeak-ng for all."""
    amount = "It costs $5."
    document = dialogue(voices, own=(voices.bert, voices.bert))
    document = document.with_lines((1, 2), lambda line: replace(line, text=amount))
    sounds = [spoken(document, tmp_path, *more)[0] for more in ((), ("--as-written",))]
    english = alone(voices.bert, amount, length_scale=0.8)
    assert np.array_equal(english, alone(voices.bert, "It costs five dollars.", length_scale=0.8))
    german = alone(voices.anna, amount)
    assert np.array_equal(german, alone(voices.anna, "It costs f\u00fcnf Dollar."))
    expected = np.concatenate((english, silence(0.25 * 0.8, 32, 16_000), german))
    read, as_written = (sound[: len(expected)] for sound in sounds)
    assert np.array_equal(read, expected)
    assert not np.array_equal(as_written[: len(english)], english)
    assert len(sounds[1]) != len(sounds[0])


def test_text_that_the_voice_of_its_line_cannot_read_is_told(
    voices: MadeVoices, tmp_path: Path
) -> None:
    """Cyrillic is foreign to Anna and Bert, and at home with Dina."""
    document = dialogue(voices, own=(voices.dina, voices.bert))
    document = document.with_lines((1, 3), lambda line: replace(line, text="Привет."))
    done = run_here("script", written(document, tmp_path), "-o", tmp_path / "talk.wav")
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("has no script for") == 1
    assert "(en-US) has no script for 6 characters" in done.stderr
