from __future__ import annotations

import random
import time
from itertools import pairwise

import pytest

from vits_core.text.spoken.rules import rewrites

_PROSE = (
    "It was the best of times, it was the worst of times, it was the age of wisdom; in 1908 she "
    "paid $3.50 for 5 km of rope. Nobody at No. 5 knew why. The chapter that I read said nothing. "
)
_ALPHABETS = ("0123456789.,/:-$ ap", "0 -", "1,", "IVXLCDM -", "1/", "A b.")
_LANGUAGES = ("en", "en_GB", "de", "fr", "es", "it", "pt_BR", "ru", "zh", "xx")


@pytest.mark.parametrize("language", _LANGUAGES)
@pytest.mark.parametrize(
    "characters", ["0123456789.,/:-$ ap", "0 -", "1,", "IVXLCDM -", "1/", "A b."]
)
def test_no_text_takes_long(language: str, characters: str) -> None:
    text = "".join(random.Random(7).choices(characters, k=10_000))
    rewrites("5 km", language)
    begun = time.process_time()
    found = rewrites(text, language)
    assert time.process_time() - begun < 1
    assert [f.start for f in found] == sorted({f.start for f in found})
    assert all(a.stop <= b.start for a, b in pairwise(found))


@pytest.mark.parametrize("repeated", ["1", " ", "-", ".", "1,", "1 ", "1-", "I", "a", "1:", "(1"])
def test_no_repetition_takes_long(repeated: str) -> None:
    rewrites("5 km", "en")
    begun = time.process_time()
    rewrites(repeated * 5000, "en")
    assert time.process_time() - begun < 1


def test_prose_takes_a_fraction_of_a_second() -> None:
    text = _PROSE * (100_000 // len(_PROSE))
    rewrites(_PROSE, "en")
    begun = time.process_time()
    rewrites(text, "en")
    assert time.process_time() - begun < 1
