from __future__ import annotations

import pytest

from tests.core.text.results import check_structure, notes, phonemes
from vits_core.text.frontend import TextFrontend
from vits_core.text.markup import MAX_SYMBOLS
from vits_core.text.readable import make_readable
from vits_core.text.reading_options import ReadingOptions


@pytest.mark.parametrize("language", ["en", "de", "fr"])
@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Party 🎉🎉!", "Party !"),
        ("👨\u200d👩\u200d👧 family", " family"),
        ("Go 🇩🇪 go 👍🏽 go ❤️ go", "Go  go  go  go"),
        ("party🎉time", "party time"),
        ("1\ufe0f\u20e3 one", "1 one"),
        ("🙂 😀\n😀 hi", " hi"),
        ("Nice :) or ;-), :D!", "Nice  or , !"),
        ("So ^_^ xD ¯\\_(ツ)_/¯", "So   "),
    ],
)
def test_emoji_are_not_read(written: str, read: str, language: str) -> None:
    assert make_readable(written, 0, language).mapped.text == read


@pytest.mark.parametrize(
    "text",
    [
        "♪ here",
        "© 2020",
        "5 ™",
        "½ → ∞",
        "C♯",
        "☐ ✗",
        "a:b",
        "is: (so)",
        "10:3 at",
        "Note:",
        "C:/x",
        "(x):",
    ],
)
def test_other_signs_are_no_emoji(text: str) -> None:
    assert make_readable(text, 0, "de").mapped.text == text


def test_letters_of_faces_are_told(frontend: TextFrontend) -> None:
    text = "Well done :D"
    results = list(frontend.utterances(text))
    check_structure(text, results, MAX_SYMBOLS)
    assert [n.text for n in notes(results)] == [":D"]


def test_emoji_are_told_and_read_on_wish(frontend: TextFrontend) -> None:
    (reading,) = make_readable("Well done 🎉🎉", 0, "en").readings
    assert (reading.text, reading.spoken) == ("🎉🎉", "")
    (utterance,) = frontend.utterances("smile 😀", ReadingOptions(rewrite=False))
    assert "ɡɹˈɪnɪŋ" in str(getattr(utterance, "phonemes", ""))
    assert phonemes(frontend, "smile 😀") == "smˈaɪl"
