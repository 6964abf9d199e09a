"""Takes markup out of what is read, and hides it where sentences are found."""

from __future__ import annotations

from collections.abc import Iterable

from vits_core.records import Skipped
from vits_core.text.block_markup import find_blocks
from vits_core.text.inline_markup import find_inline
from vits_core.text.mapped_text import MappedText
from vits_core.text.punctuation import is_mark
from vits_core.text.sentences.marks import INVISIBLE
from vits_core.text.spoken.rewrite import Rewrite
from vits_core.text.unspoken import LINE_END, Unspoken


def find_unspoken(text: str) -> list[Unspoken]:
    """All markup of `text`, in order and without overlaps; that of lines goes before."""
    blocks = _without_overlaps(find_blocks(text))
    taken = bytearray(len(text))
    for each in blocks:
        taken[each.start : each.stop] = bytes([1]) * (each.stop - each.start)
    inline = [u for u in find_inline(text) if not any(taken[u.start : u.stop])]
    return _without_overlaps([*blocks, *inline])


def _without_overlaps(found: Iterable[Unspoken]) -> list[Unspoken]:
    kept: list[Unspoken] = []
    for each in sorted(found, key=lambda u: (u.start, -u.stop)):
        if not kept or kept[-1].stop <= each.start:
            kept.append(each)
    return kept


def mask_unspoken(text: str) -> str:
    """`text` with its markup hidden, character for character, to find sentences in."""
    masked = list(text)
    for each in find_unspoken(text):
        width = each.stop - each.start
        if each.mask:
            shown = each.spoken.strip()[:width] if each.mask == INVISIBLE else ""
            masked[each.start : each.stop] = shown.ljust(width, each.mask)
        if each.before and (at := text.rfind("\n", 0, each.start)) >= 0:
            masked[at] = LINE_END
        if each.after and (at := text.find("\n", each.stop)) >= 0:
            masked[at] = LINE_END
    return "".join(masked)


def without_markup(source: MappedText) -> tuple[MappedText, list[Skipped]]:
    """The text as it is read, and notes on letters and digits of markup."""
    text, rewrites, skipped = source.text, [], []
    for each in find_unspoken(text):
        spoken = each.spoken
        if not spoken and _joins_words(text, each.start, each.stop):
            spoken = " "
        rewrites.append(Rewrite(each.start, each.stop, spoken))
        written = text[each.start : each.stop]
        silent = all(c.isspace() or is_mark(c) or not c.isprintable() for c in spoken)
        within = spoken and _is_within_word(text, each.start, each.stop)
        if silent and not within and any(c.isalnum() for c in written):
            skipped.append(Skipped(written, *source.span(each.start, each.stop), each.reason))
    return source.rewritten(rewrites), skipped


def _joins_words(text: str, start: int, stop: int) -> bool:
    """Whether words would run into each other without what stands between them."""
    emphasis = stop - start < 4 and not text[start:stop].strip("*_~`")
    return _is_within_word(text, start, stop) and not emphasis and text[start] != "<"


def _is_within_word(text: str, start: int, stop: int) -> bool:
    return text[max(start - 1, 0) : start].isalnum() and text[stop : stop + 1].isalnum()
