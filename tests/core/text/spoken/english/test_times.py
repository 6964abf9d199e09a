from __future__ import annotations

import pytest

from tests.core.text.spoken.reading import read


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("at 8:00 sharp", "at eight o'clock sharp"),
        ("at 8:05", "at eight oh five"),
        ("until 17:30.", "until seventeen thirty."),
        ("5pm, 7:30am and 5 p.m.", "five PM, seven thirty AM and five p.m."),
        ("at 17:00", "at seventeen hundred"),
        ("at 00:00", "at midnight"),
        ("12:00 a.m.", "twelve a.m."),
        ("at 10.30 am", "at ten thirty AM"),
        ("the 5 am train", "the five AM train"),
        ("at 12:30:15", "at twelve thirty and fifteen seconds"),
        ("1700 hours, 0630 hours", "seventeen hundred hours, oh six thirty hours"),
    ],
)
def test_times_of_day(written: str, spoken: str) -> None:
    assert read(written) == spoken


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("from 9am–5pm", "from nine AM to five PM"),
        ("9-5pm", "nine to five PM"),
        ("10:00-12:00", "ten o'clock to twelve o'clock"),
        ("9:30 – 11:15 a.m.", "nine thirty to eleven fifteen a.m."),
    ],
)
def test_spans_of_time(written: str, spoken: str) -> None:
    assert read(written) == spoken


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("It took 1:02:03.", "It took one hour two minutes and three seconds."),
        ("0:00:05", "five seconds"),
        ("2:00:00", "two hours"),
    ],
)
def test_durations(written: str, spoken: str) -> None:
    assert read(written) == spoken


@pytest.mark.parametrize(
    "text",
    [
        "I am",
        "Yes, 5 am I.",
    ],
)
def test_what_is_no_time_stays(text: str) -> None:
    assert read(text) == text
