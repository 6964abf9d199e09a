from __future__ import annotations

import time

import pytest

from tests.core.text.spoken.reading import read
from vits_core.text.spoken.abbreviation_tables import ABBREVIATIONS
from vits_core.text.spoken.signs import find_signs


@pytest.mark.parametrize(
    ("language", "written", "spoken"),
    [
        ("de", "Das ist z. B. gut, d.h. so.", "Das ist zum Beispiel gut, das heißt so."),
        ("de", "Z.B. Nr. 5 usw.", "Zum Beispiel Nummer 5 und so weiter."),
        ("de", "Hr. Meier, Hauptstr. 5, St. Pauli", "Herr Meier, Hauptstraße 5, Sankt Pauli"),
        ("de", "5 Min. und 3 Mio. Euro", "5 Minuten und 3 Millionen Euro"),
        (
            "fr",
            "M. Dupont, p. ex., n° 5, etc.",
            "Monsieur Dupont, par exemple, numéro 5, et cétéra.",
        ),
        ("es", "El Sr. García, EE.UU., n.º 5", "El señor García, Estados Unidos, número 5"),
        ("it", "Il Sig. Rossi, ad es. questo", "Il signor Rossi, ad esempio questo"),
        ("pt_BR", "O Sr. Silva, p. ex. isto, pág. 5", "O senhor Silva, por exemplo isto, página 5"),
        ("ru", "Это т. е. так и т. д.", "Это то есть так и так далее."),
        (
            "ru",
            "В 2020 г. было, 5 мая 2020 г. было",
            "В 2020 году было, пятого мая две тысячи двадцатого года было",
        ),
        ("ru", "г. Москва, ул. Ленина, д. 5", "город Москва, улица Ленина, дом 5"),
    ],
)
def test_abbreviations_are_read_in_full(language: str, written: str, spoken: str) -> None:
    assert read(written, language) == spoken


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Er sah Dr. no und St. sowie S. Bach."), ("de", "Das war M. Meier"),
        ("fr", "Il est là. M. ou non"), ("es", "Él dijo: D. y n. fin"), ("it", "n. e poi"),
        ("ru", "в г. было"), ("pt", "o sr. e av. ali"),
    ],
)  # fmt: skip
def test_what_is_no_abbreviation_stays(language: str, text: str) -> None:
    assert list(ABBREVIATIONS[language](text)) == []


@pytest.mark.parametrize(
    ("language", "written", "spoken"),
    [
        ("de", "5 < 6, x² & ~50", "5 kleiner als 6, x hoch zwei & etwa 50"),
        ("de", "Müller & Sohn", "Müller und Sohn"),
        ("fr", "3 × 4 ≤ 12 ± 1", "3 fois 4 inférieur ou égal à 12 plus ou moins 1"),
        ("es", "a ≠ b, 5 >= 4", "a distinto de b, 5 mayor o igual que 4"),
        ("it", "5 * 3 > 4", "5 per 3 maggiore di 4"),
        ("pt", "x³ e 5 & 6", "x ao cubo e 5 & 6"),
        ("ru", "5 < 6", "5 меньше 6"),
    ],
)
def test_signs_are_words_of_the_language(language: str, written: str, spoken: str) -> None:
    assert read(written, language) == spoken


@pytest.mark.parametrize("unit", ["z. ", "и т", "5 г. ", "n.", "Str", "5 <", "Hauptstr", "~"])
@pytest.mark.parametrize("language", sorted(ABBREVIATIONS))
def test_time_grows_with_the_length_only(language: str, unit: str) -> None:
    text = (unit * 20_000)[:20_000]
    began = time.process_time()
    list(ABBREVIATIONS[language](text))
    list(find_signs(text, language))
    assert time.process_time() - began < 4
