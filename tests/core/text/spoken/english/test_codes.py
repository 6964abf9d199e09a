from __future__ import annotations

import pytest

from tests.core.text.spoken.reading import read


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("John 3:16", "John three sixteen"),
        ("1 Corinthians 13:4-7", "first Corinthians thirteen four to seven"),
        ("open 24/7", "open twenty-four seven"),
        ("v2.0.1", "version two point zero point one"),
        ("version 1.10", "version one point ten"),
        ("Python 3.11", "Python three point eleven"),
        ("192.168.0.1", "one hundred ninety-two dot one hundred sixty-eight dot zero dot one"),
        ("San Francisco, CA 94105", "San Francisco, CA nine four one oh five"),
        ("NY 10001-1234", "NY one oh oh oh one, one two three four"),
        ("WW2 and WWI", "World War Two and World War One"),
        ("1080p", "ten eighty p"),
        ("a Boeing 747", "a Boeing seven forty-seven"),
        ("a Boeing 737-800", "a Boeing seven thirty-seven eight hundred"),
        ("Room 101", "Room one oh one"),
        ("an HTTP 404", "an HTTP four oh four"),
        ("Portland, OR 97201", "Portland, O R nine seven two oh one"),
        ("Route 66", "Route 66"),
        ("code 4821", "code four eight two one"),
        ("ZIP code: 90210", "zip code: nine zero two one zero"),
        ("Agent 007", "Agent double oh seven"),
    ],
)
def test_codes(written: str, spoken: str) -> None:
    assert read(written) == spoken


@pytest.mark.parametrize(
    "text",
    [
        "3.14",
        "10.06.03",
        "3D, 4K, 10k and B2B",
        "COVID-19",
        "Apollo 11",
        "CA 94",
        "room for 101",
        "10.5 and 1.2",
    ],
)
def test_what_is_no_code_stays(text: str) -> None:
    assert read(text) == text
