"""What the ends of sentences depend on in a language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from vits_core.text.sentences.abbreviations import ANY_LANGUAGE, BY_LANGUAGE, Kind
from vits_core.text.sentences.starters import STARTERS
from vits_core.text.sentences.word_sets import LANGUAGES_WITH_ORDINALS

_SAME = {"nb": "no", "nn": "no", "bs": "hr"}


@dataclass(frozen=True, slots=True)
class LanguageRules:
    """Abbreviations are without their last full stop."""

    language: str
    any_case: Mapping[str, Kind]
    """In lower case, for all spellings."""
    parts: frozenset[str]
    """Parts of those of `any_case` that have several."""
    as_written: Mapping[str, Kind]
    starters: frozenset[str]
    has_ordinals: bool
    is_known: bool
    """Whether abbreviations of this very language are known."""

    def kind(self, word: str) -> Kind | None:
        """Of which kind `word` is if it is an abbreviation."""
        return self.as_written.get(word) or self.any_case.get(word.lower())


@lru_cache(maxsize=32)
def rules_of(language: str) -> LanguageRules:
    """The rules of a language, by its code: "en", "pt-BR"."""
    code = re.split("[-_]", language.lower())[0]
    code = _SAME.get(code, code)
    any_case: dict[str, Kind] = {}
    as_written: dict[str, Kind] = {}
    for word, kind in [*_words(ANY_LANGUAGE), *_words(BY_LANGUAGE.get(code, {}))]:
        if word.startswith("="):
            as_written[word[1:]] = kind
        elif word.islower():
            any_case[word] = kind
        else:
            as_written[word] = as_written[word.upper()] = kind
    return LanguageRules(
        code,
        any_case,
        frozenset(part for word in any_case if "." in word for part in word.split(".")),
        as_written,
        STARTERS.get(code, frozenset()),
        code in LANGUAGES_WITH_ORDINALS,
        code in BY_LANGUAGE,
    )


def _words(table: Mapping[str, str]) -> Iterator[tuple[str, Kind]]:
    for kind, words in table.items():
        for word in words.split():
            yield word, Kind(kind)
