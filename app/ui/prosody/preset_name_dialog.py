"""Asks under which name prosody settings are to be kept."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import Slot
from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.takes.storage.preset_store import plain_name
from app.ui.widgets.dialog_buttons import answer_buttons
from app.ui.widgets.theme import GRID

LONGEST_NAME = 60
"""Characters that are enough for a menu."""


class PresetNameDialog(QDialog):
    """Proposes a name; one that is taken turns the button from Save to Replace."""

    def __init__(
        self, proposed: str, taken: Collection[str], described: str, parent: QWidget | None = None
    ) -> None:
        """`described` says which settings are kept."""
        super().__init__(parent)
        self.setObjectName("presetNameDialog")
        self.setWindowTitle(self.tr("Save preset"))
        self._taken = frozenset(taken)
        self._described = described
        self._field = QLineEdit(proposed)
        self._field.setObjectName("presetNameField")
        self._field.setAccessibleName(self.tr("Preset name"))
        self._field.setToolTip(self.tr("A name that tells you what these settings are for"))
        self._field.setMaxLength(LONGEST_NAME)
        self._field.setMinimumWidth(42 * GRID)
        self._field.selectAll()
        self._note = QLabel()
        self._note.setObjectName("presetNameNote")
        self._note.setProperty("role", "muted")
        self._note.setWordWrap(True)
        self._note.setMinimumHeight(2 * self._note.fontMetrics().lineSpacing())
        self._save = QPushButton()
        self._save.setObjectName("presetSaveButton")
        self._lay_out()
        self._field.textChanged.connect(self._on_text_changed)
        self._on_text_changed()

    @property
    def name(self) -> str:
        """As it is kept; "" while nothing is typed."""
        return plain_name(self._field.text())

    @Slot()
    def _on_text_changed(self) -> None:
        taken = self.name in self._taken
        self._save.setText(self.tr("Replace") if taken else self.tr("Save"))
        self._save.setAccessibleName(self._save.text())
        self._save.setEnabled(bool(self.name))
        if taken:
            self._save.setToolTip(self.tr("Replace the preset's settings with the current ones"))
            note = self.tr("“%1” already exists. Its settings will be replaced.")
            note = note.replace("%1", self.name)
        else:
            self._save.setToolTip(self.tr("Save the current settings under this name"))
            note = self._described
        self._note.setText(note)
        self._field.setAccessibleDescription(note)

    def _lay_out(self) -> None:
        label = QLabel(self.tr("&Name"))
        label.setBuddy(self._field)
        form = QFormLayout()
        form.setHorizontalSpacing(2 * GRID)
        form.addRow(label, self._field)
        buttons = answer_buttons(
            self, self._save, "presetCancelButton", self.tr("Cancel without saving")
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 2 * GRID)
        layout.setSpacing(2 * GRID)
        layout.addLayout(form)
        layout.addWidget(self._note)
        layout.addWidget(buttons)
