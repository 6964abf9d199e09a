"""Ranges, scores, ratios and dimensions in English: "5-10" as "five to ten"."""

from __future__ import annotations

import re

from vits_core.text.spoken.english.numbers import DASH, NUMBER
from vits_core.text.spoken.matching import Parts, find_matches
from vits_core.text.spoken.rewrite import Rewrite, without_overlaps

_START = r"(?<![\w.,/:$€£¥#+*=×^<>–-])"
_RANGE = re.compile(
    rf"{_START}(?P<first>{NUMBER})%?(?P<dash>\s?[–—−‑]\s?|-|\s-\s)"
    rf"(?P<last>{NUMBER})(?![\w/:=+*×^]|[.,]\d|\s?{DASH}\s?\d|-[A-Z]|\s?=)"
)
_DIFFERENCE = re.compile(
    rf"(?<![\w.,/:$€£-])(?:{NUMBER})\s?(?P<minus>[-–−])\s?(?:{NUMBER})(?=\s?=)(?!\s?=\s?=)"
)
_RATIO = re.compile(
    r"(?<![\w.,/:-])(?P<first>\d{1,4})(?P<colon>:)(?P<last>\d{1,4})(?![\w/:-]|[.,]\d)"
)
_DIMENSIONS = re.compile(
    rf"(?<![\w.,/:-])(?P<first>{NUMBER})(?:\s?(?:mm|cm|m|in|ft))?\s?(?P<times>[x×])\s?"
    rf"(?P<second>{NUMBER})"
    rf"(?:\s?(?P<more>[x×])\s?(?P<third>{NUMBER}))?(?:mm|cm|m|in|ft|px)?(?![.,]\d|[\w×^⁰-⁹¹²³⁻])"
)
_TIMES = re.compile(
    rf"(?<![\w.,/:-])(?:{NUMBER})(?P<times>×(?!\s?\d)|x(?=\s[A-Za-z]|[.,;!?)]|$))(?!\w)"
)
_PRODUCT = re.compile(r"\s?[=≠≈<>≤≥+]")


def find_ranges(text: str) -> list[Rewrite]:
    """What stands between two numbers; the numbers themselves are left to others."""
    found: list[Rewrite] = []
    found += find_matches(text, _RANGE, _range)
    found += find_matches(text, _DIFFERENCE, lambda _: {"minus": "minus"})
    found += find_matches(text, _RATIO, lambda _: {"colon": "to"})
    found += find_matches(text, _DIMENSIONS, _dimensions)
    found += find_matches(text, _TIMES, lambda _: {"times": "times"})
    return without_overlaps(found)


def _value(number: str) -> float:
    return float(number.replace(",", ""))


def _range(match: re.Match[str]) -> Parts | None:
    """ "to" where the numbers rise or look like a score; "5-3=2" and "2024-1" stay."""
    first, last, dash = match["first"], match["last"], match["dash"]
    rises = _value(first) < _value(last)
    if len(dash) == 3 and not rises:
        return None  # "10 - 3" subtracts
    if not rises and not (len(first) <= 3 and len(last) <= 3):
        return None
    if dash == "-" and len(last) > len(first) + 2 and first.isdigit() and last.isdigit():
        return None  # a code
    if len(first) > 3 and first.isdigit() and len(first) != len(last) and dash == "-":
        return None  # a code
    if first.startswith("0") and len(first) > 1 and "." not in first:
        return None
    return {"dash": "to"}


def _dimensions(match: re.Match[str]) -> Parts | None:
    if _PRODUCT.match(match.string, match.end()):
        return None
    return {"times": "by", "more": "by"}
