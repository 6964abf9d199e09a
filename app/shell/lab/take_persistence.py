"""Keeps the lab's takes and presets: puts back those of the last session, and saves changes."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Slot

from app.session.controller import Controller
from app.takes.storage.autosaver import Autosaver
from app.takes.storage.presets import Preset, Presets, PresetStore
from app.takes.storage.shared_takes import SharedTakes
from app.takes.take_list import TakeList, Takes
from app.ui.window.main_window import MainWindow
from app.ui.window.message_bar import Message, Severity
from app.ui.window.window_layout import WindowParts
from vits_core.errors import VitsError


class TakePersistence(QObject):
    """Nothing that a person made in the lab is lost: it is on disk within two seconds."""

    def __init__(
        self,
        folder: Path,
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
        self._store = SharedTakes(folder / "takes.json")
        self._saver = Autosaver[Takes](self._store.save, self)
        self.presets = Presets(PresetStore(folder / "presets"), window.undo_stack, self)
        self._connect()

    def restore(self) -> None:
        """Put back what there was; says so where there are takes."""
        self.presets.restore()
        kept = self._store.load()
        if kept.problem is not None:
            self._tell("takes-lost", kept.problem)
        self._take_list.restore(kept.takes)
        if kept.takes:
            count = len(kept.takes)
            words = self.tr("%n takes from your last session are back, under Takes.", "", count)
            self._messages.post(Message("takes-back", words, severity=Severity.NOTE))
        if self._store.apart:
            words = self.tr(
                "VITS Studio is already open with your earlier takes. Takes made in this "
                "window are stored separately and join the others at the next start."
            )
            self._messages.post(Message("takes-apart", words, severity=Severity.NOTE))
        self._take_list.changed.connect(self._on_take_list_changed)
        if self._store.joining:
            self._saver.schedule(self._take_list.takes)

    def close(self) -> None:
        """Write what is not on disk yet."""
        if self._saver.flush():
            self._store.close()
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
        self._messages.retract("takes-back")
        self._saver.schedule(self._take_list.takes)

    def _tell(self, key: str, error: VitsError) -> None:
        self._messages.post(Message.about(key, error, Severity.WARNING))
