"""Dates in English: "May 3, 2020" as "May third, twenty twenty"."""

from __future__ import annotations

import re
from datetime import date

from vits_core.text.spoken.english.numbers import DASH, ordinal, year
from vits_core.text.spoken.matching import Parts, find_matches
from vits_core.text.spoken.rewrite import Rewrite, without_overlaps

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_SHORT_MONTHS = {m[:3]: m for m in MONTHS if m != "May"} | {"Sept": "September"}
_SHORT_DAYS = {
    "Mon": "Monday", "Tue": "Tuesday", "Tues": "Tuesday", "Wed": "Wednesday", "Thu": "Thursday",
    "Thur": "Thursday", "Thurs": "Thursday", "Fri": "Friday", "Sat": "Saturday", "Sun": "Sunday",
}  # fmt: skip
_LONG_MONTH, _SHORT_MONTH = "|".join(MONTHS), "|".join(_SHORT_MONTHS)
_MONTH = rf"(?P<month>(?:{_LONG_MONTH})(?!\w)|(?:{_SHORT_MONTH})(?!\w)\.?)"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>1\d{3}|20\d\d)(?![\w%]|[.,:/]\d)"
_LAST_DAY = rf"(?:\s?(?P<dash>{DASH})\s?(?P<last>{_DAY})(?!\w))?"
_MONTH_FIRST = re.compile(
    rf"(?<!\w){_MONTH}\s(?P<day>{_DAY})(?!\w|[.:/]\d|,\d{{3}}){_LAST_DAY}"
    rf"(?!{DASH}\d)(?:,?\s{_YEAR})?"
)
_DAY_FIRST = re.compile(
    rf"(?<![\w.,:/$€£–-])(?P<day>{_DAY}){_LAST_DAY}\s(?P<of>of\s)?{_MONTH}(?:,?\s{_YEAR})?"
)
_MONTH_YEAR = re.compile(rf"(?<!\w){_MONTH},?\s{_YEAR}")
_NAME = "|".join([*_SHORT_DAYS, *dict.fromkeys(_SHORT_DAYS.values()), *_SHORT_MONTHS, *MONTHS])
_HYPHENED = re.compile(
    rf"(?<![\w.,/-])(?P<day>{_DAY})-(?P<month>{_LONG_MONTH}|{_SHORT_MONTH})-(?P<year>[12]\d{{3}})(?![\w-])"
)
_BETWEEN = re.compile(
    rf"(?<=\d|[tdh])(?P<dash>\s?–\s?|\s-\s)(?=(?:(?:{_LONG_MONTH})|(?:{_SHORT_MONTH})\.?)\s\d)"
)
_NAME_RANGE = re.compile(
    rf"(?<![\w-])(?P<first>(?:{_NAME})(?!\w)\.?)\s?(?P<dash>{DASH})\s?"
    rf"(?P<last>(?:{_NAME})(?![\w-]))"
)
_ISO = re.compile(
    r"(?<![\w.,/-])(?P<year>[12]\d{3})(?P<mark>[-/])(?P<month>\d\d?)(?P=mark)(?P<day>\d\d?)"
    r"(?![\w/-]|[.,:]\d)"
)
_NUMERIC = re.compile(
    r"(?<![\w.,/-])(?P<first>\d\d?)(?P<mark>[-/.])(?P<second>\d\d?)(?P=mark)"
    r"(?P<year>[12]\d{3}|\d\d)(?![\w/-]|[.,:]\d)"
)
_NO_YEAR = re.compile(
    r"(?<![\w.,/-])(?P<cue>(?:[Oo]n|[Bb]y|[Ss]ince|[Uu]ntil|[Bb]efore|[Aa]fter|[Dd]ated|[Dd]ue)\s)?"
    r"(?P<date>(?P<first>\d\d?)/(?P<second>\d\d?))(?![\w/-]|[.,:]\d)"
)
_ATTACKS = re.compile(r"(?<![\w.,/-])9/11(?![\w/-]|[.,:]\d)")
_DENOMINATORS = {15, 16, 18, 20, 24, 25, 30}
"""Of fractions that people write: 3/16 is none of March."""


def find_dates(text: str, *, day_first: bool = False) -> list[Rewrite]:
    """Dates with their months as words or as numbers; `day_first` as in British English."""
    found: list[Rewrite] = []

    def numeric(match: re.Match[str]) -> str | None:
        first, second, mark = int(match["first"]), int(match["second"]), match["mark"]
        if len(match["year"]) == 2 and mark != "/":
            return None  # a version, a score
        month, day = (second, first) if day_first or mark == "." else (first, second)
        if month > 12 >= day:
            month, day = day, month  # only one order makes a date
        return _spoken(match["year"], month, day, day_first)

    def without_year(match: re.Match[str]) -> Parts | None:
        first, second = int(match["first"]), int(match["second"])
        month, day = (second, first) if day_first else (first, second)
        looks_like_fraction = month == 1 or day < 13 or (day in _DENOMINATORS and month != 12)
        rated = re.search(r"(?:score|rated|rating)\s$", match.string[: match.start()][-8:])
        if not match["cue"] and (day_first or looks_like_fraction or rated):
            return None
        return {"date": _spoken("", month, day, day_first)}

    def iso(match: re.Match[str]) -> str | None:
        return _spoken(match["year"], int(match["month"]), int(match["day"]), day_first)

    if any(c.isdigit() for c in text):
        found += find_matches(text, _ISO, iso)
        found += find_matches(text, _HYPHENED, lambda m: _hyphened(m, day_first))
        found += find_matches(text, _ATTACKS, lambda _: None if day_first else "nine eleven")
        found += find_matches(text, _NUMERIC, numeric)
        found += find_matches(text, _NO_YEAR, without_year)
        found += find_matches(text, _MONTH_FIRST, lambda m: _month_first(m, day_first))
        found += find_matches(text, _DAY_FIRST, _day_first)
        found += find_matches(text, _MONTH_YEAR, _common)
        found += find_matches(text, _BETWEEN, lambda _: {"dash": "to"})
    found += find_matches(text, _NAME_RANGE, _name_range)
    return without_overlaps(found)


def _spoken(year_digits: str, month: int, day: int, day_first: bool) -> str | None:
    """The date in words; None if there is no such day."""
    full = _full_year(year_digits)
    try:
        date(full or 2000, month, day)
    except ValueError:
        return None
    name = MONTHS[month - 1]
    words = f"the {ordinal(day)} of {name}" if day_first else f"{name} {ordinal(day)}"
    return f"{words} {year(full)}" if full else words


def _hyphened(match: re.Match[str], day_first: bool) -> str | None:
    """ "15-Aug-1947" as "August fifteenth nineteen forty-seven"."""
    month = MONTHS.index(_SHORT_MONTHS.get(match["month"], match["month"])) + 1
    return _spoken(match["year"], month, _day(match["day"]), day_first)


def _full_year(digits: str) -> int:
    """19 as 2019, 87 as 1987; 0 for none."""
    if len(digits) == 2:
        return int(digits) + (2000 if int(digits) < 50 else 1900)
    return int(digits or 0)


def _month_first(match: re.Match[str], day_first: bool) -> Parts | None:
    if match["last"] and _day(match["last"]) <= _day(match["day"]):
        return None  # "a March 2-1 win"
    article = "the " if day_first else ""
    parts: dict[str | int, str | None] = {"day": f"{article}{_ordinal(match['day'])}"}
    return parts | _common(match)


def _day_first(match: re.Match[str]) -> Parts:
    last, day = match["last"], _ordinal(match["day"])
    article = "" if re.search(r"\b[Tt]he\s$", match.string[: match.start()][-5:]) else "the "
    of = "" if match["of"] else " of"
    parts: dict[str | int, str | None] = {"day": f"{article}{day}{'' if last else of}"}
    common = _common(match)
    if last:
        common["last"] = f"{common['last']}{of}"
    return parts | common


def _common(match: re.Match[str]) -> dict[str | int, str | None]:
    groups = match.groupdict()
    month, written_year, last = groups["month"].rstrip("."), groups["year"], groups.get("last")
    parts: dict[str | int, str | None] = {"month": _SHORT_MONTHS.get(month)}
    if written_year:
        parts["year"] = year(written_year)
    if last:
        parts |= {"dash": "to", "last": _ordinal(last)}
    return parts


def _ordinal(day: str) -> str:
    return ordinal(_day(day))


def _day(written: str) -> int:
    """5 of "5th"."""
    return int(re.sub(r"\D", "", written))


def _name_range(match: re.Match[str]) -> Parts | None:
    """ "Mon–Fri" as "Monday to Friday"."""
    names = [match["first"].rstrip("."), match["last"]]
    full = [_SHORT_DAYS.get(n) or _SHORT_MONTHS.get(n) or n for n in names]
    if (full[0] in MONTHS) != (full[1] in MONTHS):
        return None
    return {"first": full[0], "dash": "to", "last": full[1]}
