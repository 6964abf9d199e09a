"""Chance is fair, and what may be chance is called so."""

from __future__ import annotations

import random

import numpy as np
import pytest

from app.comparison.blind_test import BlindResult, BlindTest
from app.takes.lab_take import LabTake
from tests.app.ui.made_take import made_take

FIRST, SECOND = (
    LabTake(number=number, outline=made_take(), voice="", voice_name="joe") for number in (3, 7)
)
TAKES = FIRST, SECOND


def test_chance_is_fair_and_the_rounds_do_not_depend_on_each_other() -> None:
    orders = np.array([sides(seed) for seed in range(4000)])  # [tests, rounds]
    assert np.abs(orders.mean(axis=0) - 0.5).max() < 0.03  # 3.8 standard deviations
    agreement = np.corrcoef(orders, rowvar=False) - np.eye(orders.shape[1])
    assert np.abs(agreement).max() < 0.07


def sides(seed: int, rounds: int = 6) -> list[int]:
    test = BlindTest(rounds, 1.0, random.Random(seed))
    found = []
    for _ in range(rounds):
        assert {test.take_of(0), test.take_of(1)} == {0, 1}
        found.append(test.take_of(0))
        test.vote(None)
    return found


def test_who_takes_back_and_answers_anew_finds_every_round_as_it_was() -> None:
    for seed in range(8):
        test = BlindTest(6, 1.0, random.Random(seed))
        order = []
        for _ in range(4):
            order.append(test.take_of(0))
            test.vote(0)
        for taken in reversed(order):
            test.take_back()
            assert test.take_of(0) == taken
        assert test.round == 1
        assert test.result(TAKES) == BlindResult(TAKES, 0, 0, 0)
        test.take_back()
        assert (test.round, test.take_of(0)) == (1, order[0])


def test_a_round_that_comes_anew_has_sides_by_chance() -> None:
    orders = np.array([sides_after_taking_back(seed) for seed in range(2000)])  # [tests, 2]
    assert np.abs(orders.mean(axis=0) - 0.5).max() < 0.05
    assert abs(np.corrcoef(orders, rowvar=False)[0, 1]) < 0.1


def sides_after_taking_back(seed: int) -> tuple[int, int]:
    """Which take is 1 in the second round, and in that round once it comes anew."""
    test = BlindTest(6, 1.0, random.Random(seed))
    test.vote(None)
    before = test.take_of(0)
    test.take_back()
    test.vote(None)
    return before, test.take_of(0)


def test_of_short_takes_half_is_enough_and_the_same_for_both() -> None:
    for seed in range(4):
        test = BlindTest(1, 0.3, random.Random(seed))
        assert not test.hear(0, 0.14)
        assert test.hear(0, 0.02)
        assert not test.hear(1, 0.14)
        assert test.hear(1, 0.02)
        assert test.heard == (True, True)


@pytest.mark.parametrize(
    ("wins", "losses", "p_value"),
    [(0, 0, 1.0), (1, 0, 1.0), (7, 1, 18 / 256), (8, 0, 2 / 256), (5, 0, 0.0625), (4, 4, 1.0)],
)
def test_the_p_value_is_exact(wins: int, losses: int, p_value: float) -> None:
    assert BlindResult(TAKES, wins, losses, 2).p_value == p_value
    assert BlindResult(TAKES, losses, wins, 0).p_value == p_value


def test_the_p_value_is_what_guessing_gives() -> None:
    rng = np.random.default_rng(3)
    wins = rng.binomial(12, 0.5, 100_000)
    as_clear = np.maximum(wins, 12 - wins) >= 9
    assert BlindResult(TAKES, 9, 3, 0).p_value == pytest.approx(as_clear.mean(), abs=0.005)
