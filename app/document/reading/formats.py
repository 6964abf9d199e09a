"""The formats that can be read, by the endings of their files."""

from __future__ import annotations

PLAIN = (".txt", ".text")
MARKDOWN = (".md", ".markdown")
HTML = (".html", ".htm", ".xhtml")
WORD = (".docx",)
EPUB = (".epub",)
PDF = (".pdf",)
SUBTITLES = (".srt", ".vtt", ".ass", ".ssa")
ALL = (*PLAIN, *MARKDOWN, *HTML, *WORD, *EPUB, *PDF, *SUBTITLES)
