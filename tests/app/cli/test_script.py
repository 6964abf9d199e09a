"""The command `script`: what was saved in the window is spoken as the window speaks it."""

from __future__ import annotations

import json
import shutil
import subprocess
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


def test_each_line_goes_into_a_file_of_its_own(document: Document, tmp_path: Path) -> None:
    path = written(document, tmp_path)
    options = ("--precision", "float32", "--format", "FLOAT")
    whole = run_here("script", path, "-o", tmp_path / "night.wav", *options)
    done = run_here(
        "script", path, "-o", tmp_path / "lines", *options, "--each", "line",
        "--subtitles", "srt", "--sidecar",
    )  # fmt: skip
    assert (whole.returncode, done.returncode, done.stdout) == (0, 0, "")
    assert done.stderr == f"3 files saved in {tmp_path / 'lines'}\n"
    stems = ["001 Hello there", "002 It is late", "003 Good night"]
    made = sorted(each.name for each in (tmp_path / "lines").iterdir())
    assert made == [
        f"{stem}{ending}" for stem in stems for ending in (".srt", ".take.json", ".wav")
    ]
    sound, _ = soundfile.read(tmp_path / "night.wav", dtype="float32")
    pauses = [round(0.25 * 0.8 * RATE / HOP) * HOP, round(0.5 * RATE / HOP) * HOP, 0]
    at = 0
    for stem, pause in zip(stems, pauses, strict=True):
        line, _ = soundfile.read(tmp_path / "lines" / f"{stem}.wav", dtype="float32")
        assert np.array_equal(line, sound[at : at + len(line)])
        at += len(line) + pause
    assert at == len(sound)
    (cue,) = pysubs2.load(str(tmp_path / "lines" / "002 It is late.srt"))
    assert cue.plaintext == "It is late."
    again = run_here("retake", tmp_path / "lines" / "003 Good night.wav", *options[:2])
    assert "identical" in again.stdout


BOOK = document_of("The sea.\n\nIt is late. We wait.\n\nThe shore.\n\nGood night.")
BOOK = BOOK.with_headings({0: 1, BOOK.text.index("The shore"): 1})


def test_sections_are_named_by_a_pattern_and_what_is_there_stays(tmp_path: Path) -> None:
    path = written(BOOK, tmp_path)
    folder = tmp_path / "parts"
    command = ("script", path, "-o", folder, "--each", "section", "--type", "flac")
    done = run_here(*command, "--name", "{title} {n} {section}")
    assert done.returncode == 0
    names = ["night 1 The sea.flac", "night 2 The shore.flac"]
    assert sorted(each.name for each in folder.iterdir()) == names
    with soundfile.SoundFile(folder / names[0]) as sound:
        assert sound.title == "The sea."
    before = (folder / names[0]).read_bytes()
    (folder / names[1]).unlink()
    again = run_here(*command, "--name", "{title} {n} {section}", "--if-exists", "skip")
    assert f"skipped: {folder / names[0]} already exists" in again.stderr
    assert "1 file saved" in again.stderr
    assert (folder / names[0]).read_bytes() == before
    refused = run_here(*command, "--name", "{title} {n} {section}", "--if-exists", "fail")
    assert refused.returncode == 1
    assert "already exists" in refused.stderr


def test_a_line_that_cannot_be_spoken_fails_alone(tmp_path: Path) -> None:
    document = document_of("Good night. No. Yes.")
    silent = document.with_lines((2,), lambda line: replace(line, text="..."))
    path = written(silent, tmp_path)
    done = run_here("script", path, "-o", tmp_path / "lines", "--each", "line", "--name", "{n}")
    assert done.returncode == 1
    assert "failed: 2.wav" in done.stderr
    assert sorted(each.name for each in (tmp_path / "lines").iterdir()) == ["1.wav", "3.wav"]


def test_what_does_not_go_with_several_files_is_told(tmp_path: Path) -> None:
    path = written(BOOK, tmp_path)
    each = ("script", path, "-o", tmp_path / "x", "--each", "line")
    for command, code, words in (
        (("script", path, "-o", tmp_path / "a.wav", "--name", "{n}"), 2, "add --each"),
        ((*each, "--stems", tmp_path / "y"), 2, "leave out --each"),
        ((*each, "--name", "night"), 1, "Add {n} to the pattern"),
        ((*each, "--subtitles", "night.srt"), 1, "such as srt"),
        ((*each, "--timings", "srt"), 1, "srt"),
    ):
        done = run_here(*command)
        assert done.returncode == code
        assert words in done.stderr
    assert not list(tmp_path.rglob("*.wav"))


def chapters_in(book: Path) -> list[tuple[str, float]]:
    seen = subprocess.run(
        ["ffprobe", "-v", "error", "-show_chapters", "-of", "json", str(book)],
        capture_output=True,
        check=True,
    )
    found = json.loads(seen.stdout)["chapters"]
    return [(each["tags"]["title"], float(each["start_time"])) for each in found]


@pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="ffmpeg is not installed")
def test_an_audiobook_has_a_chapter_for_each_section(tmp_path: Path) -> None:
    path = written(BOOK, tmp_path)
    done = run_here(
        "script", path, "-o", tmp_path / "book.m4b", "--timings", tmp_path / "book.json"
    )
    assert done.returncode == 0
    times = json.loads((tmp_path / "book.json").read_text())["sentences"]
    starts = [each["start"] for each in times if each["text"] in ("The sea.", "The shore.")]
    told = chapters_in(tmp_path / "book.m4b")
    assert [title for title, _ in told] == ["The sea.", "The shore."]
    assert [start for _, start in told] == pytest.approx(starts, abs=2e-3)

    (tmp_path / "book.md").write_text("Before.\n\n# One\n\nGood night.\n\n# Two\n\nYes.\n")
    done = run_here(
        "say", "--file", tmp_path / "book.md", "-o", tmp_path / "said.m4b",
        "--timings", tmp_path / "said.json",
    )  # fmt: skip
    assert done.returncode == 0
    times = json.loads((tmp_path / "said.json").read_text())["sentences"]
    starts = [each["start"] for each in times if each["text"] in ("Before.", "One", "Two")]
    told = chapters_in(tmp_path / "said.m4b")
    assert [title for title, _ in told] == ["book", "One", "Two"]
    assert [start for _, start in told] == pytest.approx(starts, abs=2e-3)


def test_without_ffmpeg_no_audiobook_is_begun(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(BOOK, tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    for command in (
        ("script", path, "-o", tmp_path / "book.m4b"),
        ("script", path, "-o", tmp_path / "x", "--each", "section", "--type", "m4b"),
        ("say", "Hello.", "-o", tmp_path / "book.m4b"),
    ):
        done = run_here(*command)
        assert done.returncode == 1
        assert "made by ffmpeg, which is not installed" in done.stderr
        assert "choose MP3" in done.stderr
