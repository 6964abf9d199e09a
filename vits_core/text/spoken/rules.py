"""Which rules hold for a language."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, partial

from vits_core.text.spoken import signs
from vits_core.text.spoken.abbreviation_tables import ABBREVIATIONS
from vits_core.text.spoken.emoji import find_emoji
from vits_core.text.spoken.english.abbreviations import find_abbreviations
from vits_core.text.spoken.english.acronyms import find_acronyms
from vits_core.text.spoken.english.addresses import find_addresses
from vits_core.text.spoken.english.british import in_british
from vits_core.text.spoken.english.codes import find_codes
from vits_core.text.spoken.english.dates import find_dates
from vits_core.text.spoken.english.fractions import find_fractions
from vits_core.text.spoken.english.homographs import find_homographs
from vits_core.text.spoken.english.labels import find_labels
from vits_core.text.spoken.english.money import find_amounts as find_english_amounts
from vits_core.text.spoken.english.numbers import find_numbers
from vits_core.text.spoken.english.ordinals import find_ordinals
from vits_core.text.spoken.english.ranges import find_ranges
from vits_core.text.spoken.english.roman import find_roman_numerals
from vits_core.text.spoken.english.signs import find_signs
from vits_core.text.spoken.english.telephone import find_telephone_numbers
from vits_core.text.spoken.english.times import find_times
from vits_core.text.spoken.english.units import find_english_units
from vits_core.text.spoken.english.years import find_years
from vits_core.text.spoken.languages import dates, numbers, ordinals, times
from vits_core.text.spoken.languages.chinese import find_chinese_numbers
from vits_core.text.spoken.money import find_amounts
from vits_core.text.spoken.rewrite import Rewrite, Rule, apply
from vits_core.text.spoken.units import LANGUAGES, find_units
from vits_core.text.spoken.urls import find_addresses_of_web

_MONTH_FIRST = ("", "US", "CA", "PH")
"""Regions where 5/3 is the third of May."""


def rewrites(text: str, language: str, said: Iterable[Rewrite] = ()) -> list[Rewrite]:
    """What of `text` is read otherwise than it is written, in order, without overlaps.

    `language` is the code of the voice's language: "en", "pt_BR". What is `said` of the text
    beforehand holds before all rules.
    """
    return apply((lambda _: said, *_rules(language)), text)


@cache
def _rules(language: str) -> tuple[Rule, ...]:
    """From the special to the general: where two overlap, the earlier holds."""
    code, _, region = language.replace("_", "-").partition("-")
    if code.lower() == "en":
        american = region.upper() in _MONTH_FIRST
        english: tuple[Rule, ...] = (
            partial(find_addresses_of_web, language="en"),
            partial(find_dates, day_first=not american),
            find_telephone_numbers,
            find_addresses,
            find_codes,
            find_times,
            find_english_amounts,
            partial(find_english_units, language=language),
            find_labels,
            find_abbreviations,
            find_roman_numerals,
            find_ordinals,
            find_fractions,
            find_years,
            find_ranges,
            find_signs,
            find_acronyms,
            find_numbers,
            find_homographs,
            find_emoji,
        )
        return english if american else tuple(in_british(rule) for rule in english)
    code = code.lower()
    amounts = partial(find_amounts, language=language)
    rules: list[Rule] = [amounts, find_emoji]
    if code in LANGUAGES:
        rules[:1] = [
            partial(dates.find_dates, code=code),
            partial(times.find_times, code=code),
            amounts,
            partial(find_units, language=language),
            partial(ordinals.find_ordinals, code=code),
            partial(numbers.find_numbers, code=code),
            *([find_chinese_numbers] if code == "zh" else []),
        ]
    if code in ABBREVIATIONS:
        before_units = rules.index(amounts) + 1  # a year's "г." is no gram
        rules.insert(before_units, ABBREVIATIONS[code])
        rules.insert(0, partial(find_addresses_of_web, language=code))
        rules.insert(-1, partial(signs.find_signs, language=code))
    return tuple(rules)
