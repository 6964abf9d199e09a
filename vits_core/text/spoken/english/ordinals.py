"""Ordinals in English where espeak-ng needs help: "2nd–3rd", "the 1,000th"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from vits_core.text.spoken.english.numbers import DASH, ordinal
from vits_core.text.spoken.matching import Parts, find_matches
from vits_core.text.spoken.rewrite import Rewrite

_ORDINAL = r"(?:\d{1,3}(?:,\d{3})+|\d{1,6})(?:st|nd|rd|th|ST|ND|RD|TH)(?!\w)"
_PATTERN = re.compile(
    rf"(?<![\w.,/-])(?P<first>{_ORDINAL})(?:\s?(?P<dash>{DASH})\s?(?P<last>{_ORDINAL}))?"
)


def find_ordinals(text: str) -> Iterator[Rewrite]:
    """ "22nd" as "twenty-second", "2nd–3rd" as "second to third"."""
    return find_matches(text, _PATTERN, _reading)


def _reading(match: re.Match[str]) -> Parts:
    parts: dict[str | int, str | None] = {"first": _in_words(match["first"])}
    if match["last"]:
        parts |= {"dash": "to", "last": _in_words(match["last"])}
    return parts


def _in_words(written: str) -> str:
    return ordinal(int(written[:-2].replace(",", "")))
