"""The playback controls: play, stop, loop, position, volume and output device."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFontDatabase, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.ui.actions.action import Action
from app.ui.actions.buttons import tool_button
from app.ui.actions.window_actions import WindowActions
from app.ui.widgets.icons import Icons
from app.ui.widgets.inputs import ComboBox, Slider
from app.ui.widgets.theme import GRID
from app.ui.widgets.time_text import clock
from app.ui.window.seek_bar import SeekBar

MOST_HASTE = 40
"""Milliseconds between two positions that are shown in figures."""


class TransportBar(QWidget):
    """Playback controls; it asks, and shows what it is told."""

    volume_changed = Signal(float)  # 0..1, while the slider moves
    output_device_selected = Signal(str)  # name of the output device; "" is the system's default

    def __init__(self, actions: WindowActions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        icons = Icons(self)
        self._position = 0.0
        self._length = 0.0
        self._told: object = None
        """What is said of the time that is left."""
        self._drawn = 0.0
        """The position that is shown."""
        self._late = QTimer(self, singleShot=True, interval=10 * MOST_HASTE)
        self._late.timeout.connect(self._draw_time)
        self._play = tool_button("playButton", actions[Action.PLAY], icons, "on_accent")
        self._play.setProperty("primary", True)
        self._play.setFixedSize(36, 36)
        self._stop = tool_button("stopButton", actions[Action.STOP], icons)
        self._loop = tool_button("loopButton", actions[Action.LOOP], icons)
        self._previous = tool_button("previousLineButton", actions[Action.PREVIOUS_LINE], icons)
        self._next = tool_button("nextLineButton", actions[Action.NEXT_LINE], icons)
        self._buttons = (self._play, self._stop, self._previous, self._next, self._loop)
        for button in self._buttons:
            button.setIconSize(button.iconSize() * 1.25)
        self.seek_bar = SeekBar()
        self._rest = self._build_rest()
        self._time = self._build_time()
        self._volume = self._build_volume()
        self._output = self._build_output()
        self._lay_out()
        self._connect()
        self.set_output_devices([], "")
        self.set_has_audio(False)

    # -- setters, which tell no one ------------------------------------------------------------

    def set_has_audio(self, has_audio: bool) -> None:
        """Whether there is anything to play."""
        self._time.setEnabled(has_audio)
        self._draw_time()

    def set_position(self, seconds: float) -> None:
        self._position = seconds
        # Nobody reads hundredths that change sixty times a second; the last of them is shown.
        if abs(seconds - self._drawn) >= MOST_HASTE / 1000:
            self._draw_time()
        elif not self._late.isActive():
            self._late.start()

    def set_length(self, seconds: float) -> None:
        self._length = seconds
        self._draw_time()

    def show_rest(self, left: float, whole: float, *, about: bool) -> None:
        """How much of the script is still to be heard, and how long it is; `about` where that is
        estimated."""
        told = round(left), round(whole), about
        if told == self._told:
            return
        self._told = told
        sign = "≈ " if about else ""
        self._rest.setText(self.tr("%1 left").replace("%1", sign + clock(left, 0)) if whole else "")
        words = self.tr("The script is %1 long").replace("%1", sign + clock(whole, 0))
        self._rest.setToolTip(words if whole else "")

    def rest(self) -> str:
        """What is said of the time that is left."""
        return self._rest.text()

    def set_volume(self, volume: float) -> None:
        """Volume from 0 to 1."""
        self._volume.blockSignals(True)
        self._volume.setValue(round(volume * 100))
        self._volume.blockSignals(False)

    def set_output_devices(self, names: Sequence[str], current: str) -> None:
        """Names of the output devices; a chosen one that is gone stays, and is said to be so."""
        entries = [("", self.tr("System default")), *((name, name) for name in names)]
        if current and current not in names:
            gone = self.tr("%1 (not connected)").replace("%1", current)
            entries.append((current, gone))
        self._output.blockSignals(True)
        self._output.clear()
        for key, name in entries:
            self._output.addItem(name, key)
        self._output.setCurrentIndex(max(0, self._output.findData(current)))
        self._output.blockSignals(False)

    # -- slots ---------------------------------------------------------------------------------

    @Slot(int)
    def _on_volume_moved(self, percent: int) -> None:
        self.volume_changed.emit(percent / 100)

    @Slot(int)
    def _on_output_activated(self, index: int) -> None:
        self.output_device_selected.emit(str(self._output.itemData(index)))

    # -- drawing and building ------------------------------------------------------------------

    @Slot()
    def _draw_time(self) -> None:
        # Two takes that are heard in turns play without being the window's sound.
        self._late.stop()
        self._drawn = self._position
        position = self._position if self._length else 0.0
        before = self._time.text()
        self._time.setText(f"{clock(position)} / {clock(self._length)}")
        if len(self._time.text()) != len(before):
            # A label of any size has the whole bar laid out anew with each text.
            self._time.setFixedSize(self._time.sizeHint())

    def _build_time(self) -> QLabel:
        label = QLabel(self)
        label.setObjectName("timeLabel")
        label.setAccessibleName(self.tr("Position and length"))
        label.setToolTip(self.tr("Playback position and total length"))
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPointSize(label.font().pointSize() + 1)
        label.setFont(font)
        label.setAutoFillBackground(True)  # so that nothing below it is painted with each text
        label.setBackgroundRole(QPalette.ColorRole.Base)
        return label

    def _build_rest(self) -> QLabel:
        label = QLabel(self)
        label.setObjectName("restLabel")
        label.setAccessibleName(self.tr("Time left"))
        label.setProperty("role", "muted")
        label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        label.setMinimumWidth(label.fontMetrics().horizontalAdvance("≈ 0:00:00 left"))
        return label

    def _build_volume(self) -> Slider:
        slider = Slider(self)
        slider.setObjectName("volumeSlider")
        slider.setAccessibleName(self.tr("Volume"))
        slider.setToolTip(self.tr("Playback volume. Exported files are not affected."))
        slider.setRange(0, 100)
        slider.setPageStep(10)
        slider.setValue(100)
        slider.setFixedWidth(16 * GRID)
        return slider

    def _build_output(self) -> ComboBox:
        picker = ComboBox(self)
        picker.setObjectName("outputPicker")
        picker.setAccessibleName(self.tr("Output"))
        picker.setToolTip(self.tr("Speakers or headphones to play on"))
        picker.setSizeAdjustPolicy(ComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        picker.setMinimumContentsLength(24)
        return picker

    def _connect(self) -> None:
        self._volume.valueChanged.connect(self._on_volume_moved)
        self._output.activated.connect(self._on_output_activated)

    def _lay_out(self) -> None:
        layout = QHBoxLayout()
        layout.setSpacing(GRID)
        for button in self._buttons:
            layout.addWidget(button)
        layout.addSpacing(GRID)
        layout.addWidget(self._time)
        layout.addStretch(1)
        for control in (self._volume, self._output):
            label = QLabel(control.accessibleName())
            label.setProperty("role", "muted")
            label.setBuddy(control)
            layout.addWidget(label)
            layout.addWidget(control)
            layout.addSpacing(GRID)
        script = QHBoxLayout()
        script.setSpacing(GRID)
        script.addWidget(self.seek_bar, 1)
        script.addWidget(self._rest)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(2 * GRID, GRID // 2, 2 * GRID, GRID // 2)
        rows.setSpacing(0)
        rows.addLayout(layout)
        rows.addLayout(script)
