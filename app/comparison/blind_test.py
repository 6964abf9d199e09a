"""A blind test of two takes: which of them is which, what was preferred, and whether by chance."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass

from app.takes.lab_take import LabTake

FEWEST_ROUNDS = 2
MOST_ROUNDS = 50
USUAL_ROUNDS = 8
"""With seven of eight preferences for one take, chance would do as much in 7 % of all tests."""

CLEAR = 0.1
"""How likely chance may be for a result that names a winner: 7 of 8 does, 6 of 8 does not."""

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
    def ahead(self) -> LabTake | None:
        """The take that was preferred more often; None where neither was."""
        if self.first_wins == self.second_wins:
            return None
        return self.takes[0 if self.first_wins > self.second_wins else 1]

    @property
    def winner(self) -> LabTake | None:
        """The take that is ahead where chance alone hardly explains it."""
        return self.ahead if self.p_value <= CLEAR else None

    @property
    def p_value(self) -> float:
        """How likely so clear a preference, for either take, is for someone who only guesses.

        Two-sided exact binomial test over the rounds that were decided.
        """
        rounds = self.decided
        most = max(self.first_wins, self.second_wins)
        tail = sum(math.comb(rounds, wins) for wins in range(most, rounds + 1))
        return min(1.0, math.ldexp(tail, 1 - rounds))


@dataclass(frozen=True, slots=True)
class _Answer:
    """A round that is done."""

    side: int | None
    """The one that was preferred, None where there was no difference to tell."""
    swapped: bool
    """Take 0 was on side 1."""
    heard: tuple[float, float]
    """Seconds of each side."""

    @property
    def take(self) -> int | None:
        """The one that was preferred."""
        return None if self.side is None else self.side ^ self.swapped


class BlindTest:
    """Rounds in each of which chance calls one of two takes "1" and the other "2".

    Takes are 0 and 1 here, and so are the sides by which the listener knows them. `shortest` is
    the length in seconds of the shorter take.
    """

    def __init__(self, rounds: int, shortest: float, chance: random.Random) -> None:
        self.rounds = rounds
        self._chance = chance
        # The same for both, or else the shorter take would give itself away.
        self._enough = min(HEARD, shortest / 2)
        self._answers: list[_Answer] = []
        self._swapped = False
        self._heard = (0.0, 0.0)  # seconds of each side, in this round
        self._begin_round()

    @property
    def round(self) -> int:
        """The one that is under way, counted from 1; beyond `rounds` at the end."""
        return len(self._answers) + 1

    @property
    def over(self) -> bool:
        return self.round > self.rounds

    def take_of(self, side: int) -> int:
        """Which take a side is in this round."""
        return side ^ self._swapped

    @property
    def heard(self) -> tuple[bool, bool]:
        """Whether enough of each side was heard in this round."""
        return self._heard[0] >= self._enough, self._heard[1] >= self._enough

    def hear(self, side: int, seconds: float) -> bool:
        """So much more of a side was heard; whether that was what it took."""
        before = self.heard
        first, second = self._heard
        self._heard = (first, second + seconds) if side else (first + seconds, second)
        return self.heard != before

    def vote(self, side: int | None) -> None:
        """Count a preference, or None for no difference, and go on to the next round."""
        self._answers.append(_Answer(side, self._swapped, self._heard))
        self._begin_round()

    def take_back(self) -> None:
        """Go back to the round before, as it was when it was answered; nothing before the first.

        The round that was under way gets other sides by chance when it comes anew.
        """
        if self._answers:
            answer = self._answers.pop()
            self._swapped, self._heard = answer.swapped, answer.heard

    def result(self, takes: tuple[LabTake, LabTake]) -> BlindResult:
        """What has been counted until now."""
        preferred = [answer.take for answer in self._answers]
        return BlindResult(takes, preferred.count(0), preferred.count(1), preferred.count(None))

    def _begin_round(self) -> None:
        self._swapped = self._chance.random() < 0.5
        self._heard = (0.0, 0.0)
