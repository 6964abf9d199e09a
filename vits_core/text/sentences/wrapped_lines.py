"""Tells lines of a paragraph that was wrapped from lines that stand by themselves."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
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
_SENTENCE_ENDS = tuple(".!?:…。！？।۔؟")
_CLAUSE_ENDS = tuple(",;，、،")


class _Line:
    """A line of `text` and what tells how it belongs to its neighbours."""

    def __init__(self, text: str, start: int, stop: int, next_start: int, end: str) -> None:
        self.next_start = next_start
        self.is_closed = end == "\u2029"
        """Whether the character behind it always ends a paragraph."""
        self.is_long = stop - start > 2 * _WIDEST
        self._seen = text[start : min(stop, start + 2 * _WIDEST)].replace(INVISIBLE, "")
        self._tail = text[max(start, stop - _WIDEST) : stop].replace(INVISIBLE, "")
        self.is_blank = not self._seen or (not self.is_long and self._seen.isspace())

    @cached_property
    def width(self) -> int:
        """Characters that are seen, or a few more than anybody wraps at."""
        return len(self._seen)

    @cached_property
    def first_word(self) -> str:
        return (self._seen.split(None, 1) or [""])[0]

    @cached_property
    def last_word(self) -> str:
        return (self._tail.rsplit(None, 1) or [""])[-1]

    @cached_property
    def is_item(self) -> bool:
        return bool(_NEW_ITEM.match(self._seen))

    @cached_property
    def is_short(self) -> bool:
        """Whether it is the name of a thing rather than a line of a text."""
        return len(self._seen.split(None, 3)) < 3

    @property
    def begins_small(self) -> bool:
        return self.first_word[:1].islower()

    @property
    def end(self) -> str:
        """The last character, behind which quotes and brackets may stand."""
        return self.last_word.rstrip(_CLOSING)[-1:]

    def ends_sentence(self, rules: LanguageRules) -> bool:
        return self.end in _SENTENCE_ENDS and not self._ends_with_title(rules)

    def expects_more(self, rules: LanguageRules) -> bool:
        """Whether it ends with a word that another has to follow."""
        last = self.last_word
        is_divided = last[-1:] in tuple("-\u00ad\u2010") and last[:1].isalpha()
        return is_divided or last in FUNCTION_WORDS or self._ends_with_title(rules)

    def leads_to(self, following: _Line, rules: LanguageRules) -> bool:
        """Whether the words alone tell that the other line goes on with this one."""
        if self.expects_more(rules):
            return True
        return following.begins_small and not self.ends_sentence(rules)

    def _ends_with_title(self, rules: LanguageRules) -> bool:
        if not self.last_word.endswith("."):
            return False
        return rules.kind(self.last_word.strip("(\"'“„«.")) is Kind.BEFORE


def find_paragraphs(text: str, language: str) -> Iterator[tuple[int, int]]:
    """Spans of paragraphs, found lazily. Lines of a wrapped paragraph stay together."""
    rules = rules_of(language)
    lines = _lines(text)
    before: deque[_Line] = deque(maxlen=NEIGHBOURS)
    ahead: deque[_Line] = deque()
    start = 0
    while True:
        while len(ahead) < NEIGHBOURS + 2 and (line := next(lines, None)) is not None:
            ahead.append(line)
        if len(ahead) < 2:
            break
        line = ahead.popleft()
        if not _goes_on(before, line, ahead[0], list(ahead)[1:], rules):
            yield start, line.next_start
            start = line.next_start
        before.append(line)
    yield start, len(text)


def _goes_on(
    before: Sequence[_Line],
    line: _Line,
    following: _Line,
    behind: Sequence[_Line],
    rules: LanguageRules,
) -> bool:
    if line.is_blank or following.is_blank or line.is_closed or following.is_item:
        return False
    leads = line.leads_to(following, rules)
    if not leads and line.is_long:
        return False
    block = [*reversed(_together(reversed([*before, line]))), following, *_together(behind)]
    if leads:
        named = following.begins_small and not line.expects_more(rules)
        return not (named and _is_list(block, rules))
    width = max(each.width for each in block)
    is_full = line.width + 1 + len(following.first_word) > width
    if width > _WIDEST or not is_full:
        return False
    if any(one.leads_to(other, rules) for one, other in pairwise(block)):
        return True
    return line.width >= _WIDE and line.end not in _CLAUSE_ENDS


def _together(lines: Iterable[_Line]) -> list[_Line]:
    """The first lines up to one that certainly is no line of the same paragraph."""
    found: list[_Line] = []
    for line in lines:
        if line.is_blank or line.width > _WIDEST:
            break
        found.append(line)
        if line.is_item:
            break
    return found


def _is_list(block: Sequence[_Line], rules: LanguageRules) -> bool:
    """Whether these lines are things, one each, rather than text in a very narrow column."""
    return len(block) > 2 and all(
        line.is_short and line.begins_small and not line.ends_sentence(rules) for line in block
    )


def _lines(text: str) -> Iterator[_Line]:
    start = 0
    for end in LINE_END.finditer(text):
        yield _Line(text, start, end.start(), end.end(), end.group())
        start = end.end()
    yield _Line(text, start, len(text), len(text), "")
