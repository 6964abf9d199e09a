"""Words that are divided at the end of a line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from vits_core.text.sentences.word_sets import CONJUNCTIONS, HYPHENATED
from vits_core.text.spoken.rewrite import Rewrite

_DIVIDED = re.compile(
    r"(?<![^\W\d_])(?P<before>[^\W\d_]{2,})(?P<hyphen>[-\u00ad\u2010])"
    r"(?P<gap>[ \t]*(?:\r\n|[\n\r\v\f\x85\u2028])[ \t]*)(?P<after>[^\W\d_]+)"
)


def join_divided_words(text: str) -> Iterator[Rewrite]:
    """Take out the line end in "coun-\\ntryside", and the hyphen unless it is the word's own.

    It is in "self-\\nmade" and "Anglo-\\nSaxon". "pre-\\nand post-war" are words of their own.
    """
    for found in _DIVIDED.finditer(text):
        if found["after"].lower() in CONJUNCTIONS and found["hyphen"] != "\u00ad":
            continue
        own = found["before"].lower() in HYPHENATED or not found["after"][0].islower()
        keeps = own and found["hyphen"] != "\u00ad"
        yield Rewrite(found.end("hyphen") if keeps else found.end("before"), found.end("gap"), "")
