"""The inputs and how each is read aloud: the files beside this one, a language each.

A row has a kind of difficulty, a language, an input and its reading. In the input `\\n`, `\\r`,
`\\t`, `\\\\` and `\\uXXXX` stand for characters that cannot be seen. The reading is what a person
would say, in words that espeak-ng reads right by themselves, so a letter is `ay` where `A` would
be the article, and a homograph is spelled as it sounds (`red`, `lyve`). In it

- `|` is the end of an utterance, which has to be there and nowhere else;
- `,` is a pause, which has to be heard in the rows of `PAUSES`, and there nowhere else;
- `{one/two/}` is a choice, here between one word, another and none. Choices may be nested.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent
LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "ru", "zh")
PAUSES = "pauses"
"""The kind whose rows tell where a pause is heard; in other rows `,` only lends its context."""

_FLOORS = "floors.tsv"
_ESCAPE = re.compile(r"\\(?:u([0-9a-f]{4})|(.))")
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t", "\\": "\\"}


@dataclass(frozen=True)
class Row:
    """One input with all its right readings."""

    kind: str
    language: str
    text: str
    reading: str
    """As written in the table, with its choices."""

    def readings(self) -> list[str]:
        """Every right reading, the first choices first."""
        spaced = (" ".join(words.split()) for words in _choices(self.reading))
        return list(dict.fromkeys(spaced))


@cache
def rows(language: str) -> tuple[Row, ...]:
    """The rows of a language, in the order of its file."""
    return tuple(
        Row(r["kind"], r["language"], _unescaped(r["input"]), r["reading"])
        for r in _records(f"{language}.tsv")
    )


def floors() -> dict[tuple[str, str], int]:
    """How many rows of a language and kind our text front-end has to read right."""
    records = _records(_FLOORS) if (FOLDER / _FLOORS).exists() else []
    return {(r["language"], r["kind"]): int(r["floor"]) for r in records}


def write_floors(floors: Mapping[tuple[str, str], int]) -> None:
    """Replace the floors."""
    lines = ["language\tkind\tfloor"]
    lines += [f"{language}\t{kind}\t{floor}" for (language, kind), floor in floors.items()]
    (FOLDER / _FLOORS).write_text("\n".join(lines) + "\n", "utf-8")


def _records(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda m: chr(int(m[1], 16)) if m[1] else _ESCAPED[m[2]], text)


def _choices(reading: str) -> Iterator[str]:
    """The reading with its first choice made in every way, and so on with the others."""
    opening = reading.find("{")
    if opening < 0:
        yield reading
        return
    options, closing = _options(reading, opening)
    for tail in list(_choices(reading[closing + 1 :])):
        for option in options:
            for chosen in _choices(option):
                yield reading[:opening] + chosen + tail


def _options(reading: str, opening: int) -> tuple[list[str], int]:
    """The options of the choice that begins at `opening`, and where it ends."""
    depth, start, options = 0, opening + 1, []
    for at in range(opening, len(reading)):
        depth += {"{": 1, "}": -1}.get(reading[at], 0)
        if depth == 0 or (depth == 1 and reading[at] == "/"):
            options.append(reading[start:at])
            start = at + 1
        if depth == 0:
            return options, at
    raise ValueError(f"A choice has no end: {reading}")
