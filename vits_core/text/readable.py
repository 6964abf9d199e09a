"""Text as espeak should see it, with the way back to the user's characters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from vits_core.records import Reading, Skipped
from vits_core.text.characters import plain_characters
from vits_core.text.hyphenation import join_divided_words
from vits_core.text.mapped_text import MappedText
from vits_core.text.markup_removal import without_markup
from vits_core.text.punctuation import is_mark
from vits_core.text.reading_options import AS_SPOKEN, ReadingOptions
from vits_core.text.spoken.rewrite import Rewrite
from vits_core.text.spoken.rules import rewrites

_GLUED_MARK = re.compile(r"(?<=[^\W\d_])(?:[,;!?](?=[^\W\d_])|[.,;:!?](?=[\"“«‘(][^\W\d_]))")
_URL = re.compile(r"\S*(?:://|www\.|@)\S*")


@dataclass(frozen=True, slots=True)
class ReadableText:
    """What is read, what of it is not as written, and what was left out of it."""

    mapped: MappedText
    readings: tuple[Reading, ...]
    phonemes: Mapping[tuple[int, int], str]
    """What is said for characters `start` to `stop` of the user's text, whatever espeak makes of
    them."""
    skipped: tuple[Skipped, ...]


def make_readable(
    body: str,
    offset: int,
    language: str,
    options: ReadingOptions = AS_SPOKEN,
    *,
    by_espeak: bool = True,
) -> ReadableText:
    """Prepare `body`, which starts at character `offset` of the whole text.

    Characters become those that espeak knows, and what is no character at all is left out and
    reported. Words that are divided between lines are whole, and words of the user's dictionary
    are put as it says. Markup is left out, and amounts, dates and the like become words unless
    letters stand for their sounds, not `by_espeak`.
    """
    mapped, marked = MappedText.of(body, offset), list[Skipped]()
    if options.rewrite:
        mapped, marked = without_markup(mapped)
    mapped = mapped.rewritten(join_divided_words(mapped.text))
    mapped, skipped = plain_characters(mapped)
    found = _rewrites(mapped.text, language, options, by_espeak)
    readings, phonemes = [], {}
    for each in found:
        start, stop = mapped.span(each.start, each.stop)
        written = body[start - offset : stop - offset]
        spoken = f"[[{each.phonemes}]]" if each.phonemes else each.spoken
        readings.append(Reading(written, start, stop, spoken))
        if each.phonemes:
            phonemes[start, stop] = each.phonemes
        if not spoken and any(c.isalnum() for c in written):
            skipped.append(Skipped(written, start, stop, "it is seen and not said"))
    mapped = mapped.rewritten([_spaced(mapped.text, each) for each in found])
    if by_espeak:
        mapped = mapped.rewritten(_spaces_behind_marks(mapped.text))
    return ReadableText(mapped, tuple(readings), phonemes, (*marked, *skipped))


def _rewrites(text: str, language: str, options: ReadingOptions, by_espeak: bool) -> list[Rewrite]:
    said = list(options.pronunciations.rewrites(text, language))
    if not by_espeak:
        return [each for each in said if not each.phonemes]
    return rewrites(text, language, said) if options.rewrite else said


def _spaced(text: str, rewrite: Rewrite) -> Rewrite:
    """The same, apart from what stands beside it without a space."""
    before, after = text[: rewrite.start][-1:], text[rewrite.stop : rewrite.stop + 1]
    if not rewrite.spoken.strip():
        apart = before.isalnum() and after.isalnum()
        return replace(rewrite, spoken=" " if apart else "")
    joined = not before or before.isspace() or (is_mark(before) and before not in "-)")
    lead = "" if joined or is_mark(rewrite.spoken[0]) else " "
    tail = "" if not after or after.isspace() or (is_mark(after) and after not in "(“«") else " "
    return replace(rewrite, spoken=f"{lead}{rewrite.spoken}{tail}")


def _spaces_behind_marks(text: str) -> Iterator[Rewrite]:
    """espeak spells "!" in "stop!now"; a space makes it a mark."""
    urls = [m.span() for m in _URL.finditer(text)]
    for match in _GLUED_MARK.finditer(text):
        at = match.start()
        if not any(start <= at < stop for start, stop in urls):
            yield Rewrite(at, at + 1, f"{text[at]} ")
