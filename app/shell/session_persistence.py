"""Keeps how the application is set up: puts it into the window, and what changes on disk."""

from __future__ import annotations

from dataclasses import fields, replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Slot

from app.playback.player import Player
from app.session.controller import Controller
from app.session.settings import AppSettings, SettingsStore
from app.ui.export.sound_choice import ExportChoice
from app.ui.window.main_window import MainWindow
from app.ui.window.message_bar import Message, Severity
from app.ui.window.window_layout import WindowParts
from vits_core.errors import VitsError

DELAY = 1500
"""Milliseconds from the first change that is not on disk until it is, so that a crash costs less
than two seconds; changes that follow put nothing off."""
MOST_RECENT = 10
"""Scripts that are offered to be opened again."""

_OF_ONE_EXPORT = ("title", "selection")
_EXPORT = [field.name for field in fields(ExportChoice) if field.name not in _OF_ONE_EXPORT]
"""What is kept of how a file was exported."""


class SessionPersistence(QObject):
    """Has the settings of the application, and saves them after changes and at the end."""

    def __init__(
        self,
        store: SettingsStore,
        settings: AppSettings,
        window: MainWindow,
        parts: WindowParts,
        controller: Controller,
        player: Player,
    ) -> None:
        super().__init__(window)
        self._store = store
        self._window = window
        self._parts = parts
        self._controller = controller
        self._player = player
        self.settings = settings
        """As they are now."""
        self._timer = QTimer(self, singleShot=True, interval=DELAY)
        self._timer.timeout.connect(self.save)

    def restore(self) -> None:
        """Put the last session's settings into the window, and follow what becomes of them."""
        kept, parts, controller = self.settings, self._parts, self._controller
        self._window.set_theme_mode(kept.theme)
        self._window.restore_layout(kept.geometry, kept.splitters)
        self._window.set_recent([Path(path) for path in kept.recent.split("\n") if path])
        self._window.set_loop(kept.loop)
        self._window.set_exact(kept.exact)
        self._window.set_as_written(kept.as_written)
        self._window.set_export_choice(
            ExportChoice(**{name: getattr(kept, f"export_{name}") for name in _EXPORT})
        )
        parts.takes.set_count(kept.takes_count)
        parts.takes.set_even_tempo(kept.even_tempo)
        parts.editor.set_point_size(kept.text_size)
        parts.transport.set_volume(kept.volume)
        parts.prosody.set_locks(kept.rhythm_locked, kept.expression_locked)
        parts.prosody.set_live(kept.live)
        self._player.set_volume(kept.volume)
        self._player.set_loop(kept.loop)
        self._player.set_device(kept.output_device or None)
        parts.transport.set_output_devices([], kept.output_device)
        controller.live = kept.live
        controller.exact = kept.exact
        controller.set_as_written(kept.as_written)
        self._follow()
        if self._store.problem is not None:
            self._tell_of_damage(self._store.problem)

    def keep(self, **changes: Any) -> None:
        """These settings are others from now on."""
        self.settings = replace(self.settings, **changes)
        if not self._timer.isActive():
            self._timer.start()

    @Slot(Path)
    def add_recent(self, path: Path) -> None:
        """A script was opened or saved."""
        kept = [each for each in self.settings.recent.split("\n") if each and each != str(path)]
        self._set_recent([str(path), *kept][:MOST_RECENT])

    @Slot()
    def clear_recent(self) -> None:
        """Forget which scripts were used."""
        self._set_recent([])

    def _set_recent(self, paths: list[str]) -> None:
        self.keep(recent="\n".join(paths))
        self._window.set_recent([Path(path) for path in paths])

    @Slot()
    def save(self) -> bool:
        """Write the settings; tells and returns false if the disk refuses."""
        self._timer.stop()
        self.settings = replace(
            self.settings,
            geometry=self._window.geometry_state(),
            splitters=self._window.layout_state(),
        )
        saved = self._store.save(self.settings)
        if saved:
            self._parts.messages.retract("settings")
        else:
            what = self.tr("Your settings could not be saved (%1).")
            self._parts.messages.post(
                Message(
                    "settings",
                    what.replace("%1", str(self._store.path)),
                    self.tr("Free some disk space, or make the folder writable."),
                    Severity.WARNING,
                )
            )
        return saved

    def _follow(self) -> None:
        parts, window = self._parts, self._window
        for name, changed in (
            ("device", parts.voice_bar.device_selected),
            ("live", parts.prosody.live_toggled),
            ("text_size", parts.editor.zoom_changed),
            ("volume", parts.transport.volume_changed),
            ("output_device", parts.transport.output_device_selected),
            ("takes_count", parts.takes.count_changed),
            ("even_tempo", parts.takes.even_tempo_toggled),
            ("loop", window.loop_toggled),
            ("exact", window.exact_toggled),
            ("as_written", window.as_written_toggled),
            ("theme", window.theme_mode_requested),
        ):
            changed.connect(partial(self._keep, name))
        parts.prosody.locks_changed.connect(self._on_locks_changed)
        window.export_requested.connect(self._on_export_requested)

    def _keep(self, name: str, value: object) -> None:
        self.keep(**{name: value})

    @Slot(bool, bool)
    def _on_locks_changed(self, rhythm: bool, expression: bool) -> None:
        self.keep(rhythm_locked=rhythm, expression_locked=expression)

    @Slot(Path, object)
    def _on_export_requested(self, _path: Path, choice: ExportChoice) -> None:
        self.keep(**{f"export_{name}": getattr(choice, name) for name in _EXPORT})

    def _tell_of_damage(self, problem: VitsError) -> None:
        what = f"{problem.what} ({problem.where})."
        self._parts.messages.post(
            Message("settings-damaged", what, problem.remedy, Severity.WARNING)
        )
