"""What was read from a file, and how it is put together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from vits_core.errors import TextError

MAX_CHARACTERS = 32 * 1024 * 1024
"""Ten long novels; more is a mistake."""
HEADING_LEVELS = 9

_REPLACED = str.maketrans(
    {"\u00a0": " ", "\u2028": "\n", "\u2029": "\n", "\ufdd0": "\n", "\ufdd1": "\n", "\0": " "}
)
"""What a text field would turn into something else, so that the text is the same everywhere."""
_LINE_END = re.compile(r"\r\n?")
_INVISIBLE = re.compile("[\u00ad\u200b\ufeff]")
"""Where a word may be broken, and byte-order marks."""


@dataclass(frozen=True, slots=True)
class Heading:
    """Characters `start` to `stop` of the text are the title of a section."""

    start: int
    stop: int
    level: int
    """1 is the highest."""


@dataclass(frozen=True, slots=True)
class Cue:
    """Characters `start` to `stop` of the text are to be heard at a time."""

    start: int
    stop: int
    begin: float
    """Seconds."""
    end: float
    """Seconds."""


@dataclass(frozen=True, slots=True)
class ReadText:
    """The text of a file, ready for the editor."""

    text: str
    headings: tuple[Heading, ...] = ()
    cues: tuple[Cue, ...] = ()
    """Of subtitles, in the order of the text."""
    notes: tuple[str, ...] = ()
    """What a person should know about how it was read: whole sentences."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a heading or an item of a list."""

    text: str
    level: int = 0
    """Of a heading; 0 is none."""
    is_item: bool = False
    """Items of one list stand close together."""


def plain(text: str) -> str:
    """The text as an editor of plain text has it too, with newlines as `\\n`."""
    return _LINE_END.sub("\n", text).translate(_REPLACED).removeprefix("\ufeff")


def tidy(text: str) -> str:
    """Running text without the white space and the break points of its layout."""
    return " ".join(_INVISIBLE.sub("", text).split())


def joined(blocks: Iterable[Block], notes: Iterable[str] = ()) -> ReadText:
    """Blocks as one text, with an empty line between them; raises `TextError` if it is too long.

    The empty line makes each a paragraph of its own, also one without a full stop.
    """
    parts, headings, at = list[str](), list[Heading](), 0
    before: Block | None = None
    for block in blocks:
        text = plain(block.text).strip()
        if not text:
            continue
        if before is not None:
            gap = "\n" if before.is_item and block.is_item else "\n\n"
            parts.append(gap)
            at += len(gap)
        if block.level:
            headings.append(Heading(at, at + len(text), min(block.level, HEADING_LEVELS)))
        parts.append(text)
        at += len(text)
        before = block
        if at > MAX_CHARACTERS:
            raise too_long()
    return ReadText("".join(parts), tuple(headings), notes=tuple(notes))


def too_long() -> TextError:
    return TextError(
        f"The text is longer than {MAX_CHARACTERS // 1024**2} million characters",
        remedy="Split the file into parts, and open them one at a time.",
    )


def left_out(counts: Counter[str]) -> list[str]:
    """The note on what is not part of the text: how many of what, in the singular."""
    found = [
        f"{count} {what}{'' if count == 1 else 's'}" for what, count in counts.items() if count
    ]
    if not found:
        return []
    listed = " and ".join(filter(None, (", ".join(found[:-1]), found[-1])))
    verb = "was" if counts.total() == 1 else "were"
    return [f"{listed} {verb} left out."]
