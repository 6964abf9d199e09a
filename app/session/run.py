"""Lines that are spoken one after the other: which of them are due, and what has come of them."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass

from app.document.document import Line
from app.document.line_request import LineRequest
from app.session.line_sounds import LineKey, LineSounds
from app.synthesis.requests import LineSound
from vits_core.records import Skipped, Take


@dataclass(frozen=True, slots=True)
class DueLine:
    """A line that is to be spoken, as it was when that was asked for."""

    line: Line
    request: LineRequest
    key: LineKey

    @property
    def id(self) -> int:
        return self.line.id


class Run:
    """The lines of one speech, in order; what is made of them is kept in `sounds`."""

    def __init__(self, lines: Iterable[DueLine], sounds: LineSounds) -> None:
        self.lines = tuple(lines)
        self.due = deque(self.lines)
        """Lines of which something is still to come; the first one may be in the making."""
        self.takes: list[Take] = []
        """Of the line in the making, those that are whole."""
        self.skipped: list[tuple[int, Skipped]] = []
        """What could not be spoken, with the line's id."""
        self._sounds = sounds
        self._done: list[DueLine] = []
        self._waiting = {line.id for line in self.lines}
        self._characters = 0
        """Of the lines that are done."""
        self._all_characters = sum(len(due.line.text) for due in self.lines)
        self._told = defaultdict[int, list[Skipped]](list)

    @property
    def front(self) -> DueLine | None:
        """The line that is to come next, or is in the making."""
        return self.due[0] if self.due else None

    @property
    def front_is_whole(self) -> bool:
        """The takes of the front line reach its end."""
        return bool(self.takes) and self.takes[-1].utterance.stop >= len(self.due[0].line.text)

    def from_line(self, line: int | None) -> list[tuple[int, LineKey]]:
        """The lines from one on, or all of them, and what they were spoken from."""
        lines = [(due.id, due.key) for due in (*self._done, *self.due)]
        places = [place for place, (each, _) in enumerate(lines) if each == line]
        return lines[places[0] :] if places else lines

    def request_of(self, line: int) -> LineRequest | None:
        """What was asked for of a line."""
        lines = (*self._done, *self.due)
        return next((due.request for due in lines if due.id == line), None)

    def is_due(self, line: int) -> bool:
        """Whether something of a line is still to come."""
        return line in self._waiting

    def missing(self) -> tuple[LineRequest, ...]:
        """What has to be made for the lines that are due."""
        return tuple(due.request for due in self.due if self._sounds.get(due.key) is None)

    def at_hand(self) -> LineSound | None:
        """The sound of the front line, if it was made before."""
        front = self.front
        return None if front is None or self.takes else self._sounds.get(front.key)

    def skip(self, line: int, skipped: Skipped) -> None:
        """A stretch of a line belongs to no take."""
        self._told[line].append(skipped)

    def add(self, take: Take) -> None:
        """A take of the front line is whole."""
        self.takes.append(take)
        self._told[self.due[0].id].extend(take.utterance.skipped)

    def go_on(self, lines: Iterable[DueLine]) -> None:
        """Speak these instead of what is due; what the first one had comes once more."""
        self.due = deque(lines)
        self._waiting = {line.id for line in self.due}
        self.takes = []
        self._told.clear()

    def close(self) -> tuple[DueLine, LineSound]:
        """The front line is done; returns it, and what became of it."""
        due = self.due.popleft()
        self._done.append(due)
        self._waiting.discard(due.id)
        sound = self._sounds.get(due.key)
        if sound is None:
            sound = LineSound(tuple(self.takes), tuple(self._told.pop(due.id, ())))
            self._sounds.put(due.key, sound)
        self.skipped.extend((due.id, each) for each in sound.skipped)
        self._characters += len(due.line.text)
        self.takes = []
        return due, sound

    def share(self, made: float) -> float:
        """How much of the lines' text is made, `made` being the share of the front line."""
        front = len(self.due[0].line.text) if self.due else 0
        return (self._characters + made * front) / max(1, self._all_characters)
