from __future__ import annotations

import time

import pytest

from tests.core.text.results import check_structure, phonemes
from vits_core.text.frontend import TextFrontend
from vits_core.text.markup import MAX_SYMBOLS
from vits_core.text.spoken.english.acronyms import find_acronyms


def readings(text: str) -> list[tuple[str, str]]:
    return [(text[r.start : r.stop], r.spoken) for r in find_acronyms(text)]


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("FAQ", "F.A.Q"), ("VIP", "V.I.P"), ("DVDs", "D.V dees"), ("PhDs", "P.H dees"),
        ("TV's", "T vees"), ("FBI’s", "F.B eyes"), ("RAM", "ram"), ("SaaS", "sass"),
        ("NOT", "not"), ("NEW", "new"),
    ],
)  # fmt: skip
def test_capitals_are_spelled_or_said(written: str, spoken: str) -> None:
    assert readings(f"This is the {written}, he said") == [(written, spoken)]


@pytest.mark.parametrize(
    "text",
    [
        "the FBI, NASA and HTML", "the US and us", "the IT department", "Portland, OR 97201",
        "Gary, IN", "FAQ.md", "my-FAQ", "a@FAQ", "iPhone and eBay", "NOTE", "New", "who is it",
        "WHO said so?", "Color #ff00aa", "C# 5", "it's #1", "R&D", "A.M.", "x#y",
    ],
)  # fmt: skip
def test_what_espeak_reads_as_people_do_stays(text: str) -> None:
    assert readings(text) == []


def test_words_are_words_where_all_is_in_capitals() -> None:
    assert readings("DO NOT ENTER, IT IS US OR THEM") == [("IT", "it"), ("US", "us")]
    assert readings("THE US IS BIG AND LOUD") == []


def test_health_has_an_organization() -> None:
    assert readings("The WHO says so") == [("WHO", "W.H.O")]
    assert readings("the WHO's plan") == [("WHO", "W.H.O")]


def test_hashtags_are_called_so() -> None:
    assert readings("so #MeToo") == [("#", "hashtag")]


def test_acronyms_are_heard(frontend: TextFrontend) -> None:
    text = "The FAQs and the DVDs are NEW #ToMe."
    check_structure(text, list(frontend.utterances(text)), MAX_SYMBOLS)
    assert phonemes(frontend, text).startswith("ðɪ ˌɛfˈeɪ kjˈuːz ænd ðə dˌiːvˈiː dˈiːz ɑːɹ nˈuː")


@pytest.mark.parametrize("unit", ["NEW ", "IT ", "DVDs ", "A", "#a ", "the WHO "])
def test_time_grows_with_the_length_only(unit: str) -> None:
    began = time.process_time()
    find_acronyms((unit * 40_000)[:40_000])
    assert time.process_time() - began < 4
