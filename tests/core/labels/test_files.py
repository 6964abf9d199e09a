"""The ending of its name says what a file becomes; it is there whole or not at all."""

from __future__ import annotations

import json
from pathlib import Path

import pysubs2
import pytest

from tests.core.labels.made_times import made_times
from vits_core.errors import AudioFileError, SettingsError
from vits_core.labels.files import FORMATS, SUBTITLES, TIMINGS, Cues, check_labels, write_labels
from vits_core.voice import Voice

TIMES = made_times("Hello there.", "How are you?")
BEGINNINGS = {
    ".srt": "1\n00:00:00,050 -->",
    ".vtt": "WEBVTT\n\n00:00:00.050 -->",
    ".ass": "[Script Info]",
    ".json": '{\n "format": "vits-studio-timings"',
    ".TextGrid": 'File type = "ooTextFile"',
    ".txt": "0.050000\t0.550000\tHello\n",
    ".lab": "0 500000 sil\n",
}


@pytest.mark.parametrize("ending", FORMATS)
def test_the_ending_chooses_the_format(ending: str, tmp_path: Path) -> None:
    for name in (f"a{ending}", f"b{ending.upper()}"):
        write_labels(tmp_path / name, TIMES)
        assert (tmp_path / name).read_text("utf-8").startswith(BEGINNINGS[ending])
    assert len(list(tmp_path.iterdir())) == 2  # and nothing else


def test_ass_marks_words_unless_told_otherwise(tmp_path: Path) -> None:
    path = tmp_path / "a.ass"
    write_labels(path, TIMES)
    assert "{\\k" in path.read_text("utf-8")
    write_labels(path, TIMES, Cues.SENTENCES)
    assert "{\\k" not in path.read_text("utf-8")


@pytest.mark.parametrize("ending", SUBTITLES)
def test_a_cue_may_be_a_word(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"a{ending}"
    write_labels(path, TIMES, Cues.WORDS)
    events = pysubs2.load(str(path)).events
    assert [event.plaintext for event in events] == ["Hello", "there.", "How", "are", "you?"]


def test_what_cannot_be_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(AudioFileError, match=r"that end in “\.sub”.*Name it a\.srt"):
        write_labels(tmp_path / "a.sub", TIMES)
    with pytest.raises(AudioFileError, match="without an ending"):
        write_labels(tmp_path / "a", TIMES)
    with pytest.raises(AudioFileError, match=r"These can: \.json"):
        check_labels(tmp_path / "a.srt", endings=TIMINGS)
    with pytest.raises(SettingsError, match=r"\.vtt or \.ass"):
        write_labels(tmp_path / "a.srt", TIMES, Cues.KARAOKE)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_written_leaves_the_old_one(tmp_path: Path) -> None:
    (tmp_path / "a.srt").mkdir()
    with pytest.raises(AudioFileError, match="A folder already has this name"):
        write_labels(tmp_path / "a.srt", TIMES)
    assert [path.name for path in tmp_path.iterdir()] == ["a.srt"]


@pytest.mark.parametrize("ending", FORMATS)
def test_text_that_cannot_be_stored_becomes_something_that_can(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"a{ending}"
    write_labels(path, made_times("a\x00 \ud800b\tc\nd"))
    text = path.read_bytes().decode()
    assert "\x00" not in text
    if ending == ".json":
        assert json.loads(text)["sentences"][0]["text"] == "a\x00 \ud800b\tc\nd"


def test_a_speech_writes_its_labels(voice: Voice, tmp_path: Path) -> None:
    speech = voice.speak("Hello there. How are you?", mel=False)
    speech.save_labels(tmp_path / "a.srt")
    shown = [event.plaintext for event in pysubs2.load(str(tmp_path / "a.srt"))]
    assert shown == ["Hello there.", "How are you?"]
    speech.save_labels(str(tmp_path / "a.vtt"), "words")
    events = pysubs2.load(str(tmp_path / "a.vtt")).events
    for event, word in zip(events, speech.word_times, strict=True):
        assert event.start == pytest.approx(1000 * word.start, abs=1)
        assert event.end == pytest.approx(1000 * word.stop, abs=1)
    with pytest.raises(SettingsError, match="sentences, karaoke, words"):
        speech.save_labels(tmp_path / "b.vtt", "lines")
