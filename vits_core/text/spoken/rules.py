"""Which rules hold for a language."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, partial

from vits_core.text.spoken.english.fractions import find_fractions
from vits_core.text.spoken.english.numbers import find_numbers
from vits_core.text.spoken.english.ordinals import find_ordinals
from vits_core.text.spoken.english.ranges import find_ranges
from vits_core.text.spoken.money import find_amounts
from vits_core.text.spoken.rewrite import Rewrite, Rule, apply


def rewrites(text: str, language: str, said: Iterable[Rewrite] = ()) -> list[Rewrite]:
    """What of `text` is read otherwise than it is written, in order, without overlaps.

    `language` is the code of the voice's language: "en", "pt_BR". What is `said` of the text
    beforehand holds before all rules.
    """
    return apply((lambda _: said, *_rules(language)), text)


@cache
def _rules(language: str) -> tuple[Rule, ...]:
    """From the special to the general: where two overlap, the earlier holds."""
    code = language.replace("_", "-").partition("-")[0]
    if code.lower() != "en":
        return (partial(find_amounts, language=language),)
    return (
        partial(find_amounts, language=language),
        find_ordinals,
        find_fractions,
        find_ranges,
        find_numbers,
    )
