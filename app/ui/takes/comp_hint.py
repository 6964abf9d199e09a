"""What to do once comping has begun, in the place where the comp will be."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QWidget

from app.ui.takes.comp_marks import CompView
from app.ui.widgets.theme import GRID


class CompHint(QLabel):
    """Shown until the first word is picked; as high as a take, so that none moves under the
    mouse when the comp comes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("compHintLabel")
        self.setProperty("role", "muted")
        self.setWordWrap(True)
        self.setContentsMargins(2 * GRID, 0, 2 * GRID, 0)
        self.setVisible(False)

    def set_comp(self, comp: CompView | None, height: int) -> None:
        """Follow what is comped; `height` is a take's, in pixels."""
        begins = comp is not None and comp.comp is None
        if comp is not None and begins:
            words = self.tr(
                "Comp of take %1. Click a word in another take to use it, Shift+click to use "
                "all words from there on; again to go back. Esc leaves."
            )
            self.setText(words.replace("%1", str(comp.base)))
            self.setFixedHeight(height)
        self.setVisible(begins)
