"""Contestants that take turns, so that whatever else the machine does hits them alike."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping

REST = 0.2
"""Seconds between two turns, in which threads that spin for more work or end what was abandoned
come to rest."""


def medians(contestants: Mapping[str, Callable[[], float]], rounds: int) -> dict[str, float]:
    """What each one measures, over the rounds; a first round, which warms up, is not counted."""
    measured: dict[str, list[float]] = {name: [] for name in contestants}
    for round_ in range(rounds + 1):
        for name, measure in contestants.items():
            time.sleep(REST)
            value = measure()
            if round_:
                measured[name].append(value)
    return {name: statistics.median(values) for name, values in measured.items()}
