"""Between two takes: a slider along the arc from one to the other, heard when it is let go."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from app.takes.lab_take import LabTake
from app.ui.widgets.dialog_buttons import answer_button
from app.ui.widgets.inputs import Slider
from app.ui.widgets.theme import GRID

_STEPS = 100


class MorphDialog(QDialog):
    """Stays open beside the window; what is heard can be kept as a take."""

    share_released = Signal(float)  # 0 is the first take, 1 the second: to be heard
    keep_requested = Signal(float)  # the take there belongs into the list

    def __init__(self, first: LabTake, second: LabTake, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("morphDialog")
        self.setWindowTitle(self.tr("Morph between two takes"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._first = self._end(first)
        self._second = self._end(second)
        self._share = QLabel()
        self._share.setObjectName("morphShareLabel")
        self._share.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._slider = self._build_slider()
        self._keep = answer_button(
            self.tr("Keep"), "morphKeepButton", self.tr("Add this rendition to the list of takes")
        )
        self._keep.setProperty("primary", True)
        self._keep.setDefault(True)
        self._close = answer_button(self.tr("Close"), "morphCloseButton", self.tr("Close (Esc)"))
        self._lay_out()
        self._slider.valueChanged.connect(self._on_moved)
        self._slider.sliderReleased.connect(self._on_released)
        self._keep.clicked.connect(lambda: self.keep_requested.emit(self.share))
        self._close.clicked.connect(self.close)
        self._show_share()

    @property
    def share(self) -> float:
        """Of the way from the first take to the second."""
        return self._slider.value() / _STEPS

    @Slot(int)
    def _on_moved(self) -> None:
        self._show_share()
        if not self._slider.isSliderDown():  # by a key or the wheel
            self.share_released.emit(self.share)

    @Slot()
    def _on_released(self) -> None:
        self.share_released.emit(self.share)

    def _show_share(self) -> None:
        words = self.tr("%1% of the way").replace("%1", str(self._slider.value()))
        self._share.setText(words)
        self._keep.setEnabled(0 < self._slider.value() < _STEPS)

    def _end(self, take: LabTake) -> QLabel:
        words = self.tr("Take %1").replace("%1", str(take.number))
        label = QLabel(f"{words}\n{take.outline.seconds:.2f} s")
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        return label

    def _build_slider(self) -> Slider:
        slider = Slider()
        slider.setObjectName("morphSlider")
        slider.setAccessibleName(self.tr("From the first take to the second"))
        slider.setToolTip(
            self.tr(
                "Mixes the noise of the two takes along an arc, so that every point "
                "between them sounds as natural as the takes themselves. Release the "
                "slider to listen."
            )
        )
        slider.setRange(0, _STEPS)
        slider.setPageStep(10)
        slider.setSingleStep(5)
        slider.setMinimumWidth(40 * GRID)
        self._share.setBuddy(slider)
        return slider

    def _lay_out(self) -> None:
        way = QHBoxLayout()
        way.setSpacing(2 * GRID)
        way.addWidget(self._first)
        way.addWidget(self._slider, 1)
        way.addWidget(self._second)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self._close)
        buttons.addWidget(self._keep)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, 2 * GRID)
        layout.setSpacing(GRID)
        layout.addLayout(way)
        layout.addWidget(self._share)
        layout.addSpacing(GRID)
        layout.addLayout(buttons)
