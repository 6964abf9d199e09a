"""A blind test of two takes: which of them is which, what was preferred, and whether by chance."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass

from app.lab.lab_take import LabTake

FEWEST_ROUNDS = 2
MOST_ROUNDS = 50
USUAL_ROUNDS = 8
"""With seven of eight preferences for one take, chance would do as much in 7 % of all tests."""

HEARD = 0.5
"""Seconds of a sound that have to be heard before anyone can say whether it is better."""


@dataclass(frozen=True, slots=True)
class BlindResult:
    """How often each of two takes was preferred."""

    takes: tuple[LabTake, LabTake]
    first_wins: int
    second_wins: int
    undecided: int
    """Rounds in which there was no difference to tell."""

    @property
    def decided(self) -> int:
        """Rounds in which one was preferred."""
        return self.first_wins + self.second_wins

    @property
    def winner(self) -> LabTake | None:
        """The take that was preferred more often; None where neither was."""
        if self.first_wins == self.second_wins:
            return None
        return self.takes[0 if self.first_wins > self.second_wins else 1]

    @property
    def p_value(self) -> float:
        """How likely so clear a preference, for either take, is for someone who only guesses.

        Two-sided exact binomial test over the rounds that were decided.
        """
        rounds = self.decided
        most = max(self.first_wins, self.second_wins)
        tail = sum(math.comb(rounds, wins) for wins in range(most, rounds + 1))
        return min(1.0, math.ldexp(tail, 1 - rounds))


class BlindTest:
    """Rounds in each of which chance calls one of two takes "1" and the other "2".

    Takes are 0 and 1 here, and so are the sides by which the listener knows them. `shortest` is
    the length in seconds of the shorter take.
    """

    def __init__(self, rounds: int, shortest: float, chance: random.Random) -> None:
        self.rounds = rounds
        self.round = 1
        """The one that is under way, counted from 1; beyond `rounds` at the end."""
        self._chance = chance
        # The same for both, or else the shorter take would give itself away.
        self._enough = min(HEARD, shortest / 2)
        self._wins = [0, 0]  # of each take
        self._undecided = 0
        self._swapped = False
        self._heard = [0.0, 0.0]  # seconds of each side, in this round
        self._shuffle()

    @property
    def over(self) -> bool:
        return self.round > self.rounds

    def take_of(self, side: int) -> int:
        """Which take a side is in this round."""
        return 1 - side if self._swapped else side

    @property
    def heard(self) -> tuple[bool, bool]:
        """Whether enough of each side was heard in this round."""
        return self._heard[0] >= self._enough, self._heard[1] >= self._enough

    def hear(self, side: int, seconds: float) -> bool:
        """So much more of a side was heard; whether that was what it took."""
        before = self.heard
        self._heard[side] += seconds
        return self.heard != before

    def vote(self, side: int | None) -> None:
        """Count a preference, or None for no difference, and go on to the next round."""
        if side is None:
            self._undecided += 1
        else:
            self._wins[self.take_of(side)] += 1
        self.round += 1
        self._heard = [0.0, 0.0]
        self._shuffle()

    def result(self, takes: tuple[LabTake, LabTake]) -> BlindResult:
        """What has been counted until now."""
        return BlindResult(takes, self._wins[0], self._wins[1], self._undecided)

    def _shuffle(self) -> None:
        self._swapped = self._chance.random() < 0.5
