from __future__ import annotations

import pytest

from tests.core.text.spoken.reading import read


@pytest.mark.parametrize(
    ("language", "written", "spoken"),
    [
        ("de", "−5 und (-5)", "minus 5 und (minus 5)"),
        ("fr", "−5", "moins 5"),
        ("es", "es -5,5", "es menos 5,5"),
        ("it", "-5 °C", "meno 5 gradi Celsius"),
        ("pt_BR", "−5", "menos 5"),
        ("ru", "−5", "минус 5"),
        ("zh", "气温-5°C", "气温 负 5 摄氏度"),
        ("zh", "涨了20%", "涨了 百分之20"),
        ("zh", "-20%", "负百分之20"),
        ("de", "5-10 Leute", "5 bis 10 Leute"),
        ("fr", "5-10 personnes", "5 à 10 personnes"),
        ("zh", "5-10个", "5 到 10个"),
    ],
)
def test_numbers(language: str, written: str, spoken: str) -> None:
    assert read(written, language) == spoken


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "3-2"),
        ("fr", "5 -3"),
        ("es", "F-16"),
        ("ru", "5-10"),
        ("it", "1-2-3"),
        ("nl", "−5"),
    ],
)
def test_what_is_not_changed_stays(language: str, text: str) -> None:
    assert read(text, language) == text
