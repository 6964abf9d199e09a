from __future__ import annotations

import pytest

from tests.core.text.spoken.reading import read


@pytest.mark.parametrize(
    ("language", "written", "spoken"),
    [
        ("fr", "le 75e jour, au 2e étage", "le soixante-quinzième jour, au deuxième étage"),
        ("fr", "Louis XIV est mort", "Louis quatorze est mort"),
        ("fr", "le XXe siècle", "le vingtième siècle"),
        ("es", "el 3.º piso, la 2.ª vez", "el tercer piso, la segunda vez"),
        ("es", "Felipe VI y Alfonso XIII", "Felipe sexto y Alfonso trece"),
        ("ru", "на 1-й этаж", "на первый этаж"),
        ("ru", "в XX веке", "в двадцатом веке"),
        ("ru", "Пётр I победил", "Пётр первый победил"),
        ("de", "Sie kam 1995 zur Welt.", "Sie kam neunzehnhundertfünfundneunzig zur Welt."),
        ("de", "1990–1995", "neunzehnhundertneunzig bis neunzehnhundertfünfundneunzig"),
    ],
)
def test_ordinals(language: str, written: str, spoken: str) -> None:
    assert read(written, language) == spoken


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "1995 Leute"),
        ("fr", "1er mai"),
        ("fr", "2e"),
        ("ru", "5-10"),
        ("es", "3.000"),
        ("it", "XX secolo"),
    ],
)
def test_what_is_no_ordinal_stays(language: str, text: str) -> None:
    assert read(text, language) == text
