"""Fractions in English: "2/3" as "two thirds", "3 ½" as "three and a half"."""

from __future__ import annotations

import re
import unicodedata

from vits_core.text.spoken.english.numbers import cardinal, ordinal
from vits_core.text.spoken.matching import Parts, find_matches
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
    if top >= bottom or bottom not in (2, 3, 4, 5, 6, 8, 10, 12, 16, 32, 64):
        return None
    return _with_whole(match["whole"], top, bottom)


def _with_whole(whole: str | None, top: int, bottom: int) -> str:
    if not whole:
        return fraction(top, bottom)
    part = f"a {_SHAPES[bottom][0]}" if top == 1 and bottom in _SHAPES else fraction(top, bottom)
    return f"{cardinal(whole)} and {part}"


def _simple(match: re.Match[str]) -> str | Parts | None:
    """Smaller than one: a fraction. "10/10" and "7/10 stars": out of."""
    top, bottom = int(match["top"]), int(match["bottom"])
    before, after = match.string[: match.start()][-24:], match.string[match.end() :]
    if not top or bottom < 2 or str(top) != match["top"] or str(bottom) != match["bottom"]:
        return None
    out_of = top >= bottom or _OUT_OF.search(before) or re.match(r"\s(?:stars?|points?)\b", after)
    if top > bottom:
        return f"{cardinal(top)} over {cardinal(bottom)}"
    return f"{cardinal(top)} out of {cardinal(bottom)}" if out_of else fraction(top, bottom)
