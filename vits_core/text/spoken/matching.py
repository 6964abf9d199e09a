"""Rules made of a pattern and what its matches are read as."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from vits_core.text.spoken.rewrite import Rewrite

Parts = Mapping[str | int, str | None]
"""What groups of a match are read as; the rest of the match stays as it is."""
Reading = Callable[[re.Match[str]], str | Parts | None]
"""What a match is read as: all of it, some of its groups, or, with None, as it is written."""


def find_matches(text: str, pattern: re.Pattern[str], reading: Reading) -> Iterator[Rewrite]:
    """What the matches of `pattern` in `text` are read as.

    A group that is rewritten by itself keeps its own place in the text, so that the words of a date
    are marked one by one while they are heard. Spaces at its ends are not part of it.
    """
    for match in pattern.finditer(text):
        spoken = reading(match)
        if spoken is None:
            continue
        parts: Parts = {0: spoken} if isinstance(spoken, str) else spoken
        for group, words in parts.items():
            written = match[group]
            if words is None or not written or written.isspace():
                continue
            start = match.end(group) - len(written.lstrip())
            yield Rewrite(start, start + len(written.strip()), words)
