"""What lines have of their own: speaker, settings, seeds and the gap behind them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QGridLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from app.document.delivery import Delivery
from app.document.document import Line
from app.session.settings import MAX_SHOWN_SEED
from app.ui.widgets.dialog_buttons import answer_button, answer_buttons
from app.ui.widgets.inputs import ComboBox, DoubleSpinBox, SpinBox
from app.ui.widgets.theme import GRID

SPEEDS = 0.25, 4.0
MOST_NOISE = 1.5
MOST_GAP = 60.0
"""Seconds."""

_Field = ComboBox | SpinBox | DoubleSpinBox


class LineSettingsDialog(QDialog):
    """A tick gives the lines their own value; a tick that is half there leaves each line its own,
    since they differ."""

    def __init__(
        self,
        lines: Sequence[Line],
        script: Delivery,
        gap: float,
        speakers: Sequence[str],
        parent: QWidget | None = None,
    ) -> None:
        """`script` and `gap`, in seconds, are for lines that have nothing of their own."""
        super().__init__(parent)
        self.setObjectName("lineSettingsDialog")
        self.setWindowTitle(self.tr("Settings of the selected lines"))
        self._lines = lines
        self._script = script
        self._gap = gap
        self._boxes: dict[str, QCheckBox] = {}
        self._values: dict[str, Any] = {}
        """What the fields stand for, to all its digits."""
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(2 * GRID)
        self._grid.setColumnStretch(1, 1)
        if len(speakers) > 1:
            self._add("speaker", self.tr("Speaker"), self._build_speakers(speakers))
        self._add("length_scale", self.tr("Speed"), _numbers(*SPEEDS, "×"))
        self._add("noise_scale", self.tr("Expressiveness"), _numbers(0.0, MOST_NOISE))
        self._add("duration_noise_scale", self.tr("Rhythm variation"), _numbers(0.0, MOST_NOISE))
        self._add("rhythm_seed", self.tr("Rhythm seed"), _whole(MAX_SHOWN_SEED))
        self._add("expression_seed", self.tr("Expression seed"), _whole(MAX_SHOWN_SEED))
        self._add("gap", self.tr("Gap behind it"), _numbers(0.0, MOST_GAP, self.tr(" s")))
        self._lay_out()

    def changed(self, line: Line) -> Line:
        """A line with what was asked for."""
        said = {
            name: self._values[name] if box.isChecked() else None
            for name, box in self._boxes.items()
            if box.checkState() is not Qt.CheckState.PartiallyChecked
        }
        gap = said.pop("gap", line.gap)
        return replace(line, delivery=replace(line.delivery, **said), gap=gap)

    # -- building ------------------------------------------------------------------------------

    def _add(self, name: str, words: str, field: _Field) -> None:
        own = [_own(line, name) for line in self._lines]
        alike = all(value == own[0] for value in own)
        box = QCheckBox(words)
        box.setObjectName(f"line_{name}_Box")
        box.setAccessibleName(self.tr("Own: %1").replace("%1", words))
        box.setToolTip(self.tr("Whether the lines have their own, or that of the script"))
        if not alike:
            box.setTristate(True)
            box.setCheckState(Qt.CheckState.PartiallyChecked)
        else:
            box.setChecked(own[0] is not None)
        field.setObjectName(f"line_{name}_Field")
        field.setAccessibleName(words)
        field.setToolTip(words)
        usual: Any = self._gap if name == "gap" else getattr(self._script, name)
        value = next((each for each in own if each is not None), usual)
        self._values[name] = value

        def take(typed: object) -> None:
            self._values[name] = 1 / typed if name == "length_scale" else typed  # type: ignore[operator]
            box.setChecked(True)

        if isinstance(field, ComboBox):
            field.setCurrentText(str(value or ""))
            field.currentTextChanged.connect(take)
        else:
            field.setValue(1 / value if name == "length_scale" else value)
            field.valueChanged.connect(take)
        row = self._grid.rowCount()
        self._grid.addWidget(box, row, 0)
        self._grid.addWidget(field, row, 1)
        self._boxes[name] = box

    def _build_speakers(self, speakers: Sequence[str]) -> ComboBox:
        field = ComboBox()
        field.addItems(list(speakers))
        return field

    def _lay_out(self) -> None:
        words = QLabel(
            self.tr(
                "What is ticked is the lines' own; everything else follows the script. A chosen "
                "take keeps the settings that it was made with."
            )
        )
        words.setWordWrap(True)
        words.setProperty("role", "muted")
        go_on = answer_button(
            self.tr("Apply"), "lineSettingsButton", self.tr("Speak the lines so from now on")
        )
        reset = answer_button(
            self.tr("Follow the script"), "followScriptButton",
            self.tr("Take everything away that is the lines' own"),
        )  # fmt: skip
        reset.setAutoDefault(False)
        reset.clicked.connect(self._on_reset)
        buttons = answer_buttons(
            self, go_on, "cancelLineSettingsButton", self.tr("Leave the lines as they are")
        )
        buttons.addButton(reset, buttons.ButtonRole.ResetRole)
        layout = QVBoxLayout(self)
        layout.setSpacing(2 * GRID)
        layout.addWidget(words)
        layout.addLayout(self._grid)
        layout.addWidget(buttons)
        self.setMinimumWidth(50 * GRID)

    @Slot()
    def _on_reset(self) -> None:
        for box in self._boxes.values():
            box.setCheckState(Qt.CheckState.Unchecked)


def _own(line: Line, name: str) -> Any:
    return line.gap if name == "gap" else getattr(line.delivery, name)


def _numbers(least: float, most: float, suffix: str = "") -> DoubleSpinBox:
    field = DoubleSpinBox()
    field.setRange(least, most)
    field.setSingleStep(0.05)
    field.setDecimals(2)
    field.setSuffix(suffix)
    field.setAlignment(Qt.AlignmentFlag.AlignRight)
    return field


def _whole(most: int) -> SpinBox:
    field = SpinBox()
    field.setRange(0, most)
    field.setAlignment(Qt.AlignmentFlag.AlignRight)
    return field
