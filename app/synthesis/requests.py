"""What goes between the window's thread and the synthesis worker: requests and results."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

from app.document.line_request import LineRequest
from app.document.slots import FitBounds
from vits_core.records import ProsodySettings, Skipped, Take
from vits_core.synthesis.take_request import TakeRequest
from vits_core.text.scripts import foreign_stretches

IN_FLIGHT = 1
"""Parts that may wait at a time for the window to take them."""
_LOOK_INTERVAL = 0.1
"""Seconds between two looks at a cancellation while there is no room."""


@dataclass(frozen=True, slots=True)
class VoiceInfo:
    """What the window needs to know of the loaded voice and of the machine."""

    name: str
    source: str
    """Path of the voice's file."""
    sample_rate: int
    hop_length: int
    speakers: tuple[str, ...]
    defaults: ProsodySettings
    device: str
    devices: tuple[tuple[str, str], ...]
    """Each device's name for torch and for people."""
    precision: str = "float32"
    """What the decoder's stages compute in."""
    reach_frames: int = 0
    """How far flow and decoder look to each side of a frame."""
    language: str = "en"
    """By which sentence ends are found."""
    reads_phonemes: bool = False
    """Its text is phonemes from beginning to end."""
    spells_foreign_text: bool = True
    """It names the letters of writing systems that its language does not have."""

    @property
    def made_by(self) -> tuple[str, str, str]:
        """What its sounds depend on, whatever it speaks: file, device and precision."""
        return self.source, self.device, self.precision

    def only_spelled(self, text: str) -> Iterator[tuple[int, int]]:
        """Where text stands of which it could only name the letters."""
        return foreign_stretches(text, self.language) if self.spells_foreign_text else iter(())


@dataclass(frozen=True, slots=True, eq=False)
class Delivery:
    """How the results of a request come back: each takes a place, and is waited for.

    Who gets a result gives the place back. So what was made before, and is there at once, does not
    come all at once: the window has time for its person in between.
    """

    cancelled: threading.Event = field(default_factory=threading.Event)
    """Setting it ends the request before its next result."""
    room: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(IN_FLIGHT))

    def wait_for_room(self) -> bool:
        """Wait until another result may be sent; false when none is wanted any more."""
        while not self.room.acquire(timeout=_LOOK_INTERVAL):
            if self.cancelled.is_set():
                return False
        return True


@dataclass(frozen=True, slots=True)
class SpeakRequest:
    """Speak lines, or takes whose sentences are known."""

    number: int
    lines: tuple[LineRequest, ...] = ()
    takes: tuple[TakeRequest, ...] = ()
    """Speak these instead of lines."""
    voice: str | None = None
    """Path of the file of the voice that the takes are of; None is the document's. So in all that
    follows: each line names its own."""
    delivery: Delivery = field(default_factory=Delivery)


@dataclass(frozen=True, slots=True)
class SpeakSummary:
    """How a request to speak went."""

    takes: int
    audio_seconds: float
    synthesis_seconds: float


@dataclass(frozen=True, slots=True)
class SentencesRequest:
    """Make lines ready to speak."""

    number: int
    lines: tuple[LineRequest, ...]


@dataclass(frozen=True, slots=True)
class OutlinesRequest:
    """Make the rhythm of takes."""

    number: int
    requests: tuple[TakeRequest, ...]
    voices: tuple[str | None, ...] = ()
    """Of each take; none: all are of the document's."""


@dataclass(frozen=True, slots=True)
class FitRequest:
    """Find out how lines are spoken in their slots."""

    number: int
    lines: tuple[LineRequest, ...]
    bounds: FitBounds


@dataclass(frozen=True, slots=True)
class RenderRequest:
    """Make whole takes while nothing else is wanted."""

    number: int
    requests: tuple[TakeRequest, ...]
    delivery: Delivery = field(default_factory=Delivery)
    voice: str | None = None


@dataclass(frozen=True, slots=True)
class LinesRequest:
    """Make whole lines while nothing else is wanted."""

    number: int
    lines: tuple[LineRequest, ...]
    cancelled: threading.Event = field(default_factory=threading.Event)
    """Setting it ends the request before its next line."""


@dataclass(frozen=True, slots=True)
class LineSound:
    """What became of a line: its takes, mostly one, and what of it could not be spoken."""

    takes: tuple[Take, ...]
    skipped: tuple[Skipped, ...] = ()
    """At characters of the line."""


class Urgency:
    """Counts the requests on their way to the worker that cannot wait; any thread may use it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._coming = 0

    def announce(self) -> None:
        """Say that such a request is on its way."""
        with self._lock:
            self._coming += 1

    def meet(self) -> None:
        """Say that it has arrived."""
        with self._lock:
            self._coming = max(0, self._coming - 1)

    def presses(self) -> bool:
        """Whether one is on its way, so that what is done for later has to stop."""
        return self._coming > 0
