"""Python counts code points, Qt counts UTF-16 units: the way from one to the other."""

from __future__ import annotations

from bisect import bisect_left

_LAST_SINGLE_UNIT = "\uffff"


class TextOffsets:
    """Converts offsets into one text, in logarithmic time after one pass over it."""

    def __init__(self, text: str) -> None:
        self._wide: list[int] = []
        if not text.isascii() and max(text) > _LAST_SINGLE_UNIT:
            self._wide = [i for i, letter in enumerate(text) if letter > _LAST_SINGLE_UNIT]
        self._wide_units = [offset + count for count, offset in enumerate(self._wide)]

    def to_units(self, offset: int) -> int:
        """The UTF-16 offset of the code point at `offset`."""
        return offset + bisect_left(self._wide, offset)

    def to_code_points(self, units: int) -> int:
        """The code-point offset of a UTF-16 offset; within a pair, that of the next letter."""
        return units - bisect_left(self._wide_units, units)
