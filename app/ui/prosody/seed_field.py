"""One seed: typed, drawn anew, or locked against new takes."""

from __future__ import annotations

import random

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from app.session.settings import MAX_SHOWN_SEED
from app.ui.actions.buttons import push_button
from app.ui.actions.window_actions import WindowAction
from app.ui.widgets.icons import Icons
from app.ui.widgets.inputs import SpinBox
from app.ui.widgets.theme import GRID


class SeedField(QWidget):
    """A seed with its "New" and "Lock" buttons."""

    seed_changed = Signal(int)  # the user typed a seed or drew a new one
    lock_toggled = Signal(bool)  # the user locked (true) or unlocked it

    def __init__(
        self,
        name: str,
        label: str,
        tooltip: str,
        new: WindowAction,
        parent: QWidget | None = None,
    ) -> None:
        """`new` draws another seed."""
        super().__init__(parent)
        self._icons = Icons(self)
        self._label = QLabel(label)
        self._field = SpinBox(self)
        self._field.setObjectName(f"{name}Field")
        self._field.setAccessibleName(label)
        self._field.setToolTip(tooltip)
        self._field.setRange(0, MAX_SHOWN_SEED)
        self._field.setMinimumWidth(12 * GRID)
        self._field.setKeyboardTracking(False)
        self._field.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._label.setBuddy(self._field)
        self._new = push_button(f"{name}NewButton", new, self._icons)
        self._lock = QToolButton(self)
        self._lock.setObjectName(f"{name}LockButton")
        self._lock.setAccessibleName(self.tr("Lock: %1").replace("%1", label))
        self._lock.setCheckable(True)
        self._draw_lock(False)
        self._lay_out()
        self._field.valueChanged.connect(self.seed_changed)
        new.triggered.connect(self.renew)
        self._lock.toggled.connect(self._on_lock_toggled)

    @property
    def seed(self) -> int:
        return self._field.value()

    @property
    def locked(self) -> bool:
        return self._lock.isChecked()

    def set_seed(self, seed: int) -> None:
        """Show a seed without telling anyone."""
        self._field.blockSignals(True)
        self._field.setValue(seed)
        self._field.blockSignals(False)

    def set_locked(self, locked: bool) -> None:
        """Lock or unlock without telling anyone."""
        self._lock.blockSignals(True)
        self._lock.setChecked(locked)
        self._lock.blockSignals(False)
        self._draw_lock(locked)

    @Slot()
    def renew(self) -> None:
        """Draw a seed, another than the present one."""
        self._field.setValue(another_seed(self.seed))

    @Slot(bool)
    def _on_lock_toggled(self, locked: bool) -> None:
        self._draw_lock(locked)
        self.lock_toggled.emit(locked)

    def _draw_lock(self, locked: bool) -> None:
        if locked:
            self._icons.put(self._lock, "mdi6.lock", "accent")
        else:
            self._icons.put(self._lock, "mdi6.lock-open-variant-outline")
        tip = (
            self.tr("Locked: new takes keep this seed")
            if locked
            else self.tr("Lock: keep this seed for new takes")
        )
        self._lock.setToolTip(tip)

    def label_width(self) -> int:
        """Pixels that the label needs."""
        return self._label.sizeHint().width()

    def set_label_width(self, pixels: int) -> None:
        """Lets the fields of several seeds stand below one another."""
        self._label.setFixedWidth(pixels)

    def _lay_out(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(self._label)
        layout.addWidget(self._field, 1)
        layout.addWidget(self._new)
        layout.addWidget(self._lock)


def another_seed(seed: int) -> int:
    """A seed that a person can read out, other than `seed`."""
    choice = random.randrange(1_000_000)
    return choice if choice != seed else choice + 1
