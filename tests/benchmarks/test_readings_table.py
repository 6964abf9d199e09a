"""The table of inputs and readings: its notation, and that it is whole."""

from __future__ import annotations

from collections import Counter

import pytest

from benchmarks.readings.table import LANGUAGES, Row, floors, rows

MOST_READINGS = 128
EVERY_ROW = [row for language in LANGUAGES for row in rows(language)]


@pytest.mark.parametrize(
    ("reading", "expected"),
    [
        ("one two", ["one two"]),
        ("{one/two}", ["one", "two"]),
        ("a {one/} b", ["a one b", "a b"]),
        ("a {b {c/d}/e}", ["a b c", "a b d", "a e"]),
        ("{a/b} {c/d}", ["a c", "b c", "a d", "b d"]),
        ("a {|/,} b", ["a | b", "a , b"]),
    ],
)
def test_a_choice_gives_a_reading_for_each_of_its_options(
    reading: str, expected: list[str]
) -> None:
    assert Row("dates", "en", "", reading).readings() == expected


def test_a_choice_that_has_no_end_is_refused() -> None:
    with pytest.raises(ValueError, match=r"no end: \{a/b"):
        Row("dates", "en", "", "{a/b").readings()


def test_what_cannot_be_seen_is_escaped() -> None:
    texts = {row.text for row in rows("en")}
    assert {"An extra\u00adordinary day", "First line\nSecond line"} <= texts
    assert "Delete C:\\Temp\\log.txt." in texts


def test_no_row_is_there_twice() -> None:
    counts = Counter((row.language, row.text) for row in EVERY_ROW)
    assert [row for row, count in counts.items() if count > 1] == []


def test_every_reading_is_words_and_signs_alone() -> None:
    for row in EVERY_ROW:
        readings = row.readings()
        assert 0 < len(readings) <= MOST_READINGS, row
        for reading in readings:
            assert reading, row
            assert not any(c.isdigit() or c in '{}/.;:!?()"' for c in reading), row


def test_each_kind_of_english_has_a_dozen_rows_or_more() -> None:
    counts = Counter(row.kind for row in rows("en"))
    assert min(counts.values()) >= 12
    assert sum(counts.values()) >= 480


def test_each_kind_of_each_language_has_a_floor_that_it_can_reach() -> None:
    counts = Counter((row.language, row.kind) for row in EVERY_ROW)
    assert counts.keys() == floors().keys()
    assert all(0 <= floor <= counts[key] for key, floor in floors().items())
