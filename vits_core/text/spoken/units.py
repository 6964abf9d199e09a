"""Units behind numbers, by their names: "5 km" as "5 kilometers".

The names are those of the Unicode CLDR, in the form that the number asks for, which Babel knows for
every language. The numbers are left to others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache, lru_cache

from vits_core.text.spoken.matching import Parts, find_matches
from vits_core.text.spoken.rewrite import Rewrite
from vits_core.text.spoken.unit_symbols import (
    NAMELESS,
    OWN_SYMBOLS,
    PER_SECOND,
    SYMBOLS,
    WITH_SPACE,
)

LANGUAGES = frozenset({"en", "de", "fr", "es", "it", "pt", "ru", "zh"})
"""Those whose readings are known to be right."""
_MICRO = "μ"
_FRACTIONS = "¼½¾⅓⅔⅛⅜⅝⅞"


def find_units(text: str, language: str) -> Iterator[Rewrite]:
    """Units behind numbers. `language` is a code of `LANGUAGES`, with or without a region."""
    return find_matches(text, pattern(language), lambda m: reading(m, language))


@cache
def pattern(language: str) -> re.Pattern[str]:
    """A number and its unit: `number`, `unit`, and in that `hyphen`, `symbol`, maybe `per`."""
    symbols = [*_symbols(language), *NAMELESS.get(_code(language), {})]
    spelled = {s for each in symbols for s in _spellings(each)}
    loose = "|".join(re.escape(s) for s in sorted(spelled - WITH_SPACE, key=len, reverse=True))
    tight = "|".join(re.escape(s) for s in sorted(spelled & WITH_SPACE, key=len, reverse=True))
    denominators = "|".join(_denominators(language))
    # Chinese sets no spaces, so a word may touch the number and the unit there.
    word = "A-Za-z0-9_" if _code(language) == "zh" else r"\w"
    return re.compile(
        rf"(?:(?<![{word}.,/:])|(?<=\dx))(?P<number>"
        rf"\d+(?:[ .,]\d{{3}})*(?:[.,]\d+)?(?: ?[{_FRACTIONS}])?|[{_FRACTIONS}])"
        rf" ?(?P<unit>(?P<hyphen>-?)(?P<symbol>{loose}|(?<=[ -])(?:{tight})|(?:{tight})(?=/))"
        rf"(?:/(?P<per>{denominators})|(?![{word}/²³]))(?:\.(?=[,;]|\s[a-z]))?)(?![{word}/²³°]|['’]\w)"
    )


def reading(match: re.Match[str], language: str, *, number: str | None = None) -> Parts | None:
    """The unit by its name, in the form for the number or for another `number`."""
    name = unit_name(match["symbol"], match["per"], number or match["number"], language)
    if name is None or (match["hyphen"] and number is None):
        return None
    before, after = name
    if before:  # "每小时5公里"
        return {0: f"{before}{match['number']}{after}"}
    return {"unit": after}


@lru_cache(1000)
def unit_name(symbol: str, per: str | None, number: str, language: str) -> tuple[str, str] | None:
    """What stands before and behind the number where the unit is said; None if it has no name."""
    symbol = symbol.replace(_MICRO, "µ").replace("2", "²").replace("3", "³")
    own = NAMELESS.get(_code(language), {}).get(symbol)
    value = _value(number, language)
    if own and not per:
        return "", own[0] if value == 1 else own[1]
    # Babel is loaded for the first unit, not for the first text.
    from babel import Locale
    from babel.numbers import format_decimal
    from babel.units import format_compound_unit, format_unit

    locale = Locale.parse(language.replace("-", "_"))
    unit = PER_SECOND.get(symbol) or _symbols(language).get(symbol)
    if symbol in PER_SECOND:
        below: str | None = "duration-second"
    else:
        below = _symbols(language).get(per) if per else None
    if unit is None or (per and below is None):
        return None
    if below:
        said = format_compound_unit(value, unit, denominator_unit=below, locale=locale)
    else:
        said = format_unit(value, unit, locale=locale)
    before, found, after = str(said).partition(format_decimal(value, locale=locale))
    if not found or re.search(r"[/\d‰%]", f"{before}{after}"):
        return None
    return before.strip(), after.strip()


def _code(language: str) -> str:
    return re.split("[-_]", language)[0].lower()


def _symbols(language: str) -> dict[str, str]:
    return {**SYMBOLS, **dict.fromkeys(PER_SECOND, ""), **OWN_SYMBOLS.get(_code(language), {})}


def _spellings(symbol: str) -> Iterator[str]:
    """The symbol and what people type for it: "m2", "μm" with the Greek letter."""
    yield symbol
    if symbol[-1] in "²³":
        yield symbol.replace("²", "2").replace("³", "3")
    if "µ" in symbol:
        yield symbol.replace("µ", _MICRO)


def _denominators(language: str) -> list[str]:
    names = ["h", "s", "min", "l", "L", "dl", "dL", "ml", "mL", "m", "kg", "m²", "m2", "m³", "m3"]
    names += ["cm³", "cm3", "cm²", "cm2", "km²", "km2", "ч", "с", "мин", "л", "мл", "м³", "кг"]
    return [*names, "hr", "ft", "gal"] if _code(language) == "en" else names


def _value(number: str, language: str) -> Decimal:
    if number[-1] in _FRACTIONS:
        return Decimal(1 if len(number) == 1 else 2)  # "½ cup", "1 ½ cups"
    point = "." if _code(language) in ("en", "zh") else ","
    other = r"[ ,]" if point == "." else r"[ .]"
    digits = re.sub(rf"{other}(?=\d{{3}}(?!\d))", "", number).replace(",", ".")
    return Decimal(digits)
