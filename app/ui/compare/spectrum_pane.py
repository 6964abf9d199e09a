"""The difference of two spectrograms with its legend above."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.comparison.comparison import Comparison
from app.comparison.mel_difference import MelDifference
from app.ui.compare.difference_scale import DifferenceScale
from app.ui.compare.mel_difference_plot import MelDifferencePlot
from app.ui.plots.time_axis import TimeAxis


class SpectrumPane(QWidget):
    """Takes a row more than the plot as long as there is something to be told."""

    def __init__(self, axis: TimeAxis, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scale = DifferenceScale()
        self.plot = MelDifferencePlot(axis)
        """The row that the pointer is on."""
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._scale)
        layout.addWidget(self.plot, 1)
        self._scale.hide()

    def show_difference(
        self, difference: MelDifference, comparison: Comparison, words: str
    ) -> None:
        """Draw how the second of two takes differs from the first; the words are its legend."""
        self._scale.set_words(words)
        self._scale.show()
        first = comparison.chosen[0].outline
        self.plot.show_difference(difference, first, comparison.axis)

    def show_nothing(self, why: str) -> None:
        """There is no difference to be seen, for this reason."""
        self._scale.hide()
        self.plot.show_nothing(why)
