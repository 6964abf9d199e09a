"""English numbers in words, and those that espeak-ng does not read as people do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from vits_core.text.spoken.matching import find_matches
from vits_core.text.spoken.rewrite import Rewrite

NUMBER = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?|\.\d+"
"""Digits, with commas between thousands and a decimal part, or with the latter alone."""
DASH = "[-–—‑]"
"""Signs that stand between the ends of a range."""
_DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_MOST_DIGITS = 15
"""Longer numbers are read digit by digit."""
_SPACED = re.compile(r"(?<![\w.,-])\d{1,3}(?: \d{3})+(?![\w-]|[.,]\d| \d)")
_SCALES = {"m": "million", "mn": "million", "bn": "billion",
    "tn": "trillion"}  # fmt: skip
_SCALED = re.compile(
    rf"(?<![\w.,])(?:{NUMBER})(?P<scale>m|(?<!3)M|mn|[bB]n|tn)"
    r"(?=\s(?:people|men|women|children|of|[a-z]{2,}s)\b)"
)
_NEGATIVE = re.compile(
    rf"(?P<before>^|[\s(\[=<>*/:“\"±])(?P<sign>[-–−])(?P<number>{NUMBER})(?!\w|[.,]\d|{DASH})"
)
_NO_WHOLE = re.compile(r"(?<![\w.,])(?P<minus>[-–−])?(?P<number>\.\d+)(?![\w-]|[.,]\d)")


def cardinal(number: int | str) -> str:
    """ "1,234" as "one thousand two hundred thirty-four"."""
    digits = str(number).replace(",", "").replace(" ", "")
    if len(digits) > _MOST_DIGITS or (digits.startswith("0") and len(digits) > 1):
        return digit_by_digit(digits)
    # num2words says "two hundred and thirty-four" and sets commas, which would be heard.
    return _in_words(int(digits)).replace(",", "").replace(" and ", " ")


def ordinal(number: int) -> str:
    """22 as "twenty-second"."""
    return _in_words(number, to="ordinal").replace(",", "").replace(" and ", " ")


def decimal(number: str) -> str:
    """A match of `NUMBER`: "3.14" as "three point one four"."""
    whole, point, fraction = number.partition(".")
    if not point:
        return cardinal(whole)
    return f"{cardinal(whole or '0')} point {digit_by_digit(fraction)}"


def digit_by_digit(digits: str, zero: str = "zero") -> str:
    """ "007" as "zero zero seven"."""
    return " ".join(zero if d == "0" else _DIGITS[int(d)] for d in digits)


def in_pairs(number: int | str) -> str:
    """Three or four digits as years and the numbers of rooms are read: "nineteen oh eight"."""
    number = int(number)
    front, back = divmod(number, 100)
    if not front:
        return cardinal(number)
    if not back:
        hundreds = not front % 10
        return f"{cardinal(front // 10)} thousand" if hundreds else f"{cardinal(front)} hundred"
    return f"{cardinal(front)} {f'oh {cardinal(back)}' if back < 10 else cardinal(back)}"


def year(number: int | str) -> str:
    """1908 as "nineteen oh eight", 2005 as "two thousand five"."""
    number = int(number)
    if 1100 <= number < 2000 or 2010 <= number < 2100 or 1010 <= number < 1100:
        return in_pairs(number)
    return cardinal(number)


def find_numbers(text: str) -> Iterator[Rewrite]:
    """Numbers below zero, in thousands with spaces between, and without a whole part."""
    yield from find_matches(text, _SPACED, _grouped)
    yield from find_matches(text, _SCALED, lambda m: {"scale": _SCALES[m["scale"].lower()]})
    yield from find_matches(text, _NO_WHOLE, _fraction)
    yield from find_matches(text, _NEGATIVE, _negative)


def _grouped(match: re.Match[str]) -> str | None:
    first, *others = match[0].split()
    # "100 200 300" counts on; "100 000" is one number.
    several = len(first) == 3 and others[-1] != "000"
    return None if first.startswith("0") or several else cardinal(match[0])


def _fraction(match: re.Match[str]) -> str:
    """ ".45" as "point four five"."""
    return f"{'minus ' if match['minus'] else ''}point {digit_by_digit(match['number'][1:])}"


def _negative(match: re.Match[str]) -> dict[str | int, str | None] | None:
    if match["number"].startswith("."):
        return None
    before = match.string[: match.start("sign")].rstrip()
    if match["before"] == " " and before[-1:].isdigit():
        return None  # "5 -3" subtracts, or is a range
    return {"sign": "minus"}


def _in_words(number: int, **how: Any) -> str:
    # Its 60 languages are loaded for the first number, not for the first text.
    from num2words import num2words

    return str(num2words(number, lang="en", **how))
