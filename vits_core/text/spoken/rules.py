"""Which rules hold for a language."""

from __future__ import annotations

from functools import partial

from vits_core.text.spoken.money import find_amounts
from vits_core.text.spoken.rewrite import Rule


def rules_of(language: str) -> tuple[Rule, ...]:
    """What finds the stretches of a text that are read otherwise than they are written.

    `language` is the code of the voice's language: "en", "pt_BR".
    """
    return (partial(find_amounts, language=language),)
