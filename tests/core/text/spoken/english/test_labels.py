from __future__ import annotations

import pytest

from tests.core.text.spoken.reading import read


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("No. 5", "number 5"),
        ("Nos. 3 and 4", "numbers 3 and 4"),
        ("Symphony no. 5", "Symphony number 5"),
        ("We are #5.", "We are number 5."),
        ("p. 12", "page 12"),
        ("pp. 12-15", "pages 12 to 15"),
        ("Vol. 2, fig. 3", "Volume 2, figure 3"),
        ("vol. IV", "volume four"),
        ("ch. 4", "chapter 4"),
        ("§ 5 and §§ 3-4", "section 5 and sections 3 to 4"),
        ("№ 7", "number 7"),
    ],
)
def test_labels(written: str, spoken: str) -> None:
    assert read(written) == spoken


@pytest.mark.parametrize(
    "text",
    [
        "I said no. 5 people came",
        "No. Five of them",
        "C#5",
        "a-#69334",
        "stop. 5 more",
        "fig. tree",
    ],
)
def test_what_is_no_label_stays(text: str) -> None:
    assert read(text) == text
