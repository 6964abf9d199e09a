from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.document.reading.read_text import (
    MAX_CHARACTERS,
    Block,
    Heading,
    joined,
    left_out,
    plain,
)
from vits_core.errors import TextError
from vits_core.text.sentences import find_pieces


def test_a_heading_is_a_paragraph_of_its_own_without_a_full_stop() -> None:
    read = joined([Block("a chapter", 1), Block("the text goes on"), Block("and on")])
    assert read.headings == (Heading(0, 9, 1),)
    assert [read.text[p.start : p.stop] for p in find_pieces(read.text, "en")] == [
        "a chapter", "the text goes on", "and on",
    ]  # fmt: skip


def test_items_stand_close_together_and_are_lines_of_their_own() -> None:
    read = joined([Block("- milk", is_item=True), Block("- eggs", is_item=True), Block("end")])
    assert read.text == "- milk\n- eggs\n\nend"
    assert len(list(find_pieces(read.text, "en"))) == 3


blocks = st.lists(st.builds(Block, st.text(max_size=8), st.integers(0, 12), st.booleans()))


@given(blocks)
def test_headings_are_where_they_say(found: list[Block]) -> None:
    read = joined(found)
    titles = [plain(block.text).strip() for block in found if block.level]
    assert [read.text[each.start : each.stop] for each in read.headings] == list(
        filter(None, titles)
    )
    assert all(1 <= each.level <= 9 for each in read.headings)
    assert plain(read.text) == read.text


def test_a_text_that_is_too_long_is_refused() -> None:
    with pytest.raises(TextError, match="longer than"):
        joined([Block("a" * MAX_CHARACTERS), Block("b")])


@pytest.mark.parametrize(
    ("counts", "note"),
    [
        ({}, []),
        ({"picture": 0}, []),
        ({"picture": 1}, ["1 picture was left out."]),
        ({"picture": 3, "footnote": 1}, ["3 pictures and 1 footnote were left out."]),
        ({"a": 1, "b": 1, "c": 2}, ["1 a, 1 b and 2 cs were left out."]),
    ],
)
def test_what_was_left_out_is_said(counts: dict[str, int], note: list[str]) -> None:
    assert left_out(Counter(counts)) == note
