"""The state of the session: voice, what is spoken and how, and the requests under way.

Knows neither widgets nor torch. It asks the worker by signals and tells the window and the player
what happened by signals; `application.py` connects them.
"""

from __future__ import annotations

import dataclasses
from collections import deque
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.session.timeline import Timeline
from app.synthesis.requests import SpeakRequest, SpeakSummary, VoiceInfo
from vits_core.errors import VitsError
from vits_core.records import ProsodySettings, Skipped, Take, TakePart
from vits_core.synthesis.take_request import TakeRequest

LIVE_DELAY = 180
"""Milliseconds that a slider has to rest before the text is spoken anew."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of the editor's text that is to be spoken."""

    text: str
    start: int = 0
    """Character of the editor's text at which it begins."""
    marked: bool = True
    """What is heard of it is marked in the editor, which still holds this text."""


class Controller(QObject):
    """Speaks passages; a new request cancels the one before."""

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
    # Sample rate, hop length: a new speech begins, and the one before is gone.
    speech_began = Signal(int, int)
    # TakePart, its take's first sample, its sound with the pause before it: the speech has grown.
    part_added = Signal(object, int, object)
    # Seconds at which playback is to begin; comes once a speech.
    listening_wanted = Signal(float)
    # Share of the text that has been made, 0 to 1.
    progressed = Signal(float)
    # SpeakSummary: all of the text has been made.
    speech_done = Signal(object)
    # What was made so far stays.
    speech_cancelled = Signal()
    # VitsError; what was made so far stays.
    speech_failed = Signal(object)
    # List of Skipped: what of the text was not spoken; comes at the end of a speech.
    text_skipped = Signal(list)
    # Name of the device that took over when memory ran out.
    device_fell_back = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.voice: VoiceInfo | None = None
        self.text = ""
        """In the editor."""
        self.source = ""
        """Path of the voice's file as it was asked for; "" is the default voice."""
        self.timeline = Timeline(1)
        self.passage = Passage("")
        """What was spoken last."""
        self._next = self.passage
        self.of_lab = False
        """What was spoken last is a take of the prosody lab."""
        self.feeds_player = True
        """The player gets the sound of what is spoken; otherwise it was given it elsewhere."""
        self.whole = True
        """What was spoken last was made to its end."""
        self.spoken_by: VoiceInfo | None = None
        """The voice of what was spoken last, as it was then."""
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
        self._skipped: list[Skipped] = []
        self._heard_from = 0
        self._listen_from: float | None = None
        self._live_timer = QTimer(self, singleShot=True, interval=LIVE_DELAY)
        self._live_timer.timeout.connect(self._on_live_timer_timeout)

    @property
    def busy(self) -> bool:
        """A text is being spoken by the worker."""
        return self._request is not None

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

    def speak(self, passage: Passage, *, heard_from: int = 0) -> None:
        """Speak a passage with the present settings; hear it from its take `heard_from` on."""
        if self.can_speak:
            self._next = passage
            self._request_speech(passage, heard_from, ())

    def speak_takes(
        self, passage: Passage, wanted: tuple[TakeRequest, ...], listen_from: float = 0.0
    ) -> None:
        """Speak takes whose sentences are known; hear them from a second on."""
        if self.can_speak:
            self._request_speech(passage, 0, wanted, listen_from)

    def present(
        self,
        passage: Passage,
        take: Take,
        by: VoiceInfo | None,
        listen_from: float | None = 0.0,
        *,
        feed_player: bool = True,
    ) -> None:
        """Put a take that is there already in the place of a speech, and hear it from a second on,
        or not at all; `by` is its voice, None if that is not loaded any more.

        Without `feed_player` it is shown only: the player has its sound already.
        """
        self.cancel()
        self._live_timer.stop()
        self.feeds_player = feed_player
        self.passage = passage
        self.timeline = Timeline(take.sample_rate)
        self.of_lab = self.whole = True
        self.spoken_by = by
        self.speech_began.emit(take.sample_rate, take.hop_length)
        part = TakePart.whole(take)
        self.part_added.emit(part, *self.timeline.append(part))
        self.speech_done.emit(SpeakSummary(1, take.seconds, 0.0))
        if listen_from is not None:
            self.listening_wanted.emit(listen_from)

    def clear(self) -> None:
        """Have nothing that is heard or shown."""
        self.cancel()
        self._live_timer.stop()
        self.feeds_player = True
        rate, hop = (self.voice.sample_rate, self.voice.hop_length) if self.voice else (1, 1)
        self.timeline = Timeline(rate)
        self.whole = True
        self.speech_began.emit(rate, hop)
        self.speech_cancelled.emit()

    def _request_speech(
        self,
        passage: Passage,
        heard_from: int,
        wanted: tuple[TakeRequest, ...],
        listen_from: float = 0.0,
    ) -> None:
        if self.voice is None:
            return
        self.cancel()
        self._live_timer.stop()
        self.feeds_player = True
        self.passage = passage
        self.timeline = Timeline(self.voice.sample_rate)
        self.of_lab = bool(wanted)
        self.whole = False
        self.spoken_by = self.voice
        self._skipped = []
        self._heard_from = heard_from
        self._listen_from = listen_from
        self._number += 1
        self._request = SpeakRequest(
            number=self._number,
            text=passage.text,
            settings=self.settings,
            rhythm_seed=self.rhythm_seed,
            expression_seed=self.expression_seed,
            speaker=self.speaker,
            wanted=wanted,
        )
        self.speech_began.emit(self.voice.sample_rate, self.voice.hop_length)
        self.request_coming.emit()
        self.speech_wanted.emit(self._request)

    def cancel(self) -> None:
        """End the speech that is being made; what there is of it stays."""
        if self._request is not None:
            self._request.delivery.cancelled.set()
            self._request = None
            self.speech_cancelled.emit()

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

    def text_edited(self, text: str) -> None:
        """What a live change speaks is the text as it is now."""
        self.text = text
        self._next = Passage(text)

    def set_speaker(self, name: str | None) -> None:
        """Speak as this speaker from now on; at once when live."""
        self.speaker = name
        self._prosody_changed()

    def _prosody_changed(self) -> None:
        if self.live and self._next.text.strip():
            self._live_timer.start()

    @Slot()
    def _on_live_timer_timeout(self) -> None:
        # Heard from the sentence that sounds now, so that its change is heard at once.
        self.speak(self._next, heard_from=self.timeline.index_at(self.position) or 0)

    @Slot(object)
    def on_voice_loaded(self, voice: VoiceInfo) -> None:
        self.voice, self.source = voice, self._loading.popleft()[0]
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

    @Slot(int, object)
    def on_part_ready(self, number: int, part: TakePart) -> None:
        request = self._request
        if request is None or request.number != number:
            return
        request.delivery.room.release()
        first, utterance = part.start_sample == 0, part.outline.utterance
        start, sound = self.timeline.append(part)
        if first:
            self._skipped.extend(utterance.skipped)
        self.part_added.emit(part, start, sound)
        if self.of_lab:
            self._listen_to_take()
        elif first and len(self.timeline) == self._heard_from + 1:
            self.listening_wanted.emit(self.timeline.start_seconds(self._heard_from))
        made = (part.start_sample + len(part.waveform)) / part.outline.samples
        characters = utterance.start + made * (utterance.stop - utterance.start)
        share = made if self.of_lab else characters / max(1, len(self.passage.text))
        self.progressed.emit(share)

    def _listen_to_take(self) -> None:
        """Begin to listen once there is something to hear at the second that is wanted."""
        made = self.timeline.samples / self.timeline.sample_rate
        if self._listen_from is not None and made > self._listen_from:
            self.listening_wanted.emit(self._listen_from)
            self._listen_from = None

    @Slot(int, object)
    def on_text_skipped(self, number: int, skipped: Skipped) -> None:
        if self._is_current(number):
            self._skipped.append(skipped)

    @Slot(int, object)
    def on_request_finished(self, number: int, summary: SpeakSummary) -> None:
        if not self._is_current(number):
            return
        self._request = None
        self.whole = True
        if not self.of_lab and 0 < len(self.timeline) <= self._heard_from:
            # The text has fewer sentences now than when it was heard last.
            self.listening_wanted.emit(0.0)
        self.speech_done.emit(summary)
        if self._skipped:
            self.text_skipped.emit(self._skipped)

    @Slot(int, object)
    def on_request_failed(self, number: int, error: VitsError) -> None:
        if self._is_current(number):
            self._request = None
            self.speech_failed.emit(error)

    @Slot(str)
    def on_device_fell_back(self, device: str) -> None:
        """Memory ran out elsewhere: this device goes on, all in float32."""
        if self.voice is not None:
            self.voice = dataclasses.replace(self.voice, device=device, precision="float32")
            self.spoken_by = self.voice
        self.device_fell_back.emit(device)

    def _is_current(self, number: int) -> bool:
        """Whether a message from the worker is about the request under way."""
        return self._request is not None and self._request.number == number
