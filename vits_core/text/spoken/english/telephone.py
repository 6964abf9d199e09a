"""Telephone numbers in English, digit by digit: "555-1234"."""

from __future__ import annotations

import re

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
_LOCAL = re.compile(rf"{_START}\d{{3}}[-–]\d{{4}}{_EXTENSION}{_END}")
_SHORT = re.compile(r"(?<![\w.,-])(?P<number>[2-9]11)(?!\w|[.,]\d|-\d)")
_CALL = re.compile(r"\b(?:call|called|calling|dial|dialed|dialing|phone|text)\s$", re.IGNORECASE)


def find_telephone_numbers(text: str) -> list[Rewrite]:
    """Numbers that look like nothing else, group by group; 911 where it is called."""
    found: list[Rewrite] = []
    found += find_matches(text, _AMERICAN, _in_groups)
    found += find_matches(text, _INTERNATIONAL, _international)
    found += find_matches(text, _LOCAL, _in_groups)
    found += find_matches(text, _SHORT, _short)
    return without_overlaps(found)


def _in_groups(match: re.Match[str]) -> str:
    number, extension = match[0], match.groupdict().get("extension")
    if extension:
        number = number[: match.start("extension") - match.start()]
    spoken = ", ".join(_group(g) for g in re.findall(r"\d+", number))
    spoken = f"plus {spoken}" if number.startswith("+") else spoken
    return f"{spoken}, extension {digit_by_digit(extension, 'oh')}" if extension else spoken


def _international(match: re.Match[str]) -> str | None:
    count = sum(c.isdigit() for c in match[0])
    return _in_groups(match) if 8 <= count <= 15 else None


def _group(digits: str) -> str:
    return "eight hundred" if digits == "800" else digit_by_digit(digits, "oh")


def _short(match: re.Match[str]) -> str | None:
    called = _CALL.search(match.string[max(0, match.start() - 9) : match.start()])
    return digit_by_digit(match["number"]) if called else None
