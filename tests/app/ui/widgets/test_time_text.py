from __future__ import annotations

import pytest

from app.ui.widgets.time_text import clock


@pytest.mark.parametrize(
    ("seconds", "decimals", "text"),
    [
        (0.0, 2, "0:00.00"),
        (4.634, 2, "0:04.63"),
        (59.999, 2, "1:00.00"),
        (83.5, 1, "1:23.5"),
        (3723.0, 0, "1:02:03"),
        (-1.0, 2, "0:00.00"),
    ],
)
def test_times_read_as_on_a_player(seconds: float, decimals: int, text: str) -> None:
    assert clock(seconds, decimals) == text
