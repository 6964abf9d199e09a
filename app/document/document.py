"""The document: a text as lines, each a sentence with an identity of its own."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from app.document.delivery import NOTHING_OWN, Delivery
from app.document.slots import USUAL_FIT, FitBounds, Slot
from vits_core.synthesis.take_request import TakeRequest

USUAL_DELIVERY = Delivery(rhythm_seed=1, expression_seed=42)
"""Of a new document."""


@dataclass(frozen=True, slots=True)
class ChosenTake:
    """A take that a line speaks with; it remembers the words that it was made from."""

    request: TakeRequest
    voice: str
    """Path of its voice's file."""

    @property
    def text(self) -> str:
        """The words, as they stood in the text."""
        return self.request.utterance.text


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of the document; it is the same line for as long as its `id` is."""

    id: int
    """Never given twice in a session."""
    text: str
    before: str = ""
    """What stands between the line before and this one; nothing of it is spoken."""
    pause: float = 0.0
    """Seconds of silence behind it, at length scale 1 unless it is `asked`."""
    chosen: ChosenTake | None = None
    """Until someone chooses, its delivery over the document's speaks it."""
    delivery: Delivery = NOTHING_OWN
    """What of its delivery is its own."""
    gap: float | None = None
    """Seconds of silence behind it at any speed, in place of `pause`."""
    heading: int = 0
    """Level of the section that this line begins, 1 the highest; 0: none. The rest of its line of
    the text belongs to the heading too."""
    slot: Slot | None = None
    """When it is to be heard; a line that has none follows the line before."""
    asked: bool = False
    """The text itself asks for the pause, `[pause 1.5s]`: it is as long at any speed."""

    def silence(self, length_scale: float) -> float:
        """Seconds of silence behind it when it is spoken at a length scale."""
        if self.gap is not None:
            return self.gap
        return self.pause if self.asked else self.pause * length_scale

    @property
    def is_stale(self) -> bool:
        """A take was chosen for it, and it has other words now."""
        return self.chosen is not None and self.chosen.text != self.text


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and all lines under it, those of lower sections included."""

    title: str
    level: int
    """1 is the highest."""
    first: int
    """Place of the line that its heading begins with."""
    stop: int
    """One past the place of its last line."""


@dataclass(frozen=True)
class Document:
    """A text and its lines; nobody changes one, an edit gives another.

    The lines hold the text itself, so that an edit leaves the lines that it does not touch as the
    objects that they are, and nothing has to be moved.
    """

    lines: tuple[Line, ...] = ()
    after: str = ""
    """What stands behind the last line; nothing of it is spoken."""
    voice: str = ""
    """Path of the voice's file; "" is the voice that comes along."""
    delivery: Delivery = USUAL_DELIVERY
    """Of all lines, but for what they have of their own."""
    fit: FitBounds = USUAL_FIT
    """How lines with a slot are fitted into it."""
    removed: tuple[Line, ...] = field(default=(), compare=False)
    """Lines that edits took out, the latest last: what is pasted elsewhere is still itself."""

    @cached_property
    def text(self) -> str:
        """The whole text."""
        parts = [part for line in self.lines for part in (line.before, line.text)]
        return "".join(parts) + self.after

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """The character of the text at which each line begins."""
        starts, at = [], 0
        for line in self.lines:
            at += len(line.before)
            starts.append(at)
            at += len(line.text)
        return tuple(starts)

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The sections in the order of their headings; what stands before the first is in none."""
        begin = [place for place, line in enumerate(self.lines) if line.heading]
        found = []
        for number, first in enumerate(begin):
            level = self.lines[first].heading
            stop = next(
                (each for each in begin[number + 1 :] if self.lines[each].heading <= level),
                len(self.lines),
            )
            found.append(Section(self._title(first, stop), level, first, stop))
        return tuple(found)

    def _title(self, first: int, stop: int) -> str:
        title = self.lines[first].text
        for line in self.lines[first + 1 : stop]:  # "Who? The storm" is two sentences
            if "\n" in line.before:
                break
            title += line.before + line.text
        return " ".join(title.split())

    @cached_property
    def _places(self) -> dict[int, int]:
        return {line.id: index for index, line in enumerate(self.lines)}

    def __contains__(self, line: int) -> bool:
        return line in self._places

    def __getitem__(self, line: int) -> Line:
        """The line of that id; KeyError where there is none."""
        return self.lines[self._places[line]]

    def index(self, line: int) -> int:
        """The place of a line among the others; KeyError where there is none."""
        return self._places[line]

    def span(self, line: int) -> tuple[int, int]:
        """Where a line stands in the text, as characters (half open)."""
        index = self._places[line]
        start = self.starts[index]
        return start, start + len(self.lines[index].text)

    def index_at(self, offset: int) -> int | None:
        """The place of the line at a character: the one that it is in, or else the last one
        before it, or else the first; None where there are no lines."""
        if not self.lines:
            return None
        return max(0, bisect_right(self.starts, offset) - 1)

    def touched(self, start: int, stop: int) -> tuple[Line, ...]:
        """The lines of which characters lie between two offsets; for an empty stretch the line at
        it."""
        first = self.index_at(start)
        if first is None:
            return ()
        if start == stop:
            return (self.lines[first],)
        if self.starts[first] + len(self.lines[first].text) <= start:
            first += 1
        last = bisect_right(self.starts, stop - 1)
        return self.lines[first:last]

    def with_lines(self, lines: Iterable[int], change: Callable[[Line], Line]) -> Document:
        """The document with some of its lines changed; they keep their text."""
        changed = list(self.lines)
        for line in lines:
            index = self._places[line]
            changed[index] = change(changed[index])
        return replace(self, lines=tuple(changed))

    def with_headings(self, levels: Mapping[int, int]) -> Document:
        """The document with headings where a line begins at one of these characters of the text,
        of the level that it is given, and nowhere else."""
        wanted = {
            line.id: levels.get(start, 0)
            for line, start in zip(self.lines, self.starts, strict=True)
            if line.heading != levels.get(start, 0)
        }
        return self.with_lines(wanted, lambda line: replace(line, heading=wanted[line.id]))

    @cached_property
    def has_slots(self) -> bool:
        """Some of its lines are to be heard at certain times."""
        return any(line.slot is not None for line in self.lines)

    @cached_property
    def voices(self) -> frozenset[str]:
        """The voices that lines have of their own."""
        return frozenset(
            line.delivery.voice for line in self.lines if line.delivery.voice is not None
        )

    def choosing(self, line: int, take: ChosenTake | None) -> Document:
        """The document with a line speaking with this take; None: as the document does."""
        return self.with_lines((line,), lambda each: replace(each, chosen=take))

    def __iter__(self) -> Iterator[Line]:
        return iter(self.lines)

    def __len__(self) -> int:
        return len(self.lines)
