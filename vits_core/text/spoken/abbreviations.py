"""Abbreviations in full: "z. B." as "zum Beispiel"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from vits_core.text.spoken.rewrite import Rewrite

_SPACE = re.compile(r"(?<=\.)\s+")


@dataclass(frozen=True)
class Abbreviations:
    """What a language abbreviates, as it is written with its full stops, and how it is said.

    A space within an abbreviation may be missing, and a small letter at its beginning be a capital.
    An instance is a rule. What its tables do not hold for stays as it is written.
    """

    anywhere: Mapping[str, str] = field(default_factory=dict)
    """They mean the same wherever they stand, also at the end of a sentence."""
    within: Mapping[str, str] = field(default_factory=dict)
    """The sentence goes on behind them: "max." would be a name at its end."""
    before_names: Mapping[str, str] = field(default_factory=dict)
    """Titles: a word with a capital letter follows."""
    before_numbers: Mapping[str, str] = field(default_factory=dict)
    behind_names: Mapping[str, str] = field(default_factory=dict)
    """A word with a capital letter stands before."""
    behind_numbers: Mapping[str, str] = field(default_factory=dict)

    def __call__(self, text: str) -> Iterator[Rewrite]:
        last = len(text)
        while last and not text[last - 1].isalnum():
            last -= 1
        for match in self._pattern.finditer(text):
            start, stop = match.span()
            ends = stop >= last
            spoken = self._spoken(text, match, ends=ends)
            if spoken is not None:
                # A full stop at the end is the sentence's as well.
                yield Rewrite(start, stop - 1 if ends and text[stop - 1] == "." else stop, spoken)

    def _spoken(self, text: str, match: re.Match[str], *, ends: bool) -> str | None:
        start, stop = match.span()
        key = _SPACE.sub("", match[0])
        before = text[max(start - 40, 0) : start].split()[-1:] or [""]
        after = text[stop : stop + 3].lstrip()[:1]
        digit_before = before[0][-1:].isdigit()
        for table, holds in (
            ("before_names", after.isupper() and not digit_before),
            ("before_numbers", after.isdigit() or after == "#"),
            ("behind_names", before[0][:1].isupper() or before[0] == "&"),
            ("behind_numbers", digit_before),
            ("within", not ends and not digit_before),
            ("anywhere", True),
        ):
            if holds:
                keys = self._keys[table]
                small = key[0].lower() + key[1:]
                words = keys.get(key) or keys.get(small)
                if words is not None:
                    capital = key not in keys and not before[0] and words[0].islower()
                    return words[0].upper() + words[1:] if capital else words
        return None

    @cached_property
    def _keys(self) -> dict[str, dict[str, str]]:
        return {
            name: {_SPACE.sub("", written): words for written, words in table.items()}
            for name, table in vars(self).items()
            if isinstance(table, Mapping)
        }

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        written = {key for table in self._keys.values() for key in table}
        either = "|".join(_pattern(key) for key in sorted(written, key=len, reverse=True))
        return re.compile(rf"(?<![\w.@/&-])(?:{either})")


def _pattern(key: str) -> str:
    """`key` with or without spaces behind its full stops."""
    parts = [re.escape(part) for part in key.split(".")]
    first = key[0]
    if first.islower() and first.upper() != first:
        parts[0] = f"[{first}{first.upper()}]{parts[0][1:]}"
    ends = r"(?![^\W\d_])" if key[-1] == "." else r"(?!\w|[.'’]\w)"
    return r"\.\s?".join(parts).removesuffix(r"\s?") + ends
