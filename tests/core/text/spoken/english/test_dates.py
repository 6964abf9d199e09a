from __future__ import annotations

import pytest

from tests.core.text.spoken.reading import read


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("We met on 2019-05-03.", "We met on May third twenty nineteen."),
        ("On 5/3/2019 we left", "On May third twenty nineteen we left"),
        ("on 05/03/19, he left", "on May third twenty nineteen, he left"),
        ("It was 25/12/2020.", "It was December twenty-fifth twenty twenty."),
        ("It was 03.05.2019.", "It was May third twenty nineteen."),
        ("on 2005/1/9", "on January ninth two thousand five"),
        ("Is 12/25 free?", "Is December twenty-fifth free?"),
        ("on 15-Aug-1947", "on August fifteenth nineteen forty-seven"),
        ("by 5/3 at the latest", "by May third at the latest"),
        ("9/11 changed it", "nine eleven changed it"),
    ],
)
def test_dates_in_numbers(written: str, spoken: str) -> None:
    assert read(written) == spoken


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("May 3", "May third"),
        ("Jan. 5, 2021 was cold", "January fifth, twenty twenty-one was cold"),
        ("Sept. 11th, 2001", "September eleventh, two thousand one"),
        ("3 May 2020", "the third of May twenty twenty"),
        ("the 3rd of May 2020", "the third of May twenty twenty"),
        ("May 3-5, 2020", "May third to fifth, twenty twenty"),
        ("3–5 May 2020", "the third to fifth of May twenty twenty"),
        ("May 1st - June 2nd", "May first to June second"),
        (
            "(May 8, 1749 – July 9, 1809)",
            "(May eighth, seventeen forty-nine to July ninth, eighteen oh nine)",
        ),
        ("in Oct. 1908", "in October nineteen oh eight"),
        ("Mon-Fri, Jan–Mar", "Monday to Friday, January to March"),
    ],
)
def test_dates_in_words(written: str, spoken: str) -> None:
    assert read(written) == spoken


@pytest.mark.parametrize(
    "text",
    [
        "2019-13-45 and 31/31/2020",
        "June 5,000 people",
        "I may 3 times",
        "Sat-Mar",
        "2020-05-03-17",
        "May I?",
    ],
)
def test_what_is_no_date_stays(text: str) -> None:
    assert read(text) == text
