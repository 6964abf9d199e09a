"""Years and decades in English: "1908" as "nineteen oh eight"."""

from __future__ import annotations

import re

from vits_core.text.spoken.english.numbers import DASH, cardinal, in_pairs, year
from vits_core.text.spoken.matching import Parts, find_matches
from vits_core.text.spoken.rewrite import Rewrite, without_overlaps

_ERA = r"(?:B\.?C\.?(?:E\.?)?|A\.?D\.?|C\.?E\.?)(?!\w)"
_DECADE = re.compile(
    r"(?:(?<![\w.,$€£-])|(?<=mid-)|(?<=pre-)|(?<=post-))(?:(?P<century>1[1-9]|20)(?P<decade>\d0)|['‘’](?P<short>[1-9]0))['’]?s(?![\w-])"
)
_RANGE = re.compile(
    rf"(?<![\w.,/$€£#:-])(?P<first>1[0-9]\d\d|20\d\d)\s?(?P<dash>{DASH}|/)\s?"
    rf"(?P<last>1[0-9]\d\d|20\d\d|\d\d)(?![\w%]|[.,:/]\d|{DASH}\d)"
)
_WITH_ERA = re.compile(
    rf"(?<![\w.,-])(?P<year>\d{{3,4}})\s{_ERA}|(?<!\w)AD\s(?P<after>\d{{3,4}})(?!\w)"
)
_CUE = re.compile(
    r"(?:\b(?:in|since|until|till|by|of|from|during|before|after|around|circa|ca?\.|year|years|early"
    r"|late|mid|summer|fall|autumn|winter|spring|between|through|class|born|died|and|to|©|&)"
    r"|[(©–-])\s?$",
    re.IGNORECASE,
)
_YEAR = re.compile(
    r"(?<![\w.,/$€£¥#:+*=×^-])(?P<year>1[0-9]\d\d|20[1-9]\d)(?![\w%°$€£]|[.,:/]\d|\s?[-–+*=×/^]\s?\d)"
)
_COUNTED = re.compile(
    r"\s(?!(?:was|is|has|as|its|this|us|versus|plus|thus|always|perhaps|across|towards|does)\b)"
    r"(?:[a-z]+\s)?(?:[a-z]{2,}s|people|men|women|children|feet|of)\b"
)
_PLURAL_DECADES = {
    "10": "tens", "20": "twenties", "30": "thirties", "40": "forties", "50": "fifties",
    "60": "sixties", "70": "seventies", "80": "eighties", "90": "nineties",
}  # fmt: skip


def find_years(text: str) -> list[Rewrite]:
    """Years, spans of years, and decades.

    A number that could count what follows is a year only where a word like "in" stands before it:
    "1920 soldiers" stays.
    """
    found: list[Rewrite] = []
    found += find_matches(text, _DECADE, _decade)
    found += find_matches(text, _RANGE, _range)
    found += find_matches(text, _WITH_ERA, _with_era)
    found += find_matches(text, _YEAR, _year)
    return without_overlaps(found)


def _decade(match: re.Match[str]) -> str:
    if match["short"]:
        return _PLURAL_DECADES[match["short"]]
    century, decade = match["century"], match["decade"]
    if decade == "00":
        return "two thousands" if century == "20" else f"{cardinal(century)} hundreds"
    return f"{cardinal(century)} {_PLURAL_DECADES[decade]}"


def _range(match: re.Match[str]) -> Parts | None:
    first, last = match["first"], match["last"]
    full = first[:2] + last if len(last) == 2 else last
    if match["dash"] == "/":  # "2019/20", a season
        if int(full) != int(first) + 1:
            return None
        return {0: f"{year(first)} {_short_year(last)}"}
    if int(full) <= int(first):
        return None
    return {"first": year(first), "dash": "to", "last": _short_year(last)}


def _short_year(digits: str) -> str:
    if len(digits) == 4:
        return year(digits)
    return f"oh {cardinal(digits[1])}" if digits.startswith("0") else cardinal(digits)


def _with_era(match: re.Match[str]) -> Parts:
    group = "year" if match["year"] else "after"
    digits = match[group]
    return {group: in_pairs(digits) if len(digits) == 3 and digits[1:] != "00" else year(digits)}


def _year(match: re.Match[str]) -> str | None:
    digits = match["year"]
    cued = _CUE.search(match.string[max(0, match.start() - 10) : match.start()])
    if not cued and (digits < "1100" or _COUNTED.match(match.string, match.end())):
        return None
    if digits[2:] == "00":
        return None  # "nineteen hundred" is what espeak-ng says
    return year(digits)
