"""A text finds its recording by any name that fits one alone, and never another's."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from vits_core.training.findings import Finding, Problem
from vits_core.training.matching import match
from vits_core.training.transcripts import Line


def matched(folder: Path, files: list[str], *names: str) -> tuple[list[str], list[Finding]]:
    """The recordings that names find, and what is told."""
    for file in files:
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).touch()
    findings: list[Finding] = []
    lines = [Line(name, f"text of {name}") for name in names]
    found = [path.relative_to(folder).as_posix() for _, path in match(folder, lines, findings)]
    return found, findings


@pytest.mark.parametrize(
    "name",
    ["1", "1.wav", "wavs/1.wav", "./wavs/1", "wavs\\1.wav", "/moved/from/here/wavs/1.wav"],
)
def test_a_name_may_be_longer_or_shorter_than_the_path(name: str, tmp_path: Path) -> None:
    assert matched(tmp_path, ["wavs/1.wav"], name) == (["wavs/1.wav"], [])


def test_a_dot_in_a_name_begins_no_suffix(tmp_path: Path) -> None:
    assert matched(tmp_path, ["LJ001.v2.wav"], "LJ001.v2") == (["LJ001.v2.wav"], [])


def test_composed_and_decomposed_letters_are_the_same(tmp_path: Path) -> None:
    file = unicodedata.normalize("NFD", "sch\u00f6n.wav")
    found, findings = matched(tmp_path, [file], unicodedata.normalize("NFC", "sch\u00f6n"))
    assert (found, findings) == ([file], [])


def test_another_speakers_recording_of_that_number_is_not_taken(tmp_path: Path) -> None:
    found, findings = matched(tmp_path, ["anna/1.wav"], "ben/1.wav")
    assert found == []
    assert [(f.name, f.problem) for f in findings] == [
        ("ben/1.wav", Problem.NO_RECORDING), ("anna/1.wav", Problem.NO_TEXT),
    ]  # fmt: skip


def test_a_name_that_fits_several_is_told(tmp_path: Path) -> None:
    files = ["anna/1.wav", "ben/1.wav"]
    found, findings = matched(tmp_path, files, "1", "ben/1")
    assert found == ["ben/1.wav"]
    assert (findings[0].problem, findings[0].detail) == (Problem.AMBIGUOUS, ", ".join(files))


def test_of_two_formats_the_lossless_one_is_taken(tmp_path: Path) -> None:
    assert matched(tmp_path, ["1.mp3", "1.wav"], "1")[0] == ["1.wav"]


@pytest.mark.parametrize("trap", ["folder", "link", "hidden"])
def test_what_only_looks_like_a_recording_is_none(trap: str, tmp_path: Path) -> None:
    if trap == "folder":
        (tmp_path / "1.wav").mkdir()
    elif trap == "link":
        (tmp_path / "1.wav").symlink_to(tmp_path / "nowhere.wav")
    else:
        (tmp_path / "._1.wav").touch()
    found, findings = matched(tmp_path, [], "1")
    assert found == []
    assert [finding.problem for finding in findings] == [Problem.NO_RECORDING]
