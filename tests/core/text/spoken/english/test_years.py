from __future__ import annotations

import pytest

from tests.core.text.spoken.reading import read


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("In 1908 it snowed.", "In nineteen oh eight it snowed."),
        ("1920 was dry.", "nineteen twenty was dry."),
        ("the summer of 2019", "the summer of twenty nineteen"),
        ("In 1920 women voted.", "In nineteen twenty women voted."),
        ("in 1066", "in ten sixty-six"),
        ("476 AD", "four seventy-six AD"),
        ("753 BC", "seven fifty-three BC"),
        ("(1756)", "(seventeen fifty-six)"),
    ],
)
def test_years(written: str, spoken: str) -> None:
    assert read(written) == spoken


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("the 1990s", "the nineteen nineties"),
        ("the '90s and ’60s", "the nineties and sixties"),
        ("the 2000s, the 1800s", "the two thousands, the eighteen hundreds"),
        ("the mid-1970s", "the mid- nineteen seventies"),
        ("in the 1920's", "in the nineteen twenties"),
    ],
)
def test_decades(written: str, spoken: str) -> None:
    assert read(written) == spoken


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("2019–2020", "twenty nineteen to twenty twenty"),
        ("1914-18", "nineteen fourteen to eighteen"),
        ("the 2019/20 season", "the twenty nineteen twenty season"),
        ("1903-07", "nineteen oh three to oh seven"),
    ],
)
def test_spans_of_years(written: str, spoken: str) -> None:
    assert read(written) == spoken


@pytest.mark.parametrize(
    "text",
    [
        "2005",
        "1920 soldiers",
        "1250 metric tons",
        "1066 times",
        "44 BC",
        "1920.5",
        "1,920",
    ],
)
def test_what_is_no_year_stays(text: str) -> None:
    assert read(text) == text
