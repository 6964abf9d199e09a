"""Units in English: "5 km" as "5 kilometers", "a 5 km run" as "a 5 kilometer run"."""

from __future__ import annotations

import re

from vits_core.text.spoken.english.numbers import cardinal, decimal
from vits_core.text.spoken.matching import Parts, find_matches
from vits_core.text.spoken.rewrite import Rewrite, without_overlaps
from vits_core.text.spoken.units import pattern, reading

_HEIGHT = re.compile(
    r"(?<![\w.,'’])(?P<feet>\d{1,2})\s?['’′]\s?(?P<inches>\d{1,2}(?:\.\d)?|\d{1,2}\s?½)"
    r"\s?(?:\"|”|″|''|’’)(?!\w)"
)
_FEET_AND_INCHES = re.compile(
    r"(?<![\w.,])(?P<feet>\d{1,2}) (?P<foot>ft\.?|feet|foot),? \d{1,2}(?:\.\d)? "
    r"(?P<inch>in\b\.?(?! the))"
)
_ANGLE = re.compile(
    r"(?<![\w.,])(?P<degrees>\d{1,3})°\s?(?P<minutes>\d{1,2})[′']\s?"
    r"(?:(?P<seconds>\d{1,2}(?:\.\d+)?)[″\"”]\s?)?(?P<side>[NSEW])(?!\w)"
)
_SIDE = re.compile(r"(?<=\d)(?P<degree>\s?°\s?)(?P<side>[NSEW])(?!\w)")
_SIDES = {"N": "north", "S": "south", "E": "east", "W": "west"}
_GLUED_METERS = re.compile(
    r"(?<![\w.,$€£])\d+(?:\.\d+)?(?P<unit>m)"
    r"(?=\s\(\d|\s(?:tall|long|wide|deep|high|away|above|below|(?P<thing>race|run|sprint|wall|pool))\b)"
)
_INCH_MARK = re.compile(r"(?<![\w.,$€£#])(?P<number>\d{1,3}(?:\.\d+)?)(?P<mark>[\"″])(?!\w)")
_MEASURED = re.compile(
    r"\s(?!(?:wide|long|tall|high|deep|thick|by|x|and|or|is|was|are|in|of|at|from|to|on|than)\b)[a-z]"
)
"""What begins with a noun that inches describe: 'a 27" screen'."""
_QUOTE = re.compile(r"\"")
_ARTICLE = re.compile(r"(?:^|[\s(“\"])(?:an?|one)\s$", re.IGNORECASE)
_INCHES_FOLLOW = re.compile(r"\s?(?:[x×]|by\b|(?:wide|long|tall|high|deep|thick)\b)")
_INCHES_BEFORE = re.compile(r"(?:in|inches)\.?\s(?:x|×|by)\s$")


def find_english_units(text: str, language: str = "en") -> list[Rewrite]:
    """Units behind numbers, feet and inches, and degrees of a place on earth."""
    found: list[Rewrite] = []
    found += find_matches(text, _HEIGHT, _height)
    found += find_matches(text, _ANGLE, _angle)
    found += find_matches(text, _SIDE, lambda m: {"degree": "degrees", "side": _SIDES[m["side"]]})
    found += find_matches(text, _FEET_AND_INCHES, lambda _: {"foot": "feet", "inch": "inches"})
    found += find_matches(text, _INCH_MARK, _inches)
    found += find_matches(text, _GLUED_METERS, _meters)
    found += find_matches(text, pattern(language), lambda m: _unit(m, language))
    return without_overlaps(found)


def _height(match: re.Match[str]) -> str:
    feet, inches = match["feet"], match["inches"]
    words = f"{cardinal(feet)} {'foot' if feet == '1' else 'feet'}"
    if "½" in inches:
        return f"{words} {cardinal(inches.rstrip(' ½'))} and a half inches"
    return f"{words} {decimal(inches)} {'inch' if inches == '1' else 'inches'}"


def _inches(match: re.Match[str]) -> Parts | None:
    """Of `12"`, unless the mark closes what another one opened."""
    text = match.string
    if match["mark"] == '"' and _quotes(text[: match.start()]):
        return None
    one = match["number"] == "1" or _MEASURED.match(text, match.end())
    return {"mark": "inch" if one else "inches"}


def _quotes(text: str) -> bool:
    """Whether a quotation is open at the end of `text`, in which inches have marks too."""
    is_open = False
    for mark in _QUOTE.finditer(text):
        if is_open or not text[mark.start() - 1 : mark.start()].isdigit():
            is_open = not is_open
    return is_open


def _angle(match: re.Match[str]) -> str:
    counts = (
        (match["degrees"], "degree"),
        (match["minutes"], "minute"),
        (match["seconds"], "second"),
    )
    parts = [f"{decimal(n)} {unit}{'' if n == '1' else 's'}" for n, unit in counts if n]
    return f"{' '.join(parts)} {_SIDES[match['side']]}"


def _meters(match: re.Match[str]) -> Parts:
    """Of "10m", which could be millions, where the words behind it measure."""
    article = _ARTICLE.search(match.string[max(0, match.start() - 4) : match.start()])
    return {"unit": "meter" if match["thing"] or article else "meters"}


def _unit(match: re.Match[str], language: str) -> Parts | None:
    symbol, after = match["symbol"], match.string[match.end() :][:24]
    before = match.string[max(0, match.start() - 10) : match.start()]
    inches = _INCHES_FOLLOW.match(after) or _INCHES_BEFORE.search(before)
    if symbol == "in" and not match["hyphen"] and not inches and "." not in match["unit"]:
        return None  # "5 in the morning"
    describes = bool(match["hyphen"]) or (
        _ARTICLE.search(before) is not None and re.match(r"\s[a-z]", after) is not None
    )
    return reading(match, language, number="1" if describes else None)
