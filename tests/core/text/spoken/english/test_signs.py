from __future__ import annotations

import time

import pytest

from tests.core.text.results import check_structure, phonemes
from vits_core.text.frontend import TextFrontend
from vits_core.text.markup import MAX_SYMBOLS
from vits_core.text.readable import make_readable
from vits_core.text.spoken.english.signs import find_signs


def read(text: str) -> str:
    return " ".join(make_readable(text, 0, "en").mapped.text.split())


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("5 * 3 = 15", "5 times 3 = 15"),
        ("2*3*4", "2 times 3 times 4"),
        ("2 ** 3", "2 to the power of 3"),
        ("x*(y + 1)", "x times (y + 1)"),
        ("1920×1080 or 1920x1080 or 4 x 4", "1920 by 1080 or 1920 by 1080 or 4 by 4"),
        ("x² + y³", "x squared + y cubed"),
        ("E = mc²", "E = m c squared"),
        (
            "10⁻³ and 2^10 and (a + b)^2",
            "10 to the power of minus 3 and 2 to the power of 10 and (a + b) squared",
        ),
        ("√2 and √(x)", "the square root of 2 and the square root of (x)"),
        ("5 ≤ 6", "5 less than or equal to 6"),
        ("a <= 5 and b>=5", "a less than or equal to 5 and b greater than or equal to 5"),
        ("a ≠ b, a != c, a == d", "a not equal to b, a not equal to c, a equals d"),
        ("x < y and p<0.05 and 2>1", "x less than y and p less than 0.05 and 2 greater than 1"),
        ("in <5 minutes, for > 50%", "in less than 5 minutes, for greater than 50%"),
        ("quality > quantity", "quality greater than quantity"),
        ("Choose File > Save As > PDF now", "Choose File, Save As, PDF now"),
        ("~50 people, (~5)", "about 50 people, (about 5)"),
        ("Thanks~", "Thanks"),
        ("5‰", "5 per mille"),
        ("I <3 you, I ♥ NY, I ❤️ it", "I love you, I love NY, I love it"),
        ("See you soon <3", "See you soon"),
    ],
)
def test_signs_between_numbers(written: str, spoken: str) -> None:
    assert read(written) == spoken


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("Paris → London, A -> B, x => y", "Paris to London, A to B, x to y"),
        ("→ Next", "Next"),
        ("a • b", "a , b"),
        ("he/she, his/her, yes/no", "he or she, his or her, yes or no"),
        ("and/or, input/output, red/green/blue", "and or, input output, red green blue"),
        ("60 words/minute", "60 words per minute"),
        ("w/o milk, w/ sugar, c/o me", "without milk, with sugar, care of me"),
        ("a ★★★★☆ hotel, ⭐⭐⭐", "a 4 of 5 stars hotel, 3 stars"),
        ("★ Great news ★", "Great news"),
        ("Apple™, Foo® and Bar (TM)", "Apple, Foo and Bar"),
        ("(c) Foo Ltd", "copyright Foo Ltd"),
        ("C# and F# and C++ and B♭", "C sharp and F sharp and C++ and B flat"),
        ("use .NET for .txt files", "use dot net for dot txt files"),
        ("a Q&A", "a Q and eh"),
    ],
)
def test_signs_between_words(written: str, spoken: str) -> None:
    assert read(written) == spoken


@pytest.mark.parametrize(
    "text",
    [
        "AT&T and salt & pepper", "/usr/local/bin", "src/main.py", "http://a.com/b/c", "50 km/h",
        "0x1F", "2x faster", "a@b.com", "5 - 3", "a... b", "well-known", "it's #1", "<name>",
        "a (b) c", "Wait... .5", "CO₂ and H₂O", "List<int>", "5% + 3", "the end.", "A. B.",
        "24/7", "1/2", "Hello!=", "5 km² of", "x.y", "v1->x", "10 x better",
    ],
)  # fmt: skip
def test_what_is_no_word_stays(text: str) -> None:
    assert [r for r in find_signs(text) if r.spoken != " "] == []


def test_signs_are_heard_where_they_stand(frontend: TextFrontend) -> None:
    text = "If x² < 4, then ~50 people <3 it."
    results = list(frontend.utterances(text))
    check_structure(text, results, MAX_SYMBOLS)
    assert "skwˈɛɹd lˈɛs ðɐn fˈɔːɹ, ðˈɛn ɐbˌaʊt fˈɪfti" in phonemes(frontend, text)


@pytest.mark.parametrize(
    "unit", ["a/", "x<", "<3 ", "~", "1*", "★", "a&A ", "-->", "> ", ". ", "a ™"]
)
def test_time_grows_with_the_length_only(unit: str) -> None:
    began = time.process_time()
    find_signs((unit * 40_000)[:40_000])
    assert time.process_time() - began < 4
