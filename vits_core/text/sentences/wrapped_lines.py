"""Tells lines of a paragraph that was wrapped from lines that stand by themselves."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from vits_core.text.sentences.abbreviations import Kind
from vits_core.text.sentences.language_rules import LanguageRules, rules_of
from vits_core.text.sentences.marks import INVISIBLE
from vits_core.text.sentences.word_sets import FUNCTION_WORDS

LINE_END = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
NEIGHBOURS = 2
"""Lines before and behind two lines that tell whether these belong together."""
_WIDEST = 100
"""Characters: nobody wraps at more, so a longer line is a paragraph."""
_WIDE = 50
"""Characters: a line this long is hardly a heading or a verse."""
CONTEXT = (NEIGHBOURS + 2) * (_WIDEST + 3)
"""Characters: what is farther away has no influence on how two lines are read."""

_NEW_ITEM = re.compile(r"[ \t]*(?:[-*•‣◦]\s|\d+[.)]\s|[ \t])")
_CLOSING = "\"'”’»“)]}"


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    stop: int
    next_start: int
    width: int
    """Characters that are seen."""
    words: int
    first_word: int
    """Characters of it."""
    is_blank: bool
    is_item: bool
    is_closed: bool
    """Whether the character behind it always ends a paragraph."""
    begins_small: bool
    ends_sentence: bool
    ends_clause: bool
    expects_more: bool
    """Whether it ends with a word that another has to follow."""

    def leads_to(self, following: _Line) -> bool:
        """Whether the words alone tell that the other line goes on with this one."""
        if self.expects_more:
            return True
        return following.begins_small and not self.ends_sentence


def find_paragraphs(text: str, language: str) -> Iterator[tuple[int, int]]:
    """Spans of paragraphs, found lazily. Lines of a wrapped paragraph stay together."""
    rules = rules_of(language)
    lines = _lines(text, rules)
    before: deque[_Line] = deque(maxlen=NEIGHBOURS)
    ahead: deque[_Line] = deque()
    start = 0
    while True:
        while len(ahead) < NEIGHBOURS + 2 and (line := next(lines, None)) is not None:
            ahead.append(line)
        if len(ahead) < 2:
            break
        line = ahead.popleft()
        if not _goes_on(before, line, ahead[0], list(ahead)[1:]):
            yield start, line.next_start
            start = line.next_start
        before.append(line)
    yield start, len(text)


def _goes_on(
    before: Sequence[_Line], line: _Line, following: _Line, behind: Sequence[_Line]
) -> bool:
    if line.is_closed or line.is_blank or following.is_blank or following.is_item:
        return False
    block = [*reversed(_together(reversed([*before, line]))), following, *_together(behind)]
    if line.leads_to(following) and not line.ends_sentence:
        return not (following.begins_small and not line.expects_more and _is_list(block))
    width = max(each.width for each in block)
    is_full = line.width + 1 + following.first_word > width
    if width > _WIDEST or not is_full:
        return False
    if any(one.leads_to(other) for one, other in pairwise(block)):
        return True
    return line.width >= _WIDE and not line.ends_clause


def _together(lines: Iterator[_Line] | Sequence[_Line]) -> list[_Line]:
    """The first lines up to one that certainly is no line of the same paragraph."""
    found: list[_Line] = []
    for line in lines:
        if line.is_blank or line.width > _WIDEST:
            break
        found.append(line)
        if line.is_item:
            break
    return found


def _is_list(block: Sequence[_Line]) -> bool:
    """Whether these lines are things, one each, rather than text in a very narrow column."""
    return len(block) > 2 and all(
        line.words < 3 and line.begins_small and not line.ends_sentence for line in block
    )


def _lines(text: str, rules: LanguageRules) -> Iterator[_Line]:
    start = 0
    for end in LINE_END.finditer(text):
        yield _line(text, start, end.start(), end.end(), rules, closed=end.group() == "\u2029")
        start = end.end()
    yield _line(text, start, len(text), len(text), rules, closed=True)


def _line(
    text: str, start: int, stop: int, next_start: int, rules: LanguageRules, *, closed: bool
) -> _Line:
    if stop - start > 2 * _WIDEST:
        seen = f"{text[start : start + _WIDEST]}{text[stop - _WIDEST : stop]}"
    else:
        seen = text[start:stop]
    seen = seen.replace(INVISIBLE, "")
    item = bool(_NEW_ITEM.match(seen))
    words = seen.split()
    first, last = (words[0], words[-1]) if words else ("", "")
    end = last.rstrip(_CLOSING)[-1:]
    abbreviated = end == "." and rules.kind(last.strip("(\"'“„«").rstrip(".")) is Kind.BEFORE
    return _Line(
        start, stop, next_start,
        max(len(seen), stop - start) if stop - start > 2 * _WIDEST else len(seen),
        len(words), len(first), not words, item, closed,
        first[:1].islower(),
        end in tuple(".!?:…。！？।۔؟") and not abbreviated,
        end in tuple(",;，、،"),
        abbreviated or last in FUNCTION_WORDS,
    )  # fmt: skip
