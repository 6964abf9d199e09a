"""Which lines go into which file, and what the files are called."""

from __future__ import annotations

import pytest

from app.document.document import Document, Line
from app.export.parts import ExportSource, Layout, parts_of, proposed_title
from vits_core.errors import SettingsError


def document(*lines: str) -> Document:
    """Lines of a text; those that begin with hashes are headings."""
    made = []
    for number, text in enumerate(lines, 1):
        words = text.lstrip("#")
        before = "" if number == 1 else "\n"
        level = len(text) - len(words)
        made.append(Line(number, words.strip(), before, heading=level))
    return Document(tuple(made))


BOOK = document("Hello.", "# The sea", "## One", "Waves.", "More waves.", "## Two", "Wind.")


def words(layout: Layout, wanted: tuple[int, ...] | None = None) -> list[list[str]]:
    return [[line.text for line in part.lines] for part in parts_of(BOOK, layout, wanted)]


def test_a_script_goes_into_one_file_or_one_a_line() -> None:
    texts = [line.text for line in BOOK]
    assert words(Layout.ONE) == [texts]
    assert words(Layout.LINES) == [[text] for text in texts]


def test_a_section_begins_at_each_heading_and_no_line_is_in_two() -> None:
    assert words(Layout.SECTIONS) == [
        ["Hello."],
        ["The sea", "One", "Waves.", "More waves."],  # a title goes with its first chapter
        ["Two", "Wind."],
    ]
    assert [part.section for part in parts_of(BOOK, Layout.SECTIONS)] == ["", "One", "Two"]


def test_a_heading_of_several_sentences_is_no_text_of_its_own() -> None:
    storm = Document(
        (Line(1, "1.", heading=1), Line(2, "The storm", " "), Line(3, "Two.", "\n", heading=1))
    )
    (part,) = parts_of(storm, Layout.SECTIONS)
    assert [line.text for line in part.lines] == ["1.", "The storm", "Two."]


def test_of_a_selection_there_is_what_is_selected() -> None:
    assert words(Layout.ONE, (4, 7)) == [["Waves.", "Wind."]]
    assert words(Layout.SECTIONS, (4, 7)) == [["Waves."], ["Wind."]]
    assert words(Layout.LINES, (7,)) == [["Wind."]]
    assert words(Layout.LINES, ()) == []


def names(layout: Layout, template: str) -> list[str]:
    source = ExportSource(BOOK, title="My book", voice="joe")
    return source.names(source.parts(layout, selection=False), template)


def test_files_are_named_by_number_text_section_title_and_voice() -> None:
    assert names(Layout.LINES, "{n:03} {text}")[:3] == ["001 Hello", "002 The sea", "003 One"]
    assert names(Layout.LINES, "{n:02} {section}")[3] == "04 One"
    assert names(Layout.SECTIONS, "{n} {section}") == ["1 My book", "2 One", "3 Two"]
    assert names(Layout.ONE, "{title}, {voice}") == ["My book, joe"]


def test_a_pattern_that_cannot_be_filled_or_gives_a_name_twice_says_what_helps() -> None:
    with pytest.raises(SettingsError) as told:
        names(Layout.LINES, "{title}")
    assert "Several files would be named “My book”" in told.value.what
    assert "{n}" in told.value.remedy
    for wrong in ("{take}", "{n:x!}", "{n", ""):
        with pytest.raises(SettingsError) as told:
            names(Layout.LINES, wrong)
        assert "{take}" not in told.value.remedy


def test_a_title_is_the_files_name_the_first_heading_or_the_beginning() -> None:
    assert proposed_title(BOOK, "kept") == "kept"
    assert proposed_title(BOOK) == "The sea"
    assert proposed_title(document("Hello: there.")) == "Hello there"
    assert proposed_title(Document()) == ""
