from __future__ import annotations

import pytest

from app.ui.plots.time_ruler import tick_step


@pytest.mark.parametrize(
    ("at_least", "step"),
    [
        (0.0011, 0.002),
        (0.03, 0.05),
        (0.5, 0.5),
        (0.7, 1),
        (4.9, 5),
        (6, 10),
        (31, 60),
        (4000, 7200),
    ],
)
def test_ticks_are_at_round_seconds(at_least: float, step: float) -> None:
    assert tick_step(at_least) == pytest.approx(step)
