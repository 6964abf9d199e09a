"""Under two sounds that are compared: play, switch, and what was done to their loudness."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from app.ui.widgets.icons import Icons
from app.ui.widgets.theme import GRID

AUDIBLE = 0.05
"""Decibels; a smaller difference is not worth a word."""


class AbBar(QWidget):
    """Two buttons and a line of words."""

    play_clicked = Signal()  # to play or to stop, whichever is the other
    switch_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = Icons(self)
        self._problem = ""
        self._play = self._button("abPlayButton")
        self._play.clicked.connect(self.play_clicked)
        self._switch = self._button("abSwitchButton")
        self._switch.setText(self.tr("Switch"))
        self._switch.setAccessibleName(self._switch.text())
        self._switch.setToolTip(self.tr("Switch to the other one at the same phoneme (key X)"))
        self._switch.clicked.connect(self.switch_clicked)
        self._icons.put(self._switch, "mdi6.swap-horizontal")
        self._words = QLabel()
        self._words.setObjectName("abLoudnessLabel")
        self._words.setProperty("role", "muted")
        self._words.setWordWrap(True)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(self._play)
        layout.addWidget(self._switch)
        layout.addSpacing(GRID)
        layout.addWidget(self._words, 1)

    def set_state(
        self,
        *,
        ready: bool,
        can_play: bool,
        playing: bool,
        same: bool,
        decibels: tuple[float, float] | None,
    ) -> None:
        """Whether both sounds are there, whether they can be played now, whether one plays, whether
        they are the same, and how much A and B are turned down: None where that would tell which
        is which."""
        self._icons.put(self._play, "mdi6.stop" if playing else "mdi6.play")
        self._play.setText(self.tr("Stop") if playing else self.tr("Play"))
        self._play.setAccessibleName(self._play.text())
        tip = self.tr("Stop (Space)") if playing else self.tr("Play the selected one (Space)")
        self._play.setToolTip(tip)
        for button in (self._play, self._switch):
            button.setEnabled(can_play)
        waiting = self.tr("Preparing both sounds…")
        words = self.tr("Both are the same audio.") if same else self._loudness(decibels)
        self._words.setText(self._problem or words if ready else waiting)

    def set_problem(self, problem: str) -> None:
        """Why nothing is heard, instead of the other words from the next `set_state` on; "" ends
        that."""
        self._problem = problem

    def _loudness(self, decibels: tuple[float, float] | None) -> str:
        if decibels is None:
            return self.tr("Both play equally loud.")
        if -min(decibels) < AUDIBLE:
            return self.tr("Both play at their original loudness.")
        words = self.tr("%1 plays %2 dB quieter so that both are equally loud.")
        words = words.replace("%1", "A" if decibels[0] < decibels[1] else "B")
        return words.replace("%2", f"{-min(decibels):.1f}")

    def _button(self, name: str) -> QPushButton:
        button = QPushButton()
        button.setObjectName(name)
        # A click leaves the keyboard with the panel, whose keys then go on working.
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button
