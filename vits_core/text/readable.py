"""Text as espeak should see it, with the way back to the user's characters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from vits_core.records import Skipped
from vits_core.text.money import find_amounts
from vits_core.text.punctuation import is_mark

_ZERO_WIDTH_JOINER = "\u200d"
_MAX_MARKS = 4
"""Combining marks on one character; more are decoration."""
_GLUED_MARK = re.compile(r"(?<=[^\W\d_])(?:[,;!?](?=[^\W\d_])|[.,;:!?](?=[\"“«‘(][^\W\d_]))")
_COMPOUND = re.compile(r"[\u2160-\u217f\u2460-\u24ea\u3371-\u33df]")
"""Signs made of letters or digits that espeak does not know: Ⅳ, ①, ㎏."""
_URL = re.compile(r"\S*(?:://|www\.|@)\S*")


@dataclass(frozen=True, slots=True)
class ReadableText:
    """`text[i]` stands for the characters `starts[i]` to `stops[i]` of the user's whole text."""

    text: str
    starts: tuple[int, ...]
    stops: tuple[int, ...]

    def span(self, start: int, stop: int) -> tuple[int, int]:
        """The user's characters behind `text[start:stop]`, which is not empty."""
        return self.starts[start], max(self.stops[start:stop])


def make_readable(
    body: str, offset: int, language: str, *, expand: bool
) -> tuple[ReadableText, list[Skipped]]:
    """Prepare `body`, which starts at character `offset` of the whole text.

    Amounts of money become words where `expand` is set, letters in fancy alphabets become plain
    ones, combining marks join their letters, and what is no character at all is left out and
    reported.
    """
    builder = _Builder(offset)
    urls = [m.span() for m in _URL.finditer(body)] if expand else []
    glued = {m.start() for m in _GLUED_MARK.finditer(body)} if expand else set()
    glued -= {i for start, stop in urls for i in range(start, stop)}
    at = 0
    for start, stop, words in find_amounts(body, language) if expand else ():
        builder.add_characters(body, at, start, glued)
        if start and not body[start - 1].isspace():
            builder.add(" ", start, stop)
        builder.add(words, start, stop)
        if body[stop : stop + 1] and not body[stop].isspace() and not is_mark(body[stop]):
            builder.add(" ", start, stop)
        at = stop
    builder.add_characters(body, at, len(body), glued)
    return builder.finish(), builder.skipped


class _Builder:
    def __init__(self, offset: int) -> None:
        self._offset = offset
        self._parts: list[str] = []
        self._starts: list[int] = []
        self._stops: list[int] = []
        self.skipped: list[Skipped] = []

    def add(self, text: str, start: int, stop: int) -> None:
        self._parts.append(text)
        self._starts += [self._offset + start] * len(text)
        self._stops += [self._offset + stop] * len(text)

    def add_characters(self, body: str, start: int, stop: int, glued: Iterable[int]) -> None:
        at = start
        while at < stop:
            end = at + 1
            while end < stop and unicodedata.combining(body[end]):
                end += 1
            self.add(self._readable(body, at, end), at, end)
            if at in glued:  # espeak spells "!" in "stop!now"; a space makes it a mark
                self.add(" ", at, end)
            at = end

    def _readable(self, body: str, at: int, end: int) -> str:
        character = body[at]
        category = unicodedata.category(character)
        if category in ("Cc", "Cs", "Co", "Cn") and not character.isspace():
            self._skip(body[at:end], at, end, category)
            return " "
        if end - at > 1:
            composed = unicodedata.normalize("NFC", body[at : min(end, at + 1 + _MAX_MARKS)])
            # A mark that Latin letters do not have makes espeak spell the word out.
            return composed[0] if composed[0] < "\u0250" else composed
        if character.isspace():
            return " "
        if category == "Cf":
            between = 0 < at < len(body) - 1 and character == _ZERO_WIDTH_JOINER
            return character if between and unicodedata.category(body[at - 1]) != "Ll" else ""
        if category[0] == "L" and character > "\u024f":
            plain = unicodedata.normalize("NFKC", character)
            return plain if plain.isascii() else character
        if _COMPOUND.match(character):
            plain = unicodedata.normalize("NFKC", character)
            return plain if plain.isascii() else character
        if category == "Nd" and not character.isascii():
            return str(unicodedata.digit(character))
        return character

    def _skip(self, character: str, at: int, end: int, category: str) -> None:
        reason = {
            "Cc": "a control character has no sound",
            "Cs": "this is half a character",
            "Co": "a private-use character has no sound",
        }.get(category, "this character is unknown")
        start, stop = self._offset + at, self._offset + end
        if self.skipped and self.skipped[-1].stop == start and self.skipped[-1].reason == reason:
            last = self.skipped.pop()
            self.skipped.append(Skipped(last.text + character, last.start, stop, reason))
        else:
            self.skipped.append(Skipped(character, start, stop, reason))

    def finish(self) -> ReadableText:
        return ReadableText("".join(self._parts), tuple(self._starts), tuple(self._stops))
