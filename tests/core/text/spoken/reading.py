"""What espeak-ng is given for a text."""

from __future__ import annotations

from vits_core.text.readable import make_readable


def read(text: str, language: str = "en") -> str:
    """The text as it is spoken, with single spaces."""
    return " ".join(make_readable(text, 0, language).mapped.text.split())
