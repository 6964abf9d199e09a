"""Ordinals: "75e" as "soixante-quinzième", "XXI век" as "двадцать первый век"."""

from __future__ import annotations

import re
from typing import Any

from vits_core.text.spoken.english.roman import value
from vits_core.text.spoken.matching import Parts, find_matches
from vits_core.text.spoken.rewrite import Rewrite, without_overlaps

_ROMAN = r"(?=[IVX])X{0,3}(?:IX|IV|V?I{0,3})"
_FRENCH = re.compile(
    rf"(?<![\w.,-])(?P<ordinal>(?:(?P<number>[1-9]\d{{0,2}})|(?P<roman>{_ROMAN}))(?:e|ème))"
    r"(?=\s[a-zéèêâîôœ])"
)
_FRENCH_RULER = re.compile(
    r"(?<!\w)(?:Louis|Henri|Charles|Napoléon|François|Philippe|Jean-Paul|Benoît|Pie)\s"
    rf"(?P<ordinal>{_ROMAN})(?!\w)"
)
_SPANISH = re.compile(
    r"(?<![\w.,-])(?P<number>[1-9]\d?)\.(?P<sign>[ºª])(?P<noun>(?=\s[a-zñáéíóú]))?"
)
_SPANISH_RULER = re.compile(
    r"(?<!\w)(?:Felipe|Carlos|Alfonso|Fernando|Isabel|Juan Pablo|Pío|Enrique|Luis)\s"
    rf"(?P<ordinal>{_ROMAN})(?!\w)"
)
_RUSSIAN = re.compile(
    r"(?<![\w.,-])(?P<number>[1-9]\d{0,3})-(?P<ending>й|я|е|го|ый|ая|ое|ого)(?!\w)"
)
_RUSSIAN_CENTURY = re.compile(
    rf"(?<!\w)(?P<ordinal>{_ROMAN})(?=\s(?P<century>век|века|веке)(?!\w))"
)
_RUSSIAN_RULER = re.compile(
    rf"(?<!\w)(?:Пётр|Петр|Николай|Александр|Павел|Иван|Людовик|Генрих|Карл)\s(?P<ordinal>{_ROMAN})(?!\w)"
)
_RUSSIAN_FORMS = {
    "й": ("m", "n"), "ый": ("m", "n"), "я": ("f", "n"), "ая": ("f", "n"), "е": ("n", "n"),
    "ое": ("n", "n"), "го": ("m", "g"), "ого": ("m", "g"), "век": ("m", "n"), "века": ("m", "g"),
    "веке": ("m", "p"),
}  # fmt: skip
"""Gender and case by ending, or by form of the century."""
_GERMAN_YEAR = re.compile(
    r"(?<![\w.,/:€$])(?<!Nr\. )(?<!\D\d{3}-)(?P<year>1[1-9]\d\d)"
    r"(?![\w/:%€]|[.,]\d|\s?[€$]|\s[A-ZÄÖÜ]|\s(?:km|m|kg|g)\b)"
)


def find_ordinals(text: str, code: str) -> list[Rewrite]:
    """Ordinals in figures and in Roman numerals; German years, which have a form of their own."""
    found: list[Rewrite] = []
    if code == "fr":
        found += find_matches(text, _FRENCH, _french)
        found += find_matches(text, _FRENCH_RULER, lambda m: _ruler(m, "fr", last_ordinal=1))
    elif code == "es":
        found += find_matches(text, _SPANISH, _spanish)
        found += find_matches(text, _SPANISH_RULER, lambda m: _ruler(m, "es", last_ordinal=10))
    elif code == "ru":
        found += find_matches(text, _RUSSIAN, lambda m: _russian(int(m["number"]), m["ending"]))
        found += find_matches(text, _RUSSIAN_CENTURY, _russian_century)
        found += find_matches(text, _RUSSIAN_RULER, lambda m: _ruler(m, "ru", last_ordinal=39))
    elif code == "de":
        found += find_matches(text, _GERMAN_YEAR, lambda m: _words(int(m[0]), "de", to="year"))
    return without_overlaps(found)


def _french(match: re.Match[str]) -> Parts:
    number = int(match["number"] or value(match["roman"]))
    return {"ordinal": _words(number, "fr", to="ordinal")}


def _spanish(match: re.Match[str]) -> str:
    said = _words(int(match["number"]), "es", to="ordinal")
    if match["sign"] == "ª":
        return said[:-1] + "a"
    short = match["noun"] is not None and said in ("primero", "tercero")
    return said[:-1] if short else said


def _ruler(match: re.Match[str], code: str, *, last_ordinal: int) -> Parts:
    """Of the name of a ruler: "Louis quatorze", but "Felipe sexto"."""
    number = value(match["ordinal"])
    return {
        "ordinal": _words(number, code, **({"to": "ordinal"} if number <= last_ordinal else {}))
    }


def _russian(number: int, form: str) -> str:
    gender, case = _RUSSIAN_FORMS[form]
    return _words(number, "ru", to="ordinal", gender=gender, case=case)


def _russian_century(match: re.Match[str]) -> Parts:
    return {"ordinal": _russian(value(match["ordinal"]), match["century"])}


def _words(number: int, code: str, **how: Any) -> str:
    # Its 60 languages are loaded for the first number, not for the first text.
    from num2words import num2words

    return str(num2words(number, lang=code, **how))
