from __future__ import annotations

import pytest

from tests.core.text.results import word_sounds
from vits_core.text.frontend import TextFrontend
from vits_core.text.readable import make_readable
from vits_core.text.sentences import find_pieces


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("the coun-\ntryside is", "the countryside is"),
        ("the coun-\r\n  tryside", "the countryside"),
        ("coun\u00ad\ntryside", "countryside"),
        ("coun\u2010\ntryside", "countryside"),
        ("a self-\nmade man", "a self-made man"),
        ("an Anglo-\nSaxon", "an Anglo-Saxon"),
        ("twenty-\nfive", "twenty-five"),
        ("pre-\nand post-war", "pre- and post-war"),
        ("Vor-\nund Nachteile", "Vor- und Nachteile"),
        ("well -\nno", "well - no"),
    ],
)
def test_a_word_that_a_line_end_divides_is_whole(written: str, read: str) -> None:
    assert make_readable(written, 0, "en").mapped.text == read


def test_it_leads_back_to_all_of_its_characters() -> None:
    mapped = make_readable("the coun-\ntryside", 100, "en").mapped
    at = mapped.text.index("countryside")
    assert mapped.span(at, at + len("countryside")) == (104, 117)


def test_it_is_spoken_as_one(frontend: TextFrontend) -> None:
    (whole,) = [said for word, said in word_sounds(frontend, "countryside")]
    assert word_sounds(frontend, "the coun-\ntryside")[1] == ("coun-\ntryside", whole)


@pytest.mark.parametrize("text", ["the coun-\ntryside", "an Anglo-\nSaxon king"])
def test_it_is_in_one_sentence(text: str) -> None:
    assert [text[p.start : p.stop] for p in find_pieces(text, "en")] == [text]
