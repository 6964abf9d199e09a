"""`say` writes the subtitles and times of the sound, and refuses early what cannot be."""

from __future__ import annotations

import json
from pathlib import Path
from unittest import mock

import pysubs2
import pytest
import soundfile

from app.cli.main import run
from vits_core.voice import load_voice

TEXT = "Good morning, everybody who is here today. How are you?"
SEEDS = ["--rhythm-seed", "5", "--expression-seed", "6"]


def test_subtitles_and_times_are_those_of_the_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sound, first, second, times, grid = (
        tmp_path / name for name in ("a.wav", "a.srt", "b.ass", "c.json", "d.TextGrid")
    )
    files = ["--subtitles", first, "--subtitles", second, "--timings", times, "--timings", grid]
    rate = ["--rate", "48000"]
    assert run(["say", TEXT, "-o", str(sound), *map(str, files), *rate, *SEEDS]) == 0
    assert capsys.readouterr().out == ""
    with load_voice() as voice:
        speech = voice.speak(TEXT, rhythm_seed=5, expression_seed=6)
    told = json.loads(times.read_text("utf-8"))
    info = soundfile.info(sound)
    assert told["sample_rate"] == info.samplerate == 48_000
    assert told["samples"] == pytest.approx(info.frames, abs=1)
    words = [word for sentence in told["sentences"] for word in sentence["words"]]
    assert [word["start"] for word in words] == [word.start for word in speech.word_times]
    events = pysubs2.load(str(first)).events
    assert [event.plaintext for event in events] == [
        "Good morning, everybody who is here today.", "How are you?",
    ]  # fmt: skip
    for event, sentence in zip(events, speech.times.sentences, strict=True):
        assert event.start == pytest.approx(1000 * sentence.words[0].start, abs=1)
        assert event.end == pytest.approx(1000 * sentence.words[-1].stop, abs=1)
    speech.save_labels(tmp_path / "expected.TextGrid")
    assert grid.read_bytes() == (tmp_path / "expected.TextGrid").read_bytes()
    assert second.read_text("utf-8").startswith("[Script Info]")


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--subtitles", "a.sub"], "These can: .srt, .vtt, .ass"),
        (["--subtitles", "a.json"], "These can: .srt, .vtt, .ass"),
        (["--timings", "a.srt"], "These can: .json, .TextGrid, .txt, .lab"),
        (["--timings", "nowhere/a.json"], "does not exist"),
        (["--timings", "folder.json"], "A folder already has this name"),
        (["--timings", "text.txt"], "is the text, the sound or another file"),
        (["--timings", "a.txt", "--timings", "./a.txt"], "is the text, the sound or another"),
        (["--sidecar", "--timings", "a.take.json"], "is the text, the sound or another file"),
        (["--subtitles", "a.srt", "--cues", "karaoke"], ".vtt or .ass"),
        (["--cues", "words"], "Add --subtitles FILE"),
    ],
)
def test_what_cannot_be_is_told_before_anything_is_spoken(
    options: list[str],
    told: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("text.txt").write_text("Hello.", "utf-8")
    Path("folder.json").mkdir()
    with mock.patch("vits_core.voice.load_voice", side_effect=AssertionError):
        assert run(["say", "--file", "text.txt", "-o", "a.wav", *options]) == 1
    assert told in capsys.readouterr().err
    assert Path("text.txt").read_text("utf-8") == "Hello."
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder.json", "text.txt"]


def test_a_text_that_cannot_be_spoken_leaves_old_subtitles(tmp_path: Path) -> None:
    path = tmp_path / "a.srt"
    path.write_text("old", "utf-8")
    assert run(["say", "…", "-o", str(tmp_path / "a.wav"), "--subtitles", str(path)]) == 1
    assert path.read_text("utf-8") == "old"
