"""Text as espeak should see it, with the way back to the user's characters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from vits_core.records import Reading, Skipped
from vits_core.text.characters import plain_characters
from vits_core.text.mapped_text import MappedText
from vits_core.text.punctuation import is_mark
from vits_core.text.spoken.rewrite import Rewrite
from vits_core.text.spoken.rules import rewrites

_GLUED_MARK = re.compile(r"(?<=[^\W\d_])(?:[,;!?](?=[^\W\d_])|[.,;:!?](?=[\"“«‘(][^\W\d_]))")
_URL = re.compile(r"\S*(?:://|www\.|@)\S*")


@dataclass(frozen=True, slots=True)
class ReadableText:
    """What is read, what of it is not as written, and what was left out of it."""

    mapped: MappedText
    readings: tuple[Reading, ...]
    skipped: tuple[Skipped, ...]


def make_readable(
    body: str, offset: int, language: str, *, by_espeak: bool = True, rewrite: bool = True
) -> ReadableText:
    """Prepare `body`, which starts at character `offset` of the whole text.

    Characters become those that espeak knows, and what is no character at all is left out and
    reported. With `rewrite`, amounts, dates and the like become words. What is not read
    `by_espeak` but letter by letter stays as written.
    """
    mapped, skipped = plain_characters(MappedText.of(body, offset))
    readings = []
    if by_espeak and rewrite:
        found = rewrites(mapped.text, language)
        for each in found:
            start, stop = mapped.span(each.start, each.stop)
            readings.append(Reading(body[start - offset : stop - offset], start, stop, each.spoken))
        mapped = mapped.rewritten([_spaced(mapped.text, each) for each in found])
    if by_espeak:
        mapped = mapped.rewritten(_spaces_behind_marks(mapped.text))
    return ReadableText(mapped, tuple(readings), tuple(skipped))


def _spaced(text: str, rewrite: Rewrite) -> Rewrite:
    """The same, apart from what stands beside it without a space."""
    before, after = text[: rewrite.start][-1:], text[rewrite.stop : rewrite.stop + 1]
    if not rewrite.spoken:
        return rewrite
    joined = not before or before.isspace() or (is_mark(before) and before != "-")
    lead = "" if joined else " "
    tail = "" if not after or after.isspace() or is_mark(after) else " "
    return replace(rewrite, spoken=f"{lead}{rewrite.spoken}{tail}")


def _spaces_behind_marks(text: str) -> Iterator[Rewrite]:
    """espeak spells "!" in "stop!now"; a space makes it a mark."""
    urls = [m.span() for m in _URL.finditer(text)]
    for match in _GLUED_MARK.finditer(text):
        at = match.start()
        if not any(start <= at < stop for start, stop in urls):
            yield Rewrite(at, at + 1, f"{text[at]} ")
