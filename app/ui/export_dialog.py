"""How an audio file is to be written: sample format and rate."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from app.ui.theme import GRID

VOICE_RATE = 0
"""Stands for the voice's own rate."""
RATES = (VOICE_RATE, 44100, 48000)
SUBTYPES = ("PCM_16", "PCM_24", "FLOAT")


class ExportDialog(QDialog):
    """Asks for the format before the file dialog asks for the place."""

    def __init__(
        self, subtype: str, rate: int, voice_rate: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("exportDialog")
        self.setWindowTitle(self.tr("Export audio"))
        own = self.tr("The voice's own, %1 kHz").replace("%1", f"{voice_rate / 1000:g}")
        rates = (own, self.tr("44.1 kHz"), self.tr("48 kHz"))
        formats = (
            self.tr("16 bit, plays everywhere"),
            self.tr("24 bit, for further editing"),
            self.tr("32-bit float, never clips"),
        )
        self._subtype = self._picker(
            "exportSubtypePicker",
            self.tr("Sample format"),
            self.tr("How finely each sample is stored"),
        )
        for key, name in zip(SUBTYPES, formats, strict=True):
            self._subtype.addItem(name, key)
        self._rate = self._picker(
            "exportRatePicker",
            self.tr("Sample rate"),
            self.tr("Samples a second; more than the voice has adds size, not sound"),
        )
        for number, name in zip(RATES, rates, strict=True):
            self._rate.addItem(name, number)
        self._subtype.setCurrentIndex(max(0, self._subtype.findData(subtype)))
        self._rate.setCurrentIndex(max(0, self._rate.findData(rate)))
        self._lay_out()

    @property
    def subtype(self) -> str:
        """One of `SUBTYPES`, as soundfile names them."""
        return str(self._subtype.currentData())

    @property
    def rate(self) -> int:
        """Hz, or `VOICE_RATE`."""
        return int(self._rate.currentData())

    def _picker(self, name: str, label: str, tooltip: str) -> QComboBox:
        picker = QComboBox()
        picker.setObjectName(name)
        picker.setAccessibleName(label)
        picker.setToolTip(tooltip)
        return picker

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(2 * GRID)
        form.setVerticalSpacing(GRID)
        for picker in (self._subtype, self._rate):
            label = QLabel(picker.accessibleName())
            label.setBuddy(picker)
            form.addRow(label, picker)
        buttons = QDialogButtonBox()
        go_on = buttons.addButton(
            self.tr("Choose the file…"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        cancel = buttons.addButton(self.tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        go_on.setProperty("primary", True)
        go_on.setObjectName("exportAcceptButton")
        go_on.setToolTip(self.tr("Go on to choose the file's name and folder"))
        go_on.setAccessibleName(go_on.text())
        cancel.setObjectName("exportCancelButton")
        cancel.setToolTip(self.tr("Export nothing"))
        cancel.setAccessibleName(cancel.text())
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 2 * GRID)
        layout.setSpacing(3 * GRID)
        layout.addLayout(form)
        layout.addWidget(buttons)
