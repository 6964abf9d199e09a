"""Which phonemes belong to which word of a readable text.

espeak's events say at which character it began to read each word and what it said there. They are
the source because espeak reads several written words as one ("of the") and one as several ("1999").
Only where written words were read as one are their phonemes divided, by aligning them with the
words' own pronunciations. All words of `tests/core/text/reviewed_word_spans.tsv` come out right.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from vits_core.text.alignment import carry_boundaries
from vits_core.text.espeak_client import EspeakReading
from vits_core.text.mapped_text import MappedText
from vits_core.text.punctuation import is_mark
from vits_core.text.sentences import is_abbreviated

_CHUNK = re.compile(
    r"(?:(?!--|\.\.)(?:[^\s—―‒–…，。！？；：、।۔،؛؟]|(?<=\d)–(?=\d)))+",
)
_CJK = re.compile(r"[\u2e80-\ud7ff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff]")

Pronounce = Callable[[str], str]
"""The phonemes of a word alone, "" if it has none."""


@dataclass(frozen=True, slots=True)
class TextSpan:
    """Characters `start` to `stop` of a readable text."""

    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class SpokenWord:
    """A word's span and its phonemes; `merged`: the next word follows without a space."""

    span: TextSpan
    phonemes: str
    merged: bool = False


def find_words(readable: MappedText, language: str) -> list[TextSpan]:
    """The written words: what stands between white space and dashes, less marks at its edges.

    The full stop of an abbreviation inside of the text belongs to its word. Words that stand for
    the same characters of the user's text (an amount of money) are one.
    """
    text = readable.text
    spans: list[TextSpan] = []
    for match in _CHUNK.finditer(text):
        start, stop = _without_marks(text, *match.span())
        if start == stop:
            continue
        if text.startswith(".", stop) and is_abbreviated(text, stop, language):
            stop += 1
        if (
            spans
            and readable.span(start, stop)[0] < readable.span(spans[-1].start, spans[-1].stop)[1]
        ):
            spans[-1] = TextSpan(spans[-1].start, stop)
        else:
            spans.append(TextSpan(start, stop))
    return spans


def _without_marks(text: str, start: int, stop: int) -> tuple[int, int]:
    while start < stop and is_mark(text[start]):
        if text[start] in ".-" and text[start + 1 : start + 2].isdigit():
            break
        start += 1
    while start < stop and is_mark(text[stop - 1]):
        stop -= 1
    return start, stop


def assign_phonemes(
    text: str, words: Sequence[TextSpan], reading: EspeakReading, pronounce: Pronounce
) -> list[SpokenWord]:
    """The words that espeak spoke, with their phonemes as espeak joins them.

    Written words without a sound are left out. Their phonemes in order are the clauses' phonemes;
    nothing is lost.
    """
    spoken = " ".join(clause for clause in reading.clauses if clause)
    letters = [(i, c) for i, c in enumerate(spoken) if c != " "]
    if not letters or not words:
        return []
    words = _split_cjk(text, words, reading.events)
    owners, event_cuts, said = _owners(words, reading.events)
    compact = "".join(c for _, c in letters)
    cuts = [*carry_boundaries(said, event_cuts, compact), len(compact)]
    spans = _word_cuts(words, owners, cuts, len(compact))
    spans = _divide_merged(text, words, spans, compact, pronounce)
    result = []
    heard = [(word, s, e) for word, (s, e) in zip(words, spans, strict=True) if e > s]
    for i, (word, s, e) in enumerate(heard):
        stop = letters[e - 1][0] + 1
        merged = i + 1 < len(heard) and spoken[stop : stop + 1] != " "
        result.append(SpokenWord(word, spoken[letters[s][0] : stop], merged))
    return result


def _split_cjk(
    text: str, words: Sequence[TextSpan], events: Sequence[tuple[int, str]]
) -> list[TextSpan]:
    """Scripts without spaces: a word begins where espeak began one."""
    positions = sorted({at for at, _ in events})
    result = []
    for word in words:
        inner = []
        if _CJK.search(text, word.start, word.stop):
            inner = [p for p in positions if word.start < p < word.stop]
            # beside such a letter only: what one character stands for ("㎏") stays whole
            inner = [p for p in inner if text[p].isalnum() and _CJK.search(text, p - 1, p + 1)]
        if not inner:
            result.append(word)
            continue
        edges = [word.start, *inner, word.stop]
        for start, stop in pairwise(edges):
            start, stop = _without_marks(text, start, stop)
            if start < stop:
                result.append(TextSpan(start, stop))
    return result


def _owners(
    words: Sequence[TextSpan], events: Sequence[tuple[int, str]]
) -> tuple[list[int], list[int], str]:
    """For each event with a sound: its word, where its phonemes begin, and all phonemes."""
    starts = [word.start for word in words]
    found = [bisect_right(starts, at) - 1 for at, _ in events]
    inside = {
        i for i, (at, said) in zip(found, events, strict=True) if said and i >= 0
        and at < words[i].stop
    }  # fmt: skip
    owners, cuts, parts, length = [], [], [], 0
    latest = 0
    for i, (at, said) in zip(found, events, strict=True):
        if not said:
            continue
        # espeak is off by one now and then, and names a dash before a word as its beginning
        in_gap = i < 0 or at >= words[i].stop
        if in_gap and i + 1 < len(words) and i + 1 not in inside:
            i += 1
        latest = max(latest, i)
        owners.append(latest)
        cuts.append(length)
        parts.append(said)
        length += len(said)
    return owners, cuts, "".join(parts)


def _word_cuts(
    words: Sequence[TextSpan], owners: Sequence[int], cuts: Sequence[int], length: int
) -> list[tuple[int, int]]:
    """Each word's stretch of the phonemes; empty for a word that no event names."""
    if not owners:
        return [(0, length), *[(length, length)] * (len(words) - 1)]
    spans = []
    event = 0
    at = 0
    for i in range(len(words)):
        start = at
        while event < len(owners) and owners[event] == i:
            event += 1
            at = cuts[event] if event < len(owners) else length
        spans.append((start, max(at, start)))
    return spans


def _divide_merged(
    text: str,
    words: Sequence[TextSpan],
    spans: list[tuple[int, int]],
    compact: str,
    pronounce: Pronounce,
) -> list[tuple[int, int]]:
    """Give words that espeak read together with a neighbour their part of its phonemes."""
    spans = list(spans)
    i = 0
    while i < len(words):
        group = [i]
        while group[-1] + 1 < len(words) and _is_empty(spans[group[-1] + 1]):
            group.append(group[-1] + 1)
        i = group[-1] + 1
        if i < len(words) and _is_empty(spans[group[0]]):
            group.append(i)  # silent words at the beginning: with the first that is heard
            i += 1
        if len(group) == 1:
            continue
        low = min(spans[g][0] for g in group)
        high = max(spans[g][1] for g in group)
        alone = {g: pronounce(text[words[g].start : words[g].stop]) for g in group}
        audible = [g for g in group if alone[g]]
        if len(audible) < 2:
            audible = [g for g in group if not _is_empty(spans[g])] or audible or group[:1]
        pieces = _divided(compact[low:high], [alone[g] for g in audible])
        for g in group:
            spans[g] = (high, high)
        for g, (start, stop) in zip(audible, pieces, strict=True):
            spans[g] = (low + start, low + stop)
    return spans


def _is_empty(span: tuple[int, int]) -> bool:
    return span[0] == span[1]


def _divided(phonemes: str, alone: Sequence[str]) -> list[tuple[int, int]]:
    """Divide `phonemes` among words that sound like `alone`, each at least one phoneme."""
    whole = "".join(alone)
    at, inner = 0, []
    for word in alone[:-1]:
        at += len(word)
        inner.append(at)
    cuts = [0, *carry_boundaries(whole, inner, phonemes), len(phonemes)]
    for k in range(1, len(cuts) - 1):
        room = len(phonemes) - (len(cuts) - 1 - k)
        cuts[k] = max(cuts[k - 1], min(max(cuts[k], cuts[k - 1] + 1), room))
    return list(pairwise(cuts))


def is_worth_a_note(text: str) -> bool:
    """Whether a stretch that was not spoken is more than punctuation."""
    return any(c.isalnum() or unicodedata.category(c)[0] == "S" for c in text)
