from __future__ import annotations

import pytest

from tests.core.text.spoken.reading import read


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("World War II", "World War two"),
        ("World War I began", "World War one began"),
        ("After World War I.", "After World War one."),
        ("chapter IV", "chapter four"),
        ("Chapters II–IV", "Chapters two to four"),
        ("Acts I and II", "Acts one and two"),
        ("Super Bowl LVII", "Super Bowl fifty-seven"),
        ("Part III of it", "Part three of it"),
        ("Type II diabetes", "Type two diabetes"),
        ("act V, scene ii", "act five, scene two"),
        ("Chapter I begins", "Chapter one begins"),
        ("an IV drip", "an I V drip"),
        ("Rocky IV", "Rocky four"),
        ("Type I or II diabetes", "Type one or two diabetes"),
        ("chapter IV, and I agree", "chapter four, and I agree"),
        ("the XIX century", "the nineteenth century"),
    ],
)
def test_Roman_numerals_behind_a_label(written: str, spoken: str) -> None:
    assert read(written) == spoken


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("Henry VIII", "Henry the eighth"),
        ("Ask Henry Ford II.", "Ask Henry Ford the second."),
        ("Street Fighter II is out", "Street Fighter two is out"),
        ("Henry VIII’s wives", "Henry the eighth’s wives"),
        ("Louis XIV was king", "Louis the fourteenth was king"),
        ("Elizabeth I was queen", "Elizabeth the first was queen"),
        ("King James I", "King James the first"),
        ("Pope John Paul II", "Pope John Paul the second"),
        ("Charles V", "Charles the fifth"),
    ],
)
def test_rulers(written: str, spoken: str) -> None:
    assert read(written) == spoken


@pytest.mark.parametrize(
    "text",
    [
        "I am in the MIX with a CV in DC on CD",
        "vitamin C and Plan B",
        "Malcolm X",
        "chapter mix",
        "No. I left",
        "Mark L. Lester",
        "the book I was reading",
        "the chapter I read",
        "the part I liked",
        "James I think you",
        "Type C",
        "Dr. M",
        "Mary and I",
        "DIM LID",
    ],
)
def test_what_is_no_numeral_stays(text: str) -> None:
    assert read(text) == text
