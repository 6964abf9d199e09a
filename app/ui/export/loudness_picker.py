"""Asks how loud files are to be, and how high their peaks may go."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QWidget

from app.ui.export.form_row import add_row
from app.ui.export.sound_choice import SoundChoice
from app.ui.widgets.inputs import ComboBox, DoubleSpinBox
from app.ui.widgets.theme import GRID
from vits_core.audio.file_format import LOUDNESS_RANGE, TRUE_PEAK_RANGE

AS_SPOKEN = "spoken"
OWN = "own"
"""What the box holds besides loudnesses in LUFS."""
PROPOSED = -16.0
"""LUFS, where none was chosen before."""


class LoudnessPicker(QObject):
    """Puts a box and two numbers into a dialog's form; their object names begin with `prefix`."""

    def __init__(self, form: QFormLayout, prefix: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._picker = ComboBox()
        self._picker.setObjectName(f"{prefix}LoudnessPicker")
        self._picker.setToolTip(
            self.tr(
                "Makes the file as loud as podcasts or broadcasts are. Files that are exported "
                "together get the same gain."
            )
        )
        for words, value in (
            (self.tr("As the voice speaks"), AS_SPOKEN),
            (self.tr("−16 LUFS, podcasts"), -16.0),
            (self.tr("−19 LUFS, mono podcasts"), -19.0),
            (self.tr("−23 LUFS, broadcast"), -23.0),
            (self.tr("Other"), OWN),
        ):
            self._picker.addItem(words, value)
        self._value = self._number(f"{prefix}LoudnessField", self.tr(" LUFS"), LOUDNESS_RANGE)
        self._value.setAccessibleName(self.tr("Loudness in LUFS"))
        self._value.setToolTip(self.tr("Integrated loudness (ITU-R BS.1770)"))
        self._peak = self._number(f"{prefix}TruePeakField", self.tr(" dBTP"), TRUE_PEAK_RANGE)
        self._peak.setToolTip(
            self.tr("Higher peaks are limited. Leave some room for Ogg Vorbis, Opus and MP3.")
        )
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(self._picker, 1)
        layout.addWidget(self._value)
        add_row(form, self.tr("Loudness"), self._picker, row)
        add_row(form, self.tr("True-peak limit"), self._peak)
        self._picker.currentIndexChanged.connect(self._on_changed)
        self.choose(SoundChoice())

    @property
    def loudness(self) -> float | None:
        """LUFS; None is as the voice speaks."""
        chosen = self._picker.currentData()
        if chosen == AS_SPOKEN:
            return None
        return self._value.value() if chosen == OWN else float(chosen)

    @property
    def true_peak(self) -> float:
        """dBTP."""
        return self._peak.value()

    def choose(self, choice: SoundChoice) -> None:
        """Show a choice."""
        self._peak.setValue(choice.true_peak)
        self._value.setValue(PROPOSED if choice.loudness is None else choice.loudness)
        index = self._picker.findData(AS_SPOKEN if choice.loudness is None else choice.loudness)
        self._picker.setCurrentIndex(self._picker.findData(OWN) if index < 0 else index)
        self._on_changed()

    @Slot()
    def _on_changed(self) -> None:
        chosen = self._picker.currentData()
        self._value.setVisible(chosen == OWN)
        self._peak.setEnabled(chosen != AS_SPOKEN)

    def _number(self, name: str, unit: str, allowed: tuple[float, float]) -> DoubleSpinBox:
        field = DoubleSpinBox()
        field.setObjectName(name)
        field.setRange(*allowed)
        field.setDecimals(1)
        field.setSingleStep(0.5)
        field.setSuffix(unit)
        field.lineEdit().setTextMargins(GRID - 2, 0, 0, 0)  # the style sheet's is lost
        return field
