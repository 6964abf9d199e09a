from __future__ import annotations

import time
from itertools import pairwise

import pytest

from tests.core.text.hostile_texts import hostile_text
from tests.core.text.results import check_structure, notes, phonemes
from vits_core.records import Utterance
from vits_core.text.frontend import TextFrontend
from vits_core.text.mapped_text import MappedText
from vits_core.text.markup import MAX_SYMBOLS, MarkedText
from vits_core.text.markup_removal import find_unspoken, mask_unspoken, without_markup
from vits_core.text.reading_options import ReadingOptions
from vits_core.text.unspoken import INVISIBLE


def read(text: str) -> str:
    return without_markup(MappedText.of(text))[0].text


@pytest.mark.parametrize(
    ("written", "heard"),
    [
        ("**bold** *it* _it_ __b__ ***both*** ~~gone~~ `code`", "bold it it b both gone code"),
        ("**Note:** this is **very", "Note: this is very"),
        ("important** stuff* here", "important stuff here"),
        ("** Two.", " Two."),
        ("(*aside*), “_so_”.", "(aside), “so”."),
        ("un**believ**able", "unbelievable"),
        (r"The \*writer\*", "The writer"),
        ("Code `a_b*c*` stays", "Code a_b*c* stays"),
        ("Price* is subject to change", "Price is subject to change"),
        ("Name: ______ end", "Name:  end"),
    ],
)
def test_emphasis_is_not_heard(written: str, heard: str) -> None:
    assert read(written) == heard


@pytest.mark.parametrize(
    "text",
    [
        "5 * 3 = 15", "2 ** 3", "2*3*4", "x*(y + 1)", "snake_case", "x_1", "a < b", "a<b and b>a",
        "C# and C++", "#1 of 3", "~50 people", "a ~ b", "A* search", "a 5* hotel", "*.txt",
        "Hawai`i", "Q&A", "AT&T; more", "a[i][j]", "f[x](y)", "[1] and [a]", "|x| > 5",
        "-5 degrees", "x -- y", "Wait... what?!", "<name> here", "I <3 you", "> 5 or >= 5",
        "+ 5 points", "1. One", "&notanentity;",
    ],
)  # fmt: skip
def test_what_is_no_markup_stays(text: str) -> None:
    assert read(text) == text


@pytest.mark.parametrize(
    ("written", "heard"),
    [
        ("# Title", "Title"),
        ("### Title ###\nText", "Title\nText"),
        ("Title\n=====\nText", "Title\n\nText"),
        ("- one\n* two\n• three\n  + four", "one\ntwo\nthree\nfour"),
        ("- [ ] open\n- [x] done", "open\ndone"),
        ("> quoted\n>> again", "quoted\nagain"),
        ("One\n\n***\n\nTwo\n- - -\n_____", "One\n\n\n\nTwo\n\n"),
        ("===== Part one =====", " Part one "),
        ("┌──────┐\n│ menu │\n└──────┘", "\n menu \n"),
        ("| Name | Age |\n|:-----|----:|\n| Bob | five |", "Name, Age\n\nBob, five"),
        ("Home | About || Help", "Home , About , Help"),
        ("```python\nprint(x)\n```", "\nprint(x)\n"),
    ],
)
def test_markup_of_lines_is_not_heard(written: str, heard: str) -> None:
    assert read(written) == heard


@pytest.mark.parametrize(
    ("written", "heard"),
    [
        ("See [the site](http://a.com/b_(c)) now", "See the site now"),
        ('![A dog](dog.png "My dog")', "A dog"),
        ("[![alt](img.png)](http://b.com)", "alt"),
        ("[text][ref] and a note[^2].", "text and a note."),
        ("rest of it](https://a.com), so", "rest of it, so"),
        ("See <https://a.com> or <me@a.com>", "See https://a.com or me@a.com"),
        ("[ref]: https://a.com 'Title'\nText", "\nText"),
    ],
)
def test_of_links_the_text_is_heard(written: str, heard: str) -> None:
    assert read(written) == heard


@pytest.mark.parametrize(
    ("written", "heard"),
    [
        ("<b>bold</b> and <a href='x'>link</a>", "bold and link"),
        ("One<br>two<br/>three", "One, two, three"),
        ("A<!-- hidden\nwords -->B <!-- open", "AB  open"),
        ("<style>p { }</style>Text <script>x</script>", "Text "),
        ("Q&amp;A, it&#8217;s &lt; 5&nbsp;&#x20AC;", "Q&A, it’s < 5\u00a0€"),
    ],
)
def test_html_is_not_heard(written: str, heard: str) -> None:
    assert read(written) == heard


def test_what_follows_a_mark_keeps_its_place() -> None:
    mapped, _ = without_markup(MappedText.of("**One** [two](http://a.com) &amp; three", 100))
    at = mapped.text.index("three")
    assert mapped.span(at, at + 5) == (134, 139)
    at = mapped.text.index("&")
    assert mapped.span(at, at + 1) == (128, 133)


def test_letters_of_markup_are_told(frontend: TextFrontend) -> None:
    text = "See [the site](http://a.com), **now**, <i>it&#8217;s</i> fine."
    results = list(frontend.utterances(text))
    check_structure(text, results, MAX_SYMBOLS)
    assert [n.text for n in notes(results)] == ["](http://a.com)", "<i>", "</i>"]
    assert "address" in notes(results)[0].reason


def test_a_sentence_sounds_as_without_markup(frontend: TextFrontend) -> None:
    plain = phonemes(frontend, "Stop, you shouldn't go there. He left.")
    marked = "**Stop**, you *shouldn't* go [there](x.html). <u>He</u> left."
    assert phonemes(frontend, marked) == plain


def test_markup_is_read_where_all_is_read_as_written(frontend: TextFrontend) -> None:
    (utterance,) = frontend.utterances("**now**", ReadingOptions(rewrite=False))
    assert isinstance(utterance, Utterance)
    assert "ˈæstɚɹˌɪsk" in utterance.phonemes


def test_lines_of_markup_are_no_sentences() -> None:
    text = (
        "A first paragraph that is long enough to look like a wrapped line\n# The title\nText.\n\n"
        "***\n\n| one | two |\n|-----|-----|\n| three | four |\nThe end<br>of it."
    )
    marked = MarkedText.of(text)
    assert len(marked.masked) == len(text)
    found = [text[p.start : p.stop] for p in marked.pieces("en")]
    assert [read(sentence).strip() for sentence in found] == [
        "A first paragraph that is long enough to look like a wrapped line",
        "The title", "Text.", "one, two", "three, four", "The end", "of it.",
    ]  # fmt: skip


def test_emphasis_is_invisible_where_sentences_are_found() -> None:
    assert mask_unspoken("**One.** Two.") == f"{INVISIBLE * 2}One.{INVISIBLE * 2} Two."
    assert mask_unspoken("- One") == "- One"


@pytest.mark.parametrize("seed", range(0, 400, 40))
def test_hostile_texts_keep_their_length(seed: int) -> None:
    for i in range(seed, seed + 40):
        text = hostile_text(i)
        assert len(mask_unspoken(text)) == len(text)
        found = find_unspoken(text)
        assert all(a.stop <= b.start for a, b in pairwise(found))


@pytest.mark.parametrize(
    "unit",
    ["*", "* ", "**a ", "_a", "`a", "[", "[a](", "](", "![", "<b ", "<!--", "<script>", "&a", "| ",
     "|a|", "- ", "> ", "# ", "=", "\\*", "<a@", "[^a", "\n", " "],
)  # fmt: skip
def test_time_grows_with_the_length_only(unit: str) -> None:
    text = (unit * 40_000)[:40_000]
    began = time.process_time()
    mask_unspoken(text)
    assert time.process_time() - began < 4
