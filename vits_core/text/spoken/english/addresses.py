"""Streets of English addresses: "12 N. Main St." as "12 North Main Street"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from vits_core.text.spoken.rewrite import Rewrite, apply

_KINDS = {
    "St": "Street", "Ave": "Avenue", "Av": "Avenue", "Rd": "Road", "Ln": "Lane", "Dr": "Drive",
    "Blvd": "Boulevard", "Ct": "Court", "Pl": "Place", "Sq": "Square", "Hwy": "Highway",
    "Pkwy": "Parkway", "Cir": "Circle", "Ter": "Terrace", "Terr": "Terrace", "Cres": "Crescent",
    "Expy": "Expressway", "Fwy": "Freeway", "Trl": "Trail", "Tpke": "Turnpike", "Plz": "Plaza",
}  # fmt: skip
_DIRECTIONS = {
    "N": "North", "S": "South", "E": "East", "W": "West", "NE": "Northeast", "NW": "Northwest",
    "SE": "Southeast", "SW": "Southwest",
}  # fmt: skip
_KIND = "|".join(sorted(_KINDS, key=len, reverse=True))
_DIRECTION = "NE|NW|SE|SW|[NSEW]"
_NAME = r"(?:(?!(?:Saint|Doctor)\b)[A-Z][a-z'’-]{1,20}|[1-9]\d{0,2}(?:st|nd|rd|th))"
_NUMBERED = re.compile(
    rf"\b\d{{1,6}}[A-Za-z]?\s(?:(?P<before>{_DIRECTION})\b\.?\s)?(?:{_NAME}\s){{1,3}}"
    rf"(?P<kind>{_KIND})\b(?P<dot>\.)?(?:\s(?P<behind>{_DIRECTION})\b\.?(?!\s[A-Z][a-z]+\s(?:St|Ave)))?"
)
_NAMED = re.compile(
    rf"\b(?P<name>{_NAME})\s(?P<kind>{_KIND})\b(?P<dot>\.)?"
    r"(?=\s*(?:$|[,;:)!?]|[\"”’]|(?:[a-z]|\d|&)))"
)
_SAINTS = re.compile(
    rf"\bSt\.\s{_NAME}(?:['’]s)?\s(?P<kind>{_KIND})\b(?P<dot>\.)?(?=\s*(?:$|[,;:)!?]|[a-z]))"
)
"""Behind the name of a saint: "St. James St."."""
_PLAIN_STREET = re.compile(
    rf"\b(?:on|at|along|near|off|down|up|from|to)\s(?P<before>[NSEW])\.\s(?:{_NAME}\s){{1,2}}"
    rf"(?:{_KIND})\b"
)
_DRIVE = re.compile(
    rf"(?<![\w.,;:] )\b{_NAME}\s(?P<kind>Dr|Ct|Pl|Cir)\b(?P<dot>\.)"
    r"(?=\s(?:is|was|are|runs?|ends|leads|near|in|has|and|will|crosses|turns)\b)"
)
"""No title stands behind a name and before a verb."""
_ROOM = re.compile(r"\b(?P<kind>Apt|Ste|Bldg|Rm|Fl)\b(?P<dot>\.)?(?=\s#?\d)")
_ROOMS = {
    "Apt": "Apartment", "Ste": "Suite", "Bldg": "Building", "Rm": "Room", "Fl": "Floor",
}  # fmt: skip
_SURE = ("Ave", "Rd", "Blvd", "Pkwy", "Ln", "Hwy", "Expy", "Fwy", "Tpke")
"""Kinds that are no names, titles or words."""
_ON_STREET = re.compile(
    r"\b(?:on|at|along|down|up|off|of|to|from|near|and|the|in|into|via)\s$", re.IGNORECASE
)


def find_addresses(text: str) -> list[Rewrite]:
    """The kinds of streets, and the directions of those with a number of a house."""
    return apply((_numbered, _saints, _named, _directed, _drives, _rooms), text)


def _numbered(text: str) -> Iterator[Rewrite]:
    for match in _NUMBERED.finditer(text):
        for part in ("before", "behind"):
            if match[part]:
                stop = match.end(part)
                stop += text[stop : stop + 1] == "." and not _ends(text, stop + 1)
                yield Rewrite(match.start(part), stop, _DIRECTIONS[match[part]])
        yield _kind(text, match)


def _named(text: str) -> Iterator[Rewrite]:
    for match in _NAMED.finditer(text):
        kind = match["kind"]
        placed = _ON_STREET.search(text, max(match.start() - 8, 0), match.start())
        if kind in _SURE or match["name"][0].isdigit() or (placed and match["dot"]):
            yield _kind(text, match)


def _saints(text: str) -> Iterator[Rewrite]:
    return (_kind(text, match) for match in _SAINTS.finditer(text))


def _drives(text: str) -> Iterator[Rewrite]:
    return (_kind(text, match) for match in _DRIVE.finditer(text))


def _directed(text: str) -> Iterator[Rewrite]:
    """The direction of a street without a number: "on N. Main St."."""
    for match in _PLAIN_STREET.finditer(text):
        start, stop = match.span("before")
        yield Rewrite(start, stop + 1, _DIRECTIONS[match["before"]])


def _rooms(text: str) -> Iterator[Rewrite]:
    for match in _ROOM.finditer(text):
        yield Rewrite(*match.span(), _ROOMS[match["kind"]])


def _kind(text: str, match: re.Match[str]) -> Rewrite:
    stop = match.end("kind")
    if match["dot"] and not _ends(text, stop + 1):
        stop += 1
    return Rewrite(match.start("kind"), stop, _KINDS[match["kind"]])


def _ends(text: str, at: int) -> bool:
    """Whether the sentence ends there, so that the full stop is needed."""
    return not any(c.isalnum() for c in text[at : at + 20])
