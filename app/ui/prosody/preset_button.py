"""A menu of presets: settings of the three sliders under a name."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QDialog, QMenu, QToolButton, QWidget

from app.takes.storage.preset_store import Preset
from app.ui.prosody.preset_files import PresetFiles
from app.ui.prosody.preset_name_dialog import PresetNameDialog
from app.ui.widgets.icons import Icons
from app.ui.widgets.theme import GRID
from vits_core.records import ProsodySettings

WIDEST = 40 * GRID
"""Pixels that a name may take in the menu."""


class PresetButton(QToolButton):
    """Offers the presets, and to save, import, export and delete them."""

    preset_chosen = Signal(str)  # name of the preset whose settings are wanted
    save_requested = Signal(str)  # name for the present settings; one of the same name goes
    delete_requested = Signal(str)  # name
    import_requested = Signal(Path)  # file to read a preset from
    export_requested = Signal(str, Path)  # name, and the file to write it to

    def __init__(self, parent: QWidget | None = None, *, native_dialogs: bool = True) -> None:
        super().__init__(parent)
        self.setObjectName("presetButton")
        self.setText(self.tr("Presets"))
        self.setAccessibleName(self.tr("Presets"))
        self.setToolTip(
            self.tr(
                "Saved settings for expressiveness, rhythm variation and speed (noise "
                "scale, duration noise scale, length scale)"
            )
        )
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        Icons(self).put(self, "mdi6.tune-vertical")
        self._files = PresetFiles(self, native=native_dialogs)
        self._presets: tuple[Preset, ...] = ()
        self._settings = ProsodySettings()
        self._choices = QActionGroup(self)
        self._choices.setExclusionPolicy(QActionGroup.ExclusionPolicy.None_)
        self._choices.triggered.connect(self._on_preset_triggered)
        self._menu = self._submenu("presetMenu", self.tr("Presets"))
        self._build_menu()
        self.setMenu(self._menu)
        self.set_presets(())

    # -- values in -----------------------------------------------------------------------------

    def set_presets(self, presets: Sequence[Preset]) -> None:
        """Offer these, in this order."""
        self._presets = tuple(presets)
        for action in self._choices.actions():
            self._choices.removeAction(action)
            self._remove(self._menu, action)
        for submenu in (self._export, self._delete):
            for action in submenu.actions():
                self._remove(submenu, action)
            submenu.setEnabled(bool(presets))
        for preset in self._presets:
            action = self._item(self._shown(preset.name), self._described(preset.settings))
            action.setCheckable(True)
            action.setData(preset.name)
            self._choices.addAction(action)
            self._menu.insertAction(self._separator, action)
            for submenu in (self._export, self._delete):
                submenu.addAction(self._shown(preset.name)).setData(preset.name)
        self._none.setVisible(not presets)
        self._tick()

    def set_settings(self, settings: ProsodySettings) -> None:
        """The present settings: presets that equal them are ticked."""
        self._settings = settings
        self._tick()

    # -- slots ---------------------------------------------------------------------------------

    @Slot(QAction)
    def _on_preset_triggered(self, action: QAction) -> None:
        self._tick()  # what Qt changed of it by itself
        self.preset_chosen.emit(action.data())

    @Slot()
    def _on_save_triggered(self) -> None:
        taken = [preset.name for preset in self._presets]
        dialog = PresetNameDialog(
            self._proposed(), taken, self._described(self._settings), self.window()
        )
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self.save_requested.emit(dialog.name)
        dialog.deleteLater()

    @Slot()
    def _on_import_triggered(self) -> None:
        path = self._files.to_import()
        if path is not None:
            self.import_requested.emit(path)

    @Slot(QAction)
    def _on_export_triggered(self, action: QAction) -> None:
        name = action.data()
        path = self._files.to_export(name)
        if path is not None:
            self.export_requested.emit(name, path)

    @Slot(QAction)
    def _on_delete_triggered(self, action: QAction) -> None:
        self.delete_requested.emit(action.data())

    # -- words ---------------------------------------------------------------------------------

    def _described(self, settings: ProsodySettings) -> str:
        words = self.tr("Expressiveness %1, rhythm variation %2, speed %3×")
        values = (settings.noise_scale, settings.duration_noise_scale, 1.0 / settings.length_scale)
        for place, value in enumerate(values, 1):
            words = words.replace(f"%{place}", f"{value:.2f}")
        return words

    def _proposed(self) -> str:
        """A name that says how the present settings sound, and is free."""
        usual, now = ProsodySettings(), self._settings
        words = [
            self._either(now.noise_scale - usual.noise_scale, self.tr("flat"), self.tr("lively")),
            self._either(
                now.duration_noise_scale - usual.duration_noise_scale,
                self.tr("even"),
                self.tr("varied"),
            ),
            self._either(1.0 / now.length_scale - 1.0, self.tr("slow"), self.tr("fast")),
        ]
        wanted = ", ".join(word for word in words if word) or self.tr("default")
        wanted = proposed = wanted[0].upper() + wanted[1:]
        taken = {preset.name for preset in self._presets}
        number = 1
        while proposed in taken:
            number += 1
            proposed = f"{wanted} {number}"
        return proposed

    @staticmethod
    def _either(difference: float, less: str, more: str) -> str:
        if abs(difference) < 0.05:
            return ""
        return less if difference < 0 else more

    def _shown(self, name: str) -> str:
        """A name as a menu's text: not too long, and no letter of it a shortcut."""
        mode = Qt.TextElideMode.ElideMiddle
        return self._menu.fontMetrics().elidedText(name, mode, WIDEST).replace("&", "&&")

    # -- building ------------------------------------------------------------------------------

    def _build_menu(self) -> None:
        self._none = self._menu.addAction(
            self.tr("No presets yet. Adjust the sliders, then save the settings.")
        )
        self._none.setEnabled(False)
        self._separator = self._menu.addSeparator()
        save = self._item(
            self.tr("&Save current settings…"),
            self.tr("Save the current slider values as a preset"),
        )
        save.triggered.connect(self._on_save_triggered)
        bring = self._item(self.tr("&Import…"), self.tr("Add a preset from a file"))
        bring.triggered.connect(self._on_import_triggered)
        self._menu.addActions([save, bring])
        self._export = self._submenu("presetExportMenu", self.tr("&Export"))
        self._export.triggered.connect(self._on_export_triggered)
        self._delete = self._submenu("presetDeleteMenu", self.tr("&Delete"))
        self._delete.triggered.connect(self._on_delete_triggered)
        for submenu in (self._export, self._delete):
            self._menu.addMenu(submenu)

    def _submenu(self, name: str, title: str) -> QMenu:
        menu = QMenu(title, self)
        menu.setObjectName(name)
        menu.setAccessibleName(title.replace("&", ""))
        menu.setToolTipsVisible(True)
        return menu

    def _item(self, text: str, tooltip: str) -> QAction:
        action = QAction(text, self)
        action.setToolTip(tooltip)
        return action

    @staticmethod
    def _remove(menu: QMenu, action: QAction) -> None:
        menu.removeAction(action)
        action.deleteLater()  # not at once: it may be the one that was just chosen

    def _tick(self) -> None:
        settings = {preset.name: preset.settings for preset in self._presets}
        for action in self._choices.actions():
            action.setChecked(settings[action.data()] == self._settings)
