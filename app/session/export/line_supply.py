"""Has the lines of an export made, behind all that a person asks to hear."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.session.controller import Controller
from app.session.run import DueLine
from app.synthesis.requests import LineSound, LinesRequest
from vits_core.errors import VitsError
from vits_core.records import Skipped, Take

AHEAD = 4
"""Lines that are requested together: one is begun while the one before it is finished."""


class LineSupply(QObject):
    """Takes what was made before, and requests the rest whenever the worker has nothing else to
    do."""

    # To the worker: LinesRequest.
    lines_wanted = Signal(object)

    # LineSound, or VitsError: what became of the line that was wanted.
    supplied = Signal(object)

    def __init__(self, controller: Controller, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._controller = controller
        self._lines: Sequence[DueLine] = ()
        self._wanted: int | None = None
        self._made: dict[int, LineSound | VitsError] = {}
        """By their places; what is made ahead, or waits for another line of its request."""
        self._request: LinesRequest | None = None
        self._places: dict[int, int] = {}
        """Of the lines that are requested, by their ids."""
        self._numbers = 0
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._go_on)
        controller.settled.connect(self._soon.start)

    def begin(self, lines: Sequence[DueLine]) -> None:
        """Supply these from now on."""
        self.end()
        self._lines = lines

    @Slot(int)
    def want(self, place: int) -> None:
        """Bring the line at a place; those before it are wanted no more. `supplied` answers."""
        if place < len(self._lines):
            self._wanted = place
            self._made = {at: made for at, made in self._made.items() if at >= place}
            self._soon.start()

    def end(self) -> None:
        """Make nothing more."""
        self._soon.stop()
        self._lines, self._wanted = (), None
        self._made.clear()
        if self._request is not None:
            self._request.cancelled.set()
            self._request = None

    @Slot()
    def _go_on(self) -> None:
        place = self._wanted
        if place is None:
            return
        made = self._at_hand(place)
        if made is not None:
            self._wanted = None
            self._made.pop(place, None)
            self.supplied.emit(made)
        elif self._request is None and not self._controller.busy and self._controller.can_speak:
            ahead = range(place, min(place + AHEAD, len(self._lines)))
            places = [at for at in ahead if self._at_hand(at) is None]
            self._places = {self._lines[at].id: at for at in places}
            self._numbers += 1
            requests = tuple(self._lines[at].request for at in places)
            self._request = LinesRequest(self._numbers, requests)
            self.lines_wanted.emit(self._request)

    def _at_hand(self, place: int) -> LineSound | VitsError | None:
        line = self._lines[place]
        made = self._made.get(place) or self._controller.sounds.get(line.key)
        if made is not None or self._controller.loading:
            return made
        voice = self._controller.voice
        if line.request.voice is not None:
            return None
        if voice is not None and line.key.voice is not None and line.key.voice[0] != voice.source:
            return VitsError(
                self.tr("Another voice was loaded during the export"),
                remedy=self.tr("Load the voice that the script is to be spoken by, and export it "
                               "again; what was made already is kept."),
            )  # fmt: skip
        return None

    @Slot(int, int, tuple, tuple)
    def on_line_made(
        self, request: int, line: int, takes: tuple[Take, ...], skipped: tuple[Skipped, ...]
    ) -> None:
        if self._is_current(request):
            place, sound = self._places[line], LineSound(takes, skipped)
            self._made[place] = sound
            self._controller.keep_line(self._lines[place], sound)
            self._soon.start()

    @Slot(int, int, object)
    def on_line_failed(self, request: int, line: int, error: VitsError) -> None:
        if self._is_current(request):
            self._made[self._places[line]] = error
            self._soon.start()

    @Slot(int)
    def on_lines_ended(self, request: int) -> None:
        if self._is_current(request):
            self._request = None
            self._soon.start()

    def _is_current(self, request: int) -> bool:
        return self._request is not None and self._request.number == request
