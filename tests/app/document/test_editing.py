"""What stays the same of a document when its text is edited."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.document.delivery import NOTHING_OWN, Delivery
from app.document.document import Document, Line, Section
from app.document.edit import Edit
from app.document.editing import edited
from vits_core.text.markup import MarkedText
from vits_core.text.sentences import Piece


def find_lines(text: str) -> list[Piece]:
    return list(MarkedText.of(text).pieces("en"))


WORDS = ("Anna", "came", "home", "late", "the", "Dr.", "3", "“Yes,", "no”", "bed", "and", "- item")
WRAPPED = ("Anna", "came", "of", "to", "Mr.", "Paris", "home.")
ENDS = (".", "!", "?", "...", "", ":", ".”")
GAPS = (" ", " ", " ", "\n", "\n\n", "  ", "\n  ", "", " [pause] ", "\n[pause 2s]\n", "\n\n\n")

sentences = st.builds(
    lambda words, end, gap: " ".join(words) + end + gap,
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=9),
    st.sampled_from(ENDS),
    st.sampled_from(GAPS),
)
texts = st.lists(sentences, max_size=9).map("".join)
scraps = st.one_of(texts, st.text(" \n.aB-9", max_size=4))
places = st.floats(0, 1)
edits = st.tuples(places, places, scraps)
headings = st.lists(st.integers(0, 3), max_size=6)


def document_of(text: str) -> tuple[Document, count[int]]:
    ids = count(1)
    return edited(Document(), Edit(0, 0, text), find_lines, lambda: next(ids)), ids


def with_some_headings(document: Document, levels: list[int]) -> Document:
    """The document with headings wherever a line of the text begins with one of its lines."""
    begin = [
        start
        for line, start in zip(document, document.starts, strict=True)
        if "\n" in line.before or line is document.lines[0]
    ]
    return document.with_headings(dict(zip(begin, levels, strict=False)))


def edit_at(document: Document, first: float, second: float, inserted: str) -> Edit:
    start, stop = sorted(round(share * len(document.text)) for share in (first, second))
    return Edit(start, stop, inserted)


def shape(document: Document) -> list[tuple[str, float, bool, int]]:
    return [
        (line.text, line.pause, line.asked, start)
        for line, start in zip(document, document.starts, strict=True)
    ]


def split(text: str) -> list[tuple[str, float, bool, int]]:
    return [(text[p.start : p.stop], p.pause, p.asked, p.start) for p in find_lines(text)]


# -- whatever is typed -----------------------------------------------------------------------------


@given(texts, st.lists(edits, max_size=5))
def test_the_lines_are_those_of_the_whole_text(
    text: str, changes: list[tuple[float, float, str]]
) -> None:
    document, ids = document_of(text)
    for change in changes:
        edit = edit_at(document, *change)
        text = edit.applied(document.text)
        document = edited(document, edit, find_lines, lambda: next(ids))
        assert document.text == text
        assert shape(document) == split(text)


@pytest.mark.parametrize("seed", range(30))
def test_wrapped_lines_are_those_of_the_whole_text(seed: int) -> None:
    """What tells that lines belong together reaches beyond what an edit touches."""
    chance = random.Random(seed)
    ends = ("\n", "\n", "\n", "\r\n", "\n\n", ",\n", ".\n")
    lines = [
        " ".join(chance.choices(WRAPPED, k=chance.randrange(16))) + chance.choice(ends)
        for _ in range(50)
    ]
    document, ids = document_of("".join(lines))
    for _ in range(8):
        inserted = "".join(chance.choices(("a", " ", "B", ".", "\n", ",", "\n\n"), k=2))
        first = chance.random()
        edit = edit_at(document, first, min(1, first + chance.random() / 50), inserted)
        document = edited(document, edit, find_lines, lambda: next(ids))
        assert shape(document) == split(document.text)


@given(texts, edits, headings)
def test_what_an_edit_does_not_touch_is_the_same_object(
    text: str, change: tuple[float, float, str], levels: list[int]
) -> None:
    document, ids = document_of(text)
    document = with_some_headings(document, levels)
    edit = edit_at(document, *change)
    after = edited(document, edit, find_lines, lambda: next(ids))
    new = dict(zip(after.starts, after, strict=True))
    for line, start in zip(document, document.starts, strict=True):
        if start + len(line.text) < edit.start:
            moved = start
        elif start > edit.stop:
            moved = start + edit.growth
        else:
            continue
        found = new.get(moved)
        if found is not None and found.text == line.text:  # its neighbour may have joined it
            assert found.id == line.id
            if found.before == line.before and found.pause == line.pause:
                assert found is line


@given(texts, st.lists(edits, max_size=5))
def test_no_two_lines_are_the_same(text: str, changes: list[tuple[float, float, str]]) -> None:
    document, ids = document_of(text)
    for change in changes:
        document = edited(document, edit_at(document, *change), find_lines, lambda: next(ids))
        assert len({line.id for line in document}) == len(document)


@given(texts, places, places, places)
def test_what_is_cut_and_pasted_elsewhere_is_still_itself(
    text: str, first: float, second: float, third: float
) -> None:
    """Whole paragraphs: half a sentence changes its neighbours."""
    paragraphs = [part for part in text.split("\n\n") if part.strip()]
    document, ids = document_of("\n\n".join(paragraphs))
    if len(paragraphs) < 2:
        return
    cut = round(first * (len(paragraphs) - 1))
    place = round(second * (len(paragraphs) - 2))
    offset = len("\n\n".join(paragraphs[:cut])) + (2 if cut else 0)
    without = edited(
        document, Edit(offset, offset + len(paragraphs[cut]), ""), find_lines, lambda: next(ids)
    )
    rest = paragraphs[:cut] + paragraphs[cut + 1 :]
    at = len("\n\n".join(rest[:place])) if place <= cut else len(without.text)
    paste = Edit(at, at, f"\n\n{paragraphs[cut]}\n\n")
    back = edited(without, paste, find_lines, lambda: next(ids))
    ids_before = defaultdict[str, set[int]](set)
    for line in document:
        ids_before[line.text].add(line.id)
    for line in back:
        if line.text in ids_before:
            assert line.id in ids_before[line.text]


@given(texts, headings, st.lists(edits, max_size=5))
def test_a_heading_stays_one_while_it_begins_a_line_of_the_text(
    text: str, levels: list[int], changes: list[tuple[float, float, str]]
) -> None:
    document, ids = document_of(text)
    document = with_some_headings(document, levels)
    for change in changes:
        before = document
        document = edited(document, edit_at(document, *change), find_lines, lambda: next(ids))
        for line in document:
            begins = line is document.lines[0] or "\n" in line.before
            assert begins or not line.heading
            if begins and line.id in before:
                assert line.heading == before[line.id].heading


@given(texts, headings)
def test_sections_are_nested_and_reach_to_the_next_of_their_level(
    text: str, levels: list[int]
) -> None:
    document = with_some_headings(document_of(text)[0], levels)
    sections = document.sections
    assert [each.first for each in sections] == [
        place for place, line in enumerate(document) if line.heading
    ]
    for section in sections:
        assert document.lines[section.first].heading == section.level
        assert section.title.startswith(document.lines[section.first].text.split()[0])
        inside = document.lines[section.first + 1 : section.stop]
        assert all(not line.heading or line.heading > section.level for line in inside)
        behind = document.lines[section.stop : section.stop + 1]
        assert all(0 < line.heading <= section.level for line in behind)


@given(texts)
def test_split_anew_by_the_same_front_end_it_is_the_same(text: str) -> None:
    document, ids = document_of(text)
    whole = Edit(0, len(text), text)
    again = edited(document, whole, find_lines, lambda: next(ids))
    assert again == document


@given(texts, texts)
def test_the_edit_between_two_texts_makes_one_of_the_other(first: str, second: str) -> None:
    edit = Edit.between(first, second)
    assert edit.applied(first) == second
    assert edit.stop >= edit.start


# -- by example ------------------------------------------------------------------------------------


def ids_of(document: Document) -> list[int]:
    return [line.id for line in document]


def with_edit(document: Document, before: str, after: str) -> Document:
    """The document with the only place of some words replaced by others."""
    assert document.text.count(before) == 1
    start = document.text.index(before)
    numbers = count(100)
    return edited(
        document, Edit(start, start + len(before), after), find_lines, lambda: next(numbers)
    )


def test_a_line_stays_itself_while_its_words_are_typed() -> None:
    document, _ = document_of("It is late. Go home. Sleep well.")
    for before, after in (("Go home", "Go"), ("Go.", "Go to bed at once."), ("Go to", "Run to")):
        document = with_edit(document, before, after)
    assert ids_of(document) == [1, 2, 3]
    assert document[2].text == "Run to bed at once."


def test_a_line_that_is_split_stays_where_most_of_its_words_are() -> None:
    document, _ = document_of("We went to the old house on the hill and it was late.")
    document = with_edit(document, " and it", ". It")
    assert ids_of(document) == [1, 100]


def test_joined_lines_are_the_one_with_most_of_the_words() -> None:
    document, _ = document_of("So. We went to the old house on the hill.")
    assert len(document) == 2
    document = with_edit(document, "So. We", "So we")
    assert ids_of(document) == [2]


def test_the_first_of_equal_lines_can_be_taken_out() -> None:
    document, _ = document_of("Yes. Yes. Yes. No.")
    numbers = count(100)
    document = edited(document, Edit(0, 5, ""), find_lines, lambda: next(numbers))
    assert ids_of(document) == [2, 3, 4]


def test_a_line_that_is_cut_and_pasted_keeps_what_was_chosen() -> None:
    document, _ = document_of("One came. Two came. Three came.")
    document = document.with_lines((2,), lambda line: replace(line, before="  "))
    moved = with_edit(with_edit(document, " Two came.", ""), "Three came.", "Three came. Two came.")
    assert [line.text for line in moved] == ["One came.", "Three came.", "Two came."]
    assert ids_of(moved) == [1, 3, 2]


def test_the_whole_text_replaced_by_nearly_the_same_keeps_its_lines() -> None:
    text = "Anna came home late. The bed was cold. She slept at once."
    document, ids = document_of(text)
    new = "A title\n\nAnna came home late. The bed was very cold. She slept at once."
    after = edited(document, Edit(0, len(text), new), find_lines, lambda: next(ids))
    assert ids_of(after) == [4, 1, 2, 3]


def test_another_text_has_other_lines() -> None:
    text = "Anna came home late. The bed was cold."
    document, ids = document_of(text)
    after = edited(
        document,
        Edit(0, len(text), "Prices rise. Nobody knows why."),
        find_lines,
        lambda: next(ids),
    )
    assert ids_of(after) == [3, 4]
    assert after.text == "Prices rise. Nobody knows why."


def test_a_line_whose_words_are_all_replaced_in_its_place_stays_itself() -> None:
    document, _ = document_of("It is late. Go home. Sleep well.")
    document = with_edit(document, "Go home.", "Nobody knows why.")
    assert ids_of(document) == [1, 2, 3]


@pytest.mark.parametrize("text", ["", " \n", "One. Two."])
def test_an_edit_that_changes_nothing_changes_nothing(text: str) -> None:
    document, ids = document_of(text)
    assert edited(document, Edit(0, 0, ""), find_lines, lambda: next(ids)) == document


def test_where_no_paragraphs_are_told_apart_all_is_split_anew() -> None:
    def halves(text: str) -> Iterable[Piece]:
        middle = len(text) // 2
        yield Piece(0, middle, 0.0)
        yield Piece(middle, len(text), 0.0)

    ids = count(1)
    document = edited(Document(), Edit(0, 0, "abcdef"), halves, lambda: next(ids))
    document = edited(document, Edit(6, 6, "gh"), halves, lambda: next(ids))
    assert [line.text for line in document] == ["abcd", "efgh"]


# -- the document ----------------------------------------------------------------------------------


def test_lines_are_found_by_their_place() -> None:
    document, _ = document_of("  One came.  Two came.\n\nThree came. ")
    assert document.starts == (2, 13, 24)
    assert [document.index_at(offset) for offset in (0, 2, 10, 12, 13, 22, 24, 99)] == [
        0, 0, 0, 0, 1, 1, 2, 2,
    ]  # fmt: skip
    assert document.span(2) == (13, 22)
    assert document.index(3) == 2
    assert 3 in document
    assert 4 not in document
    with pytest.raises(KeyError):
        document[4]


def test_sections_have_titles_and_levels() -> None:
    document, _ = document_of("Preface.\n\nWho? The storm\n\nIt rained.\n\nAt night\n\nSo.\n\nEnd")
    document = document.with_headings({10: 1, 38: 2, 53: 1})
    assert document.sections == (
        Section("Who? The storm", 1, 1, 6),
        Section("At night", 2, 4, 6),
        Section("End", 1, 6, 7),
    )
    assert document_of("Nothing.")[0].sections == ()
    assert document.with_headings({}).sections == ()


def test_a_heading_that_is_joined_to_the_text_before_it_is_none() -> None:
    document, _ = document_of("It rained.\n\nAt night\n\nShe slept.")
    document = document.with_headings({12: 2})
    assert [line.heading for line in with_edit(document, "\n\nAt", " At")] == [0, 0, 0]
    assert [line.heading for line in with_edit(document, "She", "Anna")] == [0, 2, 0]
    assert [line.heading for line in with_edit(document, "At night", "One night")] == [0, 2, 0]
    assert [line.heading for line in with_edit(document, "night", "night\n\nso")] == [0, 2, 0, 0]


@pytest.mark.parametrize(
    ("start", "stop", "lines"),
    [(0, 0, [1]), (3, 3, [1]), (12, 12, [1]), (0, 99, [1, 2, 3]), (11, 12, []), (10, 14, [1, 2]),
     (13, 24, [2]), (12, 25, [2, 3])],
)  # fmt: skip
def test_a_stretch_of_text_touches_lines(start: int, stop: int, lines: list[int]) -> None:
    document, _ = document_of("  One came.  Two came.\n\nThree came. ")
    assert [line.id for line in document.touched(start, stop)] == lines


def test_a_document_without_lines_has_no_place() -> None:
    assert Document(after=" ").index_at(0) is None
    assert Document(after=" ").touched(0, 1) == ()
    assert Document(after=" ").text == " "


def test_lines_can_be_changed_without_their_text() -> None:
    document = Document((Line(1, "One."), Line(2, "Two.", " ")))
    changed = document.with_lines((2,), lambda line: replace(line, pause=1.0))
    assert changed[2].pause == 1.0
    assert changed[1] is document[1]
    assert changed.text == document.text


def test_what_is_split_off_a_line_is_spoken_as_the_line_was() -> None:
    document, ids = document_of("Here she is and there he goes again. Bye now.")
    slow = Delivery(length_scale=1.5)
    document = document.with_lines((1,), lambda line: replace(line, delivery=slow))
    edit = Edit(document.text.index(" and"), document.text.index("here he"), ". T")
    after = edited(document, edit, find_lines, lambda: next(ids))
    assert [line.text for line in after] == ["Here she is.", "There he goes again.", "Bye now."]
    assert [line.delivery for line in after] == [slow, slow, NOTHING_OWN]
