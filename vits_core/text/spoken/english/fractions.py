"""Fractions in English: "2/3" as "two thirds", "3 ½" as "three and a half"."""

from __future__ import annotations

import re
import unicodedata

from vits_core.text.spoken.english.numbers import cardinal, ordinal
from vits_core.text.spoken.matching import find_matches
from vits_core.text.spoken.rewrite import Rewrite, without_overlaps

_SIGNS = "¼½¾⅐⅑⅒⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"
_SIGN = re.compile(rf"(?:(?<![\w.,])(?P<whole>\d{{1,4}})[\s⁠]?)?(?P<sign>[{_SIGNS}])")
_MIXED = re.compile(
    r"(?<![\w.,/:$€£-])(?P<whole>\d{1,3})(?:\s|[-–])(?P<top>\d{1,2})[/⁄](?P<bottom>\d{1,3})(?![\w/]|[.,:]\d|-\d)"
)
_SIMPLE = re.compile(
    r"(?<![\w.,/:$€£⁄-])(?P<top>\d{1,3})(?:/|⁄)(?P<bottom>\d{1,4})(?![\w/%⁄]|[.,:]\d|-\d)"
)
_SHAPES = {2: ("half", "halves"), 4: ("quarter", "quarters")}
_DENOMINATORS = {*range(2, 11), 12, 16, 20, 32, 64, 100, 1000}
_POINTS = re.compile(r"\s(?:stars?|points?|rating)\b")
_PART = re.compile(r"\s?(?:-?inch|of\b|the\b|in\b|as\b|cups?\b|miles?\b|mm\b|%)")
_OUT_OF = re.compile(
    r"\b(?:rated|rating|score|scored|scores|page|step|question|slide|level|gave it)"
    r"(?:\s(?:it|a|of|is|was))?\s$",
    re.IGNORECASE,
)


def find_fractions(text: str) -> list[Rewrite]:
    """Fractions with a slash or a sign of their own."""
    found: list[Rewrite] = []
    found += find_matches(text, _SIGN, _sign)
    found += find_matches(text, _MIXED, _mixed)
    found += find_matches(text, _SIMPLE, _simple)
    return without_overlaps(found)


def fraction(top: int, bottom: int) -> str:
    """Two and three as "two thirds", one and two as "one half"."""
    one, many = _SHAPES.get(bottom) or (ordinal(bottom), f"{ordinal(bottom)}s")
    return f"{cardinal(top)} {one if top == 1 else many}"


def _sign(match: re.Match[str]) -> str:
    top, _, bottom = unicodedata.normalize("NFKC", match["sign"]).partition("⁄")
    return _with_whole(match["whole"], int(top), int(bottom))


def _mixed(match: re.Match[str]) -> str | None:
    top, bottom = int(match["top"]), int(match["bottom"])
    if top >= bottom or bottom not in _DENOMINATORS:
        return None
    return _with_whole(match["whole"], top, bottom)


def _with_whole(whole: str | None, top: int, bottom: int) -> str:
    if not whole:
        return fraction(top, bottom)
    part = f"a {_SHAPES[bottom][0]}" if top == 1 and bottom in _SHAPES else fraction(top, bottom)
    return f"{cardinal(whole)} and {part}"


def _simple(match: re.Match[str]) -> str | None:
    """A part of one, or points "out of ten"; other numbers with a slash are names: "47/92"."""
    top, bottom = int(match["top"]), int(match["bottom"])
    before, after = match.string[: match.start()][-24:], match.string[match.end() :]
    if not top or str(top) != match["top"] or str(bottom) != match["bottom"]:
        return None
    if (top, bottom) == (20, 20) or (top + bottom == 100 and bottom >= 10):
        return f"{cardinal(top)} {cardinal(bottom)}"  # how well one sees, how sure one is
    rated = (
        _OUT_OF.search(before) or _POINTS.match(after) or (bottom == 10 and not _PART.match(after))
    )
    if rated and bottom in (4, 5, 6, 10, 20, 100) and top <= bottom:
        return f"{cardinal(top)} out of {cardinal(bottom)}"
    return fraction(top, bottom) if top < bottom and bottom in _DENOMINATORS else None
