"""When each line of the script is heard, as far as that is known, and about when otherwise."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.document.document import Document, Line, Section

SECONDS_A_CHARACTER = 0.065
"""Of English at length scale 1, the default voice's; until something of the script is made."""
FEWEST_CHARACTERS = 30
"""Of lines that are made, from which on they tell how fast the voice speaks."""


@dataclass(frozen=True, slots=True)
class LineLength:
    """How long a line is."""

    seconds: float
    length_scale: float
    """At which it was made."""
    is_now: bool = True
    """It would sound so now; otherwise it only tells how fast the voice speaks."""


@dataclass(frozen=True, slots=True, eq=False)
class ScriptTimes:
    """The lines on one time axis, each with the silence behind it."""

    lines: tuple[int, ...]
    """Their ids."""
    starts: NDArray[np.float64]
    """Seconds, [lines + 1]: where each begins; the last one is the end of all."""
    known: NDArray[np.bool_]
    """[lines]: whether the length is that of its sound."""
    sections: tuple[Section, ...] = ()

    @property
    def seconds(self) -> float:
        """Of the whole script."""
        return float(self.starts[-1])

    @property
    def exact(self) -> bool:
        """All lines are made."""
        return bool(self.known.all())

    def at(self, seconds: float) -> tuple[int, float] | None:
        """The place of the line that is heard at a second, and the seconds of it that are over, the
        silence behind it counted as its own; None where there are no lines."""
        if not self.lines:
            return None
        place = int(np.searchsorted(self.starts, seconds, side="right")) - 1
        place = min(max(place, 0), len(self.lines) - 1)
        within = min(seconds, self.seconds) - float(self.starts[place])
        return place, max(0.0, within)

    def length(self, place: int) -> float:
        """Seconds of a line and the silence behind it."""
        return float(self.starts[place + 1] - self.starts[place])

    def section_at(self, place: int) -> Section | None:
        """The innermost section that a line is in."""
        inside = [each for each in self.sections if each.first <= place < each.stop]
        return inside[-1] if inside else None


NO_TIMES = ScriptTimes((), np.zeros(1), np.zeros(0, bool))


def script_times(
    document: Document,
    length_of: Callable[[Line], LineLength | None],
    length_scale: float,
    gap_of: Callable[[Line], float],
    start_of: Callable[[Line], float | None] = lambda _: None,
) -> ScriptTimes:
    """The lines on one axis; what is not made is as long as the lines that are make it likely.

    `length_scale` is that of what is not made, `gap_of` gives the seconds of silence behind a line,
    `start_of` the second at which one begins that has to begin at a certain time.
    """
    lengths = [length_of(line) for line in document]
    told = [(each, line) for each, line in zip(lengths, document, strict=True) if each is not None]
    characters = sum(len(line.text) for _, line in told)
    pace = SECONDS_A_CHARACTER
    if characters >= FEWEST_CHARACTERS:
        pace = sum(each.seconds / each.length_scale for each, _ in told) / characters
    known = np.array([each is not None and each.is_now for each in lengths], bool)
    seconds = np.array(
        [
            each.seconds
            if each is not None and each.is_now
            else len(line.text) * pace * length_scale
            for each, line in zip(lengths, document, strict=True)
        ]
    )
    gaps = np.array([gap_of(line) for line in document.lines])
    if len(gaps):
        gaps[-1] = 0.0
    starts = np.concatenate((np.zeros(1), np.cumsum(seconds + gaps)))
    fixed = np.array([start_of(line) for line in document.lines], np.float64)
    if not np.isnan(fixed).all():
        for place in range(len(fixed)):
            if not np.isnan(fixed[place]):
                starts[place:] += fixed[place] - starts[place]
        starts = np.minimum.accumulate(starts[::-1])[::-1]
    return ScriptTimes(tuple(line.id for line in document), starts, known, document.sections)
