"""Marks that can end a sentence, each with what stands around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

INVISIBLE = "\u2060"
"""WORD JOINER: stands for markup that is not spoken."""

_CLOSING = re.escape("\"'”’»)]}）］｝」』】》〉" + INVISIBLE)
_CLOSING_SPACED = _CLOSING + "“‘«›‹"
_SPACED = "!?…‼⁇⁈⁉‥؟۔։．"
"""Marks behind which a space follows, as behind the full stop."""
_UNSPACED = "。！？｡।॥\u104b\u1362\u1367\u17d4\u17d5\u0f0d\u0f0e\u1803\u1809"
"""Also the full stops of Devanagari, Myanmar, Ethiopic, Khmer, Tibetan and Mongolian."""
_FINAL = frozenset("؟۔։" + _UNSPACED)
"""Marks that end a sentence whatever follows."""
_QUESTION = {"el": ";\u037e"}

_OPENING = re.compile(rf"[\s\"'“”„«»‹›‘’‚(\[{{¿¡—–―•*_（「『【《〈{INVISIBLE}-]*")
_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W\d_]+)*")
_LAST_WORD = re.compile(r"[^\W_](?:[\w.'’/-]*\w)?$")
_HEARD = re.compile(r"[^\W_]|[\u2190-\u2bff\U0001f000-\U0001ffff]")
_GLUED = re.compile(r"(?<![^\W_])[^\W\d_]{2,}$")
_NEAR = 60
"""Characters on each side that are looked at."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark, or several that belong together, and what stands around."""

    end: int
    """Where the sentence ends if it does: behind closing quotes and brackets."""
    written: str
    closing: str
    before: str
    """What stands before it in the same sentence."""
    opening: str
    """What is between it and the first word behind it."""
    after: str
    begins_with_small: bool
    """Whether sentences begin with small letters in this text, which has no others."""

    @property
    def is_final(self) -> bool:
        return any(c in _FINAL for c in self.written)

    @property
    def is_full_stop(self) -> bool:
        return self.written == "."

    @property
    def is_ellipsis(self) -> bool:
        return not self.is_full_stop and not self.written.strip(".…‥ \u00a0")

    @property
    def word(self) -> str:
        """The word that it stands behind, "" if there is none."""
        found = _LAST_WORD.search(self.before)
        return found[0] if found else ""

    @property
    def token(self) -> str:
        """The word that follows."""
        found = _TOKEN.match(self.after)
        return found[0] if found else ""

    @property
    def small_follows(self) -> bool:
        return self.after[:1].islower() and not self.after[1:2].isupper()

    @property
    def quote_follows(self) -> bool:
        return any(c in '"“„«»‚‘' for c in self.opening)

    @property
    def bracket_follows(self) -> bool:
        return any(c in "([" for c in self.opening)


def find_marks(text: str, start: int, limit: int, stop: int, language: str) -> Iterator[Mark]:
    """The marks of a sentence that begins at `start`, of a paragraph that ends at `stop`.

    Only those behind which something follows that is heard, and which are not inside of a word:
    "3.14", "www.example.com". `limit` is where the search ends.
    """
    for found in _pattern(language).finditer(text, start, limit):
        if found.end() < stop and _is_apart(text, found):
            mark = mark_at(text, found, start, stop)
            if _HEARD.search(mark.after) and _HEARD.search(mark.before):
                yield mark


def full_stop_at(text: str, at: int, language: str) -> Mark | None:
    """The mark at a character if it is a single full stop and not the last mark that is heard."""
    found = _pattern(language).match(text, at)
    if found is None or found["mark"] != "." or not _HEARD.search(text, at):
        return None
    return mark_at(text, found, 0, len(text))


def mark_at(text: str, found: re.Match[str], start: int, stop: int) -> Mark:
    """What was found, with its surroundings between two characters."""
    at, end = found.start("mark"), found.end()
    before = text[max(start, at - _NEAR) : at].replace(INVISIBLE, "")
    behind = text[end : min(end + _NEAR, stop)].replace(INVISIBLE, "")
    opening = _OPENING.match(behind)
    assert opening is not None
    part = text[max(start, at - _NEAR) : end + _NEAR]
    return Mark(
        end,
        found["mark"],
        found["closing"].replace(INVISIBLE, ""),
        before,
        opening[0],
        behind[opening.end() :],
        part == part.lower(),
    )


def _is_apart(text: str, found: re.Match[str]) -> bool:
    following = text[found.end()]
    if following.isspace():
        return True
    if found["unspaced"]:
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
    spaced = _SPACED + _QUESTION.get(language, "")
    return re.compile(
        rf"(?P<mark>(?P<unspaced>[.{spaced}]*[{_UNSPACED}][.{spaced}{_UNSPACED}]*)"
        rf"|(?:\.(?:[ \u00a0]\.)+|[.{spaced}])+)"
        rf"(?P<closing>(?(unspaced)[{_CLOSING}]*|[{_CLOSING_SPACED}]*))"
    )
