"""Lines that are moved, removed, doubled, split and joined."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.document.arranging import Arranger
from app.document.document import ChosenTake, Document
from app.document.edit import Edit
from tests.app.document.test_editing import document_of, find_lines, places, shape, split, texts
from vits_core.prosody.steering import Draw
from vits_core.records import ProsodySettings, Utterance
from vits_core.synthesis.take_request import TakeRequest

Change = Callable[[Arranger, Document, set[int]], Document]

CHANGES: dict[str, Change] = {
    "up": lambda arranger, document, lines: arranger.moved(document, lines, -1),
    "down": lambda arranger, document, lines: arranger.moved(document, lines, 1),
    "removed": lambda arranger, document, lines: arranger.removed(document, lines),
    "doubled": lambda arranger, document, lines: arranger.doubled(document, lines),
    "joined": lambda arranger, document, lines: arranger.joined(document, lines),
    "rewritten": lambda arranger, document, lines: arranger.rewritten(
        document, min(lines), "Another. Two of them"
    ),
    "split": lambda arranger, document, lines: arranger.split(
        document, min(lines), "One half", "the other half"
    ),
    "inserted": lambda arranger, document, lines: arranger.inserted(
        document, min(lines), "A heading\nand more. And more"
    ),
    "replaced": lambda arranger, document, lines: arranger.replaced(
        document, [Edit(*document.span(line.id), "no") for line in document if line.id in lines]
    ),
}

# Sentences that stand as they are wherever they are put.
plain = st.sampled_from(["Anna came.", "It is late!", "Is she home?", "Yes.", "Yes.", "3 beds."])
gaps = st.sampled_from([" ", " ", "  ", "\n\n", "\n\n", "\n \n"])


@st.composite
def plain_texts(draw: st.DrawFn) -> str:
    lines = draw(st.lists(plain, min_size=1, max_size=8))
    return "".join(line + draw(gaps) for line in lines[:-1]) + lines[-1] + draw(st.just("\n"))


def arranger_of(ids: count[int]) -> Arranger:
    return Arranger(find_lines, lambda: next(ids))


def chosen_for(text: str, seed: int) -> ChosenTake:
    utterance = Utterance(text, 0, len(text), ("",), (1,), ())
    return ChosenTake(TakeRequest(utterance, ProsodySettings(), Draw(seed), Draw(2)), "a.onnx")


def all_chosen(document: Document) -> Document:
    """Each line with a choice of its own."""
    ids = [line.id for line in document]
    return document.with_lines(
        ids, lambda line: replace(line, chosen=chosen_for(line.text, line.id))
    )


def picked(document: Document, shares: list[float]) -> set[int]:
    lines = document.lines
    return {lines[round(share * (len(lines) - 1))].id for share in shares}


def ids_of(document: Document) -> list[int]:
    return [line.id for line in document]


# -- whatever is arranged --------------------------------------------------------------------------


@pytest.mark.parametrize("name", CHANGES)
@given(text=texts, shares=st.lists(places, min_size=1, max_size=4))
def test_the_lines_are_those_of_the_whole_text(name: str, text: str, shares: list[float]) -> None:
    document, ids = document_of(text)
    if not document.lines:
        return
    after = CHANGES[name](arranger_of(ids), document, picked(document, shares))
    assert shape(after) == split(after.text)
    assert len(set(ids_of(after))) == len(after)


@given(plain_texts(), st.lists(places, min_size=1, max_size=4), st.sampled_from([-1, 1]))
def test_lines_that_move_keep_what_was_chosen(text: str, shares: list[float], step: int) -> None:
    document, ids = document_of(text)
    document = all_chosen(document)
    lines = picked(document, shares)
    after = arranger_of(ids).moved(document, lines, step)
    assert sorted(ids_of(after)) == sorted(ids_of(document))
    for line in document:
        assert after[line.id].text == line.text
        assert after[line.id].chosen == line.chosen
    for line in lines:
        assert after.index(line) - document.index(line) in (0, step)
    assert [line.before for line in after] == [line.before for line in document]
    assert after.after == document.after


@given(plain_texts(), st.lists(places, min_size=1, max_size=4))
def test_lines_that_stay_keep_what_was_chosen(text: str, shares: list[float]) -> None:
    document, ids = document_of(text)
    document = all_chosen(document)
    lines = picked(document, shares)
    after = arranger_of(ids).removed(document, lines)
    assert ids_of(after) == [line.id for line in document if line.id not in lines]
    for line in after:
        assert line.text == document[line.id].text
        assert line.chosen == document[line.id].chosen


@given(plain_texts(), st.lists(places, min_size=1, max_size=4))
def test_copies_stand_behind_the_lines_and_have_their_choice(
    text: str, shares: list[float]
) -> None:
    document, ids = document_of(text)
    document = all_chosen(document)
    lines = picked(document, shares)
    after = arranger_of(ids).doubled(document, lines)
    originals = [line for line in document if line.id in lines]
    end = document.index(originals[-1].id) + 1
    copies = after.lines[end : end + len(originals)]
    assert [(c.text, c.chosen) for c in copies] == [(line.text, line.chosen) for line in originals]
    rest = (*after.lines[:end], *after.lines[end + len(originals) :])
    assert [line.id for line in rest] == ids_of(document)


@given(plain_texts(), places, places)
def test_two_edits_at_once_are_the_two_one_after_the_other(
    text: str, first: float, second: float
) -> None:
    document, ids = document_of(text)
    at, then = sorted(round(share * (len(text) - 1)) for share in (first, second))
    edits = [Edit(at, at + 1, "xx"), *([Edit(then, then + 1, "")] if then > at else [])]
    expected = text
    for edit in reversed(edits):
        expected = edit.applied(expected)
    after = arranger_of(ids).replaced(document, edits)
    assert after.text == expected
    assert shape(after) == split(expected)


# -- by example ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "lines", "step", "after"),
    [
        ("One came. Two came.\n\nThree came.", {3}, -1, "One came. Three came.\n\nTwo came."),
        ("One came. Two came.\n\nThree came.\n", {1}, 1, "Two came. One came.\n\nThree came.\n"),
        ("One came. Two came. Three came.", {1, 3}, -1, "One came. Three came. Two came."),
        ("One came. Two came. Three came.", {1, 2}, 1, "Three came. One came. Two came."),
        ("One came. Two came.", {1}, -1, "One came. Two came."),
        # Without a mark at its end it would be one sentence with what follows.
        ("A title\n\nOne came. Two came.", {1}, 1, "One came.\n\nA title\n\nTwo came."),
    ],
)
def test_lines_change_places(text: str, lines: set[int], step: int, after: str) -> None:
    document, ids = document_of(text)
    assert arranger_of(ids).moved(document, lines, step).text == after


@pytest.mark.parametrize(
    ("change", "lines", "after"),
    [
        ("down", {1}, "One came.\n\nPart 1.\n\nTwo came."),
        ("up", {3}, "Part 1.\n\nTwo came. One came."),
        ("doubled", {1}, "Part 1.\n\nPart 1.\n\nOne came. Two came."),
    ],
)
def test_a_heading_stays_a_heading_and_swallows_nothing(
    change: str, lines: set[int], after: str
) -> None:
    document, ids = document_of("Part 1.\n\nOne came. Two came.")
    document = document.with_headings({0: 1})
    arranged = CHANGES[change](arranger_of(ids), document, lines)
    assert arranged.text == after
    for line in arranged:
        assert line.heading == (1 if line.text == "Part 1." else 0)


@pytest.mark.parametrize(
    ("text", "lines", "after"),
    [
        ("One came. Two came.\n\nThree came.\n", {2}, "One came.\n\nThree came.\n"),
        ("One came. Two came.\n\nThree came.\n", {3}, "One came. Two came.\n"),
        ("One came.\n\nTwo came. Three came.", {2}, "One came.\n\nThree came."),
        ("One came. Two came.", {1}, "Two came."),
        ("One came. Two came.", {1, 2}, ""),
        ("A title\n\nOne came.\n\nanother title", {2}, "A title\n\nanother title"),
    ],
)
def test_removed_lines_leave_no_gap(text: str, lines: set[int], after: str) -> None:
    document, ids = document_of(text)
    removed = arranger_of(ids).removed(document, lines)
    assert removed.text == after
    assert {line.id for line in removed.removed} == lines


@pytest.mark.parametrize(
    ("text", "lines", "after"),
    [
        ("One came. Two came.\n\nThree came.", {1}, "One came. One came. Two came.\n\nThree came."),
        ("One came. Two came.\n\nThree came.", {2}, "One came. Two came. Two came.\n\nThree came."),
        ("One came.\n\nTwo came.", {1}, "One came.\n\nOne came.\n\nTwo came."),
        ("A title", {1}, "A title\n\nA title"),
        ("One came. Two came.", {1, 2}, "One came. Two came. One came. Two came."),
    ],
)
def test_lines_are_doubled_within_their_paragraph(text: str, lines: set[int], after: str) -> None:
    document, ids = document_of(text)
    assert arranger_of(ids).doubled(document, lines).text == after


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("We came home\n\nand slept.", "We came home and slept."),
        ("We came home. It was late.", "We came home, It was late."),
        ("He said “Yes.” Then he left.", "He said “Yes,” Then he left."),
        ("我们回家了。天黑了。", "我们回家了， 天黑了。"),
    ],
)
def test_lines_become_one(text: str, after: str) -> None:
    document, ids = document_of(text)
    joined = arranger_of(ids).joined(document, {1, 2})
    assert joined.text == after
    assert ids_of(joined) == [1]


def test_a_gap_stays_behind_what_it_was_behind() -> None:
    document, ids = document_of("One came\n\nand left. Two came.")
    document = document.with_lines((2,), lambda line: replace(line, gap=2.0))
    joined = arranger_of(ids).joined(document, {1, 2})
    assert [line.gap for line in joined] == [2.0, None]
    halves = arranger_of(ids).split(joined, 1, "One came", "and left.")
    assert [line.gap for line in halves] == [None, 2.0, None]


@pytest.mark.parametrize("lines", [{1}, {1, 3}])
def test_only_lines_beside_one_another_are_joined(lines: set[int]) -> None:
    document, ids = document_of("One came. Two came. Three came.")
    assert arranger_of(ids).joined(document, lines) is document


def test_lines_too_long_for_one_stay_apart() -> None:
    long = " ".join(["word"] * 60)
    document, ids = document_of(f"{long}.\n\n{long}.")
    assert arranger_of(ids).joined(document, {1, 2}) is document


def test_the_first_half_of_a_line_is_still_the_line() -> None:
    document, ids = document_of("So we went to the old house. It was late.")
    after = arranger_of(ids).split(all_chosen(document), 1, "So", " we went to the old house.")
    assert after.text == "So\n\nwe went to the old house. It was late."
    assert ids_of(after) == [1, 3, 2]
    assert after[1].is_stale
    assert after[3].chosen is None


def test_a_line_that_loses_its_full_stop_does_not_swallow_the_next() -> None:
    document, ids = document_of("One came. Two came. Three came.")
    after = arranger_of(ids).rewritten(document, 2, "Nobody came")
    assert after.text == "One came. Nobody came\n\nThree came."
    assert ids_of(after) == [1, 2, 3]


def test_words_are_replaced_in_all_lines_and_each_keeps_its_choice() -> None:
    document, ids = document_of("A cat came. A cat left.\n\nThe cat sat. No dog.")
    document = all_chosen(document)
    at = [i for i in range(len(document.text)) if document.text.startswith("cat", i)]
    after = arranger_of(ids).replaced(document, [Edit(i, i + 3, "mouse") for i in at])
    assert after.text == "A mouse came. A mouse left.\n\nThe mouse sat. No dog."
    assert ids_of(after) == ids_of(document)
    assert all(line.chosen == document[line.id].chosen for line in after)


@pytest.mark.parametrize(
    ("behind", "after"),
    [
        (1, "One came.\n\nA title\n\nThree came.\n\nTwo came.\n"),
        (2, "One came. Two came.\n\nA title\n\nThree came.\n"),
        (None, "One came. Two came.\n\nA title\n\nThree came.\n"),
    ],
)
def test_text_is_put_behind_a_line(behind: int | None, after: str) -> None:
    document, ids = document_of("One came. Two came.\n")
    inserted = arranger_of(ids).inserted(document, behind, "A title\nThree came.\n")
    assert inserted.text == after
    assert {1, 2} < set(ids_of(inserted))


def test_lines_that_are_cut_and_put_elsewhere_keep_their_choice() -> None:
    document, ids = document_of("One came. Two came.\n\nThree came.")
    document = all_chosen(document)
    cut = arranger_of(ids).removed(document, {2})
    back = arranger_of(ids).inserted(cut, 3, "Two came.")
    assert ids_of(back) == [1, 3, 2]
    assert back[2].chosen == document[2].chosen


def test_text_is_put_into_an_empty_script() -> None:
    document, ids = document_of("")
    assert arranger_of(ids).inserted(document, None, " One came. ").text == "One came."
    assert arranger_of(ids).inserted(document, None, "\n") is document


def test_a_line_without_words_goes() -> None:
    document, ids = document_of("One came. Two came.\n\nThree came.")
    assert arranger_of(ids).rewritten(document, 2, " ").text == "One came.\n\nThree came."
