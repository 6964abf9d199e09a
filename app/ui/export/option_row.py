"""A row of buttons of which one is pressed: what is chosen is seen without opening a box."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QWidget

from app.ui.widgets.theme import GRID


class OptionRow(QWidget):
    """Shows the options that it offers; the arrow keys choose among them."""

    changed = Signal()  # another one is chosen

    def __init__(self, prefix: str, options: Mapping[str, tuple[str, str]]) -> None:
        """Words and tooltip of each option, by its value; object names begin with `prefix`."""
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        group = QButtonGroup(self)
        self._buttons: dict[str, QPushButton] = {}
        for value, (words, tip) in options.items():
            button = QPushButton()
            button.setObjectName(f"{prefix}{value.capitalize()}Button")
            button.setToolTip(tip)
            button.setCheckable(True)
            button.setAutoDefault(False)  # Enter exports
            group.addButton(button)
            button.toggled.connect(self._on_toggled)
            row.addWidget(button)
            self._buttons[value] = button
            self.set_words(value, words)
        row.addStretch(1)
        self._offered: Collection[str] = tuple(options)
        self.choose(next(iter(options)))

    def value(self) -> str:
        """The option that is chosen."""
        return next(value for value, button in self._buttons.items() if button.isChecked())

    def choose(self, value: str) -> None:
        """Choose an option, or the first one where it is not offered."""
        offered = [each for each in self._buttons if each in self._offered] or list(self._buttons)
        self._buttons[value if value in offered else offered[0]].setChecked(True)

    def offer(self, values: Collection[str], *, hide_others: bool = True) -> None:
        """Let these options be chosen and no others, which are hidden, or seen but disabled."""
        self._offered = values
        for value, button in self._buttons.items():
            button.setVisible(value in values or not hide_others)
            button.setEnabled(value in values)
        self.choose(self.value())

    def set_words(self, value: str, words: str) -> None:
        """What an option is called."""
        self._buttons[value].setText(words)
        self._buttons[value].setAccessibleName(words.replace("&", ""))

    @Slot(bool)
    def _on_toggled(self, checked: bool) -> None:
        if checked:
            self.setFocusProxy(self.sender())  # type: ignore[arg-type]
            self.changed.emit()
