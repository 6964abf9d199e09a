"""How long a take is to last."""

from __future__ import annotations

import math

from PySide6.QtGui import QValidator
from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from app.ui.widgets.dialog_buttons import answer_button, answer_buttons
from app.ui.widgets.inputs import DoubleSpinBox
from app.ui.widgets.theme import GRID

_STEP = 0.01
"""Seconds: what the field can tell apart."""


class _SecondsField(DoubleSpinBox):
    """Lets any number be typed, and takes the nearest that is possible; Qt's own would make 60 of
    a 600 that is too much."""

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        state, text, position = super().validate(text, position)
        if state is QValidator.State.Invalid and self._typed(text) is not None:
            state = QValidator.State.Intermediate
        return state, text, position

    def fixup(self, text: str) -> str:
        typed = self._typed(text)
        if typed is None:
            typed = self.value()
        nearest = min(self.maximum(), max(self.minimum(), typed))
        return self.textFromValue(nearest) + self.suffix()

    def _typed(self, text: str) -> float | None:
        number, is_one = self.locale().toDouble(text.removesuffix(self.suffix()).strip())
        return number if is_one else None


class FitDialog(QDialog):
    """Asks, within what is possible; the answer is `seconds`."""

    def __init__(
        self, seconds: float, least: float, most: float, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("fitDialog")
        self.setWindowTitle(self.tr("Fit to length"))
        self._field = _SecondsField()
        self._field.setObjectName("fitSecondsField")
        self._field.setDecimals(2)
        self._field.setRange(math.ceil(least / _STEP) * _STEP, math.floor(most / _STEP) * _STEP)
        self._field.setSingleStep(0.1)
        self._field.setSuffix(self.tr(" s"))
        self._field.setValue(seconds)
        self._field.selectAll()
        self._lay_out()

    @property
    def seconds(self) -> float:
        return self._field.value()

    def _lay_out(self) -> None:
        words = QLabel(
            self.tr("This sentence can last from %1 to %2 s. Pinned sounds keep their length.")
            .replace("%1", f"{self._field.minimum():.2f}")
            .replace("%2", f"{self._field.maximum():.2f}")
        )
        words.setObjectName("fitRangeLabel")
        words.setProperty("role", "muted")
        words.setWordWrap(True)
        label = QLabel(self.tr("Length"))
        label.setBuddy(self._field)
        self._field.setAccessibleName(self.tr("Length in seconds"))
        self._field.setAccessibleDescription(words.text())
        self._field.setToolTip(words.text())
        form = QFormLayout()
        form.setHorizontalSpacing(2 * GRID)
        form.addRow(label, self._field)
        fit = answer_button(
            self.tr("Fit"), "fitAcceptButton", self.tr("Make a take of this length")
        )
        buttons = answer_buttons(
            self, fit, "fitCancelButton", self.tr("Cancel without making a take")
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 2 * GRID)
        layout.setSpacing(2 * GRID)
        layout.addLayout(form)
        layout.addWidget(words)
        layout.addWidget(buttons)
        self.setMinimumWidth(44 * GRID)
