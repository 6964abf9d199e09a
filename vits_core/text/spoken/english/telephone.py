"""Telephone numbers in English, digit by digit: "555-1234"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from vits_core.text.spoken.english.numbers import DASH, digit_by_digit
from vits_core.text.spoken.matching import find_matches
from vits_core.text.spoken.rewrite import Rewrite, without_overlaps

_START, _END = r"(?<![\w.,/$€£+=-])", rf"(?![\w%]|{DASH}\d|[.,:/]\d)"
_EXTENSION = r"(?:,?\s(?:ext\.?|x|extension)\s?(?P<extension>\d{1,5}))?"
_AMERICAN = re.compile(
    rf"{_START}(?:\+?1[-. ])?(?:\(\d{{3}}\)\s?|\d{{3}}(?P<mark>[-. ]))\d{{3}}"
    rf"(?(mark)(?P=mark)|[-. ])\d{{4}}{_EXTENSION}{_END}"
)
_INTERNATIONAL = re.compile(rf"(?<!\w)\+\d{{1,3}}(?:[-. ]?\(?\d{{1,5}}\)?){{2,5}}{_END}")
_NATIONAL = re.compile(rf"{_START}\(?0\d{{2,4}}\)?[ -]\d{{3,4}}[ -]?\d{{3,4}}{_END}")
_LOCAL = re.compile(rf"{_START}\d{{3}}[-–]\d{{4}}{_EXTENSION}{_END}")
_GROUP = re.compile(r"(?P<plus>\+)?(?P<ext>(?:ext\.?|x|extension)\s?)?\(?(?P<digits>\d+)\)?[-–.]?")
_SHORT = re.compile(r"(?<![\w.,-])(?P<number>[2-9]11)(?!\w|[.,]\d|-\d)")
_CALL = re.compile(r"\b(?:call|called|calling|dial|dialed|dialing|phone|text)\s$", re.IGNORECASE)


def find_telephone_numbers(text: str) -> list[Rewrite]:
    """Numbers that look like nothing else, group by group; 911 where it is called."""
    found: list[Rewrite] = []
    for pattern in (_AMERICAN, _INTERNATIONAL, _NATIONAL, _LOCAL):
        for match in pattern.finditer(text):
            if pattern is not _INTERNATIONAL or 8 <= sum(map(str.isdigit, match[0])) <= 15:
                found += _in_groups(match)
    found += find_matches(text, _SHORT, _short)
    return without_overlaps(found)


def _in_groups(match: re.Match[str]) -> Iterator[Rewrite]:
    """Each group with what parts it from the next, so that a pause is heard between them."""
    groups = list(_GROUP.finditer(match.string, match.start(), match.end()))
    for group in groups:
        plus, extension = "plus " if group["plus"] else "", "extension " if group["ext"] else ""
        has_pause = group is groups[-1] or match.string[group.end() : group.end() + 1] == ","
        pause = "" if has_pause else ","
        spoken = f"{plus}{extension}{_spoken(group['digits'])}{pause}"
        yield Rewrite(group.start(), group.end(), spoken)


def _spoken(digits: str) -> str:
    return "eight hundred" if digits == "800" else digit_by_digit(digits, "oh")


def _short(match: re.Match[str]) -> str | None:
    called = _CALL.search(match.string[max(0, match.start() - 9) : match.start()])
    return digit_by_digit(match["number"]) if called else None
