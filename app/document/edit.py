"""One edit of a text."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Edit:
    """Characters `start` to `stop` of a text replaced by others."""

    start: int
    stop: int
    inserted: str

    @property
    def growth(self) -> int:
        """Characters by which the text becomes longer."""
        return len(self.inserted) - (self.stop - self.start)

    def applied(self, text: str) -> str:
        """The text after the edit."""
        return text[: self.start] + self.inserted + text[self.stop :]

    @property
    def is_keystroke(self) -> bool:
        """One character was typed or deleted."""
        return self.stop - self.start + len(self.inserted) == 1

    def continued(self, other: Edit) -> Edit | None:
        """This edit and a keystroke after it as one; None where they are two: the next word, line
        or place."""
        if not other.is_keystroke:
            return None
        if other.inserted:
            goes_on = other.start == self.start + len(self.inserted) and self.inserted
            new_word = self.inserted[-1:].isspace() and not other.inserted.isspace()
            if not goes_on or new_word or "\n" in (other.inserted, self.inserted[-1:]):
                return None
            return replace(self, inserted=self.inserted + other.inserted)
        if self.inserted:
            return None
        if other.stop == self.start:
            return replace(self, start=other.start)
        return replace(self, stop=self.stop + 1) if other.start == self.start else None

    @classmethod
    def between(cls, before: str, after: str) -> Edit:
        """The shortest single edit that makes one text of another."""
        most = min(len(before), len(after))
        start = _alike(before, after, most)
        tail = _alike(before[::-1], after[::-1], most - start)
        return cls(start, len(before) - tail, after[start : len(after) - tail])


def _alike(first: str, second: str, most: int) -> int:
    """How many characters two texts have in common at their beginnings, `most` at most."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        if first[low:middle] == second[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low
