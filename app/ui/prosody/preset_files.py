"""The questions for a preset's file: which one to import, and where to export one."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from app.takes.storage.preset_store import SUFFIX, preset_file_name


class PresetFiles:
    """Asks for files of presets, and remembers the folder that was chosen last."""

    def __init__(self, parent: QWidget, *, native: bool) -> None:
        self._parent = parent
        self._options = QFileDialog.Option(0)
        if not native:
            self._options = QFileDialog.Option.DontUseNativeDialog
        self._folder = ""

    def to_import(self) -> Path | None:
        """A file to read a preset from, None if the user thinks better of it."""
        dialog = self._dialog(QCoreApplication.translate("PresetFiles", "Import preset"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        path = self._answer(dialog)
        dialog.deleteLater()
        return path

    def to_export(self, name: str) -> Path | None:
        """Where to write a preset; the dialog asks before it lets a file be replaced."""
        title = QCoreApplication.translate("PresetFiles", "Export preset “%1”").replace("%1", name)
        dialog = self._dialog(title)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(SUFFIX)
        dialog.selectFile(preset_file_name(name))
        path = self._answer(dialog)
        while path is not None and path.suffix.lower() != SUFFIX:
            path = path.with_name(f"{path.name}{SUFFIX}")  # "Dr. Smith" seemed to have a suffix
            if path.exists():
                dialog.selectFile(path.name)
                path = self._answer(dialog)
        dialog.deleteLater()
        return path

    def _dialog(self, title: str) -> QFileDialog:
        dialog = QFileDialog(self._parent, title, self._folder or str(Path.home()))
        dialog.setOptions(self._options)
        dialog.setNameFilter(
            QCoreApplication.translate("PresetFiles", "Presets (*%1);;All files (*)").replace(
                "%1", SUFFIX
            )
        )
        return dialog

    def _answer(self, dialog: QFileDialog) -> Path | None:
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return None
        path = Path(dialog.selectedFiles()[0])
        self._folder = str(path.parent)
        return path
