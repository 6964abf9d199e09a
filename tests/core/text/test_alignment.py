from __future__ import annotations

import random

import pytest

from vits_core.text.alignment import carry_boundaries


@pytest.mark.parametrize(
    ("source", "cut", "target", "left"),
    [
        ("ʌvðə", 2, "ʌvðə", "ʌv"),
        ("aɪæm", 2, "aɪɐm", "aɪ"),
        ("ˈaʊtʌv", 4, "ˌaʊɾəv", "ˌaʊɾ"),
        ("həlˈoʊ", 3, "həlˈoʊ", "həl"),
        ("ðɛɹwɜː", 3, "ðɛɹwˌɜː", "ðɛɹ"),
    ],
)
def test_a_boundary_finds_its_place(source: str, cut: int, target: str, left: str) -> None:
    (at,) = carry_boundaries(source, [cut], target)
    assert target[:at] == left


def test_stress_goes_with_what_follows_and_length_with_what_precedes() -> None:
    assert carry_boundaries("ab", [1], "aːˈb") == [2]


def test_boundaries_stay_in_order_and_inside() -> None:
    random_ = random.Random(5)
    for _ in range(200):
        source, target = (
            "".join(random_.choices("aeɪtsnˈː", k=random_.randint(0, 12))) for _ in range(2)
        )
        cuts = sorted(random_.choices(range(len(source) + 1), k=4))
        carried = carry_boundaries(source, cuts, target)
        assert carried == sorted(carried)
        assert all(0 <= at <= len(target) for at in carried)


def test_long_strings_are_scaled() -> None:
    (middle,) = carry_boundaries("a" * 3000, [1500], "b" * 2000)
    assert middle == 1000
