from __future__ import annotations

import pytest

from tests.core.text.spoken.reading import read


@pytest.mark.parametrize(
    ("language", "written", "spoken"),
    [
        ("de", "um 17:30 Uhr", "um 17 Uhr 30"),
        ("de", "um 8.05 Uhr", "um 8 Uhr 5"),
        ("de", "1:00", "ein Uhr"),
        ("fr", "à 8h30", "à 8 heures 30"),
        ("fr", "1h", "une heure"),
        ("es", "a las 8:30", "a las 8 y 30"),
        ("it", "alle 8:05", "alle 8 e 5"),
        ("pt_BR", "às 8h", "às 8 horas"),
        ("pt_BR", "às 8h30", "às 8 e 30"),
        ("ru", "в 2:02", "в два часа две минуты"),
        ("ru", "в 8:00", "в восемь часов"),
        ("zh", "8:05", "8点零5分"),
        ("zh", "12:30", "12点30分"),
    ],
)
def test_times(language: str, written: str, spoken: str) -> None:
    assert read(written, language) == spoken


@pytest.mark.parametrize(
    ("language", "text"), [("de", "3:1"), ("de", "8.05 Euro"), ("fr", "25:61"), ("es", "1:2:03")]
)
def test_what_is_no_time_stays(language: str, text: str) -> None:
    assert read(text, language) == text
