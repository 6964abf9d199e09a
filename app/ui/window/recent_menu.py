"""The menu of scripts that were used last."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget


class RecentMenu(QMenu):
    """Offers files by name, the latest first."""

    chosen = Signal(Path)  # of the file that was picked
    clear_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("recentMenu")
        self.setTitle(self.tr("Open &recent"))
        self.setToolTipsVisible(True)
        self.set_files(())

    def set_files(self, paths: Sequence[Path]) -> None:
        """Offer these; with none, the menu is disabled."""
        self.clear()
        names = [path.stem for path in paths]
        for number, path in enumerate(paths, 1):
            name = path.stem
            if names.count(name) > 1:
                name = f"{name} – {path.parent.name}"
            words = name.replace("&", "&&")
            action = self.addAction(f"&{number} {words}" if number < 10 else words)
            action.setToolTip(str(path))
            action.triggered.connect(partial(self._choose, path))
        self.addSeparator()
        self.addAction(self.tr("&Clear the list")).triggered.connect(self.clear_requested)
        self.menuAction().setEnabled(bool(paths))

    def _choose(self, path: Path, _checked: bool = False) -> None:
        self.chosen.emit(path)
