"""What of a comparison is shown, and how takes are laid over each other."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from app.ui.widgets.adaptive_toolbar import AdaptiveToolbar
from app.ui.widgets.icons import Icons
from app.ui.widgets.inputs import ComboBox
from app.ui.widgets.theme import GRID


class View(StrEnum):
    """The pictures of a comparison."""

    DURATIONS = "durations"
    PITCH = "pitch"
    SPECTRUM = "spectrum"
    FIGURES = "figures"


class CompareBar(AdaptiveToolbar):
    """A button for each view; one of them at least is always down."""

    views_changed = Signal()  # `views` is another set than before
    alignment_changed = Signal(bool)  # whether each take is now drawn in its own time
    ab_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._buttons = {view: self._build_toggle(view) for view in View}
        self._alignment = ComboBox(self)
        self._alignment.setObjectName("compareAlignmentBox")
        self._alignment.setMinimumWidth(14 * GRID)
        self._alignment.setAccessibleName(self.tr("Align the takes"))
        self._alignment.setToolTip(
            self.tr(
                "By phoneme: matching phonemes line up, each as wide as its mean "
                "duration over all takes of the sentence.\n"
                "By time: each take keeps its own timing."
            )
        )
        self._alignment.addItems([self.tr("By phoneme"), self.tr("By time")])
        self._ab = QPushButton(self.tr("A/B listening"), self)
        self._ab.setObjectName("compareAbButton")
        self._ab.setAccessibleName(self.tr("A/B listening"))
        self._ab.setToolTip(
            self.tr("Switch between two takes at equal loudness. Select exactly two.")
        )
        Icons(self).put(self._ab, "mdi6.headphones")
        self._lay_out()
        self._alignment.currentIndexChanged.connect(self._on_alignment_changed)
        self._ab.clicked.connect(self.ab_requested)
        self.set_views({View.DURATIONS, View.PITCH})
        self.set_ab_enabled(False)

    def views(self) -> set[View]:
        """What is to be shown."""
        return {view for view, button in self._buttons.items() if button.isChecked()}

    def set_views(self, views: set[View]) -> None:
        """Show these, without telling anyone."""
        for view, button in self._buttons.items():
            button.blockSignals(True)
            button.setChecked(view in views)
            button.blockSignals(False)

    def by_time(self) -> bool:
        """Whether each take is drawn in its own time."""
        return self._alignment.currentIndex() == 1

    def set_ab_enabled(self, enabled: bool) -> None:
        """Two takes are there to be heard in turns."""
        self._ab.setEnabled(enabled)

    # -- slots ---------------------------------------------------------------------------------

    @Slot(bool)
    def _on_toggled(self, checked: bool) -> None:
        button = self.sender()
        if not checked and not self.views() and isinstance(button, QPushButton):
            button.setChecked(True)
        else:
            self.views_changed.emit()

    @Slot(int)
    def _on_alignment_changed(self, index: int) -> None:
        self.alignment_changed.emit(index == 1)

    # -- building ------------------------------------------------------------------------------

    def _build_toggle(self, view: View) -> QPushButton:
        label, tip = {
            View.DURATIONS: (
                self.tr("Durations"),
                self.tr("How long each phoneme lasts in each take"),
            ),
            View.PITCH: (self.tr("Pitch"), self.tr("The pitch contour of each take")),
            View.SPECTRUM: (
                self.tr("Spectrogram"),
                self.tr("Where the second take is stronger or weaker than the first"),
            ),
            View.FIGURES: (
                self.tr("Figures"),
                self.tr("A table of each take's length, pitch and liveliness"),
            ),
        }[view]
        button = QPushButton(label, self)
        button.setObjectName(f"compare{view.value.capitalize()}Button")
        button.setAccessibleName(self.tr("Show: %1").replace("%1", label))
        button.setToolTip(tip)
        button.setCheckable(True)
        button.toggled.connect(self._on_toggled)
        return button

    def _lay_out(self) -> None:
        label = QLabel(self.tr("Align"), self)
        label.setBuddy(self._alignment)
        layout = self.row
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID // 2)
        for button in self._buttons.values():
            layout.addWidget(button)
        layout.addStretch(1)
        layout.addWidget(label)
        layout.addWidget(self._alignment)
        layout.addWidget(self._ab)
        self.can_be_narrow(self._ab, self._set_ab_worded)
        self.can_do_without(label)

    def _set_ab_worded(self, worded: bool) -> None:
        self._ab.setText(self._ab.accessibleName() if worded else "")
