"""Markup that is seen and not heard: Markdown, HTML, rules of dashes.

A text is read as its reader sees it, so only what can be nothing else is taken for markup:
`5 * 3`, `snake_case`, `a < b` and `C#` stay what they are. A line may be a part of what is marked,
so emphasis that begins need not end.
"""

from __future__ import annotations

from dataclasses import dataclass

from vits_core.text.sentences.marks import INVISIBLE

LINE_END = "\u2029"
PAUSE = ", "
MARKUP = "it is markup, which is not read"
ADDRESS = "it is the address behind a link, which is not read"


@dataclass(frozen=True, slots=True)
class Unspoken:
    """Markup at characters `start` to `stop` of a text."""

    start: int
    stop: int
    spoken: str = ""
    """What is read in its place: nothing, a pause, or the character that it stands for."""
    mask: str = INVISIBLE
    """What each of its characters is where sentences are found; "": itself."""
    before: bool = False
    """Its line begins something new."""
    after: bool = False
    """The next line begins something new."""
    reason: str = MARKUP
    """What is told of its letters and digits."""
