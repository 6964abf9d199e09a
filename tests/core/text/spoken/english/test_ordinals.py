from __future__ import annotations

import pytest

from tests.core.text.spoken.reading import read


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("1st, 22nd, 103rd", "first, twenty-second, one hundred third"),
        ("the 1,000th visitor", "the one thousandth visitor"),
        ("2nd–3rd", "second to third"),
        ("2nd - 3rd place", "second to third place"),
    ],
)
def test_ordinals(written: str, spoken: str) -> None:
    assert read(written) == spoken


@pytest.mark.parametrize(
    "text",
    [
        "the 5the",
        "4 th",
        "1.5th",
    ],
)
def test_what_is_no_ordinal_stays(text: str) -> None:
    assert read(text) == text
