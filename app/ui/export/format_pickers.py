"""Two boxes that ask how sound is to be stored: the format of its samples, and their rate."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QComboBox, QFormLayout, QLabel

VOICE_RATE = 0
"""Stands for the voice's own rate."""
RATES = (VOICE_RATE, 44100, 48000)
SUBTYPES = ("PCM_16", "PCM_24", "FLOAT")


class FormatPickers(QObject):
    """Puts its boxes into a dialog's form; their object names begin with `prefix`.

    `voice_rate` in Hz is shown beside the voice's own rate, unless it is 0.
    """

    def __init__(
        self, form: QFormLayout, prefix: str, voice_rate: int, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        own = self.tr("Same as the voice")
        if voice_rate:
            kilohertz = f"{voice_rate / 1000:g}"
            own = self.tr("Same as the voice (%1 kHz)").replace("%1", kilohertz)
        rates = (own, self.tr("44.1 kHz"), self.tr("48 kHz"))
        formats = (
            self.tr("16-bit, plays everywhere"),
            self.tr("24-bit, for further editing"),
            self.tr("32-bit float, never clips"),
        )
        self._subtype = QComboBox()
        self._subtype.setObjectName(f"{prefix}SubtypePicker")
        self._subtype.setToolTip(self.tr("How precisely each sample is stored"))
        for key, name in zip(SUBTYPES, formats, strict=True):
            self._subtype.addItem(name, key)
        self._rate = QComboBox()
        self._rate.setObjectName(f"{prefix}RatePicker")
        self._rate.setToolTip(
            self.tr(
                "Samples per second. A rate above the voice's own makes the file larger, not "
                "better."
            )
        )
        for number, name in zip(RATES, rates, strict=True):
            self._rate.addItem(name, number)
        self._add(form, self.tr("Sample format"), self._subtype)
        self._add(form, self.tr("Sample rate"), self._rate)

    @property
    def subtype(self) -> str:
        """One of `SUBTYPES`, as soundfile names them."""
        return str(self._subtype.currentData())

    @property
    def rate(self) -> int:
        """Hz, or `VOICE_RATE`."""
        return int(self._rate.currentData())

    def choose(self, subtype: str, rate: int) -> None:
        """Show a choice; what is not offered becomes the first of its box."""
        self._subtype.setCurrentIndex(max(0, self._subtype.findData(subtype)))
        self._rate.setCurrentIndex(max(0, self._rate.findData(rate)))

    def _add(self, form: QFormLayout, words: str, picker: QComboBox) -> None:
        picker.setAccessibleName(words)
        label = QLabel(words)
        label.setBuddy(picker)
        label.setMinimumHeight(picker.sizeHint().height())
        form.addRow(label, picker)
