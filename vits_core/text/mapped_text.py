"""A text made from the user's, with the way back from each character."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from vits_core.text.spoken.rewrite import Rewrite


@dataclass(frozen=True, slots=True)
class MappedText:
    """`text[i]` stands for the characters `starts[i]` to `stops[i]` of the user's whole text."""

    text: str
    starts: tuple[int, ...]
    stops: tuple[int, ...]

    @classmethod
    def of(cls, body: str, offset: int = 0) -> MappedText:
        """`body` as it is, which starts at character `offset` of the whole text."""
        first = range(offset, offset + len(body))
        return cls(body, tuple(first), tuple(i + 1 for i in first))

    def span(self, start: int, stop: int) -> tuple[int, int]:
        """The user's characters behind `text[start:stop]`, which is not empty."""
        return self.starts[start], max(self.stops[start:stop])

    def rewritten(self, rewrites: Iterable[Rewrite]) -> MappedText:
        """The same with stretches of `text` in other words; they are in order and do not overlap.

        Each character of the new words stands for the whole stretch.
        """
        parts: list[str] = []
        starts: list[int] = []
        stops: list[int] = []
        at = 0
        for rewrite in rewrites:
            parts += [self.text[at : rewrite.start], rewrite.spoken]
            starts += self.starts[at : rewrite.start]
            stops += self.stops[at : rewrite.start]
            first, last = self.span(rewrite.start, rewrite.stop)
            starts += [first] * len(rewrite.spoken)
            stops += [last] * len(rewrite.spoken)
            at = rewrite.stop
        parts.append(self.text[at:])
        return MappedText("".join(parts), (*starts, *self.starts[at:]), (*stops, *self.stops[at:]))
