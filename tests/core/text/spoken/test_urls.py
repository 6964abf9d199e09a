from __future__ import annotations

import time

import pytest

from tests.core.text.results import check_structure, notes
from vits_core.text.frontend import TextFrontend
from vits_core.text.markup import MAX_SYMBOLS
from vits_core.text.spoken.urls import find_addresses_of_web


def readings(text: str, language: str = "en") -> list[tuple[str, str]]:
    return [(text[r.start : r.stop], r.spoken) for r in find_addresses_of_web(text, language)]


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("www.example.com", "example dot com"),
        ("https://www.example.com/", "example dot com"),
        (
            "https://en.wikipedia.org/wiki/Foo_bar",
            "en dot wikipedia dot org slash wiki slash Foo bar",
        ),
        (
            "http://my-site.co.uk/a-b/c.html",
            "my dash site dot co dot U.K slash a b slash c dot html",
        ),
        ("ftp://me:secret@a.com/x", "a dot com slash x"),
        ("http://localhost:8080/x", "localhost port 8080 slash x"),
        ("https://a.com/x?y=1", "a dot com slash x question mark y equals 1"),
        ("https://a.com/b#top", "a dot com slash b hash top"),
        ("https://a.com/C%20D", "a dot com slash C D"),
        ("https://a.org/wiki/It_(novel)", "a dot org slash wiki slash It novel"),
        ("jane.doe@example.org", "jane dot doe at example dot org"),
        ("a_b-c+d@x.de", "a underscore b dash c plus d at x dot D.E"),
    ],
)
def test_addresses_are_said_as_people_say_them(written: str, spoken: str) -> None:
    assert readings(f"See ({written}), or not.") == [(written, spoken)]
    assert readings(f"See {written}.") == [(written, spoken)]


def test_what_nobody_could_follow_is_cut() -> None:
    url = "https://www.youtube.com/watch"
    query = "?v=dQw4w9WgXcQ&list=PL1234567890"
    assert readings(f"{url}{query}.") == [(url, "youtube dot com slash watch"), (query, "")]
    code = "/3f2a9c8e7d6b5a4f3e2d1c0b9a8f7e6d/y"
    assert readings(f"http://a.com/x{code}") == [
        ("http://a.com/x", "a dot com slash x"), (code, ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text", ["a @ b", "@john", "x@y", "www", "http:// x", "://", "and/or", "a.b"]
)
def test_what_is_no_address_stays(text: str) -> None:
    assert readings(text) == []


@pytest.mark.parametrize(
    ("language", "spoken"),
    [
        ("de", "a Punkt D.E Slash b"), ("fr", "a point D.E slash b"), ("es", "a punto D.E barra b"),
        ("it", "a punto D.E barra b"), ("pt", "a ponto D.E barra b"), ("ru", "a точка D.E слэш b"),
    ],
)  # fmt: skip
def test_addresses_in_other_languages(language: str, spoken: str) -> None:
    assert readings("https://a.de/b", language) == [("https://a.de/b", spoken)]


def test_what_is_cut_is_told(frontend: TextFrontend) -> None:
    text = "See https://a.com/b?session=12345678901234567890, please."
    results = list(frontend.utterances(text))
    check_structure(text, results, MAX_SYMBOLS)
    assert [n.text for n in notes(results)] == ["?session=12345678901234567890"]


@pytest.mark.parametrize(
    "unit", ["a.", "a@", "http://", "www.", "a.a@", "http://a/", "a-", "%20", "("]
)
def test_time_grows_with_the_length_only(unit: str) -> None:
    began = time.process_time()
    readings(("http://a.com/@" + unit * 40_000)[:40_000])
    readings(("@ www " + unit * 40_000)[:40_000])
    assert time.process_time() - began < 4
