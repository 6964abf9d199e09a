"""Tells the person at the window what goes on: status, messages, marks in the text.

Everything here follows from what the controller and the player say; nothing is
decided here but words and places.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from app.playback.playback import PlaybackState
from app.playback.player import Player
from app.session.controller import Controller
from app.session.playable import NoSound, Playable
from app.session.script import Script
from app.shell.known_voices import KnownVoices
from app.shell.skipped_text import skipped_words
from app.synthesis.requests import SpeakSummary, VoiceInfo
from app.ui.actions.window_state import WindowState
from app.ui.window.main_window import MainWindow
from app.ui.window.message_bar import Message, Severity
from app.ui.window.window_layout import WindowParts
from vits_core.errors import VitsError
from vits_core.records import Skipped, TakePart
from vits_core.text.scripts import LEFT_OUT

PLAY_AGAIN = "play_again"
"""Id of the button on a message about playback."""
CAUGHT_UP = 0.5
"""Seconds of sound ahead, below which a player that waits does so for more to be made."""


class StatusPresenter(QObject):
    """Shows the session's state in the window."""

    def __init__(
        self,
        window: MainWindow,
        parts: WindowParts,
        script: Script,
        controller: Controller,
        player: Player,
        voices: KnownVoices,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._parts = parts
        self._script = script
        self._controller = controller
        self._player = player
        self._voices = voices
        self._done: SpeakSummary | None = None
        self._share = 0.0
        """Of the text, made so far."""
        self._state = WindowState()
        self._connect()
        self._show_delivery()

    def refresh(self) -> None:
        """Offer only what can be done now."""
        state = WindowState(
            voice_ready=self._controller.can_speak,
            busy=self._controller.busy,
            has_audio=len(self._controller.timeline) > 0,
            playback=self._player.state,
            has_times=self._script.document.has_slots,
        )
        if state != self._state:
            self._state = state
            self._window.set_state(state)

    def tell(
        self,
        key: str,
        error: VitsError,
        severity: Severity = Severity.ERROR,
        actions: tuple[tuple[str, str], ...] = (),
    ) -> None:
        """Show an error where the person looks, without a dialog."""
        self._parts.messages.post(Message.about(key, error, severity, actions))

    def _connect(self) -> None:
        controller, player = self._controller, self._player
        controller.voice_loading.connect(self._on_voice_loading)
        controller.voice_ready.connect(self._on_voice_ready)
        controller.voice_failed.connect(self._on_voice_failed)
        self._voices.changed.connect(self.show_voices)
        controller.line_voices.voices_wanted.connect(self._on_line_voices_wanted)
        controller.line_voices.failed.connect(self._on_line_voice_failed)
        controller.line_voices.changed.connect(self._on_line_voices_changed)
        self._script.changed.connect(self._forget_line_voices)
        controller.delivery_changed.connect(self._show_delivery)
        self._script.changed.connect(self.refresh)
        controller.speech_began.connect(self._on_speech_began)
        controller.speech_wanted.connect(self._on_speech_wanted)
        controller.part_added.connect(self._on_part_added)
        controller.progressed.connect(self._on_progressed)
        controller.speech_done.connect(self._on_speech_done)
        controller.speech_cancelled.connect(self._on_speech_cancelled)
        controller.speech_failed.connect(self._on_speech_failed)
        controller.text_skipped.connect(self._on_text_skipped)
        controller.device_fell_back.connect(self._on_device_fell_back)
        player.state_changed.connect(self._on_player_state_changed)
        player.position_changed.connect(self._on_position_changed)
        player.failed.connect(self._on_player_failed)

    # -- voice ---------------------------------------------------------------------------------

    @Slot(str)
    def _on_voice_loading(self, source: str) -> None:
        self._parts.status.show_loading_voice(self._voices.name_of(source))
        self.refresh()

    @Slot()
    def _show_delivery(self) -> None:
        controller, prosody = self._controller, self._parts.prosody
        prosody.set_settings(controller.settings)
        prosody.set_seeds(*controller.seeds)
        speakers = () if controller.voice is None else controller.voice.speakers
        self._parts.voice_bar.set_speakers(speakers, controller.speaker)

    @Slot(object)
    def _on_voice_ready(self, voice: VoiceInfo) -> None:
        self.show_voices()
        bar = self._parts.voice_bar
        bar.set_devices(voice.devices, voice.device)
        self._parts.prosody.set_defaults(voice.defaults)
        self._show_delivery()
        self._parts.messages.retract("voice")
        self._parts.status.show_ready(voice.name, voice.sample_rate)
        self.refresh()

    @Slot(object)
    def on_preparing_failed(self, error: VitsError) -> None:
        """A voice is loaded, but may not speak."""
        self.tell("voice", error, Severity.WARNING)

    @Slot(object, bool)
    def _on_voice_failed(self, error: VitsError, another: bool) -> None:
        # Without another voice the default one is tried next; its success is no remedy.
        self.tell("voice" if another else "voice-gone", error)
        voice = self._controller.voice
        if another and voice is not None:
            self._show_playback()
            self.show_voices()
            self._parts.voice_bar.set_devices(voice.devices, voice.device)
        else:
            self._parts.status.show_no_voice()
        self.refresh()

    @Slot(str, object)
    def _on_line_voice_failed(self, source: str, error: VitsError) -> None:
        name = self._voices.name_of(source)
        what = self.tr("Lines are not spoken, since their voice %1 cannot be loaded: %2")
        what = what.replace("%1", name).replace("%2", error.what)
        remedy = self.tr("Put its file back, or give the lines another voice.")
        self.tell("line-voice", VitsError(what, where=error.where, remedy=remedy), Severity.WARNING)

    @Slot(object)
    def _on_line_voices_wanted(self, sources: tuple[str, ...]) -> None:
        self._parts.status.show_loading_voice(self._voices.name_of(sources[0]))

    @Slot()
    def _on_line_voices_changed(self) -> None:
        self._forget_line_voices()
        if self._controller.can_speak and not self._controller.busy:
            self._show_playback()

    @Slot()
    def _forget_line_voices(self) -> None:
        """Take back what was told of voices that no line has any more, or that are there now."""
        voices = self._script.document.voices
        if all(self._controller.line_voices.problem(each) is None for each in voices):
            self._parts.messages.retract("line-voice")

    @Slot()
    def show_voices(self) -> None:
        """Offer the voices that are known, with the one that speaks in front."""
        self._parts.voice_bar.set_voices(self._voices.entries(), self._controller.source)

    # -- speech --------------------------------------------------------------------------------

    @Slot(int, int)
    def _on_speech_began(self, _playable: Playable, sample_rate: int, hop_length: int) -> None:
        self._done = None
        self._parts.plots.begin(sample_rate, hop_length)
        self._parts.transport.set_length(0.0)
        self._parts.transport.set_position(0.0)
        self._parts.editor.set_spoken(None)
        self._parts.messages.retract("speech")
        self._parts.messages.retract("skipped")
        self._share = 0.0
        self._show_making()
        self.refresh()

    @Slot()
    def _on_speech_wanted(self) -> None:
        """More of what is shown is being made, of which the first part may take a while."""
        self._show_making()
        self.refresh()

    @Slot(object, int, object)
    def _on_part_added(self, part: TakePart, start: int, sound: object) -> None:  # noqa: ARG002
        self._parts.plots.append_part(part, start)
        stop = start + part.start_sample + len(part.waveform)
        self._parts.transport.set_length(stop / part.outline.sample_rate)
        if part.start_sample == 0:
            self.refresh()

    @Slot(float)
    def _on_progressed(self, share: float) -> None:
        self._share = share
        if self._controller.busy:
            self._show_making()
            self.refresh()

    @Slot(object)
    def _on_speech_done(self, summary: SpeakSummary) -> None:
        self._done = summary
        self._parts.plots.complete()
        if self._controller.in_player != self._controller.shown:
            self._on_position_changed(self._player.position)  # it is somewhere in it already
        self._show_done()
        self._show_playback()
        self.refresh()

    @Slot()
    def _on_speech_cancelled(self) -> None:
        self._parts.plots.complete()
        voice = self._controller.voice
        if voice is not None and isinstance(self._controller.shown, NoSound):
            self._parts.status.show_ready(voice.name, voice.sample_rate)
        else:
            self._parts.status.show_cancelled()
        self.refresh()

    @Slot(object)
    def _on_speech_failed(self, error: VitsError) -> None:
        self._parts.plots.complete()
        self.tell("speech", error)
        self._parts.status.show_failed(error.what)
        self.refresh()

    @Slot(list)
    def _on_text_skipped(self, skipped: list[Skipped]) -> None:
        silent = len(self._controller.timeline) == 0
        if not silent:  # what was left out is the question's
            skipped = [note for note in skipped if note.reason != LEFT_OUT]
        if not skipped:
            return
        what, details = skipped_words(skipped, nothing_spoken=silent)
        self._parts.messages.post(Message("skipped", what, severity=Severity.NOTE, details=details))

    @Slot(str)
    def _on_device_fell_back(self, device: str) -> None:
        error = VitsError(
            self.tr("The graphics card ran out of memory"),
            remedy=self.tr("Speech now runs on the %1, which is slower. Close other programs that "
                           "use the graphics card, then select it again.")
            .replace("%1", device.upper()),
        )  # fmt: skip
        self.tell("device", error, Severity.WARNING)
        voice = self._controller.voice
        if voice is not None:
            self._parts.voice_bar.set_devices(voice.devices, device)

    def _show_done(self) -> None:
        """What was made last, or that the voice is ready."""
        voice = self._controller.voice
        if self._done is not None and self._done.takes:
            worked = self._done.synthesis_seconds
            factor = self._done.audio_seconds / worked if worked else None
            self._parts.status.show_done(self._done.audio_seconds, factor)
        elif voice is not None:
            self._parts.status.show_ready(voice.name, voice.sample_rate)

    # -- playback ------------------------------------------------------------------------------

    @Slot(object)
    def _on_player_state_changed(self, state: PlaybackState) -> None:
        if state is PlaybackState.STOPPED:
            self._parts.editor.set_spoken(None)
        if state is PlaybackState.PLAYING:
            self._parts.messages.retract("playback")
        if self._controller.busy:
            self._show_making()
        elif self._controller.can_speak:  # otherwise the voice's state is what matters
            self._show_playback()
        self.refresh()

    def _show_making(self) -> None:
        """How far the text is made, or that the playback has caught up with it."""
        ahead = self._player.length - self._player.position
        if self._player.state is PlaybackState.WAITING and self._share and ahead < CAUGHT_UP:
            self._parts.status.show_waiting()
        else:
            self._parts.status.show_speaking(self._share)

    def _show_playback(self) -> None:
        if self._player.state is PlaybackState.PLAYING:
            self._parts.status.show_playing()
        elif self._player.state is PlaybackState.PAUSED:
            self._parts.status.show_paused()
        else:
            self._show_done()

    @Slot(float)
    def _on_position_changed(self, seconds: float) -> None:
        self._parts.transport.set_position(seconds)
        self._parts.plots.set_playhead(seconds)
        self._mark_spoken(seconds)

    def _mark_spoken(self, seconds: float) -> None:
        timeline, document = self._controller.timeline, self._script.document
        heard, line = timeline.at(seconds), timeline.line_at(seconds)
        if heard is None or self._player.state is PlaybackState.STOPPED:
            return
        outline, word = heard
        utterance = outline.utterance
        if line is None or line not in document:
            self._parts.editor.set_spoken(None)
            return
        if document[line].text[utterance.start : utterance.stop] != utterance.text:
            self._parts.editor.set_spoken(None)  # the line has other words by now
            return
        start = document.span(line)[0]
        sentence = (start + utterance.start, start + utterance.stop)
        spoken = (start + word.start, start + word.stop) if word is not None else None
        self._parts.editor.set_spoken(sentence, spoken)

    @Slot(object)
    def _on_player_failed(self, error: VitsError) -> None:
        again = ((PLAY_AGAIN, self.tr("Play again")),)
        self.tell("playback", error, Severity.WARNING, again)
