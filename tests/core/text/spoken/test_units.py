from __future__ import annotations

import pytest

from tests.core.text.spoken.reading import read


@pytest.mark.parametrize(
    ("language", "written", "spoken"),
    [
        ("de", "5 km und 1,5 kg", "5 Kilometer und 1,5 Kilogramm"),
        ("de", "20 °C bei 100 km/h", "20 Grad Celsius bei 100 Kilometer pro Stunde"),
        ("de", "in 5 min.", "in 5 Minuten."),
        ("fr", "5 km, 16 Go, 20 °C", "5 kilomètres, 16 gigaoctets, 20 degrés Celsius"),
        ("fr", "1,5 h", "1,5 heure"),
        ("es", "5 km a 90 km/h", "5 kilómetros a 90 kilómetros por hora"),
        ("it", "5 kg di pane, 2 l", "5 chilogrammi di pane, 2 litri"),
        ("pt_BR", "5 km e 3 m²", "5 quilômetros e 3 metros quadrados"),
        ("ru", "1 км, 2 км, 5 км", "1 километр, 2 километра, 5 километров"),
        ("ru", "20 °C", "20 градусов Цельсия"),
        ("zh", "跑了5km。", "跑了5 公里。"),
        ("zh", "开60km/h吧", "开 每小时60公里 吧"),
    ],
)
def test_units_have_the_name_and_the_form_of_the_language(
    language: str, written: str, spoken: str
) -> None:
    assert read(written, language) == spoken


@pytest.mark.parametrize(
    ("language", "text"),
    [("de", "A4 m"), ("de", "5-km"), ("ru", "5 мест"), ("fr", "5 mines"), ("xx", "5 km")],
)
def test_what_is_no_unit_stays(language: str, text: str) -> None:
    assert read(text, language) == text
