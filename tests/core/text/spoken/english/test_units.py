from __future__ import annotations

import pytest

from tests.core.text.spoken.reading import read


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("50 g of sugar, 5 km, 60 mph", "50 grams of sugar, 5 kilometers, 60 miles per hour"),
        ("1 km and 1.5 km", "1 kilometer and 1.5 kilometers"),
        ("20 °C, −5°C, 90°F", "20 degrees Celsius, minus 5 degrees Celsius, 90 degrees Fahrenheit"),
        ("3.5 GHz, 16 GB, 5 MB", "3.5 gigahertz, 16 gigabytes, 5 megabytes"),
        ("100 Mbps or 300 Mbit/s", "100 megabits per second or 300 megabits per second"),
        ("12 kWh and 5 dB", "12 kilowatt-hours and 5 decibels"),
        ("5 m², 5 m2, 3 cm³", "5 square meters, 5 square meters, 3 cubic centimeters"),
        (
            "100 km/h, 30 m/s, 9.81 m/s²",
            "100 kilometers per hour, 30 meters per second, 9.81 meters per second squared",
        ),
        ("10 mg/ml", "10 milligrams per milliliter"),
        ("5 m away", "5 meters away"),
        ("1,200 kg and 12 oz", "1,200 kilograms and 12 ounces"),
        ("200 lbs. of it", "200 pounds of it"),
        ("It took 10 mins.", "It took 10 minutes."),
        ("5-10 km, 2–3 hrs", "5 to 10 kilometers, 2 to 3 hours"),
        ("3x4 cm", "3 by 4 centimeters"),
        ("4 in x 6 in", "4 inches by 6 inches"),
        ('The 12" board is 3" thick.', "The 12 inch board is 3 inches thick."),
        ('a 4" by 6" photo, 1.5″', "a 4 inches by 6 inch photo, 1.5 inches"),
        ('She said "route 66" and "a 5" is', 'She said "route 66" and "a 5" is'),
        ("5 in. of snow", "5 inches of snow"),
        ("½ tsp. of salt", "one half teaspoon of salt"),
        ("1 ½ tsp of it", "one and a half teaspoons of it"),
        ("5 ‰", "5 per mille"),
        ("5m people, 1.2bn users", "5 million people, 1.2 billion users"),
    ],
)
def test_units(written: str, spoken: str) -> None:
    assert read(written) == spoken


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("a 5 km run", "a 5 kilometer run"),
        ("a 5-km run", "a 5 kilometer run"),
        ("a 10m (32ft) tunnel", "a 10 meter (32 feet) tunnel"),
        ("10m tall", "10 meters tall"),
        ("a 90° turn", "a 90 degree turn"),
        ("a 10 mm bolt, a 27-in screen", "a 10 millimeter bolt, a 27 inch screen"),
    ],
)
def test_units_that_describe(written: str, spoken: str) -> None:
    assert read(written) == spoken


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("5'10\" tall", "five feet ten inches tall"),
        ("5’1” and 6′2″", "five feet one inch and six feet two inches"),
        ("6 ft 2 in tall", "6 feet 2 inches tall"),
        ("40°42′51″N", "forty degrees forty-two minutes fifty-one seconds north"),
        ("40.7° N, 74° W", "40.7 degrees north, 74 degrees west"),
    ],
)
def test_feet_inches_and_angles(written: str, spoken: str) -> None:
    assert read(written) == spoken


@pytest.mark.parametrize(
    "text",
    [
        "5 in the morning",
        "3 in a row",
        "5 a day",
        "962 L'Engle",
        "5s and 5G",
        "10%",
        "km/h",
        "m 5",
        "5 mine",
        "the 5 men",
        "A4 m",
        "vol1 km",
    ],
)
def test_what_is_no_unit_stays(text: str) -> None:
    assert read(text) == text
