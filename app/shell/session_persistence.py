"""Keeps the session: puts the last one's settings into the window, and this one's on disk."""

from __future__ import annotations

from dataclasses import fields

from PySide6.QtCore import QObject, QTimer, Slot

from app.playback.player import Player
from app.session.controller import Controller
from app.session.script import Script
from app.session.settings import AppSettings, SettingsStore
from app.synthesis.requests import VoiceInfo
from app.ui.export.sound_choice import ExportChoice
from app.ui.widgets.theme import Theme
from app.ui.window.main_window import MainWindow
from app.ui.window.message_bar import Message, Severity
from app.ui.window.window_layout import WindowParts
from vits_core.errors import VitsError

DELAY = 1500
"""Milliseconds from the first change that is not on disk until it is, so that a crash costs less
than two seconds; changes that follow put nothing off."""

_EXPORT = [field.name for field in fields(ExportChoice) if field.name != "title"]
"""What is kept of how a file was exported; the title is of one file only."""


class SessionPersistence(QObject):
    """Restores the last session once, and saves this one after changes and at the end."""

    def __init__(
        self,
        store: SettingsStore,
        settings: AppSettings,
        window: MainWindow,
        parts: WindowParts,
        script: Script,
        controller: Controller,
        player: Player,
        theme: Theme,
    ) -> None:
        super().__init__(window)
        self._store = store
        self._window = window
        self._parts = parts
        self._script = script
        self._controller = controller
        self._player = player
        self._theme = theme
        self.settings = settings
        """As they were at the start."""
        self._voice = self.settings.voice
        self.device = self.settings.device
        """The user's choice of device; "auto" until they choose."""
        self._batch = self.settings.batch
        self._first_voice = True
        self._own_prosody = False
        """The sliders were moved by the user; a voice's own settings do not replace theirs."""
        self._timer = QTimer(self, singleShot=True, interval=DELAY)
        self._timer.timeout.connect(self.save)

    def restore(self) -> None:
        """Put the last session's settings into the window."""
        kept, parts, controller = self.settings, self._parts, self._controller
        self._window.set_theme_mode(kept.theme)
        self._window.restore_layout(kept.geometry, kept.splitters)
        self._window.set_loop(kept.loop)
        self._window.set_exact(kept.exact)
        self._window.set_export_choice(
            ExportChoice(**{name: getattr(kept, f"export_{name}") for name in _EXPORT})
        )
        parts.takes.set_count(kept.takes_count)
        parts.takes.set_even_tempo(kept.even_tempo)
        parts.editor.set_point_size(kept.text_size)
        parts.transport.set_volume(kept.volume)
        parts.prosody.set_seeds(kept.rhythm_seed, kept.expression_seed)
        parts.prosody.set_locks(kept.rhythm_locked, kept.expression_locked)
        parts.prosody.set_live(kept.live)
        self._player.set_volume(kept.volume)
        self._player.set_loop(kept.loop)
        self._player.set_device(kept.output_device or None)
        parts.transport.set_output_devices([], kept.output_device)
        controller.rhythm_seed, controller.expression_seed = kept.rhythm_seed, kept.expression_seed
        controller.speaker = kept.speaker_name or None  # if the voice turns out to have it
        controller.live = kept.live
        controller.exact = kept.exact
        controller.voice_ready.connect(self._on_voice_ready)
        parts.prosody.settings_changed.connect(self._on_settings_changed)
        for changed in (
            self._script.changed,
            parts.prosody.seeds_changed,
            parts.voice_bar.speaker_selected,
            parts.voice_bar.device_selected,
            self._window.export_requested,
            parts.prosody.locks_changed,
            parts.prosody.live_toggled,
            parts.editor.zoom_changed,
            parts.transport.volume_changed,
            parts.takes.count_changed,
            parts.takes.even_tempo_toggled,
            parts.transport.output_device_selected,
            self._window.loop_toggled,
            self._window.exact_toggled,
            self._window.theme_mode_requested,
        ):
            changed.connect(self._on_changed)
        if self._store.problem is not None:
            self._tell_of_damage(self._store.problem)

    @Slot(str)
    def set_batch(self, choice: str) -> None:
        """How takes are exported from now on."""
        self._batch = choice
        self._on_changed()

    @Slot()
    def save(self) -> bool:
        """Write this session's settings; tells and returns false if the disk refuses."""
        self._timer.stop()
        saved = self._store.save(self._session())
        if saved:
            self._parts.messages.retract("settings")
        else:
            what = self.tr("Your text and settings could not be saved (%1).")
            self._parts.messages.post(
                Message(
                    "settings",
                    what.replace("%1", str(self._store.path)),
                    self.tr("Free some disk space, or copy the text elsewhere."),
                    Severity.WARNING,
                )
            )
        return saved

    def _session(self) -> AppSettings:
        parts, prosody = self._parts, self._parts.prosody.settings()
        rhythm_seed, expression_seed = parts.prosody.seeds()
        rhythm_locked, expression_locked = parts.prosody.locks()
        export = self._window.export_choice()
        own = self._own_prosody
        return AppSettings(
            text=self._script.document.text,
            voice=self._voice,
            speaker_name=self._controller.speaker or "",
            device=self.device,
            noise_scale=prosody.noise_scale if own else None,
            duration_noise_scale=prosody.duration_noise_scale if own else None,
            length_scale=prosody.length_scale if own else None,
            rhythm_seed=rhythm_seed,
            expression_seed=expression_seed,
            rhythm_locked=rhythm_locked,
            expression_locked=expression_locked,
            live=parts.prosody.live(),
            volume=self._player.volume,
            loop=self._player.loop,
            exact=self._controller.exact,
            output_device=self._player.device or "",
            **{f"export_{name}": getattr(export, name) for name in _EXPORT},
            batch=self._batch,
            takes_count=parts.takes.count(),
            even_tempo=parts.takes.even_tempo(),
            theme=self._theme.mode.value,
            text_size=parts.editor.point_size(),
            geometry=self._window.geometry_state(),
            splitters=self._window.layout_state(),
        )

    @Slot(object)
    def _on_voice_ready(self, voice: VoiceInfo) -> None:
        if self._voice != self._controller.source:
            self._voice = self._controller.source
            self._on_changed()
        settings = voice.defaults
        if self._first_voice:
            settings = self.settings.prosody(voice.defaults)
            self._own_prosody = settings != voice.defaults
        elif self._own_prosody:
            return
        self._first_voice = False
        self._parts.prosody.set_settings(settings)
        self._controller.settings = settings

    @Slot(object)
    def _on_settings_changed(self, _settings: object) -> None:
        self._own_prosody = True
        self._on_changed()

    @Slot()
    def _on_changed(self) -> None:
        if not self._timer.isActive():
            self._timer.start()

    def _tell_of_damage(self, problem: VitsError) -> None:
        what = f"{problem.what} ({problem.where})."
        self._parts.messages.post(
            Message("settings-damaged", what, problem.remedy, Severity.WARNING)
        )
