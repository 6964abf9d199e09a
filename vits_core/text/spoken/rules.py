"""Which rules hold for a language."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, partial

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
    return (partial(find_amounts, language=language),)
