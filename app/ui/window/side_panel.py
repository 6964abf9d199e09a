"""The column beside the text: all of it, or a strip with the button that brings it back."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QToolButton, QVBoxLayout

from app.ui.prosody.prosody_panel import ProsodyPanel
from app.ui.widgets.icons import Icons
from app.ui.widgets.theme import GRID

_STRIP = 5 * GRID
_ANY_WIDTH = 16_777_215
"""Qt's QWIDGETSIZE_MAX, which PySide6 does not have."""


class SidePanel(QFrame):
    """A card that holds the prosody panel."""

    collapsed_changed = Signal(bool)  # by whomever

    def __init__(self, prosody: ProsodyPanel) -> None:
        super().__init__()
        self.setProperty("card", True)
        self._prosody = prosody
        self._open = QToolButton()
        self._open.setObjectName("prosodyOpenButton")
        self._open.setAccessibleName(self.tr("Show the prosody panel"))
        self._open.setToolTip(self._open.accessibleName())
        Icons(self).put(self._open, "mdi6.chevron-double-left")
        self._open.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GRID // 2, GRID // 2, GRID // 2, GRID // 2)
        layout.setSpacing(0)
        top = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter
        layout.addWidget(self._open, 0, top)
        layout.addWidget(prosody, 1)
        prosody.collapse_requested.connect(self._on_collapse_requested)
        self._open.clicked.connect(self._on_open_clicked)

    @property
    def collapsed(self) -> bool:
        return self._prosody.isHidden()

    def set_collapsed(self, collapsed: bool) -> None:
        """Show the strip alone, or all of the panel."""
        if collapsed == self.collapsed:
            return
        self._prosody.setHidden(collapsed)
        self._open.setVisible(collapsed)
        self.setMaximumWidth(_STRIP if collapsed else _ANY_WIDTH)
        self.collapsed_changed.emit(collapsed)

    @Slot()
    def _on_collapse_requested(self) -> None:
        self.set_collapsed(True)
        self._open.setFocus()

    @Slot()
    def _on_open_clicked(self) -> None:
        self.set_collapsed(False)
        self._prosody.take_focus()
