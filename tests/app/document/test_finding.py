"""Words are found in a text."""

from __future__ import annotations

import pytest

from app.document.finding import pattern_of, spans_of


@pytest.mark.parametrize(
    ("words", "match_case", "found"),
    [
        ("came", False, [(4, 8), (15, 19)]),
        ("came", True, [(4, 8)]),
        ("one came. two", False, [(0, 13)]),
        ("o", True, [(12, 13)]),
        (".", False, [(8, 9), (19, 20)]),
        ("nobody", False, []),
        ("", False, []),
        ("  ", False, []),
    ],
)
def test_words_are_found_where_they_stand(
    words: str, match_case: bool, found: list[tuple[int, int]]
) -> None:
    text = "One came.\nTwo  Came."
    pattern = pattern_of(words, match_case=match_case)
    assert spans_of(pattern, text) == found
