"""Dates: "03.05.2019" as "dritter Mai zweitausendneunzehn"."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import Any

from vits_core.text.spoken.matching import Parts, find_matches
from vits_core.text.spoken.rewrite import Rewrite, without_overlaps

_NUMERIC = re.compile(
    r"(?<![A-Za-z\d.,/-])(?P<day>\d\d?)(?P<mark>[./-])(?P<month>\d\d?)(?P=mark)(?P<year>[12]\d{3})"
    r"(?![A-Za-z\d/-]|[.,:]\d)"
)
_ISO = re.compile(
    r"(?<![A-Za-z\d.,/-])(?P<year>[12]\d{3})(?P<mark>[-/.])(?P<month>\d\d?)(?P=mark)(?P<day>\d\d?)"
    r"(?![A-Za-z\d/-]|[.,:]\d)"
)
_GERMAN_CASE = re.compile(
    r"\b(?:(?P<weak>[Dd]er|[Dd]ie|[Dd]as)|(?:[Aa]m|[Vv]om|[Zz]um|[Dd]em|[Dd]en|[Dd]es|[Ii]m|[Bb]eim))\s$"
)
_GERMAN_ORDINAL = re.compile(
    r"\b(?P<article>[Dd]er|[Dd]ie|[Dd]as|[Aa]m|[Vv]om|[Zz]um|[Zz]ur|[Dd]em|[Dd]en|[Dd]es|[Ii]m|[Bb]eim)\s"
    r"(?P<ordinal>[1-9]\d{0,2}\.)(?=\s[A-ZÄÖÜ])"
)
_CHINESE_YEAR = re.compile(r"(?<![A-Za-z\d.,])(?P<year>[12]\d{3})(?=\s?年)")
_CHINESE_DIGITS = str.maketrans("0123456789", "零一二三四五六七八九")
_OF = {"es": " de ", "pt": " de "}


def find_dates(text: str, code: str) -> list[Rewrite]:
    """Dates in a language, "de", with the day before the month; 2019-05-03 too."""
    found: list[Rewrite] = []
    for pattern in (_ISO, _NUMERIC):
        found += find_matches(text, pattern, lambda m: _numeric(m, code))
    if code == "zh":
        found += find_matches(text, _CHINESE_YEAR, lambda m: m[0].translate(_CHINESE_DIGITS))
    else:
        found += find_matches(text, _with_name(code), lambda m: _named(m, code))
    if code == "de":
        found += find_matches(text, _GERMAN_ORDINAL, _german_ordinal)
    return without_overlaps(found)


@cache
def _months(code: str) -> tuple[str, ...]:
    """The names of the months as they stand behind a day."""
    from babel import Locale

    names = Locale.parse(code).months["format"]["wide"]
    return tuple(names[i] for i in range(1, 13))


@cache
def _with_name(code: str) -> re.Pattern[str]:
    """A day before the name of a month, where it is no cardinal number, and the year after it."""
    names = "|".join(re.escape(name) for name in _months(code))
    day = {"de": r"(?P<day>[1-3]?\d)\.", "ru": r"(?P<day>[1-3]?\d)"}.get(code, r"(?P<day>1)[º°]?")
    return re.compile(
        rf"(?<![\w.,/:-])(?P<written>{day})(?=\s(?:de\s)?(?:{names})\b)"
        rf"(?:\s(?:{names}) (?P<year>[12]\d{{3}})(?P<g>\s?(?:г\.|года))?(?![\w-]|[.,:]\d))?"
    )


def _numeric(match: re.Match[str], code: str) -> str | None:
    year, month, day = int(match["year"]), int(match["month"]), int(match["day"])
    try:
        date(year, month, day)
    except ValueError:
        return None
    if code == "zh":
        return f"{match['year'].translate(_CHINESE_DIGITS)}年{month}月{day}日"
    of = _OF.get(code, " ")
    name = _months(code)[month - 1]
    return f"{_day(match, code)}{of}{name}{of}{_year(year, code)}"


def _named(match: re.Match[str], code: str) -> Parts:
    day = match.group("day")
    if not 1 <= int(day) <= 31:
        return {}
    parts: dict[str | int, str | None] = {"written": _day(match, code)}
    if match["year"]:
        parts["year"] = _year(int(match["year"]), code)
        if code == "ru":
            parts["g"] = "" if match["g"] else None
    return parts


def _day(match: re.Match[str], code: str) -> str:
    day = int(match["day"])
    if code == "de":
        stem = _words(day, code, to="ordinal")
        before = _GERMAN_CASE.search(match.string[max(0, match.start() - 8) : match.start()])
        return stem + ("r" if before is None else "" if before["weak"] else "n")
    if code == "ru":
        return _words(day, code, to="ordinal", case="g", gender="n")
    if day == 1:
        return {"fr": "premier", "es": "primero", "it": "primo", "pt": "primeiro"}[code]
    return _words(day, code)


def _year(year: int, code: str) -> str:
    if code == "ru":
        return f"{_words(year, code, to='ordinal', case='g', gender='m')} года"
    if code in ("de", "fr"):
        return _words(year, code, to="year")
    return _words(year, "pt_BR" if code == "pt" else code).replace(",", "")


def _german_ordinal(match: re.Match[str]) -> Parts:
    """ "am 3. Tag" as "am dritten Tag", "der 3. Tag" as "der dritte Tag"."""
    stem = _words(int(match["ordinal"][:-1]), "de", to="ordinal")
    weak = match["article"].lower() in ("der", "die", "das")
    return {"ordinal": stem + ("" if weak else "n")}


def _words(number: int, code: str, **how: Any) -> str:
    # Its 60 languages are loaded for the first number, not for the first text.
    from num2words import num2words

    return str(num2words(number, lang=code, **how))
