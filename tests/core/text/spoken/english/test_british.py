from __future__ import annotations

import pytest

from tests.core.text.spoken.reading import read


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("£101", "one hundred and one pounds"),
        ("£1,005", "one thousand and five pounds"),
        (
            "£1,234,567",
            "one million two hundred and thirty-four thousand five hundred and sixty-seven pounds",
        ),
        ("the 103rd", "the one hundred and third"),
        ("£1,200", "one thousand two hundred pounds"),
        ("£1,013,000", "one million thirteen thousand pounds"),
        ("£100", "one hundred pounds"),
        ("5/3/2019", "the fifth of March twenty nineteen"),
        ("3 May", "the third of May"),
        ("in May 2005", "in May two thousand and five"),
        ("7/11 and 9/11", "7/11 and 9/11"),
    ],
)
@pytest.mark.parametrize("language", ["en_GB", "en-AU"])
def test_numbers_and_dates_are_british(written: str, spoken: str, language: str) -> None:
    assert read(written, language) == spoken


def test_canada_counts_as_the_united_states_do() -> None:
    assert (
        read("£101 on 5/3/2019", "en-CA") == "one hundred one pounds on May third twenty nineteen"
    )
