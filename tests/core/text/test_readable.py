from __future__ import annotations

import pytest

from vits_core.records import Reading
from vits_core.text.readable import make_readable
from vits_core.text.reading_options import ReadingOptions


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("𝐇𝐢 Ａｂ", "Hi Ab"),
        ("e\u0301te\u0301", "été"),
        ("x̶y̶", "xy"),
        ("It ends.† So‡, yes", "It ends. So, yes"),
        ("† Ann", "† Ann"),
        ("o\u0301" + "\u0301" * 50, "ó"),
        ("a\u00ad\u200bb\ufeff", "ab"),
        ("٣٤", "34"),
        ("Ⅳ ①② ㎏", "IV 12 kilograms"),
        ("Stop!now", "Stop! now"),
        ('said:"Hi" and,“so”', 'said: "Hi" and, “so”'),
        ("a\tb\u00a0c", "a b c"),
        ("$5", "five dollars"),
        ("$5—yes", "five dollars—yes"),
        ("a@b.c,d", "a@b.c,d"),
    ],
)
def test_what_espeak_sees(written: str, read: str) -> None:
    assert make_readable(written, 0, "en").mapped.text == read


def test_characters_that_were_lost_are_told() -> None:
    readable = make_readable("It\ufffds a caf\ufffd, don\ufffdt", 0, "en")
    assert readable.mapped.text == "It's a caf , don't"
    (note,) = readable.skipped
    assert (note.start, note.reason) == (10, "the character here was lost")


def test_characters_lead_back_to_the_text() -> None:
    readable = make_readable("It is $3.50 here", 100, "en").mapped
    at = readable.text.index("dollars")
    assert readable.span(at, at + 7) == (106, 111)
    at = readable.text.index("here")
    assert readable.span(at, at + 4) == (112, 116)


@pytest.mark.parametrize("character", ["\0", "\x1b", "\ud800", "\ue000", "\u0378", "\U0010ffff"])
def test_what_is_no_character_is_reported(character: str) -> None:
    readable = make_readable(f"a{character}{character}b", 10, "en")
    assert readable.mapped.text == "a  b"
    (note,) = readable.skipped
    assert (note.text, note.start, note.stop) == (character * 2, 11, 13)
    assert note.reason


def test_what_is_not_read_as_written_is_told() -> None:
    readable = make_readable("It is $3.50 here", 100, "en")
    assert readable.readings == (Reading("$3.50", 106, 111, "three dollars and fifty cents"),)


@pytest.mark.parametrize(
    ("options", "by_espeak"), [(ReadingOptions(), False), (ReadingOptions(rewrite=False), True)]
)
def test_amounts_stay_as_written(options: ReadingOptions, by_espeak: bool) -> None:
    readable = make_readable("$5", 0, "en", options, by_espeak=by_espeak)
    assert readable.mapped.text == "$5"
    assert not readable.readings
