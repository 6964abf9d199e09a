"""The state of the session: voice, what is spoken and how, and the requests under way.

Knows neither widgets nor torch. It asks the worker by signals and tells the window and the player
what happened by signals; `application.py` connects them.
"""

from __future__ import annotations

import dataclasses
from collections import deque
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.document.document import Line
from app.session.line_sounds import LineKey, LineSounds
from app.session.playable import NoSound, Playable, ScriptSound
from app.session.run import DueLine, Run
from app.session.script import Script
from app.session.timeline import Timeline
from app.synthesis.requests import LineRequest, SpeakRequest, SpeakSummary, VoiceInfo
from vits_core.errors import VitsError
from vits_core.records import FloatArray, Outline, ProsodySettings, Skipped, Take, TakePart
from vits_core.synthesis.take_request import TakeRequest

LEAD = 0.02
"""Seconds before a word at which listening to it begins."""
LIVE_DELAY = 180
"""Milliseconds that a slider has to rest before the text is spoken anew."""


@dataclass(frozen=True, slots=True)
class Place:
    """A character of a line."""

    line: int
    offset: int


class Controller(QObject):
    """Speaks lines of the script, and takes; a new request cancels the one before."""

    # To the worker, before any request: what it does for later can wait.
    request_coming = Signal()
    # To the worker: path of the voice's file ("" is the default voice), device, precision.
    voice_wanted = Signal(str, str, str)
    # To the worker: SpeakRequest.
    speech_wanted = Signal(object)

    # Name of the voice that is being loaded; "" is the default one.
    voice_loading = Signal(str)
    # VoiceInfo of the voice that is ready to speak.
    voice_ready = Signal(object)
    # VitsError; whether another voice is still there to speak.
    voice_failed = Signal(object, bool)
    # Playable, sample rate, hop length: this is shown from now on, and what was shown is gone.
    speech_began = Signal(object, int, int)
    # TakePart, its take's first sample, its sound with the pause before it: the speech has grown.
    part_added = Signal(object, int, object)
    # Seconds at which playback is to begin.
    listening_wanted = Signal(float)
    # Share of the text that has been made, 0 to 1.
    progressed = Signal(float)
    # SpeakSummary: all of the text has been made.
    speech_done = Signal(object)
    # What was made so far stays.
    speech_cancelled = Signal()
    # VitsError; what was made so far stays.
    speech_failed = Signal(object)
    # List of Skipped, at characters of the script: what was not spoken; comes at the end of a
    # speech.
    text_skipped = Signal(list)
    # Name of the device that took over when memory ran out.
    device_fell_back = Signal(str)

    def __init__(self, script: Script, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._script = script
        self.voice: VoiceInfo | None = None
        self.source = ""
        """Path of the voice's file as it was asked for; "" is the default voice."""
        self.shown: Playable = NoSound()
        """What the timeline, the plots and the marks are of."""
        self.in_player: Playable = NoSound()
        """What the player has: what is shown, unless it was given another sound."""
        self.shown_voice: VoiceInfo | None = None
        """The voice of what is shown, as it was then; None if that is not loaded any more."""
        self.timeline = Timeline(1)
        self.whole = True
        """What is shown was made to its end."""
        self.settings = ProsodySettings()
        self.rhythm_seed = 0
        self.expression_seed = 0
        self.speaker: str | None = None
        """Name of the one who speaks; None is the voice's first."""
        self.live = False
        self.exact = False
        """Voices that are loaded from now on compute all in float32."""
        self.position = 0.0
        """Seconds that are being heard now; the application keeps it up to date."""
        self._loading: deque[tuple[str, str]] = deque()
        """Source and device of each voice that the worker still has to answer for."""
        self._number = 0
        self._request: SpeakRequest | None = None
        self._sounds = LineSounds()
        self._run = Run((), self._sounds)
        self._parts: deque[tuple[int, TakePart]] = deque()
        """Parts of lines that wait for the lines before them."""
        self._summary: SpeakSummary | None = None
        """The worker has made what was requested; there may be lines after it that were at hand."""
        self._repeated = 0
        """Takes of the first line that come once more, since a speech goes on."""
        self._take_line: int | None = None
        self._listen_at: Place | None = None
        """Where listening begins, until that is made …"""
        self._listen_from: float | None = None
        """… and the second at which that is."""
        self._stop_at: Place | None = None
        """Where the speech ends within its last line."""
        self._stop_sample: int | None = None
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._on_soon_timeout)
        self._live_timer = QTimer(self, singleShot=True, interval=LIVE_DELAY)
        self._live_timer.timeout.connect(self._on_live_timer_timeout)

    @property
    def busy(self) -> bool:
        """Something is being spoken."""
        return self._request is not None or self._summary is not None

    @property
    def loading(self) -> bool:
        """A voice is on its way."""
        return bool(self._loading)

    @property
    def can_speak(self) -> bool:
        return self.voice is not None and not self._loading

    def load_voice(self, source: str, device: str) -> None:
        """Load a voice; the one before speaks no more once the new one is ready."""
        self.cancel()
        self._loading.append((source, device))
        self.voice_loading.emit(source)
        self.request_coming.emit()
        self.voice_wanted.emit(source, device, "float32" if self.exact else "auto")

    # -- speaking ------------------------------------------------------------------------------

    def speak(self, start: int = 0, stop: int | None = None) -> None:
        """Speak the script between two characters with the present settings, and hear it.

        Whole lines are made; the first word that is heard is the one at `start`, the last one
        that before `stop`.
        """
        document = self._script.document
        stop = len(document.text) if stop is None else stop
        lines = document.touched(start, stop)
        if not lines or not self.can_speak:
            return
        first, last = document.span(lines[0].id)[0], document.span(lines[-1].id)[0]
        self._begin_script(Run(map(self._due, lines), self._sounds))
        self._listen_at = Place(lines[0].id, max(0, start - first))
        if stop < len(document.text):
            self._stop_at = Place(lines[-1].id, stop - last)
        self._go()

    def speak_from(self, start: int) -> None:
        """Hear the script from the word at a character on; what is made already is not made
        again."""
        document = self._script.document
        index = document.index_at(start)
        if index is None:
            return
        line = document.lines[index]
        place = Place(line.id, max(0, start - document.starts[index]))
        if (
            isinstance(self.shown, ScriptSound)
            and self.in_player == self.shown
            and self._run.key(line.id) == self._due(line).key
            and (seconds := self._second_of(place)) is not None
        ):
            self._listen_at = None
            self._listen_from = seconds
            self._listen()
            self.go_on()
        else:
            self.speak(document.starts[index] + place.offset)

    def complete(self) -> bool:
        """Have the whole script made as it is now, without hearing what is new; whether there is
        nothing left to make."""
        document = self._script.document
        if not len(document) or not self.can_speak:
            return not self.busy
        now = [self._due(line) for line in document]
        is_shown = isinstance(self.shown, ScriptSound) and self._stop_at is None
        if is_shown and self._run.from_line(None) == [(due.id, due.key) for due in now]:
            self.go_on()
        else:
            self._begin_script(Run(now, self._sounds))
            self._go()
        return self.whole

    def bring_up_to_date(self, seconds: float) -> None:
        """Where the script is shown, speak from the word at a second on what it says now, if that
        has changed; make what it lacks."""
        if not isinstance(self.shown, ScriptSound) or self.in_player != self.shown:
            return
        document, heard = self._script.document, self.timeline.line_at(seconds)
        spoken = self._run.from_line(heard)
        there = [(id_, key) for id_, key in spoken if id_ in document]
        if not there:
            return
        first = document.index(there[0][0])
        last = document.index(there[-1][0]) + 1 if self._stop_at is not None else len(document)
        now = [(line.id, self._due(line).key) for line in document.lines[first:last]]
        if now == spoken:
            self.go_on()
            return
        at = self.timeline.at(seconds)
        word = at[1] if at is not None and there[0] == spoken[0] == now[0] else None
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
        lines = [self._due(line) for line in document.lines[first : last + 1]]
        if there[0] != front.id or lines[0].key != front.key:
            # Its words or settings have changed: what was made of it is no beginning of it now.
            self.speak(document.starts[first])
            return
        self._repeated = len(self._run.takes)
        self._run.go_on(lines)
        self._go()

    def speak_takes(
        self,
        playable: Playable,
        wanted: tuple[TakeRequest, ...],
        line: int | None,
        listen_from: float = 0.0,
    ) -> None:
        """Speak takes of a line whose sentences are known; hear them from a second on."""
        if self.voice is not None and self.can_speak:
            self._begin(playable, self.voice.sample_rate, self.voice.hop_length)
            self._take_line, self._listen_from = line, listen_from
            self._send(takes=wanted)

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
        if self.busy:
            self._end()
            self.speech_cancelled.emit()

    def _begin_script(self, run: Run) -> None:
        if self.voice is not None:
            self._begin(ScriptSound(), self.voice.sample_rate, self.voice.hop_length)
            self._run = run

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
        self.shown, self.in_player = playable, in_player or playable
        self.shown_voice, self.whole = self.voice, False
        self.timeline = Timeline(sample_rate)
        self._run = Run((), self._sounds)
        self._repeated = 0
        self._listen_at = self._listen_from = self._stop_at = self._stop_sample = None
        self.speech_began.emit(playable, sample_rate, hop_length)

    def _go(self) -> None:
        """Have made what the run lacks, and hand on what is at hand."""
        missing = self._run.missing()
        if missing:
            self._send(lines=missing)
        else:
            self._summary = SpeakSummary(0, 0.0, 0.0)
        self._feed()
        self._advance()

    def _send(
        self, *, lines: tuple[LineRequest, ...] = (), takes: tuple[TakeRequest, ...] = ()
    ) -> None:
        self._number += 1
        self._request = SpeakRequest(
            number=self._number,
            settings=self.settings,
            rhythm_seed=self.rhythm_seed,
            expression_seed=self.expression_seed,
            speaker=self.speaker,
            lines=lines,
            takes=takes,
        )
        self.request_coming.emit()
        self.speech_wanted.emit(self._request)

    def _due(self, line: Line) -> DueLine:
        chosen = line.chosen
        own = chosen is not None and self.voice is not None and chosen.voice == self.voice.source
        request = LineRequest(
            line.id, line.text, line.pause, chosen.request if chosen is not None and own else None
        )
        seeds = self.rhythm_seed, self.expression_seed
        return DueLine(line, request, LineKey.of(request, self.settings, seeds, self.speaker))

    def _end(self) -> None:
        if self._request is not None:
            self._request.delivery.cancelled.set()
        self._request = self._summary = None
        self._parts.clear()
        self._soon.stop()

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
            self._parts.append((line, part))
            self._advance()

    @Slot(int, object, object)
    def on_text_skipped(self, number: int, line: int, skipped: Skipped) -> None:
        if self._is_current(number):
            self._run.skip(line, skipped)

    @Slot(int, object)
    def on_request_finished(self, number: int, summary: SpeakSummary) -> None:
        if self._is_current(number):
            self._summary = summary
            self._request = None
            self._advance()

    @Slot(int, object)
    def on_request_failed(self, number: int, error: VitsError) -> None:
        if self._is_current(number):
            self._end()
            self.speech_failed.emit(error)

    def _advance(self) -> None:
        """Hand on the parts that are there, each once the lines before its own are done.

        Lines that were at hand come one at a time: the window has time for its person in between.
        """
        while True:
            front = self._run.front
            if front is not None and self._parts and self._parts[0][0] == front.id:
                self._take_part(*self._parts.popleft())
            elif self._run.at_hand() is not None:
                if not self._soon.isActive():
                    self._soon.start()
                return
            elif front is not None and (self._parts or self._summary is not None):
                self._run.close()
            elif self._summary is not None:
                self._finish(self._summary)
                return
            else:
                return

    def _take_part(self, line: int, part: TakePart) -> None:
        if self._request is not None:
            self._request.delivery.room.release()
        if part.take is not None:
            self._run.add(part.take)
        self._grow(line, part)
        utterance = part.outline.utterance
        made = (part.start_sample + len(part.waveform)) / part.outline.samples
        characters = utterance.start + made * (utterance.stop - utterance.start)
        front = self._run.front
        length = len(front.line.text) if front is not None else 0
        self.progressed.emit(self._run.share(characters / max(1, length)))

    @Slot()
    def _on_soon_timeout(self) -> None:
        self._feed()
        self._advance()

    def _feed(self) -> None:
        """Hand on the front line, if it is at hand."""
        front, sound = self._run.front, self._run.at_hand()
        if front is not None and sound is not None:
            for take in sound.takes:
                self._grow(front.id, TakePart.whole(take))
            self._run.close()
            self.progressed.emit(self._run.share(0.0))

    def _finish(self, summary: SpeakSummary) -> None:
        self._end()
        self.whole = True
        if self._listen_at is not None:
            self._listen_from, self._listen_at = 0.0, None  # there is nothing to hear of its line
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
                skipped.append(
                    dataclasses.replace(each, start=start + each.start, stop=start + each.stop)
                )
        return skipped

    def _grow(self, line: int, part: TakePart) -> None:
        """Let the speech grow by a part, or by what it has not had of it before it was stopped."""
        if self._repeated:
            self._repeated -= part.take is not None
        elif not (self.timeline.is_broken_off and self.timeline.last_line == line):
            self._add(line, part)
        elif (missing := self.timeline.missing_of(part)) is not None:
            self._add(line, missing)

    def _add(self, line: int | None, part: TakePart) -> None:
        """Let the speech grow by a part."""
        start, sound = self.timeline.append(part, line)
        if part.start_sample == 0:
            self._place(line, part.outline)
        self.part_added.emit(part, start, self._heard(part, sound))
        self._listen()

    def _place(self, line: int | None, outline: Outline) -> None:
        """Find the seconds of what is wanted in a take that has just begun."""
        if self._listen_at is not None and line == self._listen_at.line:
            seconds = self._second_of(self._listen_at)
            if seconds is not None:
                self._listen_at, self._listen_from = None, seconds
        self._stop_sample = None
        if self._stop_at is not None and line == self._stop_at.line:
            words = outline.utterance.words
            inside = [word for word in words if word.start < self._stop_at.offset]
            if len(inside) < len(words):
                end = outline.word_seconds(inside[-1])[1] if inside else 0.0
                self._stop_sample = round(end * outline.sample_rate)

    def _heard(self, part: TakePart, sound: FloatArray) -> FloatArray:
        """The sound of a part up to where the speech ends."""
        if self._stop_sample is None:
            return sound
        pause = len(sound) - len(part.waveform)
        return sound[: max(0, self._stop_sample - part.start_sample + pause)]

    def _second_of(self, place: Place) -> float | None:
        """When the word at a place in a line begins; None where it is not made."""
        found = None
        for start, outline in self.timeline.outlines_of(place.line):
            if outline.utterance.start > place.offset and found is not None:
                break
            words = [w for w in outline.utterance.words if w.start <= place.offset]
            inner = outline.word_seconds(words[-1])[0] if len(words) > 1 else 0.0
            found = start + max(0.0, inner - LEAD)
        return found

    def _listen(self) -> None:
        """Begin to listen once there is something to hear at the second that is wanted."""
        made = self.timeline.samples / self.timeline.sample_rate
        if self._listen_from is not None and made > self._listen_from:
            self.listening_wanted.emit(self._listen_from)
            self._listen_from = None

    # -- settings ------------------------------------------------------------------------------

    @Slot(object)
    def set_settings(self, settings: ProsodySettings) -> None:
        """Speak so from now on; at once when live."""
        self.settings = settings
        self._prosody_changed()

    @Slot(int, int)
    def set_seeds(self, rhythm: int, expression: int) -> None:
        """Use these seeds from now on; at once when live."""
        self.rhythm_seed, self.expression_seed = rhythm, expression
        self._prosody_changed()

    @Slot(bool)
    def set_live(self, live: bool) -> None:
        """Whether a change of the prosody speaks the text anew."""
        self.live = live

    def set_speaker(self, name: str | None) -> None:
        """Speak as this speaker from now on; at once when live."""
        self.speaker = name
        self._prosody_changed()

    def _prosody_changed(self) -> None:
        if self.live and len(self._script.document):
            self._live_timer.start()

    @Slot()
    def _on_live_timer_timeout(self) -> None:
        # From the line that sounds now, so that its change is heard at once.
        line, document = self.timeline.line_at(self.position), self._script.document
        self.speak(document.span(line)[0] if line is not None and line in document else 0)

    # -- the voice -----------------------------------------------------------------------------

    @Slot(object)
    def on_voice_loaded(self, voice: VoiceInfo) -> None:
        self.voice, self.source = voice, self._loading.popleft()[0]
        self._sounds.clear()
        if self.speaker not in voice.speakers:
            self.speaker = voice.speakers[0] if voice.speakers else None
        self.voice_ready.emit(voice)

    @Slot(object)
    def on_voice_failed(self, error: VitsError) -> None:
        failed = self._loading.popleft()
        self.voice_failed.emit(error, self.voice is not None)
        if self.voice is None and not self._loading and failed != ("", "auto"):
            # The last session's voice or device is gone; better another one than none.
            self.load_voice("", "auto")

    @Slot(str)
    def on_device_fell_back(self, device: str) -> None:
        """Memory ran out elsewhere: this device goes on, all in float32."""
        if self.voice is not None:
            self.voice = dataclasses.replace(self.voice, device=device, precision="float32")
            self.shown_voice = self.voice
            self._sounds.clear()
        self.device_fell_back.emit(device)

    def _is_current(self, number: int) -> bool:
        """Whether a message from the worker is about the request under way."""
        return self._request is not None and self._request.number == number
