"""Cues of subtitles: a sentence, or as much of it as two lines hold, and when it is heard."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from vits_core.labels.line_breaks import LINE, LineBreaks, ends_clause, one_line
from vits_core.labels.times import SentenceTime

MOST_LINES = 2
MOST_SECONDS = 7.0
"""As subtitles are usually made; one word may last longer."""

CUE = (2 * LINE + 1) ** 2 - 2 * LINE**2
"""What a cue costs beside the square of its width: two full lines just stay together."""


@dataclass(frozen=True, slots=True)
class CueWord:
    """A word, the marks that cling to it, and the space or line end behind it."""

    text: str
    start: float
    """Seconds from the beginning of the sound."""
    stop: float


@dataclass(frozen=True, slots=True)
class Cue:
    """What is shown at once, from its first word's sound to the end of its last word's."""

    words: tuple[CueWord, ...]

    @property
    def text(self) -> str:
        """Its lines, joined by line ends."""
        return "".join(word.text for word in self.words)

    @property
    def start(self) -> float:
        return self.words[0].start

    @property
    def stop(self) -> float:
        return self.words[-1].stop


def word_cues(sentence: SentenceTime) -> Iterator[Cue]:
    """One cue a word."""
    for word in _words(sentence):
        yield Cue((replace(word, text=word.text.strip()),))


def sentence_cues(sentence: SentenceTime) -> Iterator[Cue]:
    """One cue, or where the sentence is too long for it, a few of about the same length, cut behind
    clauses where there are any in about the right place."""
    words = _words(sentence)
    layout = LineBreaks("".join(word.text for word in words))
    offsets = [0, *accumulate(len(word.text) for word in words)]
    # The best way to cut the first n words: its cost, and where its last cue begins.
    best: list[tuple[int, int]] = [(0, 0)]
    for stop in range(1, len(words) + 1):
        ways = []
        within_clause = stop < len(words) and not ends_clause(words[stop - 1].text)
        for start in range(stop - 1, -1, -1):
            part = offsets[start], offsets[stop]
            seconds = words[stop - 1].stop - words[start].start
            fits = layout.lines(*part) <= MOST_LINES and seconds <= MOST_SECONDS
            if start < stop - 1 and not fits:
                break
            cost = best[start][0] + layout.width(*part) ** 2 + within_clause * LINE**2
            ways.append((cost + CUE, start))
        best.append(min(ways))
    cuts = [len(words)]
    while cuts[-1]:
        cuts.append(best[cuts[-1]][1])
    for start, stop in pairwise(reversed(cuts)):
        breaks = layout.breaks(offsets[start], offsets[stop])
        yield Cue(tuple(_in_lines(words[start:stop], offsets[start], breaks)))


def in_units(cues: Iterable[Cue], per_second: int) -> Iterator[tuple[Cue, int, int]]:
    """Each cue with its start and stop in whole units such as milliseconds.

    It neither ends before its last word's sound nor overlaps the next, and begins with its first
    word's sound unless the cue before ends in that unit.
    """
    free = 0
    for cue in cues:
        start = max(free, math.floor(_scaled(cue.start, per_second)))
        free = max(start + 1, math.ceil(_scaled(cue.stop, per_second)))
        yield cue, start, free


def _scaled(seconds: float, per_second: int) -> float:
    return round(seconds * per_second, 4)  # a whole number is meant as one


def _words(sentence: SentenceTime) -> list[CueWord]:
    """The sentence's words; the text between two goes to the first, up to the last space."""
    text = sentence.text
    if not sentence.words:
        return [CueWord(one_line(text), sentence.start, sentence.stop)]
    at, cuts = 0, [0]
    for word in sentence.words:
        start = word.text_start - sentence.text_start
        if at:
            cuts.append(start - len(_clinging(text[at:start])))
        at = word.text_stop - sentence.text_start
    cuts.append(len(text))
    found = []
    for word, (start, stop) in zip(sentence.words, pairwise(cuts), strict=True):
        body = text[start:stop]
        space = " " if stop < len(text) and body[-1:].isspace() else ""
        found.append(CueWord(one_line(body) + space, word.start, word.stop))
    return found


def _clinging(gap: str) -> str:
    """What of the text between two words belongs to the second."""
    start = len(gap)
    while start and not gap[start - 1].isspace():
        start -= 1
    if start or not gap:
        return gap[start:]
    start = len(gap)
    while start and unicodedata.category(gap[start - 1]) in ("Ps", "Pi"):
        start -= 1
    return gap[start:]


def _in_lines(words: Sequence[CueWord], offset: int, breaks: Sequence[int]) -> Iterator[CueWord]:
    """The words of a cue, which begins at a character of the sentence, with its line ends."""
    for number, word in enumerate(words, 1):
        text = "".join(
            c.rstrip() + "\n" if at in breaks else c for at, c in enumerate(word.text, offset)
        )
        offset += len(word.text)
        yield replace(word, text=text.rstrip() if number == len(words) else text)
