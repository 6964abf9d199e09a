"""Numbers below zero, ranges, and percent."""

from __future__ import annotations

import re

from vits_core.text.spoken.matching import Parts, find_matches
from vits_core.text.spoken.rewrite import Rewrite, without_overlaps

MINUS = {
    "de": "minus", "fr": "moins", "es": "menos", "it": "meno", "pt": "menos", "ru": "минус",
    "zh": "负",
}  # fmt: skip
_TO = {"de": "bis", "fr": "à", "es": "a", "it": "a", "pt": "a", "zh": "到"}
"""Russian has cases there: "от пяти до десяти", which the digits do not tell."""
_NUMBER = r"\d+(?:[.,]\d+)?"
_NEGATIVE = re.compile(rf"(?P<before>^|[\s(=<>*/:“\"«])(?P<sign>[-–−])(?={_NUMBER}(?![\d–-]))")
_RANGE = re.compile(
    r"(?<![A-Za-z\d.,/:$€£#+=−–-])(?P<first>\d{1,4}(?:,\d)?)(?P<dash>\s?–\s?|-)"
    r"(?P<last>\d{1,4}(?:,\d)?)(?![\d/:=+–-]|[.,]\d|\.\s?[a-zäöü])"
)
_PERCENT = re.compile(r"(?<![A-Za-z\d.,])(?P<minus>[-−])?(?P<number>\d+(?:\.\d+)?)\s?%")
_CHINESE_NEGATIVE = re.compile(
    rf"(?<![A-Za-z\d)])(?P<before>)(?P<sign>[-−])(?={_NUMBER}(?![\d–-]))"
)


def find_numbers(text: str, code: str) -> list[Rewrite]:
    """What of the numbers in a language, "de", espeak-ng says wrong or in English."""
    found: list[Rewrite] = []
    if code == "zh":
        found += find_matches(text, _PERCENT, _chinese_percent)
    negative = _CHINESE_NEGATIVE if code == "zh" else _NEGATIVE
    found += find_matches(text, negative, lambda m: _negative(m, MINUS[code]))
    if code in _TO:
        found += find_matches(text, _RANGE, lambda m: _range(m, _TO[code]))
    return without_overlaps(found)


def _negative(match: re.Match[str], minus: str) -> Parts | None:
    before = match.string[: match.start("sign")].rstrip()
    if match["before"] == " " and before[-1:].isdigit():
        return None  # "5 -3" subtracts
    return {"sign": minus}


def _range(match: re.Match[str], to: str) -> Parts | None:
    first, last = (float(match[g].replace(",", ".")) for g in ("first", "last"))
    padded = match["first"].startswith("0") and len(match["first"]) > 1
    call = match["dash"] == "-" and (len(match["first"]), len(match["last"])) == (3, 4)
    return None if first >= last or padded or call else {"dash": to}


def _chinese_percent(match: re.Match[str]) -> str:
    return f"{MINUS['zh'] if match['minus'] else ''}百分之{match['number']}"
