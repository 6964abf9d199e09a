"""Which lines go into which file, and what the files are called."""

from __future__ import annotations

import pytest

from app.document.document import Document, Line
from app.document.slots import LineFit, Slot
from app.export.parts import ExportSource, Layout, parts_of, proposed_title
from app.files.stem_table import Stem
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


NIGHT = Document(
    (
        Line(1, "So."),
        Line(2, "Good  night.", " ", slot=Slot(1.25, 3)),
        Line(3, "It is late.", " ", slot=Slot(1.25, 3)),
        Line(4, "Yes.", "\n", slot=Slot(4, 5)),
        Line(5, "No.", " "),
    )
)
FITS = {
    2: LineFit((None,), 0.1, start=1.3, late=0.05, over=0.2, stop=3.2),
    3: LineFit((9,), 0.1),
    4: LineFit((None,), 0.1, start=4.0, stop=4.5),
    5: LineFit((None,), 0.1),
}


def test_a_stem_is_all_that_is_spoken_in_a_slot() -> None:
    parts = parts_of(NIGHT, Layout.STEMS)
    assert [[line.id for line in part.lines] for part in parts] == [[1], [2, 3], [4, 5]]
    (whole,) = parts_of(NIGHT, Layout.STEMS, (3,))
    assert [line.id for line in whole.lines] == [2, 3]
    source = ExportSource(NIGHT, fits=FITS)
    first, second, third = map(source.stem, parts)
    assert first is None
    assert second == Stem(
        text="Good night. It is late.", start=1.3, stop=3.2, slot=(1.25, 3), late=0.05, over=0.2
    )
    assert third is not None
    assert (third.start, third.stop, third.slot) == (4.0, 4.5, (4, 5))


def test_a_file_is_named_by_when_it_is_heard_where_that_is_known() -> None:
    source, parts = ExportSource(NIGHT, fits=FITS), parts_of(NIGHT, Layout.STEMS)
    assert source.names(parts, "{n:03}_{start}") == [
        "001_00-00-00.000", "002_00-00-01.300", "003_00-00-04.000",
    ]  # fmt: skip
    soon = ExportSource(NIGHT)
    assert soon.names(parts[1:], "{start}") == ["00-00-01.250", "00-00-04.000"]
    with pytest.raises(SettingsError, match=r"no \{start\}"):
        ExportSource(BOOK).names(parts_of(BOOK, Layout.LINES), "{start}")
