"""Hands on what comes of a run, in the order of its lines: what is made, and what was at hand."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.session.line_sounds import LineSounds
from app.session.run import DueLine, Run
from app.synthesis.requests import SpeakSummary
from vits_core.records import TakePart


class RunFeed(QObject):
    """Brings together the worker's parts and the sounds that were kept.

    Lines that were at hand come one at a time: the window has time for its person in between.
    """

    # Id of a line, TakePart: the next one of the run.
    part_due = Signal(int, object)
    # Share of the run's text that has been made, 0 to 1.
    progressed = Signal(float)
    # DueLine, LineSound: all of a line of the run is there.
    line_done = Signal(object, object)
    # SpeakSummary: the run is made to its end.
    finished = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.run = Run((), LineSounds())
        self._parts: deque[tuple[int, TakePart, Callable[[], object]]] = deque()
        """Parts that wait for the lines before their own."""
        self._summary: SpeakSummary | None = None
        """The worker has made what it was asked for."""
        self._repeated = 0
        """Takes of the front line that come once more, since a run goes on."""
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._on_soon_timeout)

    @property
    def ending(self) -> bool:
        """All is made, but not all of it handed on."""
        return self._summary is not None

    def begin(self, run: Run) -> None:
        """Hand on what comes of this from now on, once it is started."""
        self.stop()
        self.run, self._repeated = run, 0

    def start(self) -> None:
        """Hand on what is at hand."""
        if not self.run.missing():
            self._summary = SpeakSummary(0, 0.0, 0.0)
        self._on_soon_timeout()

    def go_on(self, lines: list[DueLine]) -> None:
        """Speak these instead of what is due; of the first one, what there was of it is there."""
        self._repeated += len(self.run.takes)  # and what has not come again yet
        self.run.go_on(lines)

    def stop(self) -> None:
        """Hand on nothing more."""
        self._summary = None
        self._parts.clear()
        self._soon.stop()

    def push(self, line: int, part: TakePart, taken: Callable[[], object]) -> None:
        """The worker has made a part; `taken` is called when it is handed on."""
        self._parts.append((line, part, taken))
        self._advance()

    def end(self, summary: SpeakSummary) -> None:
        """The worker has made all that it was asked for."""
        self._summary = summary
        self._advance()

    def _advance(self) -> None:
        """Hand on the parts that are there, each once the lines before its own are done."""
        while True:
            front = self.run.front
            if self._parts and not self.run.is_due(self._parts[0][0]):
                self._parts.popleft()[2]()  # an equal line was at hand sooner
            elif front is not None and self._parts and self._parts[0][0] == front.id:
                self._take_part(front, *self._parts.popleft()[1:])
            elif self.run.at_hand() is not None:
                if not self._soon.isActive():
                    self._soon.start()
                return
            elif front is not None and (
                self._parts or self._summary is not None or self.run.front_is_whole
            ):
                self.line_done.emit(*self.run.close())
            else:
                self._finish()
                return

    def _take_part(self, front: DueLine, part: TakePart, taken: Callable[[], object]) -> None:
        taken()
        if part.take is not None:
            self.run.add(part.take)
        self._hand_on(front.id, part)
        utterance = part.outline.utterance
        made = (part.start_sample + len(part.waveform)) / part.outline.samples
        characters = utterance.start + made * (utterance.stop - utterance.start)
        self.progressed.emit(self.run.share(characters / max(1, len(front.line.text))))

    @Slot()
    def _on_soon_timeout(self) -> None:
        front, sound = self.run.front, self.run.at_hand()
        if front is not None and sound is not None:
            for take in sound.takes:
                self._hand_on(front.id, TakePart.whole(take))
            self.line_done.emit(*self.run.close())
            self.progressed.emit(self.run.share(0.0))
        self._advance()

    def _hand_on(self, line: int, part: TakePart) -> None:
        if self._repeated:
            self._repeated -= part.take is not None
        else:
            self.part_due.emit(line, part)

    def _finish(self) -> None:
        if self._summary is not None:
            summary = self._summary
            self.stop()
            self.finished.emit(summary)
