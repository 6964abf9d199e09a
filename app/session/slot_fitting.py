"""Keeps up to date how the lines of the script are spoken in their slots."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.document.line_request import LineRequest
from app.document.slots import FitBounds, LineFit
from app.session.delivery_session import DeliverySession
from app.session.script import Script
from app.synthesis.requests import FitRequest
from vits_core.errors import VitsError

SOON = 50
"""Milliseconds from a change until the lines are fitted anew."""


@dataclass(frozen=True, slots=True)
class _Inputs:
    """All that the lengths depend on."""

    lines: tuple[LineRequest, ...]
    bounds: FitBounds
    voices: tuple[tuple[str, str, str] | None, ...]
    """File, device and precision of the script's, then of those of its lines; None is one that
    cannot be loaded."""


class SlotFitting(QObject):
    """Has lines with slots fitted again whenever something changes how they are spoken.

    That needs their rhythm and no sound, but the worker's thread: until it is done, what is to be
    spoken waits.
    """

    # To the worker: FitRequest.
    fit_wanted = Signal(object)

    # The lines are fitted, into other lengths than before perhaps.
    fitted = Signal()
    # The share of the lines that is fitted, where it takes a while; None once it is over.
    progressed = Signal(object)

    def __init__(
        self, script: Script, session: DeliverySession, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._script = script
        self._session = session
        self._known: _Inputs | None = None
        """What the lines are fitted by; None where none has a slot."""
        self._asked: _Inputs | None = None
        """What those are fitted by that are requested."""
        self._request: FitRequest | None = None
        self._numbers = 0
        self._waiting: dict[str, Callable[[], object]] = {}
        self._soon = QTimer(self, singleShot=True, interval=SOON)
        self._soon.timeout.connect(self._ask)
        for changed in (script.changed, session.delivery_changed, session.voice_ready):
            changed.connect(self._on_changed)
        session.line_voices.changed.connect(self._on_line_voices_changed)

    def wait(self, what: str, work: Callable[[], object]) -> bool:
        """Do this once the voices of lines are there and the lines are fitted, in place of what
        else of that name waits; false if so it is, and nothing has to wait."""
        self._waiting.pop(what, None)
        if not self._session.can_speak or self._is_up_to_date():
            return False
        self._waiting[what] = work
        if self._request is None:
            self._ask()
        return True

    def forget(self, what: str) -> None:
        """What waits by that name is not wanted any more."""
        self._waiting.pop(what, None)

    def _is_up_to_date(self) -> bool:
        return self._session.line_voices.ready() and self._inputs() == self._known

    def _inputs(self) -> _Inputs | None:
        """What the lines would be fitted by now; None where none has a slot."""
        document, voice = self._script.document, self._session.voice
        if not document.has_slots or voice is None:
            return None
        lines = tuple(self._session.line_request(line, fitted=False) for line in document)
        others = map(self._session.line_voices.info, sorted(document.voices))
        voices = tuple(None if each is None else each.made_by for each in (voice, *others))
        return _Inputs(lines, document.fit, voices)

    @Slot()
    def _on_changed(self) -> None:
        if self._script.document.has_slots or self._known is not None:
            self._soon.start()

    @Slot()
    def _on_line_voices_changed(self) -> None:
        self._on_changed()
        if self._waiting:
            self._ask()

    @Slot()
    def _ask(self) -> None:
        """Have the lines fitted as they are now, unless they are."""
        if not self._session.can_speak or not self._session.line_voices.ready():
            return
        inputs = self._inputs()
        if inputs == self._known:
            self._go_on()
            return
        if inputs is None:
            self._take(inputs, {})
            return
        self._numbers += 1
        self._request = FitRequest(self._numbers, inputs.lines, inputs.bounds)
        self._asked = inputs
        self.fit_wanted.emit(self._request)

    @Slot(int, float)
    def on_fit_progressed(self, number: int, share: float) -> None:
        if self._request is not None and self._request.number == number:
            self.progressed.emit(share)

    @Slot(int, object)
    def on_lines_fitted(self, number: int, found: object) -> None:
        if self._request is None or self._request.number != number:
            return
        self._request = None
        self.progressed.emit(None)
        if found is None:
            self._soon.start()
        elif isinstance(found, VitsError):
            self._take(self._asked, {})  # speaking the line tells what is wrong with it
        elif isinstance(found, dict):
            self._take(self._asked, found)

    def _take(self, inputs: _Inputs | None, fits: Mapping[int, LineFit]) -> None:
        self._known, self._session.fits = inputs, fits
        self.fitted.emit()
        if inputs != self._inputs():
            self._soon.start()
            return
        self._go_on()

    def _go_on(self) -> None:
        """Do what has waited."""
        waiting, self._waiting = self._waiting, {}
        for work in waiting.values():
            work()
