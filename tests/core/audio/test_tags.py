"""What a file tells of itself is what other programs read."""

import json
import shutil
import subprocess
from pathlib import Path

import mutagen
import numpy as np
import pytest
import soundfile

from vits_core.audio.file_format import Tags
from vits_core.audio.file_types import TYPES
from vits_core.audio.files import write_sound

RATE = 24000
SOUND = np.random.default_rng(1).normal(0, 0.1, RATE).astype(np.float32)
TAGS = Tags(
    title="Grüße aus 北京, told at length so that no short field would hold it",
    artist="joe — en_US",
    album="Šárka",
    comment="Two\nlines",
    license="CC0 1.0 Ünïversal",
    date="2026-11-28",
)
LICENSE = {".wav": "copyright", ".mp3": "copyright"}
"""Where it stands, if not under its own name."""


def by_ffprobe(path: Path) -> dict[str, str]:
    if shutil.which("ffprobe") is None:
        pytest.skip("ffprobe is not there to read; mutagen and libsndfile do in the other tests")
    command = ["ffprobe", "-v", "error", "-show_format", "-show_streams", "-of", "json", path]
    said = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    tags = said["format"].get("tags", {}) | said["streams"][0].get("tags", {})
    return {name.lower(): value for name, value in tags.items()}


@pytest.mark.parametrize("ending", [e for e, kind in TYPES.items() if kind.container])
def test_another_program_reads_every_tag(tmp_path: Path, ending: str) -> None:
    write_sound(tmp_path / f"a{ending}", [SOUND], RATE, tags=TAGS)
    found = by_ffprobe(tmp_path / f"a{ending}")
    assert found["title"] == TAGS.title
    assert found["artist"] == TAGS.artist
    assert found["album"] == TAGS.album
    assert found["comment"] == TAGS.comment
    assert found[LICENSE.get(ending, "license")] == TAGS.license
    assert found["date"] == TAGS.date


@pytest.mark.parametrize("ending", [".flac", ".ogg", ".opus"])
def test_mutagen_reads_vorbis_comments(tmp_path: Path, ending: str) -> None:
    write_sound(tmp_path / f"a{ending}", [SOUND], RATE, tags=TAGS)
    found = mutagen.File(tmp_path / f"a{ending}")
    for name in ("title", "artist", "album", "comment", "license", "date"):
        assert found[name] == [getattr(TAGS, name)]


def test_the_frames_of_an_mp3_say_how_their_letters_are_coded(tmp_path: Path) -> None:
    write_sound(tmp_path / "a.mp3", [SOUND], RATE, tags=TAGS)
    found = mutagen.File(tmp_path / "a.mp3")
    assert str(found["TIT2"]) == TAGS.title
    assert str(found["TPE1"]) == TAGS.artist
    assert str(found["TCOP"]) == TAGS.license


def test_libsndfile_reads_what_it_wrote_into_a_wav(tmp_path: Path) -> None:
    write_sound(tmp_path / "a.wav", [SOUND], RATE, tags=TAGS)
    with soundfile.SoundFile(tmp_path / "a.wav") as file:
        assert (file.title, file.copyright) == (TAGS.title, TAGS.license)
    content = (tmp_path / "a.wav").read_bytes()
    assert content[36:40] == b"data"  # where the simplest of players expects it


@pytest.mark.parametrize("ending", [e for e, kind in TYPES.items() if kind.container])
def test_tags_leave_the_sound_as_it_is(tmp_path: Path, ending: str) -> None:
    for name, tags in (("plain", None), ("tagged", TAGS)):
        write_sound(tmp_path / f"{name}{ending}", [SOUND], RATE, tags=tags)
    plain, tagged = (
        soundfile.read(tmp_path / f"{name}{ending}")[0] for name in ("plain", "tagged")
    )
    assert len(plain) == len(SOUND)
    assert np.array_equal(plain, tagged)


def test_what_was_not_said_may_be_filled_in() -> None:
    assert Tags(title="A").or_else(title="B", artist="C") == Tags(title="A", artist="C")
