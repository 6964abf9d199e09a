from __future__ import annotations

import pytest

from tests.core.text.spoken.reading import read


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("$3.50", "three dollars and fifty cents"),
        (
            "$1, $1.01, $0.05 and $.50",
            "one dollar, one dollar and one cent, five cents and fifty cents",
        ),
        ("€1,200", "one thousand two hundred euros"),
        ("£5m and £0.01", "five million pounds and one penny"),
        (
            "$3 million, $1.5bn, $100k",
            "three million dollars, one point five billion dollars, one hundred thousand dollars",
        ),
        ("-$5, $-5, −$5", "minus five dollars, minus five dollars, minus five dollars"),
        ("5€ or €5", "five euros or five euros"),
        ("3,50 €", "three euros and fifty cents"),
        ("¥500 and ¥1,000.50", "five hundred yen and one thousand point five zero yen"),
        ("$1,234.56", "one thousand two hundred thirty-four dollars and fifty-six cents"),
        ("£3.20.", "three pounds and twenty pence."),
        ("99¢ and 1¢", "99 cents and 1 cent"),
        (
            "US$5, A$10, C$2.50",
            "five US dollars, ten Australian dollars, two Canadian dollars and fifty cents",
        ),
        ("5 USD and CHF 20", "5 US dollars and twenty Swiss francs"),
        ("EUR 5 million", "five million euros"),
        ("$5/month", "five dollars per month"),
        ("$5 a day", "five dollars a day"),
        ("I have $20 in it", "I have twenty dollars in it"),
    ],
)
def test_amounts(written: str, spoken: str) -> None:
    assert read(written) == spoken


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("$40,000-50,000", "forty thousand to fifty thousand dollars"),
        ("$5-$10", "five to ten dollars"),
        ("$5–10 million", "five to ten million dollars"),
        ("$500k-$1m", "five hundred thousand to one million dollars"),
        ("$1.50-$2", "one dollar and fifty cents to two dollars"),
    ],
)
def test_ranges_of_amounts(written: str, spoken: str) -> None:
    assert read(written) == spoken


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("a $20 bill", "a twenty dollar bill"),
        ("A $1.5bn deal", "A one point five billion dollar deal"),
        ("a 100€ note", "a one hundred euro note"),
        ("a $5-a-day job", "a five dollar-a-day job"),
        ("two $5 bills", "two five dollar bills"),
    ],
)
def test_amounts_that_describe(written: str, spoken: str) -> None:
    assert read(written) == spoken


@pytest.mark.parametrize(
    "text",
    [
        "$",
        "$x",
        "a$5",
        "$1,2,3",
        "$99999999999999999999999999999999999999999",
        "100%",
        "USD",
        "5 USDA",
    ],
)
def test_what_is_no_amount_stays(text: str) -> None:
    assert read(text) == text
