"""The state of the session: voice, what is spoken and how, and the requests under way.

Knows neither widgets nor torch. It asks the worker by signals and tells the window and the player
what happened by signals; `application.py` connects them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.document.document import Line
from app.document.line_request import LineRequest
from app.session.delivery_session import DeliverySession
from app.session.line_sounds import LineKey, LineSounds
from app.session.listening import Listening, Place, second_of
from app.session.playable import NoSound, Playable, ScriptSound
from app.session.run import DueLine, Run
from app.session.run_feed import RunFeed
from app.session.script import Script
from app.session.slot_fitting import SlotFitting
from app.session.timeline import Timeline
from app.synthesis.requests import LineSound, SpeakRequest, SpeakSummary, VoiceInfo
from vits_core.errors import VitsError
from vits_core.records import Outline, Skipped, Take, TakePart
from vits_core.synthesis.take_request import TakeRequest

SPEECH = "speech"
"""What waits for lines to be fitted."""
LIVE_DELAY = 180
"""Milliseconds that a slider has to rest before the text is spoken anew."""


class Controller(DeliverySession):
    """Speaks lines of the script, and takes; a new request cancels the one before."""

    # To the worker: SpeakRequest.
    speech_wanted = Signal(object)

    # Playable, sample rate, hop length: this is shown from now on, and what was shown is gone.
    speech_began = Signal(object, int, int)
    # TakePart, its take's first sample, its sound with the pause before it: the speech has grown.
    part_added = Signal(object, int, object)
    # Seconds at which playback is to begin.
    listening_wanted = Signal(float)
    # Share of the text that has been made, 0 to 1.
    progressed = Signal(float)
    # DueLine, LineSound: all of a line is made.
    line_made = Signal(object, object)
    # SpeakSummary: all of the text has been made.
    speech_done = Signal(object)
    # What was made so far stays.
    speech_cancelled = Signal()
    # VitsError; what was made so far stays.
    speech_failed = Signal(object)
    # List of Skipped, at characters of the script: what was not spoken; comes at the end of a
    # speech.
    text_skipped = Signal(list)
    # What was asked for is there, or will not come: the worker may have time for something else.
    settled = Signal()

    def __init__(self, script: Script, parent: QObject | None = None) -> None:
        super().__init__(script, parent)
        self.shown: Playable = NoSound()
        """What the timeline, the plots and the marks are of."""
        self.in_player: Playable = NoSound()
        """What the player has: what is shown, unless it was given another sound, which it never is
        while the script is shown."""
        self.shown_voice: VoiceInfo | None = None
        """The voice of what is shown, as it was then; None if that is not loaded any more."""
        self.timeline = Timeline(1)
        self.whole = True
        """What is shown was made to its end."""
        self._failed = False
        """Making what is shown went wrong."""
        self.live = False
        """Every change of how the script is spoken is heard at once."""
        self.position = 0.0
        """Seconds that are being heard now; the application keeps it up to date."""
        self._number = 0
        self._request: SpeakRequest | None = None
        self.sounds = LineSounds()
        """Of the lines that were made last."""
        self._feed = RunFeed(self)
        self._feed.part_due.connect(self._on_part_due)
        self._feed.progressed.connect(self.progressed)
        self._feed.line_done.connect(self.line_made)
        self._feed.finished.connect(self._on_run_finished)
        self._picked: frozenset[int] | None = None
        """The lines that were asked for one by one; None for all of a stretch."""
        self._take_line: int | None = None
        self._listening = Listening(self.timeline)
        self._live_timer = QTimer(self, singleShot=True, interval=LIVE_DELAY)
        self._live_timer.timeout.connect(self.speak_again)
        self.delivery_changed.connect(self._on_delivery_changed)
        for end in (
            self.voice_ready,
            self.voice_failed,
            self.speech_done,
            self.speech_cancelled,
            self.speech_failed,
        ):
            end.connect(self.settled)
        self.fitting = SlotFitting(script, self, self)

    @property
    def _run(self) -> Run:
        """The lines that are shown; none where something else is."""
        return self._feed.run

    @property
    def busy(self) -> bool:
        """Something is being spoken."""
        return self._request is not None or self._feed.ending

    @property
    def speaks_picked_lines(self) -> bool:
        """What is shown are lines that were asked for one by one."""
        return self._picked is not None

    @property
    def in_the_making(self) -> DueLine | None:
        """The line of the script that is being made, or could not be made."""
        return self._run.front

    def voice_of_shown(self, outline: Outline) -> VoiceInfo | None:
        """The voice of a take of what is shown, as it was then; None if that is not loaded any
        more."""
        line = self.timeline.line_of(outline)
        request = None if line is None else self._run.request_of(line)
        if request is None or request.voice is None:
            return self.shown_voice
        return self.line_voices.info(request.voice)

    def key_of(self, line: Line) -> LineKey:
        """What the sound of a line depends on, as it would be made now."""
        return self._due(line).key

    def due(self, lines: Iterable[Line]) -> tuple[DueLine, ...]:
        """Lines as they would be spoken now, whatever becomes of the script."""
        return tuple(map(self._due, lines))

    def keep_line(self, due: DueLine, sound: LineSound) -> None:
        """Keep what was made of a line for something else than speaking it."""
        self.sounds.put(due.key, sound)
        document = self._script.document
        if due.id in document and self.key_of(document[due.id]) == due.key:
            self.line_made.emit(due, sound)

    def load_voice(self, source: str, device: str) -> None:
        self.cancel()
        super().load_voice(source, device)

    # -- speaking ------------------------------------------------------------------------------

    def speak(self, start: int = 0, stop: int | None = None) -> None:
        """Speak the script between two characters with the present settings, and hear it.

        Whole lines are made; the first word that is heard is the one at `start`, the last one
        that before `stop`.
        """
        if self.fitting.wait(SPEECH, partial(self.speak, start, stop)):
            return
        document = self._script.document
        stop = len(document.text) if stop is None else stop
        lines = document.touched(start, stop)
        if not lines or not self.can_speak:
            return
        first, last = document.span(lines[0].id)[0], document.span(lines[-1].id)[0]
        self._begin_script(
            Run(map(self._due, lines), self.sounds),
            at=Place(lines[0].id, max(0, start - first)),
            until=Place(lines[-1].id, stop - last) if stop < len(document.text) else None,
        )

    def speak_lines(self, lines: Collection[int], offset: int = 0) -> None:
        """Speak these lines and no others, in their order, and hear them from the word at a
        character of the first one on."""
        if self.fitting.wait(SPEECH, partial(self.speak_lines, lines, offset)):
            return
        wanted = [line for line in self._script.document if line.id in lines]
        if wanted and self.can_speak:
            self._begin_script(
                Run(map(self._due, wanted), self.sounds),
                at=Place(wanted[0].id, offset),
                until=Place(wanted[-1].id, len(wanted[-1].text)),
                picked=frozenset(line.id for line in wanted),
            )

    def speak_from(self, start: int) -> None:
        """Hear the script from the word at a character on; what is made already is not made
        again."""
        if self.fitting.wait(SPEECH, partial(self.speak_from, start)):
            return
        document = self._script.document
        index = document.index_at(start)
        if index is None:
            return
        line = document.lines[index]
        place = Place(line.id, max(0, start - document.starts[index]))
        now = [(due.id, due.key) for due in map(self._due, document.lines[index:])]
        if (
            isinstance(self.shown, ScriptSound)
            and self._listening.until is None
            and self._run.from_line(line.id) == now
            and (seconds := second_of(self.timeline, place)) is not None
        ):
            self._listening.begin_at(seconds)
            self._listen()
            self.go_on()
        else:
            self.speak(document.starts[index] + place.offset)

    def bring_up_to_date(self, seconds: float) -> None:
        """Where the script is shown, speak from the word at a second on what it says now, if that
        has changed; make what it lacks."""
        if not isinstance(self.shown, ScriptSound):
            return
        if self.fitting.wait(SPEECH, partial(self.bring_up_to_date, seconds)):
            return
        document, heard = self._script.document, self.timeline.line_at(seconds)
        spoken = self._run.from_line(heard)
        there = [(id_, key) for id_, key in spoken if id_ in document]
        if not there:
            return
        first = document.index(there[0][0])
        last = (
            document.index(there[-1][0]) + 1 if self._listening.until is not None else len(document)
        )
        lines = self._asked_for(document.lines[first:last])
        now = [(line.id, self._due(line).key) for line in lines]
        if now == spoken:
            self.go_on()
            return
        at = self.timeline.at(seconds)
        word = at[1] if at is not None and there[0] == spoken[0] == now[0] else None
        if self._picked is not None:
            self.speak_lines([line.id for line in lines], word.start if word is not None else 0)
            return
        start = document.starts[first] + (word.start if word is not None else 0)
        self.speak(start, None if last == len(document) else document.span(there[-1][0])[1])

    def go_on(self) -> None:
        """Make what a speech lacks that was stopped before its end."""
        front, document = self._run.front, self._script.document
        if (
            front is None
            or self.busy
            or self.whole
            or not self.can_speak
            or not isinstance(self.shown, ScriptSound)
        ):
            return
        there = [due.id for due in self._run.due if due.id in document]
        if not there:
            return
        first, last = document.index(there[0]), document.index(there[-1])
        lines = [self._due(line) for line in self._asked_for(document.lines[first : last + 1])]
        if there[0] != front.id or lines[0].key != front.key or self._failed:
            # Its words or settings have changed: what was made of it is no beginning of it now.
            # And a speech that failed has ended for whoever hears it.
            if self._picked is not None:
                self.speak_lines(there)
            else:
                self.speak(document.starts[first])
            return
        self._feed.go_on(lines)
        self._go()

    def speak_takes(
        self,
        playable: Playable,
        wanted: tuple[TakeRequest, ...],
        line: int | None,
        voice: VoiceInfo | None,
        listen_from: float = 0.0,
    ) -> None:
        """Speak takes of a line whose sentences are known, by their voice; hear them from a second
        on."""
        if voice is not None and self.can_speak:
            self._begin(playable, voice.sample_rate, voice.hop_length)
            self.shown_voice = voice
            self._take_line = line
            self._listening = Listening(self.timeline, seconds=listen_from)
            self._send(takes=wanted, voice=self.own_file(voice))

    def present(
        self,
        playable: Playable,
        take: Take,
        by: VoiceInfo | None,
        line: int | None,
        listen_from: float | None = 0.0,
        *,
        in_player: Playable | None = None,
    ) -> None:
        """Show a take that is there already, and hear it from a second on, or not at all; `by` is
        its voice, None if that is not loaded any more.

        Where the player has another sound, `in_player`, it keeps that.
        """
        self._begin(playable, take.sample_rate, take.hop_length, in_player)
        self.shown_voice, self.whole = by, True
        part = TakePart.whole(take)
        self.part_added.emit(part, *self.timeline.append(part, line))
        self.speech_done.emit(SpeakSummary(1, take.seconds, 0.0))
        if listen_from is not None:
            self.listening_wanted.emit(listen_from)

    def clear(self, in_player: Playable | None = None) -> None:
        """Show nothing; where the player has another sound, `in_player`, it keeps that."""
        rate, hop = (self.voice.sample_rate, self.voice.hop_length) if self.voice else (1, 1)
        self._begin(NoSound(), rate, hop, in_player)
        self.whole = True
        self.speech_cancelled.emit()

    def cancel(self) -> None:
        """End the speech that is being made; what there is of it stays."""
        self.fitting.forget(SPEECH)
        if self.busy:
            self._end()
            self.speech_cancelled.emit()

    def _begin_script(
        self,
        run: Run,
        *,
        at: Place | None = None,
        until: Place | None = None,
        picked: frozenset[int] | None = None,
    ) -> None:
        """Speak the lines of a run, and hear them between two places; at none, not at all."""
        if self.voice is not None:
            self._begin(ScriptSound(), self.voice.sample_rate, self.voice.hop_length)
            if picked is None:
                lead = self.lead([due.line for due in run.lines])
                self.timeline = Timeline(self.voice.sample_rate, lead)
            self._picked = picked
            self._feed.begin(run)
            self._listening = Listening(self.timeline, at=at, until=until)
            self._go()

    def _begin(
        self,
        playable: Playable,
        sample_rate: int,
        hop_length: int,
        in_player: Playable | None = None,
    ) -> None:
        """Show something else from now on, of which there is nothing yet."""
        self.cancel()
        self._live_timer.stop()
        self._picked = None
        self.shown, self.in_player = playable, in_player or playable
        self.shown_voice, self.whole, self._failed = self.voice, False, False
        self.timeline = Timeline(sample_rate)
        self._feed.begin(Run((), self.sounds))
        self._listening = Listening(self.timeline)
        self.speech_began.emit(playable, sample_rate, hop_length)

    def _go(self) -> None:
        """Have made what the run lacks, and hand on what is at hand."""
        missing = self._run.missing()
        if missing:
            self._send(lines=missing)
        self._feed.start()

    def _send(
        self,
        *,
        lines: tuple[LineRequest, ...] = (),
        takes: tuple[TakeRequest, ...] = (),
        voice: str | None = None,
    ) -> None:
        self._number += 1
        self._request = SpeakRequest(
            number=self._number,
            lines=lines,
            takes=takes,
            voice=voice,
        )
        self.request_coming.emit()
        self.speech_wanted.emit(self._request)

    def _asked_for(self, lines: Iterable[Line]) -> list[Line]:
        """Those that the speech is of."""
        return [line for line in lines if self._picked is None or line.id in self._picked]

    def _due(self, line: Line) -> DueLine:
        request = self.line_request(line)
        return DueLine(line, request, LineKey.of(request, self.voice_of(line)))

    def _end(self) -> None:
        if self._request is not None:
            self._request.delivery.cancelled.set()
        self._request = None
        self._feed.stop()

    # -- what was made -------------------------------------------------------------------------

    @Slot(int, object, object)
    def on_part_ready(self, number: int, line: int | None, part: TakePart) -> None:
        request = self._request
        if request is None or request.number != number:
            return
        if line is None:
            request.delivery.room.release()
            self._add(self._take_line, part)
            made = (part.start_sample + len(part.waveform)) / part.outline.samples
            self.progressed.emit(made)
        else:
            self._feed.push(line, part, request.delivery.room.release)

    @Slot(int, object, object)
    def on_text_skipped(self, number: int, line: int, skipped: Skipped) -> None:
        if self._is_current(number):
            self._run.skip(line, skipped)

    @Slot(int, object)
    def on_request_finished(self, number: int, summary: SpeakSummary) -> None:
        if self._is_current(number):
            self._request = None
            self._feed.end(summary)

    @Slot(int, object)
    def on_request_failed(self, number: int, error: VitsError) -> None:
        if self._is_current(number):
            self._end()
            self._failed = True
            self.speech_failed.emit(error)

    @Slot(object)
    def _on_run_finished(self, summary: SpeakSummary) -> None:
        self.whole = True
        self._listening.end()
        self._listen()
        self.speech_done.emit(summary)
        skipped = self._skipped()
        if skipped:
            self.text_skipped.emit(skipped)

    def _skipped(self) -> list[Skipped]:
        """What of the lines could not be spoken, where it stands in the text now."""
        document, skipped = self._script.document, []
        for line, each in self._run.skipped:
            if line in document:
                start = document.span(line)[0]
                skipped.append(replace(each, start=start + each.start, stop=start + each.stop))
        return skipped

    @Slot(int, object)
    def _on_part_due(self, line: int, part: TakePart) -> None:
        """Let the speech grow by a part, or by what it has not had of it before it was stopped."""
        if not (self.timeline.is_broken_off and self.timeline.last_line == line):
            self._add(line, part)
        elif (missing := self.timeline.missing_of(part)) is not None:
            self._add(line, missing)

    def _add(self, line: int | None, part: TakePart) -> None:
        """Let the speech grow by a part."""
        start, sound = self.timeline.append(part, line)
        if part.start_sample == 0:
            self._listening.begin_take(line, part.outline)
        self.part_added.emit(part, start, self._listening.heard(part, sound))
        self._listen()

    def _listen(self) -> None:
        """Begin to listen once there is something to hear at the second that is wanted."""
        seconds = self._listening.due()
        if seconds is not None:
            self.listening_wanted.emit(seconds)

    # -- live ----------------------------------------------------------------------------------

    @Slot(bool)
    def set_live(self, live: bool) -> None:
        """Whether a change of the prosody speaks the text anew."""
        self.live = live

    @Slot()
    def _on_delivery_changed(self) -> None:
        if self.live and len(self._script.document):
            self._live_timer.start()

    @Slot()
    def speak_again(self) -> None:
        """Speak from the line that sounds now, so that its change is heard at once."""
        line, document = self.timeline.line_at(self.position), self._script.document
        self.speak(document.span(line)[0] if line is not None and line in document else 0)

    # -- the voice -----------------------------------------------------------------------------

    @Slot(object)
    def on_voice_loaded(self, voice: VoiceInfo) -> None:
        self.sounds.clear()
        super().on_voice_loaded(voice)
        if not self.is_stand_in:
            self._script.set_voice(self.source)

    @Slot(str)
    def on_device_fell_back(self, device: str) -> None:
        self.sounds.clear()
        super().on_device_fell_back(device)
        if self.voice is not None:
            self.shown_voice = self.voice

    def _is_current(self, number: int) -> bool:
        """Whether a message from the worker is about the request under way."""
        return self._request is not None and self._request.number == number
