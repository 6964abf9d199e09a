from __future__ import annotations

import pytest

from tests.core.text.results import word_sounds
from vits_core.text.frontend import TextFrontend
from vits_core.text.spoken.money import find_amounts


def readings(text: str, language: str = "en") -> list[tuple[str, str]]:
    return [(text[r.start : r.stop], r.spoken) for r in find_amounts(text, language)]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("$3.50", "three dollars and fifty cents"),
        ("$1", "one dollar"),
        ("$1.01", "one dollar and one cent"),
        ("$0.05", "five cents"),
        ("$.50", "fifty cents"),
        ("€1,200", "one thousand two hundred euros"),
        ("£5m", "five million pounds"),
        ("£0.01", "one penny"),
        ("$3 million", "three million dollars"),
        ("$1.5bn", "one point five billion dollars"),
        ("$100k", "one hundred thousand dollars"),
        ("-$5", "minus five dollars"),
        ("$-5", "minus five dollars"),
        ("US$5", "five dollars"),
        ("5€", "five euros"),
        ("3,50 €", "three euros and fifty cents"),
        ("¥500", "five hundred yen"),
        ("$1,234.56", "one thousand two hundred and thirty-four dollars and fifty-six cents"),
    ],
)
def test_english_amounts(written: str, read: str) -> None:
    assert readings(f"It was {written}, I think.") == [(written, read)]


@pytest.mark.parametrize(
    ("language", "written", "read"),
    [
        ("de", "3,50 €", "drei Euro und fünfzig Cent"),
        ("de", "1.200 €", "eintausendzweihundert Euro"),
        ("fr-fr", "2,50 €", "deux euros et cinquante centimes"),
        ("es", "1.200 €", "mil doscientos euros"),
        ("ru", "5 €", "пять евро"),
    ],
)
def test_amounts_in_other_languages(language: str, written: str, read: str) -> None:
    assert readings(written, language) == [(written, read)]


@pytest.mark.parametrize("text", ["$", "$x", "a$5", "$1,2,3", "$" + "9" * 40, "100%", "5 m"])
def test_what_is_no_amount_is_left_alone(text: str) -> None:
    assert readings(text) == []


def test_a_language_without_the_currency_is_left_to_espeak() -> None:
    assert readings("5 €", "xx") == []


def test_several_amounts_are_found_in_order() -> None:
    assert [w for w, _ in readings("$5-$10 or 3€ or £2")] == ["$5", "$10", "3€", "£2"]


def test_an_amount_is_spoken_and_keeps_its_place(frontend: TextFrontend) -> None:
    assert word_sounds(frontend, "It cost $3.50, not $3 million.") == [
        ("It", "ɪt"), ("cost", "kˈɔst"), ("$3.50", "θɹˈiː dˈɑːlɚz ænd fˈɪfti sˈɛnts"),
        ("not", "nˌɑːt"), ("$3 million", "θɹˈiː mˈɪliən dˈɑːlɚz"),
    ]  # fmt: skip
