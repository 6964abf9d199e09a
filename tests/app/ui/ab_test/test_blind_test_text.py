from __future__ import annotations

import pytest

from app.comparison.blind_test import BlindResult
from app.takes.lab_take import LabTake
from app.ui.ab_test.blind_test_text import evidence, verdict
from tests.app.ui.made_take import made_take

FIRST = LabTake(number=314, outline=made_take(), voice="", voice_name="joe")
SECOND = LabTake(number=2718, outline=made_take(), voice="", voice_name="joe")


@pytest.mark.parametrize(
    ("counts", "who", "why"),
    [
        ((7, 1, 0), "Take 314 (A) wins", "7 of 8: unlikely to be chance (p = 0.07)."),
        ((0, 12, 0), "Take 2718 (B) wins", "12 of 12: almost certainly not chance (p < 0.001)."),
        ((1, 8, 0), "Take 2718 (B) wins", "8 of 9: unlikely to be chance (p = 0.04)."),
        ((0, 8, 0), "Take 2718 (B) wins", "8 of 8: almost certainly not chance (p = 0.008)."),
        (
            (3, 2, 1),
            "No clear winner: 3 of 5 for take 314 (A)",
            "3 of 5: could well be chance (p = 1.00). No difference in 1 round.",
        ),
        (
            (3, 5, 0),
            "No clear winner: 5 of 8 for take 2718 (B)",
            "5 of 8: could well be chance (p = 0.73).",
        ),
        (
            (2, 2, 0),
            "A tie: you preferred each equally often",
            "2 of 4: could well be chance (p = 1.00).",
        ),
        ((0, 0, 3), "No winner: you preferred neither in any round", "No difference in 3 rounds."),
        ((0, 0, 0), "No winner: you preferred neither in any round", ""),
    ],
)
def test_a_result_in_words(counts: tuple[int, int, int], who: str, why: str) -> None:
    result = BlindResult((FIRST, SECOND), *counts)
    assert verdict(result) == who
    assert evidence(result) == why
