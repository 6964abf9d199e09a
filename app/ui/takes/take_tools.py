"""The buttons above the list of takes: what can be done with those that are chosen."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from app.ui.widgets.icons import Icons
from app.ui.widgets.theme import GRID


class TakeTools(QWidget):
    """Offers what fits the number of chosen takes."""

    alike_requested = Signal()
    morph_requested = Signal()
    sweep_requested = Signal()
    compare_requested = Signal()
    ab_requested = Signal()
    export_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("takeTools")
        self._icons = Icons(self)
        self._buttons: dict[str, QToolButton] = {}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID // 2)
        for name, icon, label, tip, request in (
            ("alike", "mdi6.blur-radial", self.tr("More like this"),
             self.tr("takes that sound a little different from the chosen one"),
             self.alike_requested),
            ("morph", "mdi6.transition", self.tr("Morph"),
             self.tr("go from one of two chosen takes to the other"), self.morph_requested),
            ("sweep", "mdi6.stairs", self.tr("Ladder"),
             self.tr("the chosen take under many values of one knob"), self.sweep_requested),
            ("compare", "mdi6.chart-line-variant", self.tr("Compare"),
             self.tr("durations, pitch and spectrum of the chosen takes (C)"),
             self.compare_requested),
            ("ab", "mdi6.alphabetical-variant", self.tr("A/B listening"),
             self.tr("switch between two chosen takes while they play, also blind"),
             self.ab_requested),
            ("exportTakes", "mdi6.export-variant", self.tr("Export takes"),
             self.tr("the starred, the selected or all, as audio files"), self.export_requested),
        ):  # fmt: skip
            layout.addWidget(self._build(name, icon, label, tip, request))

    def set_counts(self, takes: int, chosen: int) -> None:
        """How many takes there are, and how many of them are chosen."""
        for name, can in {
            **dict.fromkeys(("alike", "sweep", "compare"), chosen >= 1),
            **dict.fromkeys(("morph", "ab"), chosen == 2),
            "exportTakes": takes > 0,
        }.items():
            self._buttons[name].setEnabled(can)

    def set_worded(self, worded: bool) -> None:
        """Show words beside the icons, or icons only."""
        style = Qt.ToolButtonStyle
        for button in self._buttons.values():
            button.setToolButtonStyle(
                style.ToolButtonTextBesideIcon if worded else style.ToolButtonIconOnly
            )

    def _build(
        self, name: str, icon: str, label: str, tip: str, request: SignalInstance
    ) -> QToolButton:
        button = QToolButton()
        button.setObjectName(f"{name}Button")
        button.setAccessibleName(label)
        button.setText(label)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setToolTip(f"{label}: {tip}")
        self._icons.put(button, icon)
        button.clicked.connect(request)
        self._buttons[name] = button
        return button
