"""Marks that can end a sentence, each with what stands around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

INVISIBLE = "\u2060"
"""WORD JOINER: stands for markup that is not spoken."""

_CLOSING = re.escape("\"'”’»)]}）］｝」』】》〉“‘«›‹" + INVISIBLE)
_SPACED = "!?…‼⁇⁈⁉‥؟۔։．"
"""Marks behind which a space follows, as behind the full stop."""
_UNSPACED = "。！？｡।॥\u104b\u1362\u1367\u17d4\u17d5\u0f0d\u0f0e\u1803\u1809"
"""Also the full stops of Devanagari, Myanmar, Ethiopic, Khmer, Tibetan and Mongolian."""
_FINAL = frozenset("؟۔։" + _UNSPACED)
_QUESTION = {"el": ";\u037e"}

_OPENING = re.compile(rf"[\s\"'“”„«»‹›‘’‚(\[{{¿¡—–―•*_（「『【《〈{INVISIBLE}-]*")
_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W\d_]+)*")
_LAST_WORD = re.compile(r"[^\W_](?:[\w.'’/-]*\w)?$")
_HEARD = re.compile(r"[^\W_]|[\u2190-\u2bff\U0001f000-\U0001ffff]")
_GLUED = re.compile(r"(?<![^\W_])[^\W\d_]{2,}$")
_NEAR = 60
"""Characters on each side that are looked at."""
_LONGEST_WORD = 24
"""Characters: nothing longer is an abbreviation."""


class Mark:
    """A mark, or several that belong together, and what stands around in the same paragraph.

    `start` is where its sentence begins and `stop` where the paragraph ends.
    """

    def __init__(self, text: str, found: re.Match[str], start: int, stop: int) -> None:
        self._text = text
        self._at, self.end = found.start(), found.end()
        """Where the sentence ends if it does: behind closing quotes and brackets."""
        self.written: str = found["mark"]
        self.closing: str = found["closing"]
        if self.closing and any(c in _UNSPACED for c in self.written):
            self.closing = re.split("[“‘«‹]", self.closing)[0]
            self.end = found.end("mark") + len(self.closing)
        self.is_full_stop = self.written == "."
        behind = self._seen(self.end, min(self.end + _NEAR, stop))
        opening = _OPENING.match(behind)
        assert opening is not None
        self.opening = opening[0]
        """What is between it and the first word behind it."""
        self.after = behind[opening.end() :]
        self.small_follows = self.after[:1].islower() and not self.after[1:2].isupper()
        self.before = self._seen(max(start, self._at - _NEAR), self._at)
        """What stands before it in the same sentence."""
        tail = self.before[-_LONGEST_WORD:]
        word = _LAST_WORD.search(tail, tail.rfind(" ") + 1)
        self.word = word[0] if word else ""
        """The word that it stands behind, "" if there is none."""

    @property
    def token(self) -> str:
        """The word that follows."""
        found = _TOKEN.match(self.after)
        return found[0] if found else ""

    @property
    def is_final(self) -> bool:
        """Whether it ends a sentence whatever follows."""
        return not self.is_full_stop and any(c in _FINAL for c in self.written)

    @property
    def is_ellipsis(self) -> bool:
        return not self.is_full_stop and not self.written.strip(".…‥ \u00a0")

    @property
    def is_heard(self) -> bool:
        """Whether something is heard before it in the sentence and behind it."""
        return bool(
            (self.after[:1].isalnum() or _HEARD.search(self.after))
            and (self.before[-1:].isalnum() or _HEARD.search(self.before))
        )

    @property
    def has_only_small_letters(self) -> bool:
        """Whether sentences begin with small letters in the text around it."""
        part = self._text[max(0, self._at - _NEAR) : self.end + _NEAR]
        return part == part.lower()

    @property
    def quote_follows(self) -> bool:
        return not self.opening.isspace() and any(c in '"“„«»‚‘' for c in self.opening)

    @property
    def bracket_follows(self) -> bool:
        return "(" in self.opening or "[" in self.opening

    def _seen(self, start: int, stop: int) -> str:
        return self._text[start:stop].replace(INVISIBLE, "")


def find_marks(text: str, start: int, limit: int, stop: int, language: str) -> Iterator[Mark]:
    """The marks of a sentence that begins at `start`, of a paragraph that ends at `stop`.

    Only those behind which something follows that is heard, and which are not inside of a word:
    "3.14", "www.example.com". `limit` is where the search ends.
    """
    for found in _pattern(language).finditer(text, start, limit):
        if found.end() < stop and _is_apart(text, found):
            mark = Mark(text, found, start, stop)
            if mark.is_heard:
                yield mark


def full_stop_at(text: str, at: int, language: str) -> Mark | None:
    """The mark at a character if it is a single full stop and not the last mark that is heard."""
    found = _pattern(language).match(text, at)
    if found is None or found["mark"] != "." or not _HEARD.search(text, at):
        return None
    return Mark(text, found, 0, len(text))


def _is_apart(text: str, found: re.Match[str]) -> bool:
    following = text[found.end()]
    if following.isspace():
        return True
    if any(c in _UNSPACED for c in found["mark"]):
        # 「はい。」と言った。
        return not (found["closing"] and following in "とって，、,")
    if found[0] != "." or not following.isupper() or not text[found.end() + 1 :][:1].islower():
        return False
    # "He left.Then she came.", but neither "example.Com" nor "System.Out.Println"
    before = text[max(0, found.start() - _NEAR) : found.start()]
    glued = _GLUED.search(before)
    behind = text[found.end() : found.end() + _NEAR].split(None, 1)[0]
    return bool(
        glued
        and glued[0].islower()
        and before[: glued.start()][-1:] in ("", " ", "\n", ",", '"', "“", "(")
        and not re.search(r"[/@:\\_=(\[]|\.\w", behind)
    )


@lru_cache(maxsize=32)
def _pattern(language: str) -> re.Pattern[str]:
    # It begins with a set of characters because re skips to these fast.
    marks = "." + _SPACED + _UNSPACED + _QUESTION.get(language, "")
    return re.compile(
        rf"(?P<mark>[{marks}](?:[{marks}]|(?<=\.)[ \u00a0](?=\.[\s.]|\.$))*)"
        rf"(?P<closing>(?:[{_CLOSING}]|[ \u00a0\u202f]»(?=\s|$))*)"
    )
