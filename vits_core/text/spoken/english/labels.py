"""Numbers behind "No.", "#", "p." and the like in English."""

from __future__ import annotations

import re
from collections.abc import Iterator

from vits_core.text.spoken.matching import Parts, find_matches
from vits_core.text.spoken.rewrite import Rewrite

_WORDS = {
    "p": "page", "pg": "page", "pp": "pages", "pgs": "pages", "vol": "volume", "vols": "volumes",
    "fig": "figure", "figs": "figures", "ch": "chapter", "chap": "chapter", "chs": "chapters",
    "sec": "section", "sect": "section", "eq": "equation", "eqs": "equations", "no": "number",
    "nos": "numbers", "nr": "number", "n°": "number", "nº": "number", "№": "number",
    "art": "article", "ex": "example", "tab": "table", "app": "appendix", "ed": "edition",
    "op": "opus", "ver": "version", "col": "column", "para": "paragraph", "ep": "episode",
    "ser": "series", "rm": "room", "apt": "apartment", "bldg": "building", "par": "paragraph",
}  # fmt: skip
_DOTTED = "|".join(sorted((w for w in _WORDS if w.isascii()), key=len, reverse=True))
_LABELLED = re.compile(
    rf"(?<![\w.])(?P<label>(?:{_DOTTED})\.|[Nn][°º]|№)\s?(?=\d|[IVXLC]+\b)", re.IGNORECASE
)
_PARAGRAPH = re.compile(r"(?P<label>§§?)\s?(?=\d)")
_HASH = re.compile(r"(?<![\w#&/-])(?P<label>#)\s?(?P<number>\d{1,5})(?![\w.]*\w)")
_NOT_A_LABEL = re.compile(
    r"(?:^|[.!?,;:—–“\"]\s?|\b(?:said|says|say|is|was|with|answer|answered|oh|replied|means|there|and|a)\s)$",
    re.IGNORECASE,
)


def find_labels(text: str) -> Iterator[Rewrite]:
    """ "No. 5" as "number 5", "pp. 12-15" as "pages 12-15": the words alone."""
    yield from find_matches(text, _LABELLED, _label)
    yield from find_matches(text, _HASH, lambda _: {"label": "number"})
    yield from find_matches(
        text, _PARAGRAPH, lambda m: {"label": "sections" if m[1][1:] else "section"}
    )


def _paragraph(match: re.Match[str]) -> Parts:
    return {"label": "sections" if len(match["label"]) > 1 else "section"}


def _label(match: re.Match[str]) -> Parts | None:
    written = match["label"]
    if written.lower() == "no." and match.string[match.end() :].startswith("I"):
        return None  # "No. I left"
    if written == "no." and _NOT_A_LABEL.search(match.string[: match.start()][-12:]):
        return None  # the end of a sentence
    word = _WORDS[written.rstrip(".").lower()]
    if written == "ed.":
        return None
    return {"label": word.capitalize() if written[0].isupper() and word[:6] != "number" else word}
