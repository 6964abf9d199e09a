"""Which setting a sweep goes up, how far, and in how many steps."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Slot
from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from app.takes.sweep import SWEPT_SETTINGS
from app.ui.widgets.dialog_buttons import answer_button, answer_buttons
from app.ui.widgets.inputs import ComboBox, DoubleSpinBox, SpinBox
from app.ui.widgets.theme import GRID


class SweepDialog(QDialog):
    """Asks; the answer is `setting` and `values`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sweepDialog")
        self.setWindowTitle(self.tr("Sweep"))
        self._setting = ComboBox()
        self._setting.setObjectName("sweepSettingPicker")
        for setting, words in (
            ("noise_scale", self.tr("Expressiveness (noise scale)")),
            ("duration_noise_scale", self.tr("Rhythm variation (duration noise scale)")),
            ("speed", self.tr("Speed")),
        ):
            self._setting.addItem(words, setting)
        self._low = self._field("sweepLowField")
        self._high = self._field("sweepHighField")
        self._steps = SpinBox()
        self._steps.setObjectName("sweepStepsField")
        self._steps.setRange(2, 16)
        self._steps.setValue(7)
        self._lay_out()
        self._setting.currentIndexChanged.connect(self._on_setting_changed)
        self._on_setting_changed()

    @property
    def setting(self) -> str:
        """One of `SWEPT_SETTINGS`."""
        return str(self._setting.currentData())

    @property
    def values(self) -> list[float]:
        """From the lowest to the highest, each once, rounded as they are shown."""
        low, high = sorted((self._low.value(), self._high.value()))
        spread = np.linspace(low, high, self._steps.value())
        return list(dict.fromkeys(round(float(value), 2) for value in spread))

    @Slot()
    def _on_setting_changed(self) -> None:
        """Propose a range that is worth hearing."""
        low, high, first, last = SWEPT_SETTINGS[self.setting]
        for field, value in ((self._low, first), (self._high, last)):
            field.setRange(low, high)
            field.setValue(value)

    def _field(self, name: str) -> DoubleSpinBox:
        field = DoubleSpinBox()
        field.setObjectName(name)
        field.setDecimals(2)
        field.setSingleStep(0.1)
        return field

    def _lay_out(self) -> None:
        words = QLabel(
            self.tr(
                "Makes takes from the same noise that differ in one setting only. At 0 "
                "there is no variation: use it as the reference."
            )
        )
        words.setWordWrap(True)
        words.setProperty("role", "muted")
        form = QFormLayout()
        form.setHorizontalSpacing(2 * GRID)
        form.setVerticalSpacing(GRID)
        for field, name, tip in (
            (
                self._setting,
                self.tr("Setting"),
                self.tr("The setting that changes from take to take"),
            ),
            (self._low, self.tr("From"), self.tr("Value of the first take")),
            (self._high, self.tr("To"), self.tr("Value of the last take")),
            (self._steps, self.tr("Takes"), self.tr("How many takes to make, both ends included")),
        ):
            field.setAccessibleName(name)
            field.setToolTip(tip)
            label = QLabel(name)
            label.setBuddy(field)
            form.addRow(label, field)
        make = answer_button(
            self.tr("Make"), "sweepAcceptButton", self.tr("Add the takes to the list")
        )
        buttons = answer_buttons(
            self, make, "sweepCancelButton", self.tr("Cancel without making takes")
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 2 * GRID)
        layout.setSpacing(2 * GRID)
        layout.addWidget(words)
        layout.addLayout(form)
        layout.addWidget(buttons)
        self.setMinimumWidth(52 * GRID)
