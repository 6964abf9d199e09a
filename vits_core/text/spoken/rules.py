"""Which rules hold for a language."""

from __future__ import annotations

from functools import partial

from vits_core.text.spoken.money import find_amounts
from vits_core.text.spoken.rewrite import Rewrite, Rule, apply


def rewrites(text: str, language: str) -> list[Rewrite]:
    """What of `text` is read otherwise than it is written, in order, without overlaps.

    `language` is the code of the voice's language: "en", "pt_BR".
    """
    return apply(_rules(language), text)


def _rules(language: str) -> tuple[Rule, ...]:
    return (partial(find_amounts, language=language),)
