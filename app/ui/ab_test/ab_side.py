"""One of two sounds that are compared: what it is, and the large button by which it is heard."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.takes.lab_take import LabTake
from app.ui.widgets.icons import Icons, LabelIcon
from app.ui.widgets.theme import GRID

LONGEST_NOTE = 80
"""Characters of a note that are shown; the tooltip has all of them."""


class AbSide(QFrame):
    """The side of A or of B, or of 1 or 2 when nobody may know which take it is."""

    chosen = Signal()  # it is to be heard

    def __init__(self, letter: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self._key = letter
        self._icons = Icons(self)
        self._title = self._label(f"abTitle{letter}", "heading")
        self._star = QLabel()
        self._star.setToolTip(self.tr("Starred"))
        self._icons.put(LabelIcon(self._star, 2 * GRID), "mdi6.star", "warning")
        self._length = self._label(f"abLength{letter}", "muted")
        self._note = self._label(f"abNote{letter}", "muted")
        self._note.setWordWrap(True)
        self._note.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._button = QPushButton()
        self._button.setObjectName(f"abListen{letter}Button")
        # A click leaves the keyboard with the panel, whose keys then go on working.
        self._button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._button.setCheckable(True)
        self._state_icon = QLabel()
        self._icons.put(LabelIcon(self._state_icon, 2 * GRID), "mdi6.volume-high", "accent")
        self._state = self._label(f"abState{letter}", "muted")
        self._name(letter, self.tr("Listen to %1"))
        self._scale_fonts()
        self._lay_out()
        self._button.clicked.connect(self._on_clicked)

    def show_take(self, take: LabTake) -> None:
        """Say which take it is."""
        number = str(take.number)
        self._title.setText(self.tr("Take %1").replace("%1", number))
        self._star.setVisible(take.starred)
        seconds = f"{take.outline.seconds:.2f}"
        self._length.setText(self.tr("%1 s").replace("%1", seconds))
        self._note.setText(_shortened(take.note) or self.tr("No note"))
        self._note.setToolTip(take.note)
        self._name(self._key, self.tr("Listen to %1 (take %2)").replace("%2", number))

    def show_unknown(self, name: str) -> None:
        """Give nothing away but the name by which it goes."""
        self._title.setText(self.tr("Sound %1").replace("%1", name))
        self._star.hide()
        self._length.clear()
        self._note.setText(self.tr("One of the two takes, picked at random."))
        self._note.setToolTip("")
        self._name(name, self.tr("Listen to %1"))

    def set_state(self, words: str, *, chosen: bool, sounding: bool) -> None:
        """Whether it is the one that is heard, and what there is to say of that."""
        self._button.setChecked(chosen and not sounding)
        _set_property(self._button, "primary", sounding)
        _set_property(self._state, "role", "heading" if sounding else "muted")
        self._state.setText(words)
        self._button.setAccessibleDescription(words)
        self._state_icon.setVisible(sounding)

    def set_can_play(self, can_play: bool) -> None:
        self._button.setEnabled(can_play)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._scale_fonts()

    @Slot()
    def _on_clicked(self) -> None:
        self._button.setChecked(
            not self._button.isChecked()
        )  # it shows what is, not what was asked
        self.chosen.emit()

    def _name(self, name: str, tip: str) -> None:
        words = tip.replace("%1", name)
        self._button.setText(name)
        self._button.setAccessibleName(words)
        keys = self.tr("%1 (key %2)").replace("%2", self._key)
        self._button.setToolTip(keys.replace("%1", words))

    def _scale_fonts(self) -> None:
        font = QFont(self.font())
        font.setPointSizeF(2.5 * font.pointSizeF())
        font.setWeight(QFont.Weight.DemiBold)
        self._button.setFont(font)
        line = self.fontMetrics().lineSpacing()
        self._note.setMinimumHeight(2 * line)
        self._state.setMinimumHeight(max(line, 2 * GRID) + GRID // 2)  # with and without the icon

    def _label(self, name: str, role: str) -> QLabel:
        label = QLabel()
        label.setObjectName(name)
        label.setProperty("role", role)
        label.setTextFormat(Qt.TextFormat.PlainText)
        return label

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(GRID // 2)
        head.addWidget(self._title)
        head.addWidget(self._star)
        head.addStretch(1)
        head.addWidget(self._length)
        state = QHBoxLayout()
        state.setSpacing(GRID // 2)
        state.addStretch(1)
        state.addWidget(self._state_icon)
        state.addWidget(self._state)
        state.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * GRID, 3 * GRID // 2, 2 * GRID, 3 * GRID // 2)
        layout.setSpacing(GRID)
        layout.addLayout(head)
        layout.addWidget(self._note, 1)
        layout.addWidget(self._button)
        layout.addLayout(state)


def _shortened(note: str) -> str:
    words = " ".join(note.split())
    return words if len(words) <= LONGEST_NOTE else words[: LONGEST_NOTE - 1] + "…"


def _set_property(widget: QWidget, name: str, value: object) -> None:
    """Set what the style sheet looks at."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
