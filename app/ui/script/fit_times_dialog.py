"""How far lines may become shorter or longer to fit the times in which they are to be heard."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QDialog, QFormLayout, QLabel, QVBoxLayout, QWidget

from app.document.slots import FASTEST_ALLOWED, SLOWEST_ALLOWED, FitBounds
from app.ui.widgets.dialog_buttons import answer_button, answer_buttons
from app.ui.widgets.inputs import SpinBox
from app.ui.widgets.theme import GRID


class FitTimesDialog(QDialog):
    """Asks for `FitBounds`, in percent of the length that speech has by itself."""

    forget_requested = Signal()  # let no line have a time any more

    def __init__(self, bounds: FitBounds, too_long: int, parent: QWidget | None = None) -> None:
        """`too_long` lines do not fit now."""
        super().__init__(parent)
        self.setObjectName("fitTimesDialog")
        self.setWindowTitle(self.tr("Fit lines to their times"))
        self._bounds = bounds
        self._shortest = self._build_percent(
            "fitShortestField", FASTEST_ALLOWED, 1.0, bounds.fastest,
            self.tr("How short a line may become, as a share of the length that it has by itself: "
                    "at 50% it is spoken twice as fast"),
        )  # fmt: skip
        self._longest = self._build_percent(
            "fitLongestField", 1.0, SLOWEST_ALLOWED, bounds.slowest,
            self.tr("How long a line may become, as a share of the length that it has by itself"),
        )  # fmt: skip
        self._fill = self._build_fill(bounds)
        self._shortest.valueChanged.connect(self._on_shortest_changed)
        self._longest.valueChanged.connect(self._on_longest_changed)
        self._lay_out(too_long)

    @property
    def bounds(self) -> FitBounds:
        """What is asked for; what nobody touched has all its digits."""
        return replace(self._bounds, fill=self._fill.isChecked())

    @Slot(int)
    def _on_shortest_changed(self, percent: int) -> None:
        self._bounds = replace(self._bounds, fastest=percent / 100)

    @Slot(int)
    def _on_longest_changed(self, percent: int) -> None:
        self._bounds = replace(self._bounds, slowest=percent / 100)

    @Slot()
    def _on_forget(self) -> None:
        self.forget_requested.emit()
        self.reject()

    # -- building ------------------------------------------------------------------------------

    def _build_percent(
        self, name: str, least: float, most: float, value: float, tip: str
    ) -> SpinBox:
        field = SpinBox()
        field.setObjectName(name)
        field.setToolTip(tip)
        field.setRange(round(100 * least), round(100 * most))
        field.setSingleStep(5)
        field.setSuffix("%")
        field.setValue(round(100 * value))
        return field

    def _build_fill(self, bounds: FitBounds) -> QCheckBox:
        box = QCheckBox(self.tr("&Lengthen lines that are shorter than their time"))
        box.setObjectName("fitFillBox")
        box.setAccessibleName(box.text().replace("&", ""))
        box.setToolTip(self.tr("Otherwise silence follows them"))
        box.setChecked(bounds.fill)
        box.toggled.connect(self._longest.setEnabled)
        self._longest.setEnabled(bounds.fill)
        return box

    def _lay_out(self, too_long: int) -> None:
        words = self.tr(
            "A line that is too long for its time is spoken faster, down to the shortest length "
            "that you allow."
        )
        form = QFormLayout()
        form.setHorizontalSpacing(2 * GRID)
        form.setVerticalSpacing(GRID)
        for text, field in (
            (self.tr("&Shortest"), self._shortest), (None, self._fill),
            (self.tr("L&ongest"), self._longest),
        ):  # fmt: skip
            if text is None:
                form.addRow(field)
                continue
            label = QLabel(text)
            label.setBuddy(field)
            field.setAccessibleName(text.replace("&", ""))
            form.addRow(label, field)
        fit = answer_button(
            self.tr("Fit"), "fitTimesAcceptButton", self.tr("Speak the lines so from now on")
        )
        buttons = answer_buttons(
            self, fit, "fitTimesCancelButton", self.tr("Leave the lines as they are")
        )
        forget = answer_button(
            self.tr("Forget the times"), "forgetTimesButton",
            self.tr("Speak the lines one after the other, at no certain time"),
        )  # fmt: skip
        forget.setAutoDefault(False)
        forget.clicked.connect(self._on_forget)
        buttons.addButton(forget, buttons.ButtonRole.ResetRole)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 2 * GRID)
        layout.setSpacing(2 * GRID)
        layout.addWidget(self._muted("fitTimesLabel", words))
        layout.addLayout(form)
        if too_long:
            layout.addWidget(self._muted("fitTooLongLabel", self._too_long(too_long)))
        layout.addWidget(buttons)
        self.setMinimumWidth(52 * GRID)

    def _too_long(self, n: int) -> str:
        return self.tr("%n lines are too long for their times now.", "", n)

    def _muted(self, name: str, words: str) -> QLabel:
        label = QLabel(words)
        label.setObjectName(name)
        label.setProperty("role", "muted")
        label.setWordWrap(True)
        return label
