"""The bar at the top: which voice, which speaker, which device, and the things to do."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from app.ui.actions.action import Action
from app.ui.actions.buttons import ActionButton, PushButton, push_button
from app.ui.actions.window_actions import WindowActions
from app.ui.widgets.icons import Icons
from app.ui.widgets.inputs import ComboBox
from app.ui.widgets.theme import GRID

_OPEN_VOICE = "\0open"
_NO_VOICE = "\0none"


class VoiceBar(QWidget):
    """Pickers for voice, speaker and device; the Speak, New take and Export buttons."""

    voice_selected = Signal(str)  # id of the voice that the user picked
    open_voice_requested = Signal()  # the user wants to choose a voice file
    speaker_selected = Signal(str)  # name of the speaker that the user picked
    speak_clicked = Signal()  # the button was, which its action tells as well
    device_selected = Signal(str)  # id of the device that the user picked

    def __init__(self, actions: WindowActions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions = actions
        icons = Icons(self)
        self._voice_id = ""
        self._voice = self._picker(
            "voicePicker", self.tr("Voice"), self.tr("The voice that speaks"), 24
        )
        self._speaker = self._picker(
            "speakerPicker", self.tr("Speaker"), self.tr("Which of the voice's speakers to use"), 8
        )
        self._device = self._picker(
            "devicePicker",
            self.tr("Device"),
            self.tr("Where speech is computed: on the processor or a graphics card (CUDA)"),
            10,
        )
        self._speak = PushButton()
        self._speak.setObjectName("speakButton")
        self._speak.setProperty("primary", True)
        self._speaks_or_stops = ActionButton(self._speak, icons, "on_accent")
        self._new_take = push_button("newTakeButton", actions[Action.NEW_TAKE], icons)
        self._export = push_button("exportButton", actions[Action.EXPORT], icons)
        self._lay_out()
        self._connect()
        self.set_voices([], "")
        self.set_speakers([])
        self.set_devices([("cpu", self.tr("CPU"))], "cpu")
        self.set_busy(False)

    # -- setters, which tell no one ------------------------------------------------------------

    def set_voices(self, voices: Sequence[tuple[str, str]], current: str) -> None:
        """(id, name) of every voice, and the id of the one in use; another while there is none."""
        self._voice_id = current
        entries = list(voices)
        if current not in [voice for voice, _ in entries]:
            entries.insert(0, (_NO_VOICE, self.tr("No voice")))
        _fill(self._voice, entries, current)
        self._voice.insertSeparator(self._voice.count())
        self._voice.addItem(self.tr("Open voice…"), _OPEN_VOICE)

    def set_speakers(self, names: Sequence[str], current: str | None = None) -> None:
        """Names of the voice's speakers, and the one in use; one or none is shown as a dash."""
        several = len(names) > 1
        entries = [(name, name) for name in names] if several else [("", "–")]
        _fill(self._speaker, entries, current or "")
        self._speaker.setEnabled(several)

    def set_devices(self, devices: Sequence[tuple[str, str]], current: str) -> None:
        """(id, name) of every device that can compute, and the id of the one in use."""
        _fill(self._device, devices, current)

    def set_busy(self, busy: bool) -> None:
        """Audio is being made: Speak becomes Stop."""
        self._speaks_or_stops.show(self._actions[Action.STOP if busy else Action.SPEAK])

    # -- slots ---------------------------------------------------------------------------------

    @Slot(int)
    def _on_voice_activated(self, index: int) -> None:
        choice = str(self._voice.itemData(index))
        if choice == _OPEN_VOICE:
            self._voice.setCurrentIndex(max(0, self._voice.findData(self._voice_id)))
            self.open_voice_requested.emit()
        elif choice not in (_NO_VOICE, self._voice_id):
            self._voice_id = choice
            self.voice_selected.emit(choice)

    @Slot(int)
    def _on_speaker_activated(self, index: int) -> None:
        self.speaker_selected.emit(str(self._speaker.itemData(index)))

    @Slot(int)
    def _on_device_activated(self, index: int) -> None:
        self.device_selected.emit(str(self._device.itemData(index)))

    # -- building ------------------------------------------------------------------------------

    def _connect(self) -> None:
        self._speak.clicked.connect(self.speak_clicked)
        # `activated` is the user's; `currentIndexChanged` would also report our own filling.
        self._voice.activated.connect(self._on_voice_activated)
        self._speaker.activated.connect(self._on_speaker_activated)
        self._device.activated.connect(self._on_device_activated)

    def _picker(self, name: str, label: str, tooltip: str, columns: int) -> ComboBox:
        picker = ComboBox(self)
        picker.setObjectName(name)
        picker.setAccessibleName(label)
        picker.setToolTip(tooltip)
        picker.setSizeAdjustPolicy(ComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        picker.setMinimumContentsLength(columns)
        picker.setMinimumWidth(picker.sizeHint().width() * 2 // 3)
        picker.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        return picker

    def _lay_out(self) -> None:
        self._speak.setMinimumWidth(14 * GRID)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        layout.setSpacing(GRID)
        for picker in (self._voice, self._speaker, self._device):
            label = QLabel(picker.accessibleName())
            label.setProperty("role", "muted")
            label.setBuddy(picker)
            layout.addWidget(label)
            layout.addWidget(picker)
            layout.addSpacing(GRID)
        layout.addStretch(1)
        before: QWidget = self._device
        for button in (self._export, self._new_take, self._speak):
            layout.addWidget(button)
            self.setTabOrder(before, button)
            before = button


def _fill(picker: ComboBox, entries: Sequence[tuple[str, str]], current: str) -> None:
    """Replace the entries; data is the id, text the name."""
    picker.blockSignals(True)
    picker.clear()
    for key, name in entries:
        picker.addItem(name, key)
    picker.setCurrentIndex(max(0, picker.findData(current)))
    picker.blockSignals(False)
