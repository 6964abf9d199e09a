"""The presets of the prosody lab: a list whose changes can be undone, mirrored on disk."""

from __future__ import annotations

import time
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from app.background import BackgroundJobs
from app.files.autosaver import FLUSH_LIMIT, Autosaver
from app.session.undo import StateChange
from app.takes.storage.preset_store import Preset, PresetStore, by_name
from vits_core.errors import VitsError

__all__ = ["Preset", "PresetStore", "Presets"]

_All = tuple[Preset, ...]


class Presets(QObject):
    """Holds the presets by name; each change is a command on the undo stack, and soon on disk."""

    changed = Signal()  # `presets` is another tuple than before
    failed = Signal(object)  # VitsError: a file could not be read or written
    exported = Signal(object)  # Path: the preset is in this file

    def __init__(
        self, store: PresetStore, stack: QUndoStack, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._stack = stack
        self.presets: _All = ()
        """In the order of their names."""
        self._on_disk: dict[str, Preset] = {}
        """By name; the saver's thread brings it up to date."""
        self._saver = Autosaver[_All](self._mirror, self, save_after=0.0)
        self._saver.failed.connect(self.failed)
        self._exports = BackgroundJobs(self)
        self._exports.failed.connect(self.failed)

    def restore(self) -> None:
        """Read the presets of earlier sessions; cannot be undone."""
        presets, problems = self._store.load()
        self.presets = tuple(presets)
        self._on_disk = {preset.name: preset for preset in presets}
        self.changed.emit()
        for problem in problems:
            self.failed.emit(problem)

    def named(self, name: str) -> Preset | None:
        return next((preset for preset in self.presets if preset.name == name), None)

    def add(self, preset: Preset) -> None:
        """Keep a preset, in place of the one of the same name."""
        self._keep(preset, self.tr("Save preset “%1”").replace("%1", preset.name))

    def remove(self, name: str) -> None:
        after = tuple(preset for preset in self.presets if preset.name != name)
        self._change(after, self.tr("Delete preset “%1”").replace("%1", name))

    def import_file(self, path: Path) -> Preset | None:
        """Add the preset in a file, under a name of its own where another one has its name."""
        try:
            preset = self._store.read(path)
        except VitsError as error:
            self.failed.emit(error)
            return None
        imported, number = preset, 1
        while (same := self.named(imported.name)) is not None and same != imported:
            number += 1
            imported = Preset(f"{preset.name} {number}", preset.settings)
        self._keep(imported, self.tr("Import preset “%1”").replace("%1", imported.name))
        return imported

    def export_file(self, name: str, path: Path) -> None:
        """Write a preset to a file for others; `exported` or `failed` answers, later."""
        preset = self.named(name)
        if preset is not None:
            self._exports.run(
                lambda: self._store.export(preset, path), lambda _: self.exported.emit(path)
            )

    def put(self, presets: _All) -> None:
        """Take a state of the list as it is; for the undo stack."""
        self.presets = presets
        self._saver.schedule(presets)
        self.changed.emit()

    def close(self, limit: float = FLUSH_LIMIT) -> bool:
        """Write what is not on disk, in `limit` seconds at most; whether all of it is there."""
        end = time.monotonic() + limit
        kept = self._saver.flush(limit)
        return self._exports.close(end - time.monotonic()) and kept

    def _keep(self, preset: Preset, what: str) -> None:
        others = (each for each in self.presets if each.name != preset.name)
        self._change(tuple(sorted((preset, *others), key=by_name)), what)

    def _change(self, after: _All, what: str) -> None:
        if after != self.presets:
            self._stack.push(StateChange(self.put, self.presets, after, what))

    def _mirror(self, presets: _All) -> None:
        """Bring what changed to the disk; on a thread. Files of others are left alone."""
        failures = []
        wanted = {preset.name: preset for preset in presets}
        for name in wanted | self._on_disk:
            try:
                if name not in wanted:
                    self._store.delete(name)
                    del self._on_disk[name]
                elif wanted[name] != self._on_disk.get(name):
                    self._store.save(wanted[name])
                    self._on_disk[name] = wanted[name]
            except VitsError as error:
                failures.append(error)
        if failures:
            raise failures[0]
