"""Where sentences end.

Every mark that can end one is judged by itself, from the words around it. Quotes and brackets are
not matched, so neither an inch mark nor a quote that was never closed changes anything.
"""

from __future__ import annotations

import re
from enum import Enum, auto

import sentencex

from vits_core.text.sentences.abbreviations import Kind
from vits_core.text.sentences.language_rules import LanguageRules, rules_of
from vits_core.text.sentences.marks import Mark, find_marks, full_stop_at
from vits_core.text.sentences.word_sets import (
    AUTHORITIES,
    CONJUNCTIONS,
    GERMAN_COUNTED,
    GERMAN_DETERMINERS,
    LETTERED,
    PREPOSITIONS,
    SPEAKING,
)

_ENUMERATOR = re.compile(r"[\s(]*(?:\d{1,3}(?:\.\d{1,3})*|[A-Z]|[ivx]{1,4}|[IVX]{1,4})$")
_NUMBERED = re.compile(r"\s*\(?\d{1,3}(?:\.\d{1,3})*[.)]\s+")
"""What numbers an item or a title, and is no sentence of its own."""
_PREVIOUS = re.compile(r"(\S+)\s+\S+$")
_BEFORE_THAT = re.compile(r"(\S+)\s+\S+\s+\S+$")
_PARTS_BEFORE = re.compile(r"(?<![^\W_])(?:[^\W_]{1,5}\.\s?){0,3}[^\W_]{1,5}$")
_PARTS_BEHIND = re.compile(r"(?:\s?[^\W_]{1,5}\.){1,2}")
_LONGEST = 20
"""Characters of the parts of an abbreviation before the last."""
_INITIALS = re.compile(r"[^\W\d_](?:\.-?[^\W\d_])+")
_ROMAN = re.compile(r"(?!I\b)[IVXLC]+\b")
_NUMBER_FOLLOWS = re.compile(r"[№#§$€£+]?\s?\d")


class Meaning(Enum):
    """What a mark is for."""

    END = auto()
    INSIDE = auto()
    """It is heard, and the sentence goes on."""
    ABBREVIATION = auto()
    """A full stop that belongs to its word and is not heard."""


def find_end(text: str, start: int, limit: int, stop: int, language: str) -> int | None:
    """Where the first sentence of `text[start:stop]` ends, behind its closing quotes.

    `stop` is the end of the paragraph. None if no other sentence begins before `limit`.
    """
    rules = rules_of(language)
    numbered = _NUMBERED.match(text, start, stop)
    for mark in find_marks(text, start, limit, stop, rules.language):
        if numbered and mark.end <= numbered.end():
            continue
        if _meaning(mark, rules) is Meaning.END:
            return mark.end
    return None


def is_abbreviated(text: str, at: int, language: str) -> bool:
    """Whether the full stop at a character belongs to the word before it and is not heard."""
    rules = rules_of(language)
    mark = full_stop_at(text, at, rules.language)
    if mark is None:
        return False
    following = text[mark.end : mark.end + 1]
    if not mark.closing and following in tuple(",;:"):
        return True
    meaning = _meaning(mark, rules)
    if mark.closing or not following.isspace():
        return meaning is not Meaning.END and _kind(mark, rules) is not None
    return meaning is Meaning.ABBREVIATION


def _meaning(mark: Mark, rules: LanguageRules) -> Meaning:
    if mark.is_final:
        return Meaning.END
    if mark.is_full_stop:
        return _of_full_stop(mark, rules)
    if mark.small_follows and not mark.has_only_small_letters:
        return Meaning.INSIDE
    if mark.is_ellipsis:
        return _of_ellipsis(mark, rules)
    return Meaning.INSIDE if _names_speaker(mark) else Meaning.END


def _of_ellipsis(mark: Mark, rules: LanguageRules) -> Meaning:
    """A hesitation before what is written with a capital anyway, else the end of a thought."""
    is_i = rules.language == "en" and re.match(r"I\b", mark.after)
    is_noun = rules.language == "de" and mark.token.lower() not in rules.starters
    hesitates = (is_i or is_noun) and not mark.quote_follows and not mark.closing
    return Meaning.INSIDE if hesitates or mark.small_follows else Meaning.END


def _names_speaker(mark: Mark) -> bool:
    """`“Go!” Tom said.`"""
    words = re.findall(r"[^\W\d_]+", mark.after)[1:3]
    return bool(mark.closing.strip(")]}")) and any(word in SPEAKING for word in words)


def _of_full_stop(mark: Mark, rules: LanguageRules) -> Meaning:
    if mark.small_follows:
        return _before_small(mark, rules)
    if len(mark.before) < 12 and _ENUMERATOR.match(mark.before):
        return Meaning.INSIDE if mark.word.isdigit() else Meaning.ABBREVIATION
    kind = _kind(mark, rules)
    word = mark.word
    if len(word) == 1 and word.isupper() and kind is not Kind.BEFORE:
        numbers = kind is not None and _number_follows(mark)
        ends = not numbers and not _is_initial(mark, rules)
    elif kind is not None:
        ends = _ends_behind(kind, mark, rules)
    elif _INITIALS.fullmatch(word):
        ends = mark.quote_follows or not mark.after[:1].isalpha() or _starts(mark, rules)
    elif word.isdigit():
        ends = not (rules.has_ordinals and _is_ordinal(mark, rules))
    elif not rules.is_known and not mark.closing:
        ends = not _is_listed(word, mark.token, rules.language)
    else:
        ends = True
    return Meaning.END if ends else Meaning.ABBREVIATION


def _before_small(mark: Mark, rules: LanguageRules) -> Meaning:
    if _kind(mark, rules) is None:
        if (
            mark.has_only_small_letters
            and len(mark.word) > 1
            and not _INITIALS.fullmatch(mark.word)
        ):
            return Meaning.END
        if mark.closing:
            return Meaning.INSIDE
    return Meaning.ABBREVIATION


def _kind(mark: Mark, rules: LanguageRules) -> Kind | None:
    """Of which kind the word before the mark is if it is an abbreviation."""
    word = mark.word
    if not word or (len(word) > 12 and rules.language != "de"):
        return None
    if len(word) <= 5 and (parted := _parted(mark, rules)):
        return parted
    kind = rules.kind(word)
    if kind is None:
        tail = re.split(r"['’/-]", word)[-1]
        kind = rules.kind(tail) if tail != word else None
    if kind is None and rules.language == "de" and word.endswith("str"):
        return Kind.NUMBER
    if kind is Kind.BEHIND_NUMBER:
        return Kind.NUMBER if _previous(mark)[-1:].isdigit() else Kind.BEFORE
    return kind


def _parted(mark: Mark, rules: LanguageRules) -> Kind | None:
    """The kind of an abbreviation whose parts have spaces between them: "z. B."."""
    if mark.word.lower() not in rules.parts:
        return None
    behind = _PARTS_BEHIND.match(f"{mark.opening}{mark.after}") if not mark.closing else None
    if behind is None and "." not in mark.before[-_LONGEST:]:
        return None
    before = _PARTS_BEFORE.search(mark.before[-_LONGEST:])
    parts = before[0].lower().split(".") if before else [mark.word.lower()]
    parts = [part.strip() for part in parts]
    count = len(parts)
    if behind is not None:
        parts += [part.strip() for part in behind[0].lower().split(".")[:-1]]
    for start in range(count):
        for stop in range(len(parts), count - 1, -1):
            kind = rules.any_case.get(".".join(parts[start:stop])) if stop > start + 1 else None
            if kind is not None:
                return kind if stop == count else Kind.BEFORE
    return None


def _ends_behind(kind: Kind, mark: Mark, rules: LanguageRules) -> bool:
    if kind is Kind.BEFORE:
        return False
    if kind is Kind.NUMBER:
        return not _number_follows(mark)
    if mark.bracket_follows:
        return False
    if kind is Kind.CLOSING or mark.quote_follows:
        return True
    if kind is Kind.NAME:
        return not mark.after[:1].isdigit() and _starts(mark, rules)
    if _starts(mark, rules):
        return True
    sentence = mark.before.split()
    is_short = len(sentence) <= 4 and sentence[0].lower() in PREPOSITIONS
    return not is_short and mark.token.lower() not in AUTHORITIES


def _number_follows(mark: Mark) -> bool:
    return bool(_NUMBER_FOLLOWS.match(mark.after) or _ROMAN.match(mark.after))


def _starts(mark: Mark, rules: LanguageRules) -> bool:
    """Whether a word follows that begins sentences rather than being a part of a name."""
    token = mark.token
    if len(token) == 1 and mark.after[1:2] == ".":
        return False
    token = token.lower().replace("’", "'")
    return token in rules.starters or token.split("'")[0] in rules.starters


def _is_initial(mark: Mark, rules: LanguageRules) -> bool:
    """Whether the single capital before the mark stands for a name: "J. R. R. Tolkien"."""
    if mark.quote_follows or not mark.after[:1].isalpha() or _starts(mark, rules):
        return False
    previous = _previous(mark)
    if not previous:
        return True
    if rules.language == "en" and mark.word == "I" and not previous[:1].isupper():
        return False
    if previous.lower() in LETTERED or previous[-1:].isdigit():
        return False
    if previous.lower() in CONJUNCTIONS:
        before_that = _BEFORE_THAT.search(mark.before)
        return before_that is None or len(before_that[1]) > 1
    return True


def _previous(mark: Mark) -> str:
    """The word before the word that the mark stands behind."""
    found = _PREVIOUS.search(mark.before)
    return found[1] if found else ""


def _is_ordinal(mark: Mark, rules: LanguageRules) -> bool:
    if len(mark.word) > 3 or mark.quote_follows:
        return False
    if mark.after[:1].isdigit():
        return True
    if rules.language not in ("de", "lb") or _starts(mark, rules):
        return False
    return mark.token.lower() in GERMAN_COUNTED or _previous(mark).lower() in GERMAN_DETERMINERS


def _is_listed(word: str, token: str, language: str) -> bool:
    """Whether sentencex knows the word as an abbreviation."""
    if not word or len(word) > 12:
        return False
    boundaries = sentencex.get_sentence_boundaries(language, f"{word}. {token or 'x'}")
    return len(boundaries) == 1
