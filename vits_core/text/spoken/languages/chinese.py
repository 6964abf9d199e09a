"""Chinese numbers in characters: espeak-ng loses digits of 10001 and points of 3.14."""

from __future__ import annotations

import re

from vits_core.text.spoken.matching import Parts, find_matches
from vits_core.text.spoken.rewrite import Rewrite, without_overlaps

_DIGITS = "零一二三四五六七八九"
_PLACES = ("", "十", "百", "千")
_GROUPS = ("", "万", "亿", "万亿")
_START, _END = r"(?<![A-Za-z\d.,/:-])", r"(?![A-Za-z\d/:]|[.,]\d|-\d)"
_MOBILE = re.compile(rf"{_START}1[3-9]\d{{9}}{_END}")
_FRACTION = re.compile(rf"{_START}(?P<top>\d{{1,3}})/(?P<bottom>\d{{1,3}}){_END}")
_SCORE = re.compile(rf"{_START}(?P<first>\d{{1,3}})(?P<colon>:)(?P<last>\d{{1,3}}){_END}")
_TWO = re.compile(rf"{_START}2(?=[个次天年人只条张位名本块种件座周倍])")
_NUMBER = re.compile(
    rf"{_START}(?P<whole>\d{{1,3}}(?:,\d{{3}})+|\d{{1,16}})(?:\.(?P<fraction>\d+))?{_END}"
)


def find_chinese_numbers(text: str) -> list[Rewrite]:
    """All numbers, as the last of the rules."""
    found: list[Rewrite] = []
    found += find_matches(text, _MOBILE, lambda m: digit_by_digit(m[0]))
    found += find_matches(text, _FRACTION, _fraction)
    found += find_matches(text, _SCORE, _score)
    found += find_matches(text, _TWO, lambda _: "两")
    found += find_matches(text, _NUMBER, _number)
    return without_overlaps(found)


def digit_by_digit(digits: str) -> str:
    """ "2019" as "二零一九"."""
    return "".join(_DIGITS[int(d)] for d in digits)


def cardinal(number: int) -> str:
    """10001 as "一万零一"; up to sixteen digits."""
    said = ""
    for place, digit in zip(range(len(str(number)) - 1, -1, -1), str(number), strict=True):
        if digit != "0":
            said += _DIGITS[int(digit)] + _PLACES[place % 4]
        elif not said.endswith("零"):
            said += "零"
        if place % 4 == 0 and place:
            group = _GROUPS[place // 4]
            empty = not number // 10**place % 10_000
            said = said.removesuffix("零") + ("零" if empty else group)
    said = said.removesuffix("零") or "零"
    return said.removeprefix("一") if said.startswith("一十") else said


def _fraction(match: re.Match[str]) -> str:
    return f"{cardinal(int(match['bottom']))}分之{cardinal(int(match['top']))}"


def _score(match: re.Match[str]) -> Parts:
    first, last = cardinal(int(match["first"])), cardinal(int(match["last"]))
    return {"first": first, "colon": "比", "last": last}


def _number(match: re.Match[str]) -> str:
    whole = match["whole"].replace(",", "")
    padded = len(whole) > 1 and whole.startswith("0")
    said = digit_by_digit(whole) if padded else cardinal(int(whole))
    return f"{said}点{digit_by_digit(match['fraction'])}" if match["fraction"] else said
