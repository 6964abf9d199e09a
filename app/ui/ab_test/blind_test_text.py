"""Says in words how a blind test ended."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.comparison.blind_test import BlindResult


def verdict(result: BlindResult) -> str:
    """Which take won, in one short sentence."""
    tr = QCoreApplication.translate
    if result.winner is not None:
        letter = "A" if result.winner is result.takes[0] else "B"
        words = tr("BlindTest", "Take %1 (%2) wins")
        return words.replace("%1", str(result.winner.number)).replace("%2", letter)
    if result.decided:
        return tr("BlindTest", "Neither wins: each was better as often as the other")
    return tr("BlindTest", "Neither wins: no round was decided")


def evidence(result: BlindResult) -> str:
    """In how many rounds, and whether that can be chance: `7 of 8: hardly chance (p = 0.07)`."""
    if not result.decided:
        return _undecided(result)
    tr = QCoreApplication.translate
    words = tr("BlindTest", "%1 of %2: %3 (%4).")
    most = max(result.first_wins, result.second_wins)
    words = words.replace("%1", str(most)).replace("%2", str(result.decided))
    words = words.replace("%3", _likelihood(result.p_value)).replace("%4", _p(result.p_value))
    return " ".join(filter(None, (words, _undecided(result))))


def _likelihood(p_value: float) -> str:
    tr = QCoreApplication.translate
    if p_value <= 0.01:
        return tr("BlindTest", "almost certainly not chance")
    if p_value <= 0.1:
        return tr("BlindTest", "hardly chance")
    if p_value <= 0.3:
        return tr("BlindTest", "perhaps chance")
    return tr("BlindTest", "may well be chance")


def _p(p_value: float) -> str:
    if p_value < 0.001:
        return "p < 0.001"
    return f"p = {p_value:.2f}" if p_value >= 0.01 else f"p = {p_value:.3f}"


def _undecided(result: BlindResult) -> str:
    tr = QCoreApplication.translate
    if not result.undecided:
        return ""
    if result.undecided == 1:
        return tr("BlindTest", "No difference in 1 round.")
    words = tr("BlindTest", "No difference in %1 rounds.")
    return words.replace("%1", str(result.undecided))
