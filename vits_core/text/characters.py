"""Characters as espeak knows them: plain letters and digits, marks joined to letters."""

from __future__ import annotations

import re
import unicodedata

from vits_core.records import Skipped
from vits_core.text.mapped_text import MappedText
from vits_core.text.spoken.rewrite import Rewrite

_ZERO_WIDTH_JOINER = "\u200d"
_FOOTNOTE_MARKS = "†‡"
_MAX_MARKS = 4
"""Combining marks on one character; more are decoration."""
_COMPOUND = re.compile(r"[\u2160-\u217f\u2460-\u24ea\u3371-\u33df]")
"""Signs made of letters or digits that espeak does not know: Ⅳ, ①, ㎏."""
_LOST = "\ufffd"
_LOST_APOSTROPHE = re.compile(r"(?<=[^\W\d_])\ufffd(?=(?:s|t|re|ve|ll|d|m)\b)")
_NO_CHARACTER = {
    "Cc": "a control character has no sound",
    "Cs": "this is half a character",
    "Co": "a private-use character has no sound",
    "Cn": "this character is unknown",
}
"""Categories of Unicode that no text has on purpose, and what to tell of them."""


def plain_characters(source: MappedText) -> tuple[MappedText, list[Skipped]]:
    """The text in characters that espeak knows, and notes on what is no character at all.

    Letters in fancy alphabets become plain ones, combining marks join their letters, digits of all
    scripts become those of ASCII, and white space becomes a space for each character.
    """
    text = source.text
    rewrites: list[Rewrite] = []
    skipped: list[Skipped] = []
    at = 0
    while at < len(text):
        stop = at + 1
        while stop < len(text) and unicodedata.combining(text[stop]):
            stop += 1
        category = unicodedata.category(text[at])
        if text[at] == _LOST and not _LOST_APOSTROPHE.match(text, at):
            _skip(skipped, text[at:stop], *source.span(at, stop), "the character here was lost")
            plain = " "
        elif category in _NO_CHARACTER and not text[at].isspace():
            _skip(skipped, text[at:stop], *source.span(at, stop), _NO_CHARACTER[category])
            plain = " "
        else:
            plain = _plain(text, at, stop, category)
        if plain != text[at:stop]:
            rewrites.append(Rewrite(at, stop, plain))
        at = stop
    return source.rewritten(rewrites), skipped


def _plain(text: str, at: int, stop: int, category: str) -> str:
    character = text[at]
    if stop - at > 1:
        composed = unicodedata.normalize("NFC", text[at : min(stop, at + 1 + _MAX_MARKS)])
        # A mark that Latin letters do not have makes espeak spell the word out.
        return composed[0] if composed[0] < "\u0250" else composed
    if character.isspace():
        return " "
    if character == _LOST:
        return "'"
    if character in _FOOTNOTE_MARKS and at and not text[at - 1].isspace():
        return ""  # espeak spells the full stop before it
    if category == "Cf":
        between = 0 < at < len(text) - 1 and character == _ZERO_WIDTH_JOINER
        return character if between and unicodedata.category(text[at - 1]) != "Ll" else ""
    if (category[0] == "L" and character > "\u024f") or _COMPOUND.match(character):
        plain = unicodedata.normalize("NFKC", character)
        return plain if plain.isascii() else character
    if category == "Nd" and not character.isascii():
        return str(unicodedata.digit(character))
    return character


def _skip(skipped: list[Skipped], text: str, start: int, stop: int, reason: str) -> None:
    if skipped and skipped[-1].stop == start and skipped[-1].reason == reason:
        last = skipped.pop()
        text, start = last.text + text, last.start
    skipped.append(Skipped(text, start, stop, reason))
