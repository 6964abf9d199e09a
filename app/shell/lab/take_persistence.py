"""Keeps the lab's takes and presets: puts back those of the last session, and saves changes."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Slot

from app.files.autosaver import Autosaver
from app.files.window_files import WindowFiles
from app.session.controller import Controller
from app.takes.storage.presets import Preset, Presets, PresetStore
from app.takes.storage.take_store import TakeStore
from app.takes.take_list import TakeList, Takes
from app.ui.window.main_window import MainWindow
from app.ui.window.message_bar import Message, Severity
from app.ui.window.window_layout import WindowParts
from vits_core.errors import VitsError


class TakePersistence(QObject):
    """Nothing that a person made in the lab is lost: it is on disk within two seconds."""

    def __init__(
        self,
        files: WindowFiles,
        presets: Path,
        window: MainWindow,
        parts: WindowParts,
        take_list: TakeList,
        controller: Controller,
    ) -> None:
        super().__init__(window)
        self._messages = parts.messages
        self._prosody = parts.prosody
        self._status = parts.status
        self._take_list = take_list
        self._controller = controller
        self._store = TakeStore(files.path("takes.json"))
        self._saver = Autosaver[Takes](self._store.save, self)
        self.presets = Presets(PresetStore(presets), window.undo_stack, self)
        self._connect()

    def restore(self) -> Takes:
        """Put back the presets; returns the takes that there were."""
        self.presets.restore()
        kept = self._store.load()
        if kept.problem is not None:
            self._tell("takes-lost", kept.problem)
        return kept.takes

    def follow(self) -> None:
        """Save what becomes of the takes from now on."""
        self._take_list.changed.connect(self._on_take_list_changed)

    def close(self) -> None:
        """Write what is not on disk yet."""
        self._saver.flush()
        self.presets.close()

    def _connect(self) -> None:
        presets, button = self.presets, self._prosody.presets
        self._saver.saved.connect(lambda: self._messages.retract("takes-unsaved"))
        self._saver.failed.connect(lambda error: self._tell("takes-unsaved", error))
        presets.failed.connect(lambda error: self._tell("preset", error))
        presets.changed.connect(lambda: button.set_presets(presets.presets))
        button.preset_chosen.connect(self._on_preset_chosen)
        button.save_requested.connect(
            lambda name: presets.add(Preset(name, self._controller.settings))
        )
        button.delete_requested.connect(presets.remove)
        presets.exported.connect(self._on_preset_exported)
        button.import_requested.connect(self._on_import_requested)
        button.export_requested.connect(presets.export_file)
        button.set_presets(())

    @Slot(str)
    def _on_preset_chosen(self, name: str) -> None:
        preset = self.presets.named(name)
        if preset is not None:
            what = self.tr("Apply preset “%1”").replace("%1", name)
            self._controller.take_up(preset.settings, self._controller.seeds, what)

    @Slot(Path)
    def _on_import_requested(self, path: Path) -> None:
        preset = self.presets.import_file(path)
        if preset is not None:
            words = self.tr("“%1” was added to the Presets menu.")
            words = words.replace("%1", preset.name)
            self._messages.post(Message("preset", words, severity=Severity.NOTE))

    @Slot(object)
    def _on_preset_exported(self, path: Path) -> None:
        self._messages.retract("preset")
        self._status.show_exported(str(path))

    @Slot()
    def _on_take_list_changed(self) -> None:
        self._saver.schedule(self._take_list.takes)

    def _tell(self, key: str, error: VitsError) -> None:
        self._messages.post(Message.about(key, error, Severity.WARNING))
