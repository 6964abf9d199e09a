"""Says in words how a blind test ended."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject

from app.comparison.blind_test import BlindResult


def verdict(result: BlindResult) -> str:
    """Which take won, in one short sentence."""
    translate = QCoreApplication.translate
    take = result.ahead
    if take is not None:
        letter = "A" if take is result.takes[0] else "B"
        if result.winner is not None:
            words = translate("BlindTest", "Take %1 (%2) wins")
        else:
            words = translate("BlindTest", "No clear winner: %3 of %4 for take %1 (%2)")
            most = max(result.first_wins, result.second_wins)
            words = words.replace("%3", str(most)).replace("%4", str(result.decided))
        return words.replace("%1", str(take.number)).replace("%2", letter)
    if result.decided:
        return translate("BlindTest", "A tie: you preferred each equally often")
    return translate("BlindTest", "No winner: you preferred neither in any round")


def evidence(result: BlindResult) -> str:
    """How clear it is: `7 of 8: unlikely to be chance (p = 0.07).`"""
    if not result.decided:
        return _undecided(result)
    translate = QCoreApplication.translate
    words = translate("BlindTest", "%1 of %2: %3 (%4).")
    most = max(result.first_wins, result.second_wins)
    words = words.replace("%1", str(most)).replace("%2", str(result.decided))
    words = words.replace("%3", _likelihood(result.p_value)).replace("%4", _p(result.p_value))
    return " ".join(filter(None, (words, _undecided(result))))


def _likelihood(p_value: float) -> str:
    translate = QCoreApplication.translate
    if p_value <= 0.01:
        return translate("BlindTest", "almost certainly not chance")
    if p_value <= 0.1:
        return translate("BlindTest", "unlikely to be chance")
    if p_value <= 0.3:
        return translate("BlindTest", "possibly chance")
    return translate("BlindTest", "could well be chance")


def _p(p_value: float) -> str:
    if p_value < 0.001:
        return "p < 0.001"
    return f"p = {p_value:.2f}" if p_value >= 0.01 else f"p = {p_value:.3f}"


def _undecided(result: BlindResult) -> str:
    if not result.undecided:
        return ""
    return BlindTest().undecided(result.undecided)


class BlindTest(QObject):
    """Phrases with a plural form, which lupdate finds in `self.tr()` alone."""

    def undecided(self, n: int) -> str:
        return self.tr("No difference in %n rounds.", "", n)
