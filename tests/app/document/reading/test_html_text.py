"""Of a page is spoken what a reader would read out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.document.reading.html_text import read_html
from app.document.reading.markdown_text import read_markdown
from app.document.reading.read_text import Block, joined


def texts(page: str) -> list[str]:
    return [block.text for block in read_html(page).blocks]


def test_blocks_are_paragraphs_and_their_layout_is_gone() -> None:
    page = "<p>Anna  came\n home <b>la</b>te.</p>It&nbsp;rained.<div>In <i>May</i><p>she slept"
    assert texts(page) == ["Anna came home late.", "It rained.", "In May", "she slept"]


def test_headings_have_their_levels() -> None:
    blocks = read_html("<h1>One<br>story</h1>text<h3>Part <em>two</em></h3>").blocks
    assert blocks == [Block("One story", 1), Block("text"), Block("Part two", 3)]


def test_entities_are_characters() -> None:
    assert texts("<p>caf&eacute; &amp; bar &#8212; &lt;3 &hellip;") == ["café & bar — <3 …"]


@pytest.mark.parametrize(
    "page",
    [
        "<script>var p = '<p>no</p>'</script>yes",
        "<style>p {color: red}</style>yes",
        "<nav><ul><li>no<nav>no</nav></ul></nav>yes",
        "<head><title>no</title></head><body>yes",
        "<p hidden>no</p>yes",
        "<p><span aria-hidden='true'>no</span>yes</p>",
        "<div role='navigation'><p>no</p></div>yes",
        "<span epub:type='pagebreak'>12</span>yes",
        "<!-- no -->yes",
        "<svg><text>no</text></svg>yes",
        "<script src='x'/>yes",
        "<aside epub:type='footnote'><p>no</p></aside>yes",
    ],
)
def test_what_is_not_for_reading_is_left_out(page: str) -> None:
    assert texts(page) == ["yes"]


def test_lists_keep_their_numbers() -> None:
    blocks = read_html("<ul><li>milk<li>eggs</ul><ol start=3><li>open<li>go</ol>end").blocks
    assert [block.text for block in blocks] == ["- milk", "- eggs", "3. open", "4. go", "end"]
    assert [block.is_item for block in blocks] == [True, True, True, True, False]


def test_a_row_of_a_table_is_a_paragraph() -> None:
    page = "<table><tr><th>Name<th>Age<tr><td>Anna</td><td><p>12.</p></td></tr></table>end"
    assert texts(page) == ["Name, Age", "Anna, 12", "end"]


def test_a_table_that_arranges_passages_leaves_them_as_they_are() -> None:
    page = "<table><tr><td><h2>One</h2><p>First.</p></td><td><p>Second.</p></td></tr></table>"
    assert texts(page) == ["One", "First.", "Second."]


def test_line_breaks_and_verbatim_text_keep_their_lines() -> None:
    assert texts("<p>roses<br>violets</p><pre>x = 1\ny = 2</pre>") == [
        "roses\nviolets",
        "x = 1\ny = 2",
    ]


def test_formulas_and_drawings_are_counted() -> None:
    found = read_html("<p>It is <math><mi>x</mi></math>.</p><svg></svg><svg aria-hidden=true />")
    assert [block.text for block in found.blocks] == ["It is ."]
    assert found.omitted == {"formula": 1, "picture": 1}


def test_pictures_and_footnotes_are_counted() -> None:
    found = read_html(
        "<p>A ship<sup><a href='#n1'>1</a></sup>, x<sup>2</sup>.<img src=a alt='A ship'>"
        "<img src=b alt=''><a role='doc-noteref' href='#n2'>*</a></p>"
    )
    assert [block.text for block in found.blocks] == ["A ship, x2."]
    assert found.omitted == {"footnote": 2, "picture": 1}


@given(st.lists(st.sampled_from(
    ["<table>", "</table>", "<tr>", "<td>", "</tr>", "<ul>", "<ol>", "<li>", "</ul>", "<h1>",
     "</h1>", "<p>", "<sup>", "</sup>", "<pre>", "</pre>", "<nav>", "</nav>", "<br>", "<img>",
     "<!--", "-->", "<script>", "</script>", "word", " & ", "&lt", "<", "\n"]
), max_size=30))  # fmt: skip
def test_no_markup_is_too_broken_to_be_read(parts: list[str]) -> None:
    read = joined(read_html("".join(parts)).blocks)
    assert all(read.text[each.start : each.stop].strip() for each in read.headings)


def test_markdown_is_read_without_its_marks() -> None:
    found = read_markdown(
        "---\ntitle: no\n---\n# The *title*\n\nSome `code`, a [link](http://x.y) &\n"
        "a ~~wrong~~ line.\n\n- one\n- two\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nSub\n---\n"
        "![pic](a.png)\n\n<b>bold</b> end\n"
    )
    assert [(block.level, block.text) for block in found.blocks] == [
        (1, "The title"),
        (0, "Some code, a link & a wrong line."),
        (0, "- one"),
        (0, "- two"),
        (0, "a, b"),
        (0, "1, 2"),
        (2, "Sub"),
        (0, "bold end"),
    ]
    assert found.omitted == {"picture": 1}
