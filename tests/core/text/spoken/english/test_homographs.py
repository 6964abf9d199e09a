from __future__ import annotations

import time

import pytest

from tests.core.text.spoken.reading import read
from vits_core.text.spoken.english.homographs import find_homographs


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("She read it aloud.", "She red it aloud."),
        (
            "I have read it, and you've already read it.",
            "I have red it, and you've already red it.",
        ),
        ("Yesterday I read a book.", "Yesterday I red a book."),
        ("We read that book last year.", "We red that book last year."),
        ("The book was widely read.", "The book was widely red."),
        ("A lead pipe made of lead.", "A led pipe made of led."),
        ("zinc and lead, lead-free", "zinc and led, led-free"),
        ("Please wind the clock. Wind it up.", "Please wined the clock. wined it up."),
        ("She wound the clock. It was wound up.", "She wownd the clock. It was wownd up."),
        ("The road wound through the hills.", "The road wownd through the hills."),
        ("Close the door. I will close it.", "cloze the door. I will cloze it."),
        ("The shops are about to close.", "The shops are about to cloze."),
        ("Take a bow. We bow to no one.", "Take a bough. We bough to no one."),
        ("a minute amount in minute detail", "a my newt amount in my newt detail"),
        ("He dove into the pool.", "He dohve into the pool."),
    ],
)
def test_the_words_beside_it_tell_how_it_is_said(written: str, spoken: str) -> None:
    assert read(written) == spoken


@pytest.mark.parametrize(
    "text",
    [
        "I will read it. Did she read it? Let him read. They read every day.",
        "He can read. She didn't read it yesterday. Please read this. I like to read.",
        "Follow her lead. They lead the way. In the lead. Take the lead and win.",
        "The wind blew. Wind and rain. Strong wind that night. The wind up there was cold.",
        "The wound healed. He was wounded. A deep wound in the leg. Clean the wound.",
        "A close friend, close to home, so close. Stay close. It was close by.",
        "He took a bow and an arrow. She tied a bow. The bow of the ship.",
        "Wait a minute. In a minute, details follow. The last minute of it.",
        "The dove flew. A dove in the tree. The white dove sat there.",
    ],
)
def test_what_they_do_not_tell_stays(text: str) -> None:
    assert read(text) == text


@pytest.mark.parametrize("unit", ["read ", "I read a ", "close to close the ", "lead and "])
def test_time_grows_with_the_length_only(unit: str) -> None:
    text = (unit * 20_000)[:40_000]
    began = time.process_time()
    list(find_homographs(text))
    assert time.process_time() - began < 3
