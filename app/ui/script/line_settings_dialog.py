"""What lines have of their own: voice, speaker, settings, seeds and the gap behind them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
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

_OPEN_VOICE = "\0open"

_Field = ComboBox | SpinBox | DoubleSpinBox


class LineSettingsDialog(QDialog):
    """A tick gives the lines their own value; a tick that is half there leaves each line its own,
    since they differ."""

    voice_changed = Signal(str)  # path of the voice that the lines would have: whose speakers?
    open_voice_requested = Signal()  # the user wants to choose a voice's file

    def __init__(
        self,
        lines: Sequence[Line],
        script: Delivery,
        gap: float,
        speakers: Sequence[str],
        parent: QWidget | None = None,
        *,
        voices: Sequence[tuple[str, str]] = (),
    ) -> None:
        """`script` and `gap`, in seconds, are for lines that have nothing of their own; `voices`
        are path and name of each that is offered, and `speakers` those of the voice at first."""
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
        self._voice, self._speaker = ComboBox(), ComboBox()
        if voices:
            self._fill_voices(voices)
            self._add("voice", self.tr("Voice"), self._voice)
            self._voice.activated.connect(self._on_voice_activated)
            self._boxes["voice"].toggled.connect(self._tell_voice)
        self._speaker.addItems(list(speakers))
        self._add("speaker", self.tr("Speaker"), self._speaker)
        self._add("length_scale", self.tr("Speed"), _numbers(*SPEEDS, "×"))
        self._add("noise_scale", self.tr("Expressiveness"), _numbers(0.0, MOST_NOISE))
        self._add("duration_noise_scale", self.tr("Rhythm variation"), _numbers(0.0, MOST_NOISE))
        self._add("rhythm_seed", self.tr("Rhythm seed"), _whole(MAX_SHOWN_SEED))
        self._add("expression_seed", self.tr("Expression seed"), _whole(MAX_SHOWN_SEED))
        self._add("gap", self.tr("Gap behind it"), _numbers(0.0, MOST_GAP, self.tr(" s")))
        self._lay_out()
        self.set_speakers(speakers)

    def changed(self, line: Line) -> Line:
        """A line with what was asked for."""
        said = {
            name: self._values[name] if box.isChecked() else None
            for name, box in self._boxes.items()
            if box.checkState() is not Qt.CheckState.PartiallyChecked
        }
        gap = said.pop("gap", line.gap)
        return replace(line, delivery=replace(line.delivery, **said), gap=gap)

    def voice(self) -> str:
        """Path of the voice that the lines would have, of which some may have others."""
        ticked = "voice" in self._boxes and self._boxes["voice"].isChecked()
        return str(self._values["voice"] if ticked else self._script.voice or "")

    def set_speakers(self, names: Sequence[str]) -> None:
        """Offer these speakers of the voice; one or none is no choice. It begins with the first
        where the lines have nobody of their own whom it knows."""
        if names and self._boxes["speaker"].checkState() is Qt.CheckState.Unchecked:
            known = self._values["speaker"] in names
            self._values["speaker"] = self._values["speaker"] if known else names[0]
        self._speaker.blockSignals(True)
        self._speaker.clear()
        self._speaker.addItems(list(names))
        self._speaker.setCurrentIndex(self._speaker.findText(str(self._values["speaker"] or "")))
        self._speaker.blockSignals(False)
        for widget in (self._boxes["speaker"], self._speaker):
            widget.setVisible(len(names) > 1)

    def choose_voice(self, path: str, name: str) -> None:
        """Let the lines have a voice, which is offered from now on."""
        if self._voice.findData(path) < 0:
            self._voice.insertItem(self._voice.count() - 2, name, path)  # before the separator
        self._voice.setCurrentIndex(self._voice.findData(path))

    # -- building ------------------------------------------------------------------------------

    def _fill_voices(self, voices: Sequence[tuple[str, str]]) -> None:
        for path, name in voices:
            self._voice.addItem(name, path)
        self._voice.insertSeparator(self._voice.count())
        self._voice.addItem(self.tr("Open voice…"), _OPEN_VOICE)

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

        def take_voice() -> None:
            path = self._voice.currentData()
            if path != _OPEN_VOICE:
                take(path)
                self._tell_voice()

        def take(typed: object) -> None:
            self._values[name] = 1 / typed if name == "length_scale" else typed  # type: ignore[operator]
            box.setChecked(True)

        if field is self._voice:
            self._voice.setCurrentIndex(self._voice.findData(value or ""))
            self._voice.currentIndexChanged.connect(take_voice)
        elif isinstance(field, ComboBox):
            field.setCurrentText(str(value or ""))
            field.currentTextChanged.connect(take)
        else:
            field.setValue(1 / value if name == "length_scale" else value)
            field.valueChanged.connect(take)
        row = self._grid.rowCount()
        self._grid.addWidget(box, row, 0)
        self._grid.addWidget(field, row, 1)
        self._boxes[name] = box

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

    @Slot(int)
    def _on_voice_activated(self, index: int) -> None:
        if self._voice.itemData(index) == _OPEN_VOICE:
            self._voice.blockSignals(True)
            self._voice.setCurrentIndex(self._voice.findData(self._values["voice"] or ""))
            self._voice.blockSignals(False)
            self.open_voice_requested.emit()

    @Slot()
    def _tell_voice(self) -> None:
        self.voice_changed.emit(self.voice())

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
