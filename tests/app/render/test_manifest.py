"""The manifest tells what is there, through stops, edits and half-written lines."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from app.files.speech_files import LabelFiles, SpeechFiles
from app.render.job import Job
from app.render.manifest import MANIFEST, Manifest, State
from tests.app.render.jobs import job
from vits_core.errors import AudioFileError


def made(folder: Path, done: Job, content: str = "sound") -> Manifest:
    """The manifest of a folder in which a job was done."""
    manifest = Manifest(folder)
    manifest.begin(done)
    for path in done.files.inside(folder).paths:
        path.write_text(content)
    manifest.finish(done, 1.5)
    return manifest


def test_what_is_done_is_known_to_the_next_run(tmp_path: Path) -> None:
    manifest = made(tmp_path, job())
    assert manifest.state(job()) is State.CURRENT
    again = Manifest(tmp_path)
    assert again.state(job()) is State.CURRENT
    assert again.seconds(job()) == 1.5
    assert again.state(job("b.wav")) is State.MISSING


@pytest.mark.parametrize(
    "change",
    [
        {"text": "Hello!"},
        {"rhythm_seed": 2},
        {"settings": {"noise_scale": 0.5}},
        {"speaker": "anna"},
        {"voice_digest": "1"},
        {"precision": "bfloat16"},
        {"files": SpeechFiles(path=Path("a.wav"), sidecar=True)},
    ],
)
def test_a_changed_row_is_made_again(change: dict[str, object], tmp_path: Path) -> None:
    made(tmp_path, job())
    assert Manifest(tmp_path).state(job(**change)) is State.MISSING


def test_a_row_that_only_moved_is_not(tmp_path: Path) -> None:
    made(tmp_path, job())
    assert Manifest(tmp_path).state(job(row=7, voice="/elsewhere/a.onnx")) is State.CURRENT


def test_what_was_begun_is_made_again(tmp_path: Path) -> None:
    Manifest(tmp_path).begin(job())
    (tmp_path / "a.wav").write_text("sound")
    assert Manifest(tmp_path).state(job()) is State.MISSING


def test_files_of_others_are_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "a.wav").write_text("recorded by hand")
    assert Manifest(tmp_path).state(job()) is State.FOREIGN


def test_a_sound_that_was_edited_stays(tmp_path: Path) -> None:
    made(tmp_path, job())
    (tmp_path / "a.wav").write_text("cut by hand")
    manifest = Manifest(tmp_path)
    assert manifest.state(job()) is State.EDITED
    assert manifest.state(job(text="Other words.")) is State.FOREIGN


def test_a_copied_folder_is_the_same(tmp_path: Path) -> None:
    made(tmp_path, job())
    os.utime(tmp_path / "a.wav", (1, 1))
    assert Manifest(tmp_path).state(job()) is State.CURRENT


def test_a_deleted_file_is_made_again(tmp_path: Path) -> None:
    labelled = job(files=SpeechFiles(path=Path("a.wav"), labels=LabelFiles((Path("a.srt"),))))
    made(tmp_path, labelled)
    assert Manifest(tmp_path).state(labelled) is State.CURRENT
    (tmp_path / "a.srt").unlink()
    assert Manifest(tmp_path).state(labelled) is State.MISSING
    made(tmp_path, labelled)
    (tmp_path / "a.wav").unlink()
    assert Manifest(tmp_path).state(labelled) is State.MISSING


def test_half_a_line_costs_its_row_alone(tmp_path: Path) -> None:
    made(tmp_path, job("b.wav"))
    manifest = made(tmp_path, job())
    path = tmp_path / MANIFEST
    path.write_bytes(path.read_bytes()[:-20])
    manifest = Manifest(tmp_path)
    assert manifest.state(job("b.wav")) is State.CURRENT
    assert manifest.state(job()) is State.MISSING  # it was begun
    manifest.finish(job(), 1.0)
    assert Manifest(tmp_path).state(job()) is State.CURRENT


def test_files_of_rows_that_are_gone_are_known(tmp_path: Path) -> None:
    made(tmp_path, job())
    manifest = made(tmp_path, job("b.wav"))
    assert manifest.others([job(), job("b.wav")]) == []
    assert manifest.others([job("c.wav")]) == ["a.wav", "b.wav"]
    (tmp_path / "a.wav").unlink()
    assert manifest.others([job("c.wav")]) == ["b.wav"]


@pytest.mark.parametrize(
    "content",
    ['{"format": "vits-studio render", "format_version": 99}\n', "a list of my own\n", "[]\n"],
)
def test_a_manifest_of_another_kind_is_left_alone(content: str, tmp_path: Path) -> None:
    (tmp_path / MANIFEST).write_text(content)
    with pytest.raises(AudioFileError, match="Choose another folder"):
        Manifest(tmp_path)
    assert (tmp_path / MANIFEST).read_text() == content
