"""Asks which takes are meant: those with a star, the selected ones, or all."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QWidget

from app.ui.export.batch_choice import TakeScope
from app.ui.widgets.theme import GRID


class TakeScopePicker(QWidget):
    """Offers those of which there are any, with their number."""

    changed = Signal()  # `which` is another one than before

    def __init__(self, counts: Mapping[TakeScope, int], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts = counts
        words = {
            TakeScope.STARRED: (self.tr("&Starred (%1)"), self.tr("All starred takes")),
            TakeScope.SELECTED: (
                self.tr("S&elected (%1)"),
                self.tr("The takes selected in the list"),
            ),
            TakeScope.ALL: (self.tr("&All (%1)"), self.tr("All takes in the list")),
        }
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        group = QButtonGroup(self)  # of which one is pressed, and the arrow keys choose it
        self._buttons: dict[TakeScope, QPushButton] = {}
        for which, (text, tooltip) in words.items():
            button = QPushButton(text.replace("%1", str(counts[which])))
            button.setObjectName(f"batch{which.value.capitalize()}Button")
            button.setAccessibleName(button.text().replace("&", ""))
            button.setToolTip(tooltip)
            button.setCheckable(True)
            button.setAutoDefault(False)
            button.setEnabled(counts[which] > 0)
            group.addButton(button)
            button.toggled.connect(self._on_toggled)
            row.addWidget(button)
            self._buttons[which] = button
        row.addStretch(1)
        self._buttons[TakeScope.ALL].setChecked(True)
        self.setFocusProxy(self._buttons[TakeScope.ALL])

    def which(self) -> TakeScope:
        """Those that are chosen."""
        return next(which for which, button in self._buttons.items() if button.isChecked())

    def choose(self, which: TakeScope) -> None:
        """Choose these; of no takes, the first ones of which there are any."""
        offered = [each for each in (which, *TakeScope) if self._counts[each]]
        chosen = offered[0] if offered else TakeScope.ALL
        self._buttons[chosen].setChecked(True)
        self.setFocusProxy(self._buttons[chosen])

    def _on_toggled(self, checked: bool) -> None:
        if checked:
            self.changed.emit()
