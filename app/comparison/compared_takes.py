"""Which takes are compared: what was chosen, as far as it can be laid over each other."""

from __future__ import annotations

from collections.abc import Sequence

from app.comparison.common_axis import same_sentence
from app.takes.lab_take import LabTake


class ComparedTakes:
    """The chosen takes that speak the first one's sentence, and a place for each of them.

    A take keeps its place as long as it is compared, and with it its colour.
    """

    def __init__(self, most: int) -> None:
        """Compare so many at most."""
        self._most = most
        self.drawn: tuple[LabTake, ...] = ()
        self.everything: tuple[LabTake, ...] = ()
        """All takes of the sentence, and at least the chosen ones."""
        self.left_out: tuple[LabTake, ...] = ()
        """Chosen takes of other sentences."""
        self.surplus = 0
        """How many of the sentence were chosen and are not drawn."""
        self.places: dict[int, int] = {}
        """Number of a take that is drawn -> its place, from 0 on."""

    @property
    def pair(self) -> tuple[int, ...]:
        """Numbers of the two takes that are compared; () unless there are just two."""
        numbers = tuple(take.number for take in self.drawn)
        return numbers if len(numbers) == 2 else ()

    def choose(self, chosen: Sequence[LabTake], everything: Sequence[LabTake]) -> None:
        """Compare these; `everything` may have takes of other sentences too."""
        speaking = [t for t in chosen if same_sentence(t.outline, chosen[0].outline)]
        self.left_out = tuple(t for t in chosen if t not in speaking)
        self.drawn = tuple(speaking[: self._most])
        self.surplus = len(speaking) - len(self.drawn)
        known = {t.number: t for t in (*everything, *speaking)}
        self.everything = tuple(
            t for t in known.values() if chosen and same_sentence(t.outline, chosen[0].outline)
        )
        self._give_places()

    def _give_places(self) -> None:
        numbers = [take.number for take in self.drawn]
        self.places = {n: place for n, place in self.places.items() if n in numbers}
        for number in numbers:
            if number not in self.places:
                taken = self.places.values()
                self.places[number] = next(p for p in range(self._most) if p not in taken)
