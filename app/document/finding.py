"""Where words stand in a text."""

from __future__ import annotations

import re

Pattern = re.Pattern[str]
Span = tuple[int, int]


def pattern_of(words: str, *, match_case: bool = False) -> Pattern | None:
    """Finds these words, whatever white space is between them; None where there are none."""
    parts = [re.escape(part) for part in re.split(r"\s+", words)]
    if not any(parts):
        return None
    return re.compile(r"\s+".join(parts), 0 if match_case else re.IGNORECASE)


def spans_of(pattern: Pattern | None, text: str) -> list[Span]:
    """Where the words stand, from the first place to the last."""
    return [match.span() for match in pattern.finditer(text)] if pattern is not None else []
