"""Times of day: "17:30" as "17 Uhr 30", "8h30" as "8 heures 30"."""

from __future__ import annotations

import re
from decimal import Decimal

from vits_core.text.spoken.matching import find_matches
from vits_core.text.spoken.rewrite import Rewrite, without_overlaps

_START, _END = r"(?<![A-Za-zА-Яа-я\d.,:/-])", r"(?![A-Za-zА-Яа-я\d]|[:.,/]\d)"
_TIME = r"(?P<hours>[01]?\d|2[0-4]):(?P<minutes>[0-5]\d)"
_HOURS, _MINUTES = r"(?P<short_hours>[01]?\d|2[0-4])", r"(?P<short_minutes>[0-5]\d)"
_PATTERNS = {
    "de": rf"{_START}(?:{_TIME}|{_HOURS}[.]{_MINUTES}(?=\s?Uhr))(?:\s?Uhr\b)?{_END}",
    "fr": rf"{_START}(?:{_TIME}|{_HOURS}\s?[hH]\s?{_MINUTES}?){_END}",
    "pt": rf"{_START}(?:{_TIME}|{_HOURS}h{_MINUTES}?)(?:min\b)?{_END}",
}
_USUAL = rf"{_START}{_TIME}(?:\s?(?:h|ч)\b\.?)?{_END}"
_LANGUAGES = ("de", "fr", "es", "it", "pt", "ru", "zh")
_COMPILED = {code: re.compile(_PATTERNS.get(code, _USUAL)) for code in _LANGUAGES}


def find_times(text: str, code: str) -> list[Rewrite]:
    """Times of day in a language, "de"."""
    return without_overlaps(find_matches(text, _COMPILED[code], lambda m: _reading(m, code)))


def _reading(found: re.Match[str], code: str) -> str:
    groups = found.groupdict()
    hours = int(groups["hours"] or groups.get("short_hours") or 0)
    minutes = int(groups["minutes"] or groups.get("short_minutes") or 0)
    rest = str(minutes or "")
    match code:
        case "de":
            return f"{'ein' if hours == 1 else hours} Uhr {rest}".strip()
        case "fr":
            unit = "heure" if hours < 2 else "heures"
            return f"{'une' if hours == 1 else hours} {unit} {rest}".strip()
        case "zh":
            padded = f"零{minutes}" if minutes < 10 else rest
            return f"{hours}点{f'{padded}分' if minutes else ''}"
        case "ru":
            said = _russian(hours, "hour")
            return f"{said} {_russian(minutes, 'minute')}" if minutes else said
        case "pt" if not minutes:
            return f"{hours} {'hora' if hours < 2 else 'horas'}"
    if not minutes:
        return str(hours)
    return f"{hours} {'y' if code == 'es' else 'e'} {minutes}"


def _russian(count: int, unit: str) -> str:
    """The minute is feminine: "две минуты"."""
    # Loaded for the first time of day, not for the first text.
    from babel.units import format_unit
    from num2words import num2words

    name = str(format_unit(Decimal(count), f"duration-{unit}", locale="ru")).split()[1]
    return f"{num2words(count, lang='ru', gender='f' if unit == 'minute' else 'm')} {name}"
