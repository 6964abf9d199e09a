"""Names of many files come out of a template, and are fit for every system."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.file_names import beginning, file_name, free_path
from vits_core.errors import SettingsError

VALUES = {"text": "Hello: there?", "take": "03", "voice": "joe"}


@pytest.mark.parametrize(
    ("template", "name"),
    [
        ("{text} {take}", "Hello there 03"),
        ("{voice}-{take}", "joe-03"),
        ("take", "take"),
        ("a/b\\c", "a b c"),
        ("..{take}. ", "03"),
        ("{{{take}}}", "{03}"),
        ("con", "_con"),
        ("COM1.x", "_COM1.x"),
    ],
)
def test_a_template_is_filled(template: str, name: str) -> None:
    assert file_name(template, VALUES) == name


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("{taek}", ["{taek}", "{text}, {take}, {voice}"]),
        ("{take", ["not complete", "Close every brace"]),
        ("", ["empty", "{text} {take}"]),
        ("???", ["empty"]),
    ],
)
def test_a_template_that_cannot_be_filled_is_explained(template: str, words: list[str]) -> None:
    with pytest.raises(SettingsError) as caught:
        file_name(template, VALUES)
    assert all(word in str(caught.value) for word in words)


def test_a_text_gives_its_first_words() -> None:
    assert beginning("Good morning!") == "Good morning"
    long = beginning("The quick brown fox jumps over the lazy dog and runs away.")
    assert long == "The quick brown fox jumps over the lazy"
    assert beginning("a/b:\n c") == "a b c"
    assert beginning("…") == ""


def test_a_taken_path_gets_the_next_number(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    assert free_path(path) == path
    path.touch()
    assert free_path(path).name == "a 2.wav"
    assert free_path(path, [tmp_path / "a 2.wav"]).name == "a 3.wav"
