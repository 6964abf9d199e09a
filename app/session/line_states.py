"""What has become of each line of the script: its state, and what is drawn of its sound."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum, auto

from cachetools import LRUCache
from PySide6.QtCore import QObject, Signal, Slot

from app.document.document import ChosenTake, Line
from app.session.controller import Controller
from app.session.line_sounds import LineKey
from app.session.run import DueLine
from app.synthesis.requests import LineSound
from app.synthesis.take_preview import waveform_peaks
from vits_core.errors import VitsError
from vits_core.records import FloatArray, Outline, Take

COLUMNS = 200
"""Of the small waveform of a take."""
MOST_LINES = 10_000
"""Lines of which the picture is remembered after their sound has made way."""


class LineState(Enum):
    """How far a line is, as it would be spoken now."""

    NOT_MADE = auto()
    BEING_MADE = auto()
    MADE = auto()
    STALE = auto()
    """It was made, or a take was chosen for it, with other words, settings or another voice."""
    FAILED = auto()


@dataclass(frozen=True, slots=True, eq=False)
class TakeSketch:
    """What is drawn of a take of a line."""

    outline: Outline
    """Without its sound."""
    lows: FloatArray
    highs: FloatArray

    @classmethod
    def of(cls, take: Take) -> TakeSketch:
        return cls(take.without_sound(), *waveform_peaks(take.waveform, COLUMNS))


SketchOf = Callable[[ChosenTake], TakeSketch | None]


@dataclass(frozen=True, slots=True)
class LineStatus:
    """A line as its row shows it."""

    state: LineState
    sketches: tuple[TakeSketch, ...] = ()
    """Of the takes that were made of it last, mostly one."""
    problem: str = ""
    """Why it failed."""
    late: float = 0.0
    """Seconds by which it begins after its slot does, where it has one."""
    over: float = 0.0
    """Seconds by which its slot is too short."""

    @property
    def seconds(self) -> float:
        """Its length, the pauses between its takes included."""
        outlines = [sketch.outline for sketch in self.sketches]
        pauses = sum(each.pause_samples / each.sample_rate for each in outlines[:-1])
        return sum(each.seconds for each in outlines) + pauses


_NOT_MADE, _BEING_MADE = LineStatus(LineState.NOT_MADE), LineStatus(LineState.BEING_MADE)


@dataclass(frozen=True, slots=True)
class _Made:
    key: LineKey
    sketches: tuple[TakeSketch, ...]
    problem: str


class LineStates(QObject):
    """Follows what the controller makes; whoever shows lines asks for those that are in sight."""

    # Set of lines' ids: something else has become of these.
    changed = Signal(object)
    # Any line may be in another state.
    all_changed = Signal()

    def __init__(self, controller: Controller, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._controller = controller
        self._made: LRUCache[int, _Made] = LRUCache(MOST_LINES)
        self._failed: dict[int, tuple[LineKey, str]] = {}
        self._making: int | None = None
        self._sketch_of: SketchOf = lambda _: None
        controller.line_made.connect(self._on_line_made)
        controller.speech_failed.connect(self._on_speech_failed)
        for moved in (
            controller.speech_began,
            controller.speech_wanted,
            controller.speech_done,
            controller.speech_cancelled,
        ):
            moved.connect(self._follow)
        for other in (
            controller.delivery_changed,
            controller.voice_ready,
            controller.device_fell_back,
            controller.fitting.fitted,
            controller.line_voices.changed,
        ):
            other.connect(self.all_changed)

    def find_sketches(self, sketch_of: SketchOf) -> None:
        """Ask this for what is known of a chosen take that was not spoken here yet."""
        self._sketch_of = sketch_of
        self.all_changed.emit()

    def status(self, line: Line) -> LineStatus:
        """What has become of a line."""
        status, fit = self._status(line), self._controller.fits.get(line.id)
        if fit is None or not (fit.late or fit.over):
            return status
        return replace(status, late=fit.late, over=fit.over)

    def _status(self, line: Line) -> LineStatus:
        made, failed = self._made.get(line.id), self._failed.get(line.id)
        if line.delivery.voice is not None:
            problem = self._controller.line_voices.problem(line.delivery.voice)
            if problem is not None:
                sketches = made.sketches if made is not None else ()
                return LineStatus(LineState.FAILED, sketches, str(problem))
        if made is None and failed is None and line.chosen is None:  # of thousands, most of them
            return _BEING_MADE if line.id == self._making else _NOT_MADE
        key = self._controller.key_of(line)
        current = made if made is not None and made.key == key else None
        sketches = made.sketches if made is not None else ()
        if line.chosen is not None and current is None:
            known = self._sketch_of(line.chosen)
            sketches = sketches if known is None else (known,)
        if line.id == self._making and current is None:
            return LineStatus(LineState.BEING_MADE, sketches)
        if failed is not None and failed[0] == key:
            return LineStatus(LineState.FAILED, sketches, failed[1])
        if current is not None and not current.sketches:
            return LineStatus(LineState.FAILED, problem=current.problem)
        if self._is_choice_stale(line):
            return LineStatus(LineState.STALE, sketches)
        if current is not None:
            return LineStatus(LineState.MADE, sketches)
        # With a take that was just chosen nothing is wrong, though it was not spoken here yet.
        outdated = made is not None and line.chosen is None
        return LineStatus(LineState.STALE if outdated else LineState.NOT_MADE, sketches)

    def _is_choice_stale(self, line: Line) -> bool:
        """Whether a take was chosen for a line, but does not speak it now."""
        voice = self._controller.voice_of(line)
        other_voice = (
            voice is not None and line.chosen is not None and line.chosen.voice != voice.source
        )
        return line.is_stale or other_voice

    @Slot(object, object)
    def _on_line_made(self, due: DueLine, sound: LineSound) -> None:
        before = self._made.get(due.id)
        if before is None or before.key != due.key:
            sketches = tuple(map(TakeSketch.of, sound.takes))
            problem = sound.skipped[0].reason if sound.skipped else ""
            self._made[due.id] = _Made(due.key, sketches, problem)
            self.changed.emit({due.id})
        self._failed.pop(due.id, None)
        self._follow()

    @Slot(object)
    def _on_speech_failed(self, error: VitsError) -> None:
        line = self._controller.in_the_making
        if line is not None:
            self._failed[line.id] = line.key, str(error)
            self.changed.emit({line.id})
        self._follow()

    @Slot()
    def _follow(self) -> None:
        """See which line is being made now."""
        controller = self._controller
        line = controller.in_the_making if controller.busy else None
        making = None if line is None else line.id
        if making != self._making:
            moved = {each for each in (self._making, making) if each is not None}
            self._making = making
            self.changed.emit(moved)
