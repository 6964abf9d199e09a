"""The playback controls: play, pause, stop, loop, position, volume and output device."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSlider, QToolButton, QWidget

from app.playback.state import PlaybackState
from app.ui.widgets.icons import Icons
from app.ui.widgets.theme import GRID
from app.ui.widgets.time_text import clock


class TransportBar(QWidget):
    """Playback controls; it asks, and shows what it is told."""

    play_requested = Signal()
    pause_requested = Signal()
    stop_requested = Signal()
    loop_toggled = Signal(bool)  # whether playback is to start over at the end
    volume_changed = Signal(float)  # 0..1, while the slider moves
    output_device_selected = Signal(str)  # name of the output device; "" is the system's default

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = Icons(self)
        self._state = PlaybackState.STOPPED
        self._has_audio = False
        self._position = 0.0
        self._length = 0.0
        self._play = self._button("playButton", self.tr("Play"))
        self._stop = self._button("stopButton", self.tr("Stop playing"))
        self._loop = self._button("loopButton", self.tr("Loop"))
        self._loop.setCheckable(True)
        self._loop.setToolTip(self.tr("Start over at the end (Ctrl+L)"))
        self._stop.setToolTip(self.tr("Stop and go back to the beginning (Ctrl+.)"))
        self._play.setProperty("primary", True)
        self._play.setFixedSize(36, 36)
        self._icons.put(self._stop, "mdi6.stop")
        self._icons.put(self._loop, "mdi6.repeat")
        self._time = self._build_time()
        self._volume = self._build_volume()
        self._output = self._build_output()
        self._lay_out()
        self._connect()
        self.set_output_devices([], "")
        self._draw()

    # -- setters, which tell no one ------------------------------------------------------------

    def set_state(self, state: PlaybackState) -> None:
        self._state = state
        self._draw()

    def set_has_audio(self, has_audio: bool) -> None:
        """Whether there is anything to play."""
        self._has_audio = has_audio
        self._draw()

    def set_position(self, seconds: float) -> None:
        self._position = seconds
        self._draw_time()

    def set_length(self, seconds: float) -> None:
        self._length = seconds
        self._draw_time()

    def set_loop(self, loop: bool) -> None:
        self._loop.blockSignals(True)
        self._loop.setChecked(loop)
        self._loop.blockSignals(False)
        self._icons.put(self._loop, "mdi6.repeat", "accent" if loop else "text")

    def loop(self) -> bool:
        return self._loop.isChecked()

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

    @Slot()
    def toggle_playback(self) -> None:
        """Ask to play or to pause, whichever is the other."""
        if not self._has_audio:
            return
        if self._state in (PlaybackState.PLAYING, PlaybackState.WAITING):
            self.pause_requested.emit()
        else:
            self.play_requested.emit()

    # -- slots ---------------------------------------------------------------------------------

    @Slot(bool)
    def _on_loop_toggled(self, loop: bool) -> None:
        self.set_loop(loop)
        self.loop_toggled.emit(loop)

    @Slot(int)
    def _on_volume_moved(self, percent: int) -> None:
        self.volume_changed.emit(percent / 100)

    @Slot(int)
    def _on_output_activated(self, index: int) -> None:
        self.output_device_selected.emit(str(self._output.itemData(index)))

    # -- drawing and building ------------------------------------------------------------------

    def _draw(self) -> None:
        active = self._state in (PlaybackState.PLAYING, PlaybackState.WAITING)
        name = self.tr("Pause") if active else self.tr("Play")
        self._icons.put(self._play, "mdi6.pause" if active else "mdi6.play", "on_accent")
        self._play.setAccessibleName(name)
        tip = self.tr("Pause (Space)") if active else self.tr("Play (Space)")
        self._play.setToolTip(tip)
        self._play.setEnabled(self._has_audio)
        self._stop.setEnabled(self._has_audio and self._state is not PlaybackState.STOPPED)
        self._draw_time()

    def _draw_time(self) -> None:
        # Two takes that are heard in turns play without being the window's sound.
        position = self._position if self._length else 0.0
        self._time.setText(f"{clock(position)} / {clock(self._length)}")
        self._time.setEnabled(self._has_audio)

    def _button(self, name: str, label: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setAccessibleName(label)
        button.setToolTip(label)
        button.setIconSize(button.iconSize() * 1.25)
        return button

    def _build_time(self) -> QLabel:
        label = QLabel(self)
        label.setObjectName("timeLabel")
        label.setAccessibleName(self.tr("Position and length"))
        label.setToolTip(self.tr("Where the playback is, and how long the speech is"))
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPointSize(label.font().pointSize() + 1)
        label.setFont(font)
        return label

    def _build_volume(self) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal, self)
        slider.setObjectName("volumeSlider")
        slider.setAccessibleName(self.tr("Volume"))
        slider.setToolTip(self.tr("How loud the speech is played; files are not changed by it"))
        slider.setRange(0, 100)
        slider.setPageStep(10)
        slider.setValue(100)
        slider.setFixedWidth(16 * GRID)
        return slider

    def _build_output(self) -> QComboBox:
        picker = QComboBox(self)
        picker.setObjectName("outputPicker")
        picker.setAccessibleName(self.tr("Output"))
        picker.setToolTip(self.tr("The loudspeakers or headphones that the speech is played on"))
        picker.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        picker.setMinimumContentsLength(24)
        return picker

    def _connect(self) -> None:
        self._play.clicked.connect(self.toggle_playback)
        self._stop.clicked.connect(self.stop_requested)
        self._loop.toggled.connect(self._on_loop_toggled)
        self._volume.valueChanged.connect(self._on_volume_moved)
        self._output.activated.connect(self._on_output_activated)

    def _lay_out(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2 * GRID, GRID // 2, 2 * GRID, GRID // 2)
        layout.setSpacing(GRID)
        for button in (self._play, self._stop, self._loop):
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
