from __future__ import annotations

import pytest

from tests.core.text.results import word_sounds
from tests.core.text.spoken.reading import read
from vits_core.text.frontend import TextFrontend


@pytest.mark.parametrize(
    ("language", "written", "spoken"),
    [
        ("de", "3,50 €", "drei Euro und fünfzig Cent"),
        ("de", "1.200 €", "eintausendzweihundert Euro"),
        ("de", "-5 €", "minus fünf Euro"),
        ("de", "5 Mio. €", "5 Millionen Euro"),
        ("de", "CHF 20", "20 Schweizer Franken"),
        ("fr-fr", "2,50 €", "deux euros et cinquante centimes"),
        ("fr", "5 M€", "5 millions d’euros"),
        ("es", "1.200 €", "mil doscientos euros"),
        ("it", "$5", "cinque dollari"),
        ("pt_BR", "R$ 5,50", "cinco reais e cinquenta centavos"),
        ("pt", "1 €", "um euro"),
        ("ru", "5 €", "пять евро"),
        ("ru", "500 руб.", "пятьсот рублей"),
        ("ru", "£5", "5 британских фунтов стерлингов"),
        ("zh", "花了¥500。", "花了 500 元。"),
        ("nl", "5 €", "vijf euro"),
    ],
)
def test_amounts(language: str, written: str, spoken: str) -> None:
    assert read(written, language) == spoken


@pytest.mark.parametrize("text", ["$", "$x", "a$5", "$1,2,3", "$" + "9" * 40, "100%", "5 m"])
@pytest.mark.parametrize("language", ["nl", "pl"])
def test_what_is_no_amount_is_left_alone(text: str, language: str) -> None:
    assert read(text, language) == text


def test_a_language_without_the_currency_is_left_to_espeak() -> None:
    assert read("5 €", "xx") == "5 €"


def test_an_amount_is_spoken_and_keeps_its_place(frontend: TextFrontend) -> None:
    assert word_sounds(frontend, "It cost $3.50, not $3 million.") == [
        ("It", "ɪt"), ("cost", "kˈɔst"), ("$3.50", "θɹˈiː dˈɑːlɚz ænd fˈɪfti sˈɛnts"),
        ("not", "nˌɑːt"), ("$3 million", "θɹˈiː mˈɪliən dˈɑːlɚz"),
    ]  # fmt: skip
