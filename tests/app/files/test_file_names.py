"""Names of many files come out of a template, and are fit for every system."""

from __future__ import annotations

import pytest

from app.files.file_names import beginning, fields_of, file_name, names_apart
from vits_core.errors import SettingsError

VALUES: dict[str, str | int] = {"text": "Hello: there?", "take": "03", "voice": "joe", "n": 7}


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
        ("{n:03} {n}", "007 7"),
    ],
)
def test_a_template_is_filled(template: str, name: str) -> None:
    assert file_name(template, VALUES) == name


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("{taek}", ["{taek}", "{text}, {take}, {voice}"]),
        ("{text:03d}", ["cannot be filled", "{n:03}"]),
        ("{n:{x}}", ["cannot be filled", "{n:03}"]),
        ("{take", ["incomplete", "Close every brace"]),
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


def test_many_takes_get_names_of_their_own() -> None:
    takes = [fields_of("Hello: there!", f"{n}", (n, 7), "joe", 2) for n in (1, 2)]
    assert names_apart("{text} {take}", takes) == ["Hello there 1", "Hello there 2"]
    assert names_apart("{voice} {seed} of {n}", takes) == ["joe 1-7 of 2", "joe 2-7 of 2"]
    assert fields_of("…", "1", (1, 1), "joe", 1)["text"] == "take"


@pytest.mark.parametrize(
    ("template", "remedy"), [("{text}", "{take} or {seed}"), ("{seed}", "Add {take} to")]
)
def test_the_same_name_for_two_takes_is_refused(template: str, remedy: str) -> None:
    takes = [fields_of(text, "1", (1, 1), "joe", 2) for text in ("Hello.", "HELLO!")]
    with pytest.raises(SettingsError) as caught:
        names_apart(template, takes)
    assert remedy in caught.value.remedy
