from __future__ import annotations

import pytest

from tests.core.text.spoken.reading import read


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("pages 3-5", "pages 3 to 5"),
        ("5-10 people", "5 to 10 people"),
        ("5 – 10 people", "5 to 10 people"),
        ("1,000-2,000", "1,000 to 2,000"),
        ("1.5–2.5", "1.5 to 2.5"),
        ("5%-10%", "5% to 10%"),
    ],
)
def test_ranges(written: str, spoken: str) -> None:
    assert read(written) == spoken


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("won 7-0", "won 7 to 0"),
        ("a 2–1 win", "a 2 to 1 win"),
        ("3:1", "3 to 1"),
        ("16:9", "16 to 9"),
    ],
)
def test_scores_and_ratios(written: str, spoken: str) -> None:
    assert read(written) == spoken


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("3x4", "3 by 4"),
        ("10 - 3 = 7, 5-3=2", "10 minus 3 = 7, 5 minus 3=2"),
        ("1920×1080", "1920 by 1080"),
        ("2 x 4 x 8", "2 by 4 by 8"),
        ("5.97×10^24", "5.97×10 to the power of 24"),
        ("3x faster", "3 times faster"),
        ("grew 10×.", "grew 10 times."),
    ],
)
def test_dimensions_and_multiples(written: str, spoken: str) -> None:
    assert read(written) == spoken


@pytest.mark.parametrize(
    "text",
    [
        "twenty-five",
        "10 - 3",
        "COVID-19",
        "F-16",
        "3 × 3 = 9 of it",
        "1-800-FLOWERS",
        "607–274–159",
        "93-55877",
        "3-2-1",
        "978-3-16-148410-0",
        "5x + 3",
        "0x1F",
        "a-5-b",
        "1:2:3",
        "word - word",
    ],
)
def test_what_is_no_range_stays(text: str) -> None:
    assert read(text) == text
