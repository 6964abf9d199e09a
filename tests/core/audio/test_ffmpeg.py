"""Audiobooks by the real ffmpeg: sound, tags and chapters, and what is left on failure."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from vits_core.audio import ffmpeg
from vits_core.audio.encoding import writable_types
from vits_core.audio.file_format import Chapter, LoudnessTarget, Tags
from vits_core.audio.file_types import M4B
from vits_core.audio.files import write_sound
from vits_core.audio.loudness import loudness
from vits_core.errors import AudioFileError
from vits_core.records import FloatArray

RATE = 22050
needs_ffmpeg = pytest.mark.skipif(not ffmpeg.is_found(), reason="ffmpeg is not installed")


def tone(seconds: float) -> FloatArray:
    time = np.arange(round(seconds * RATE)) / RATE
    return (0.2 * np.sin(2 * np.pi * 220 * time) * np.sin(3 * time)).astype(np.float32)


def probed(path: Path) -> dict[str, Any]:
    done = subprocess.run(
        ["ffprobe", "-v", "error", "-show_format", "-show_chapters", "-show_streams",
         "-of", "json", str(path)],
        capture_output=True, check=True,
    )  # fmt: skip
    return json.loads(done.stdout)  # type: ignore[no-any-return]


def decoded(path: Path) -> FloatArray:
    done = subprocess.run(
        ["ffmpeg", "-v", "error", "-i", str(path), "-f", "f32le", "pipe:1"],
        capture_output=True,
        check=True,
    )
    return np.frombuffer(done.stdout, np.float32)


@needs_ffmpeg
def test_a_book_has_its_sound_its_tags_and_its_chapters(tmp_path: Path) -> None:
    tags = Tags(title="A = b; #1", artist="joe", license="CC0", comment="two\nlines \\ here")
    chapters = [Chapter("One", 0.0), Chapter("Two; = \\ #", 1.25)]
    path, sound = tmp_path / "a.m4b", tone(3.0)
    gone_by: list[int] = []

    def blocks() -> Iterator[FloatArray]:
        for block in np.array_split(sound, 7):
            gone_by.append(len(block))
            yield block

    def known_at_the_end() -> list[Chapter]:
        assert sum(gone_by) == len(sound)
        return chapters

    written = write_sound(path, blocks(), RATE, tags=tags, chapters=known_at_the_end)
    assert written.seconds == 3.0
    assert [each.name for each in tmp_path.iterdir()] == ["a.m4b"]
    seen = probed(path)
    (stream,) = [each for each in seen["streams"] if each["codec_type"] == "audio"]
    assert (stream["codec_name"], stream["sample_rate"], stream["channels"]) == ("aac", "22050", 1)
    told = {name.lower(): text for name, text in seen["format"]["tags"].items()}
    assert (told["title"], told["artist"], told["copyright"]) == (tags.title, "joe", "CC0")
    assert told["comment"] == tags.comment
    assert [
        (float(each["start_time"]), float(each["end_time"]), each["tags"]["title"])
        for each in seen["chapters"]
    ] == [(0.0, 1.25, "One"), (1.25, 3.0, "Two; = \\ #")]
    heard = decoded(path)
    assert len(heard) == pytest.approx(len(sound), abs=1024)
    assert np.corrcoef(heard[: len(sound)], sound[: len(heard)])[0, 1] > 0.99


@needs_ffmpeg
def test_a_book_is_levelled_as_all_files_are(tmp_path: Path) -> None:
    path = tmp_path / "a.m4b"
    write_sound(path, [tone(4.0)], RATE, loudness=LoudnessTarget(-23.0))
    assert loudness(decoded(path), RATE) == pytest.approx(-23.0, abs=0.5)
    assert probed(path)["chapters"] == []


@needs_ffmpeg
@pytest.mark.parametrize("fault", [ZeroDivisionError("no luck"), KeyboardInterrupt()])
def test_what_breaks_off_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, fault: BaseException
) -> None:
    path = tmp_path / "a.m4b"
    path.write_bytes(b"the old file")

    def blocks() -> Iterator[FloatArray]:
        yield tone(1.0)
        raise fault

    with pytest.raises(type(fault)):
        write_sound(path, blocks(), RATE)
    assert [each.name for each in tmp_path.iterdir()] == ["a.m4b"]
    assert path.read_bytes() == b"the old file"


@needs_ffmpeg
def test_no_sound_is_no_book(tmp_path: Path) -> None:
    with pytest.raises(AudioFileError, match="no sound"):
        write_sound(tmp_path / "a.m4b", [], RATE)
    assert list(tmp_path.iterdir()) == []


def test_what_ffmpeg_says_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "bin" / "ffmpeg"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\necho 'Unknown encoder aac' >&2\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(program.parent), prepend=":")
    with pytest.raises(AudioFileError) as told:
        write_sound(tmp_path / "a.m4b", [tone(20.0)], RATE)
    assert "Unknown encoder aac" in told.value.what
    assert told.value.remedy
    assert [each.name for each in tmp_path.iterdir()] == ["bin"]


def test_without_ffmpeg_it_is_said_before_anything_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert M4B not in writable_types()

    def blocks() -> Iterator[FloatArray]:
        raise AssertionError("nobody asks for sound")
        yield

    with pytest.raises(AudioFileError) as told:
        write_sound(tmp_path / "a.m4b", blocks(), RATE)
    assert "ffmpeg, which is not installed" in told.value.what
    assert "Install ffmpeg" in told.value.remedy
