"""Numbers in words as the British say them: "one hundred and one"."""

from __future__ import annotations

import re
from dataclasses import replace

from vits_core.text.spoken.rewrite import Rule

_ONES = (
    "one|two|three|four|five|six|seven|eight|nine|first|second|third|fourth|fifth|sixth|seventh"
    "|eighth|ninth"
)
_TEENS = "ten|eleven|twelve|tenth|eleventh|twelfth|(?:thir|four|fif|six|seven|eigh|nine)teen(?:th)?"
_TENS = rf"(?:twen|thir|for|fif|six|seven|eigh|nine)(?:ty(?:-(?:{_ONES}))?|tieth)"
_AND = re.compile(
    rf"\b(?:(hundred)|(thousand|million|billion)) (?=(?:{_ONES}|{_TEENS}|{_TENS})\b(?!-)"
    r"(?(2)(?! hundred| thousand| million)))"
)


def in_british(rule: Rule) -> Rule:
    """The rule with "and" in its numbers."""
    return lambda text: (replace(r, spoken=_AND.sub(_with_and, r.spoken)) for r in rule(text))


def _with_and(match: re.Match[str]) -> str:
    return f"{match[1] or match[2]} and "
