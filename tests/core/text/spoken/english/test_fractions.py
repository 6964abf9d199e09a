from __future__ import annotations

import pytest

from tests.core.text.spoken.reading import read


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("1/2 of it", "one half of it"),
        ("2/3 and 3/4", "two thirds and three quarters"),
        ("½, ¾ and ⅔", "one half, three quarters and two thirds"),
        ("3 ½ cups", "three and a half cups"),
        ("1 1/2 cups", "one and a half cups"),
        ("2-3/8 inches", "two and three eighths inches"),
        ("5/16 of an inch", "five sixteenths of an inch"),
        ("9/10 of them", "nine tenths of them"),
        ("1/100", "one one hundredth"),
    ],
)
def test_fractions(written: str, spoken: str) -> None:
    assert read(written) == spoken


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("10/10", "ten out of ten"),
        ("7/10 stars", "seven out of ten stars"),
        ("rated 4/5", "rated four out of five"),
        ("I give it 9/10.", "I give it nine out of ten."),
        ("the 80/20 rule", "the eighty twenty rule"),
        ("hindsight is 20/20", "hindsight is twenty twenty"),
    ],
)
def test_what_is_out_of_something(written: str, spoken: str) -> None:
    assert read(written) == spoken


@pytest.mark.parametrize(
    "text",
    [
        "0/5",
        "resolution 47/92",
        "22/7",
        "7/11",
        "3/5/7",
        "1/0",
        "a/2",
    ],
)
def test_what_is_no_fraction_stays(text: str) -> None:
    assert read(text) == text
