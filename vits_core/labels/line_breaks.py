"""Where the lines of a subtitle end."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from functools import cache
from itertools import accumulate

from vits_core.text.punctuation import SPELLINGS

LINE = 42
"""Letters that a line holds, as subtitles are usually made; a Chinese one counts as two."""
CLAUSE = 12
"""Letters that one line may be longer than the other so that it ends with a clause."""

_CLAUSE_MARKS = "?!….;:,—"
_CLOSING = ("Pe", "Pf")
_OPENING = ("Ps", "Pi")


def one_line(text: str) -> str:
    """A text without line ends, tabs and what could not be seen or stored."""
    clean = "".join(c for c in " ".join(text.split()) if unicodedata.category(c) != "Cc")
    return "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in clean)


def ends_clause(text: str) -> bool:
    """Whether a text ends with a mark at which a reader pauses."""
    text = text.rstrip().rstrip("\"'")
    while text and unicodedata.category(text[-1]) in _CLOSING:
        text = text[:-1]
    return bool(text) and SPELLINGS.get(text[-1], text[-1]) in _CLAUSE_MARKS


class LineBreaks:
    """Where lines may end in a text without line ends, found once for all of its parts.

    A part is given as the characters `start` to `stop`.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._columns = [0, *accumulate(map(_columns, text))]
        self._places = [at for at in range(len(text) - 1) if _may_break(text, at)]

    def width(self, start: int, stop: int) -> int:
        """Columns of a part, the space at its end aside."""
        stop -= self._text[start:stop].endswith(" ")
        return self._columns[stop] - self._columns[start]

    def lines(self, start: int, stop: int) -> int:
        """How many lines a part needs."""
        return len(self._filled(start, stop)) + 1

    def breaks(self, start: int, stop: int) -> list[int]:
        """The characters of a part behind which a line ends, the part's end aside.

        Two lines are of about the same length; more are filled one after the other.
        """
        filled = self._filled(start, stop)
        if len(filled) != 1:
            return filled

        def unevenness(at: int) -> tuple[int, int]:
            above, below = self.width(start, at + 1), self.width(at + 1, stop)
            within_clause = not ends_clause(self._text[start : at + 1])
            return max(above, below, LINE), abs(above - below) + within_clause * CLAUSE

        low, high = self._between(start, stop)
        return [min(self._places[low:high], key=unevenness)]

    def _filled(self, start: int, stop: int) -> list[int]:
        """As much in each line as it holds."""
        breaks: list[int] = []
        while self.width(start, stop) > LINE:
            low, high = self._between(start, stop)
            if low == high:
                break
            begin = start
            fitting = bisect_right(
                self._places, LINE, low, high, key=lambda at: self.width(begin, at + 1)
            )
            breaks.append(self._places[max(fitting - 1, low)])
            start = breaks[-1] + 1
        return breaks

    def _between(self, start: int, stop: int) -> tuple[int, int]:
        return bisect_left(self._places, start), bisect_left(self._places, stop - 1)


def _may_break(text: str, at: int) -> bool:
    here, following = text[at], text[at + 1]
    if here == " ":
        return True
    if following == " ":
        return False
    if here in "—/":
        return following.isalnum()
    if _columns(here) < 2 or _columns(following) < 2:
        return False
    return unicodedata.category(here) not in _OPENING and unicodedata.category(following) not in (
        *_CLOSING,
        "Po",
    )


@cache
def _columns(character: str) -> int:
    if unicodedata.east_asian_width(character) in "WF":
        return 2
    return 0 if unicodedata.category(character) in ("Mn", "Me", "Cf") else 1
