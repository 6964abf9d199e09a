"""The running text of Markdown."""

from __future__ import annotations

import re

from app.document.reading.html_text import HtmlText, read_html

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n.*?\n(?:---|\.\.\.)[ \t]*\n", re.DOTALL)
"""Settings for the program that makes a page of it."""


def read_markdown(source: str) -> HtmlText:
    """The blocks of a text in CommonMark, with tables."""
    # Here, since the window opens without it.
    from markdown_it import MarkdownIt

    markdown = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    return read_html(markdown.render(_FRONT_MATTER.sub("", source)))
