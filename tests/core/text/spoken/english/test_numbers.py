from __future__ import annotations

import pytest

from tests.core.text.spoken.reading import read


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("-5", "minus 5"),
        ("It is −5.", "It is minus 5."),
        ("(-5)", "(minus 5)"),
        ("x=-5", "x= minus 5"),
        ("–5, −5, -5", "minus 5, minus 5, minus 5"),
        ("-.5", "minus point five"),
    ],
)
def test_numbers_below_zero(written: str, spoken: str) -> None:
    assert read(written) == spoken


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        (".5 of it", "point five of it"),
        ("0.05 and 3.14159", "0.05 and 3.14159"),
        ("1 000 000", "one million"),
        ("10 000 people", "ten thousand people"),
        ("12,345,678", "12,345,678"),
    ],
)
def test_decimals_and_groups(written: str, spoken: str) -> None:
    assert read(written) == spoken


@pytest.mark.parametrize(
    "text",
    [
        "5 -3",
        "3M businesses",
        "Section 7B of it",
        "a -b",
        "100 200 300",
        "pre-5",
        "file.5",
    ],
)
def test_what_is_not_changed_stays(text: str) -> None:
    assert read(text) == text
