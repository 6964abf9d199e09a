"""Builds the application's objects, connects them, and shuts them down."""

from __future__ import annotations

import contextlib
import logging
import os
import sys
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QProcess, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication

from app.background import WorkerThread
from app.document.document_json import document_from_json
from app.files.file_names import beginning
from app.files.window_files import WindowFiles
from app.playback.player import PlaybackState, Player
from app.session.controller import Controller
from app.session.playable import Playable, ScriptSound
from app.session.script import Script
from app.session.settings import SettingsStore
from app.shell.export_controller import ExportController
from app.shell.find_controller import FindController
from app.shell.foreign_text import ForeignTextQuestion
from app.shell.interrupts import Interrupts
from app.shell.known_voices import KnownVoices
from app.shell.lab.composition import Lab
from app.shell.reading_tips import ReadingTips
from app.shell.script_files import ScriptFiles
from app.shell.script_persistence import NAME, ScriptPersistence
from app.shell.script_transport import ScriptTransport
from app.shell.script_view_controller import ScriptViewController
from app.shell.session_persistence import SessionPersistence
from app.shell.status_presenter import PLAY_AGAIN, StatusPresenter
from app.shell.text_opening import TextOpening
from app.shell.times_controller import TimesController
from app.shell.translations import install_translations
from app.synthesis.requests import VoiceInfo
from app.synthesis.worker import SynthesisWorker, VoiceLoader, load_voice
from app.ui.widgets.theme import Theme, ThemeMode
from app.ui.window.main_window import MainWindow
from app.ui.window.message_bar import Message, Severity
from app.ui.window.window_layout import WindowParts
from vits_core.errors import VitsError

OPEN_WINDOW = "open_window"
"""Id of the button on a message about the script of another window."""
WORKER_PATIENCE = 1000
"""Milliseconds that quitting waits for the worker, which may be in the middle of a sentence."""
PAINT_PATIENCE = 1000
"""Milliseconds that the voice waits for the window, which may open minimised, unpainted."""
SWITCH_INTERVAL = 0.001
"""Seconds that another thread may keep the interpreter from the window's; each piece of a painting
may have to wait for it anew."""


class Application(QObject):
    """The composition root: one window and what is behind it."""

    _worker_closing = Signal()

    def __init__(
        self,
        qt: QApplication,
        store: SettingsStore,
        *,
        native_dialogs: bool,
        load_voice: VoiceLoader = load_voice,
    ) -> None:
        super().__init__(qt)
        settings = store.load()
        # Before there are widgets: dressing them again takes a tenth of a second.
        theme = Theme(qt, ThemeMode(settings.theme))
        self.parts = WindowParts()
        self.window = MainWindow(self.parts, native_dialogs=native_dialogs)
        self.script = Script(self.window.undo_stack, self)
        self.controller = Controller(self.script, self)
        self.player = Player(self)
        self.text_opening = TextOpening(self.script, self.parts, self)
        self._connect_script()
        self.script_view = ScriptViewController(
            self.window, self.parts, self.script, self.controller, self.player
        )
        self.script_transport = ScriptTransport(
            self.window,
            self.parts,
            self.script,
            self.controller,
            self.player,
            self.script_view.states,
        )
        self._times = TimesController(self.window, self.parts, self.script, self.controller)
        self.text_opening.fit_wanted.connect(self._times.ask)
        self.finding = FindController(self.window, self.parts, self.script)
        self.persistence = SessionPersistence(
            store,
            settings,
            self.window,
            self.parts,
            self.controller,
            self.player,
        )
        self.persistence.restore()
        self._files = WindowFiles(store.path.parent)
        self.script_persistence = ScriptPersistence(self._files, self.parts.messages, self)
        kept = self.script_persistence.kept(store.path)
        self.script.restore(kept.document)
        self._voices = KnownVoices(settings.voices, self.controller, self.parts.messages, self)
        self.script_view.offer_voices(self._voices.entries)
        self._voices.changed.connect(lambda voices: self.persistence.keep(voices=voices))
        self.presenter = StatusPresenter(
            self.window, self.parts, self.script, self.controller, self.player, self._voices
        )
        self._foreign_text = ForeignTextQuestion(
            self.window, self.parts.messages, self.script, self.controller
        )
        ReadingTips(self.parts.editor, self.script, self.controller)
        self._worker = SynthesisWorker(load_voice)
        self.lab = Lab(
            self.window,
            self.parts,
            self.script,
            self.controller,
            self.player,
            self._worker,
            self._files,
            store.path.parent / "presets",
        )
        self.script_view.follow_takes(self.lab.script_takes, self.lab.renderer)
        self.script_files = ScriptFiles(
            self.window, self.parts.messages, self.script, self.lab, self.controller
        )
        self.exporting = ExportController(
            self.window,
            self.parts,
            self.script,
            self.controller,
            lambda: self.script_files.name,
        )
        self._thread = WorkerThread("synthesis", self._worker)
        self._begun = self._closed = False
        self._lab_ended = True
        self._connect_worker()
        self._connect_player()
        self._connect_window(theme)
        self._connect_files()
        self.lab.files.set_choice(self.persistence.settings.batch)
        self.lab.files.choice_changed.connect(lambda choice: self.persistence.keep(batch=choice))
        self.lab.restore()
        self.script_files.restore(kept)
        self._tell_of_other_windows()

    def start(self) -> None:
        """Show the window; the voice and the sound devices follow once it is on the screen."""
        self.window.show()
        # Not now: loading torch keeps Python from painting for a quarter of a second.
        self.window.windowHandle().installEventFilter(self)
        QTimer.singleShot(PAINT_PATIENCE, self._begin)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Expose:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self._begin)  # it is painted by then
        return super().eventFilter(watched, event)

    def open_file(self, path: Path) -> None:
        """Open a script or a text; the window says what is wrong with it."""
        self.window.open_file(path)

    @Slot()
    def _begin(self) -> None:
        if self._begun or self._closed:
            return
        self._begun = True
        sys.setswitchinterval(SWITCH_INTERVAL)
        self._thread.ensure_running()
        self.controller.load_voice(self.script.document.voice, self._device)
        self.player.follow_devices()

    @Slot()
    def close(self) -> bool:
        """Save, fall silent and end the threads; false if one of them has not ended in time."""
        if not self._closed:
            self._closed = True
            self.window.hide()
            self.text_opening.close()
            self.persistence.save()
            self.script_persistence.close()
            self.controller.cancel()
            self._lab_ended = all([self.exporting.close(), self.lab.close()])
            self._worker.hurry()
            self.player.close()
            self._worker_closing.emit()
            self._thread.end(WORKER_PATIENCE)
            self._files.close()
        return self._lab_ended and not self._thread.isRunning()

    # -- connections ---------------------------------------------------------------------------

    def _connect_script(self) -> None:
        script, editor = self.script, self.parts.editor
        editor.edited.connect(script.edit)
        script.text_changed.connect(editor.apply)
        self.controller.voice_ready.connect(self._on_voice_ready)

    def _connect_worker(self) -> None:
        worker, controller = self._worker, self.controller
        controller.request_coming.connect(worker.hurry, Qt.ConnectionType.DirectConnection)
        controller.voice_wanted.connect(worker.load_voice)
        controller.speech_wanted.connect(worker.speak)
        self._worker_closing.connect(worker.close)
        worker.voice_loaded.connect(controller.on_voice_loaded)
        worker.voice_failed.connect(controller.on_voice_failed)
        controller.line_voices.voices_wanted.connect(worker.load_line_voices)
        worker.line_voice_loaded.connect(controller.line_voices.on_loaded)
        worker.line_voice_failed.connect(controller.line_voices.on_failed)
        worker.preparing_failed.connect(self.presenter.on_preparing_failed)
        controller.fitting.fit_wanted.connect(worker.fit)
        worker.lines_fitted.connect(controller.fitting.on_lines_fitted)
        worker.fit_progressed.connect(controller.fitting.on_fit_progressed)
        worker.part_ready.connect(controller.on_part_ready)
        worker.text_skipped.connect(controller.on_text_skipped)
        worker.request_finished.connect(controller.on_request_finished)
        worker.request_failed.connect(controller.on_request_failed)
        worker.device_fell_back.connect(controller.on_device_fell_back)
        supply = self.exporting.export.supply
        supply.lines_wanted.connect(worker.make_lines)
        worker.line_made.connect(supply.on_line_made)
        worker.line_failed.connect(supply.on_line_failed)
        worker.lines_ended.connect(supply.on_lines_ended)

    def _connect_player(self) -> None:
        controller, player = self.controller, self.player
        controller.speech_began.connect(self._on_speech_began)
        controller.part_added.connect(self._on_part_added)
        controller.listening_wanted.connect(self._on_listening_wanted)
        controller.speech_done.connect(player.complete)
        controller.speech_cancelled.connect(self._on_speech_cancelled)
        controller.speech_failed.connect(player.complete)
        player.position_changed.connect(self._on_position_changed)
        player.devices_changed.connect(self._on_devices_changed)

    def _connect_window(self, theme: Theme) -> None:
        window, parts = self.window, self.parts
        controller, player = self.controller, self.player
        window.speak_requested.connect(self._on_speak_requested)
        window.new_take_requested.connect(self._on_speak_requested)
        window.speak_range_requested.connect(self._on_speak_range_requested)
        window.read_from_requested.connect(controller.speak_from)
        window.play_requested.connect(self._on_play_requested)
        window.pause_requested.connect(player.pause)
        window.stop_requested.connect(self._on_stop_requested)
        window.loop_toggled.connect(player.set_loop)
        window.exact_toggled.connect(self._on_exact_toggled)
        window.as_written_toggled.connect(self.controller.set_as_written)
        window.open_text_requested.connect(self.text_opening.open)
        window.open_voice_requested.connect(self._on_open_voice_requested)
        window.new_window_requested.connect(open_another_window)
        window.theme_mode_requested.connect(theme.set_mode)
        window.theme_mode_requested.connect(window.set_theme_mode)
        window.closing.connect(self.close)
        parts.transport.volume_changed.connect(player.set_volume)
        parts.transport.output_device_selected.connect(self._on_output_device_selected)
        parts.plots.seek_requested.connect(player.seek)
        parts.plots.play_requested.connect(self._on_play_from_requested)
        parts.prosody.settings_changed.connect(controller.set_settings)
        parts.prosody.seeds_changed.connect(controller.set_seeds)
        parts.prosody.live_toggled.connect(controller.set_live)
        parts.voice_bar.voice_selected.connect(self._on_voice_selected)
        parts.voice_bar.speaker_selected.connect(controller.set_speaker)
        parts.voice_bar.device_selected.connect(self._on_device_selected)
        parts.messages.action_triggered.connect(self._on_message_action)

    def _connect_files(self) -> None:
        window, files = self.window, self.script_files
        window.new_script_requested.connect(files.new)
        window.open_script_requested.connect(files.open)
        window.save_requested.connect(files.save)
        window.save_as_requested.connect(files.save_as)
        window.recent_cleared.connect(self.persistence.clear_recent)
        self.text_opening.opened.connect(files.on_text_loaded)
        files.used.connect(self.persistence.add_recent)
        files.voice_wanted.connect(self._on_voice_wanted)
        files.changed.connect(self.script_persistence.keep)

    # -- speech --------------------------------------------------------------------------------

    @Slot()
    def _on_speak_requested(self) -> None:
        self.controller.speak()

    @Slot(int, int)
    def _on_speak_range_requested(self, start: int, stop: int) -> None:
        self.controller.speak(start, stop)

    @Slot(object)
    def _on_voice_ready(self, voice: VoiceInfo) -> None:
        self.script.set_front_end(voice.language, reads_phonemes=voice.reads_phonemes)

    @Slot()
    def _on_play_requested(self) -> None:
        player = self.player
        ended = player.position >= player.length and self.controller.whole
        self.controller.bring_up_to_date(0.0 if ended else player.position)
        player.play()

    @Slot(float)
    def _on_play_from_requested(self, seconds: float) -> None:
        self.player.seek(seconds)
        self._on_play_requested()

    @Slot()
    def _on_stop_requested(self) -> None:
        if self.player.state in (PlaybackState.PLAYING, PlaybackState.WAITING):
            self.player.pause()  # going on begins where it was stopped
        elif not self.controller.busy:
            self.player.stop()
        self.controller.cancel()

    @Slot(object, int, int)
    def _on_speech_began(self, playable: Playable, sample_rate: int, _hop_length: int) -> None:
        if self.controller.in_player == playable:
            self.player.begin(sample_rate)

    @Slot(object, int, object)
    def _on_part_added(self, _part: object, _start: int, sound: object) -> None:
        if self.controller.in_player == self.controller.shown:
            self.player.append(sound)  # type: ignore[arg-type]

    @Slot()
    def _on_speech_cancelled(self) -> None:
        if not isinstance(self.controller.shown, ScriptSound):  # of which playing makes the rest
            self.player.complete()

    @Slot(float)
    def _on_listening_wanted(self, seconds: float) -> None:
        if seconds:
            self.player.seek(seconds)
        self.player.play()

    @Slot(float)
    def _on_position_changed(self, seconds: float) -> None:
        self.controller.position = seconds

    # -- voice and devices ---------------------------------------------------------------------

    @property
    def _device(self) -> str:
        """The person's choice of device; "auto" until they choose."""
        return self.persistence.settings.device

    @Slot(Path)
    def _on_open_voice_requested(self, path: Path) -> None:
        self.controller.load_voice(str(path), self._device)

    @Slot(str)
    def _on_voice_selected(self, source: str) -> None:
        if self._voices.offer_to_forget(source):
            self.presenter.show_voices()
        else:
            self.controller.load_voice(source, self._device)

    @Slot(str)
    def _on_voice_wanted(self, source: str) -> None:
        self.controller.load_voice(source, self._device)

    @Slot(str)
    def _on_device_selected(self, device: str) -> None:
        self.controller.load_voice(self.controller.source, device)

    @Slot(bool)
    def _on_exact_toggled(self, exact: bool) -> None:
        self.controller.exact = exact
        if self._begun:
            self.controller.load_voice(self.controller.source, self._device)

    @Slot(str)
    def _on_output_device_selected(self, name: str) -> None:
        self.player.set_device(name or None)

    @Slot(list)
    def _on_devices_changed(self, names: list[str]) -> None:
        self.parts.transport.set_output_devices(names, self.player.device or "")

    @Slot(str, str)
    def _on_message_action(self, _key: str, action: str) -> None:
        if action == PLAY_AGAIN:
            self.player.play()
        elif action == OPEN_WINDOW:
            self.parts.messages.retract("other-windows")
            open_another_window()

    def _tell_of_other_windows(self) -> None:
        """Say so where windows that are closed now left a script."""
        if self._files.number > 1:
            return
        texts = []
        for path in self._files.left_behind(NAME):
            with contextlib.suppress(OSError, VitsError):
                texts.append(document_from_json(path.read_bytes()).text)
        names = [f"“{beginning(text)}”" for text in texts if text.strip()]
        if names:
            what = self.tr("Another window's script is kept from your last session: %1")
            self.parts.messages.post(
                Message(
                    "other-windows",
                    what.replace("%1", ", ".join(names)),
                    severity=Severity.NOTE,
                    actions=((OPEN_WINDOW, self.tr("Open it")),),
                )
            )


def open_another_window() -> None:
    """Start the application once more."""
    QProcess.startDetached(sys.executable, [sys.argv[0]])


def run_window(arguments: list[str]) -> int:
    """Open the window, with a text file's text if one is named; returns the exit code."""
    logging.basicConfig(format="%(levelname)s %(name)s: %(message)s")
    qt = QApplication([sys.argv[0], *arguments])
    qt.setApplicationName("VITS Studio")
    qt.setDesktopFileName("vits-studio")
    install_translations(qt)
    settings = os.environ.get("VITS_STUDIO_SETTINGS")
    store = SettingsStore(Path(settings) if settings else None)
    # Qt's own file dialog can be driven by a test; the system's lies outside of the process.
    native_dialogs = not os.environ.get("VITS_STUDIO_QT_DIALOGS")
    application = Application(qt, store, native_dialogs=native_dialogs)
    interrupts = Interrupts(application.window.close, application)
    if probe := os.environ.get("VITS_STUDIO_PROBE"):
        from app.shell.probe import Probe

        Probe(Path(probe), application.parts, application.player, application.lab, application)
    application.start()
    if arguments:
        application.open_file(Path(arguments[0]).absolute())
    code = qt.exec()
    in_time = application.close()
    interrupts.close()
    if not in_time:
        # Everything is saved; torch may be loading for seconds to come, and a running thread
        # would bring Qt down with an abort.
        sys.stderr.flush()
        os._exit(code)
    return code
