"""Between the script's time and the player: where it is heard, how long it is, and skipping."""

from __future__ import annotations

from bisect import bisect_right

from PySide6.QtCore import QObject, QTimer, Slot

from app.document.document import Line
from app.playback.player import Player
from app.playback.state import PlaybackState
from app.session.controller import Controller
from app.session.line_states import LineState, LineStates
from app.session.playable import ScriptSound
from app.session.script import Script
from app.session.script_times import NO_TIMES, LineLength, ScriptTimes, script_times
from app.ui.actions.action import Action
from app.ui.window.main_window import MainWindow
from app.ui.window.window_layout import WindowParts

SOON = 200
"""Milliseconds from a change until times are worked out anew."""
INTO = 2.0
"""Seconds into a line, after which skipping back goes to its beginning."""


class ScriptTransport(QObject):
    """Keeps the seek bar up to date, and goes where it and the skip keys say."""

    def __init__(
        self,
        window: MainWindow,
        parts: WindowParts,
        script: Script,
        controller: Controller,
        player: Player,
        states: LineStates,
    ) -> None:
        super().__init__(window)
        self._parts = parts
        self._script = script
        self._controller = controller
        self._player = player
        self._states = states
        self._lengths: dict[int, tuple[Line, LineLength | None]] = {}
        """By the lines' ids; of lines as they were."""
        self._times: ScriptTimes = NO_TIMES
        self._exact = True
        """All of the times are known."""
        self._soon = QTimer(self, singleShot=True, interval=SOON)
        self._soon.timeout.connect(self._work_out)
        script.changed.connect(self._on_changed)
        states.changed.connect(self._on_lines_changed)
        states.all_changed.connect(self._on_all_changed)
        controller.speech_began.connect(self._show_position)
        player.position_changed.connect(self._show_position)
        parts.transport.seek_bar.seek_requested.connect(self._on_seek_requested)
        for action, step in {
            Action.PREVIOUS_LINE: self._to_previous_line,
            Action.NEXT_LINE: self._to_next_line,
            Action.PREVIOUS_SECTION: self._to_previous_section,
            Action.NEXT_SECTION: self._to_next_section,
        }.items():
            window.action(action).triggered.connect(step)

    # -- the script's time ---------------------------------------------------------------------

    @Slot()
    def _on_changed(self) -> None:
        if not self._soon.isActive():
            self._soon.start()

    @Slot(object)
    def _on_lines_changed(self, lines: set[int]) -> None:
        for line in lines:
            self._lengths.pop(line, None)
        self._on_changed()

    @Slot()
    def _on_all_changed(self) -> None:
        self._lengths.clear()
        self._on_changed()

    @Slot()
    def _work_out(self) -> None:
        document, scale = self._script.document, self._controller.settings.length_scale

        def gap(line: Line) -> float:
            if line.gap is not None:
                return line.gap
            own = line.delivery.length_scale
            if own is None and line.delivery.voice is not None:
                own = self._controller.line_request(line).settings.length_scale
            return line.silence(own or scale)

        def start(line: Line) -> float | None:
            fit = self._controller.fits.get(line.id)
            return None if fit is None else fit.start

        self._times = script_times(document, self._length, scale, gap, start)
        self._exact = self._times.exact
        self._lengths = {
            line.id: self._lengths[line.id] for line in document if line.id in self._lengths
        }
        self._parts.transport.seek_bar.set_times(self._times, tuple(line.text for line in document))
        self._show_position()

    def _length(self, line: Line) -> LineLength | None:
        before = self._lengths.get(line.id)
        if before is not None and before[0] is line:
            return before[1]
        status, length = self._states.status(line), None
        if status.sketches:
            scale = status.sketches[0].outline.settings.length_scale
            length = LineLength(status.seconds, scale, status.state is LineState.MADE)
        self._lengths[line.id] = line, length
        return length

    # -- where it is heard ---------------------------------------------------------------------

    @property
    def _position(self) -> float | None:
        """The second of the script that is heard; None while something else is."""
        controller, document = self._controller, self._script.document
        if not isinstance(controller.shown, ScriptSound):
            return None
        line = controller.timeline.line_at(self._player.position)
        if line is None or line not in document or document.index(line) >= len(self._times.lines):
            return None
        place = document.index(line)
        within = self._player.position - controller.timeline.outlines_of(line)[0][0]
        return min(float(self._times.starts[place]) + within, float(self._times.starts[place + 1]))

    @Slot()
    def _show_position(self) -> None:
        position, times = self._position, self._times
        self._parts.transport.seek_bar.set_position(position)
        self._parts.transport.show_rest(
            times.seconds - (position or 0.0), times.seconds, about=not self._exact
        )

    # -- going elsewhere -----------------------------------------------------------------------

    @Slot(float)
    def _on_seek_requested(self, seconds: float) -> None:
        at = self._times.at(seconds)
        if at is not None:
            self._go_to(*at)

    def _go_to(self, place: int, within: float = 0.0) -> None:
        """Hear the script from so many seconds into a line on; without a sound, where it is made
        and nothing plays."""
        document, controller = self._script.document, self._controller
        if place >= len(document):
            return
        line = document.lines[place]
        heard = controller.timeline.outlines_of(line.id)
        playing = self._player.state in (PlaybackState.PLAYING, PlaybackState.WAITING)
        if heard and self._position is not None and (within or not playing):
            goal = heard[0][0] + within
            if goal <= controller.timeline.samples / controller.timeline.sample_rate:
                self._player.seek(goal)
                return
        share = within / max(self._times.length(place), 1e-3)
        controller.speak_from(document.starts[place] + int(min(share, 1.0) * len(line.text)))

    @property
    def _here(self) -> tuple[int, float]:
        """The place of the line that is heard, and the seconds of it that are over; without a sound
        of the script that of the line at the cursor."""
        position = self._position
        if position is not None and (at := self._times.at(position)) is not None:
            return at[0], position - float(self._times.starts[at[0]])
        return self._script.document.index_at(self._parts.editor.caret()) or 0, 0.0

    @Slot()
    def _to_previous_line(self) -> None:
        place, within = self._here
        self._go_to(place if within > INTO else max(0, place - 1))

    @Slot()
    def _to_next_line(self) -> None:
        self._go_to(self._here[0] + 1)

    @Slot()
    def _to_previous_section(self) -> None:
        place, within = self._here
        begins = [0, *(section.first for section in self._script.document.sections)]
        before = begins[: bisect_right(begins, place)]
        at_begin = before[-1] == place and within <= INTO and len(before) > 1
        self._go_to(before[-2] if at_begin else before[-1])

    @Slot()
    def _to_next_section(self) -> None:
        begins = [section.first for section in self._script.document.sections]
        behind = begins[bisect_right(begins, self._here[0]) :]
        if behind:
            self._go_to(behind[0])
