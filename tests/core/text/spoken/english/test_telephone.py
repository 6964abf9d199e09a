from __future__ import annotations

import pytest

from tests.core.text.results import spoken as utterances
from tests.core.text.spoken.reading import read
from vits_core.text.frontend import TextFrontend


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("555-1234", "five five five, one two three four"),
        ("Call (415) 555-2671.", "Call four one five, five five five, two six seven one."),
        ("415-555-2671", "four one five, five five five, two six seven one"),
        ("415.555.2671", "four one five, five five five, two six seven one"),
        ("+1 415 555 2671", "plus one, four one five, five five five, two six seven one"),
        ("+49 30 1234567", "plus four nine, three oh, one two three four five six seven"),
        ("1-800-555-0199", "one, eight hundred, five five five, oh one nine nine"),
        ("555-1234, ext. 12", "five five five, one two three four, extension one two"),
        ("Ring 020 7946 0018", "Ring oh two oh, seven nine four six, oh oh one eight"),
        ("call 911", "call nine one one"),
    ],
)
def test_telephone_numbers(written: str, spoken: str) -> None:
    assert read(written) == spoken


@pytest.mark.parametrize(
    "text",
    [
        "911 people",
        "123-45-6789",
        "5555-12345",
        "+5 degrees",
    ],
)
def test_what_is_no_telephone_number_stays(text: str) -> None:
    assert read(text) == text


def test_the_groups_are_words_with_pauses_between_them(frontend: TextFrontend) -> None:
    (utterance,) = utterances(frontend, "Call (415) 555-2671 now.")
    assert [w.text for w in utterance.words] == ["Call", "(415)", "555-", "2671", "now"]
    assert utterance.phonemes.count(",") == 2
