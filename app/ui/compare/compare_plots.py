"""The pictures of a comparison over one axis, with words above and phonemes below them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set

from PySide6.QtCore import QEvent, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QSplitter, QVBoxLayout, QWidget

from app.comparison.common_axis import same_sentence
from app.comparison.comparison import Comparison
from app.comparison.mel_difference import MelDifference
from app.ui.compare.compare_bar import View
from app.ui.compare.duration_plot import DurationPlot
from app.ui.compare.mel_difference_plot import MelDifferencePlot
from app.ui.compare.pitch_plot import PitchPlot
from app.ui.compare.spectrum_pane import SpectrumPane
from app.ui.plots.intervals import Interval
from app.ui.plots.tier import Tier
from app.ui.plots.time_axis import TimeAxis
from app.ui.plots.time_row import ZOOM_STEP
from app.ui.plots.time_ruler import TimeRuler
from app.ui.widgets.colours import current_colours
from app.ui.widgets.theme import GRID

_ALL = 1_000_000


class ComparePlots(QFrame):
    """Read by the pointer, or by the arrow keys: left and right by phoneme, up and down by row."""

    pointed_at = Signal(str, float, object)  # view, place on the axis, height 0 … 1 or None
    pointed_away = Signal()  # nothing is read any more

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("comparePicture")
        self.setProperty("card", True)
        self.setAccessibleName(self.tr("Comparison plots"))
        self.setAccessibleDescription(
            self.tr("Left and Right step through the phonemes. Up and Down change the row.")
        )
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._comparison: Comparison | None = None
        self._place: float | None = None
        """What the keyboard reads."""
        self._row = View.DURATIONS
        self._axis = TimeAxis(self)
        self._ruler = TimeRuler(self._axis)
        self._words = Tier(self._axis, self.tr("words"))
        self._phonemes = Tier(self._axis, self.tr("phonemes"))
        self._durations = DurationPlot(self._axis)
        self._pitch = PitchPlot(self._axis)
        self._spectrum = SpectrumPane(self._axis)
        self._splitter = QSplitter(Qt.Orientation.Vertical)
        self._panes: dict[View, QWidget] = {
            View.DURATIONS: self._durations,
            View.PITCH: self._pitch,
            View.SPECTRUM: self._spectrum,
        }
        self._lay_out()
        for row in (*self._plots(), self._words, self._phonemes, self._ruler):
            row.hovered.connect(self._on_hovered)
            row.unhovered.connect(self._on_unhovered)

    # -- what is shown -------------------------------------------------------------------------

    def show_comparison(self, comparison: Comparison, slots: Mapping[int, int]) -> None:
        """Draw chosen takes; `slots` says which look the take of a number has."""
        before, self._comparison = self._comparison, comparison
        here = comparison.chosen[0].outline
        if before is None or not same_sentence(before.chosen[0].outline, here):
            self._place = None
            self._read(self._row, None, None)
            self._axis.reset()
            self._axis.set_length(comparison.length)
            self._axis.fit()
        self._axis.set_length(comparison.length)
        self._show_tiers(comparison)
        self._ruler.setVisible(not comparison.axis.aligned)
        self._durations.show_comparison(comparison, slots)
        self._pitch.show_comparison(comparison, slots)

    def show_difference(
        self, difference: MelDifference, comparison: Comparison, words: str
    ) -> None:
        """Draw how the second of two takes differs from the first; the words are its legend."""
        self._spectrum.show_difference(difference, comparison, words)

    def show_no_difference(self, why: str) -> None:
        """There is no difference of spectra to be seen, for this reason."""
        self._spectrum.show_nothing(why)

    def set_views(self, views: Set[View]) -> None:
        """Show these, one above the other."""
        for view, pane in self._panes.items():
            pane.setVisible(view in views)
        shown = [view for view in self._panes if view in views]
        if shown and self._row not in shown:
            self._row = shown[0]

    def set_emphasis(self, slot: int | None) -> None:
        """Let the lines of one take stand out."""
        self._durations.set_emphasis(slot)
        self._pitch.set_emphasis(slot)

    def spectrum_at(self, place: float, share: float | None) -> tuple[float, float | None] | None:
        """Decibels and Hz of the difference at a place and height of its row."""
        return self._spectrum.plot.read(place, share)

    def _show_tiers(self, comparison: Comparison) -> None:
        edges = comparison.axis.edges
        words = comparison.chosen[0].outline.utterance.words
        for tier, labels in (
            (self._words, [(w.text, w.token_start, w.token_stop) for w in words]),
            (self._phonemes, comparison.phonemes),
        ):
            tier.clear()
            tier.extend(
                [
                    Interval(float(edges[start]), float(edges[stop]), label)
                    for label, start, stop in labels
                ]
            )

    # -- reading -------------------------------------------------------------------------------

    @Slot(float, float)
    def _on_hovered(self, place: float, share: float) -> None:
        rows = zip(self._panes, self._plots(), strict=True)
        view = next((view for view, plot in rows if plot is self.sender()), self._row)
        self._read(view, place, share if view is View.SPECTRUM else None)

    @Slot()
    def _on_unhovered(self) -> None:
        self._read(self._row, self._place if self.hasFocus() else None, None)

    def _read(self, view: View, place: float | None, share: float | None) -> None:
        """Mark a place, light up its phoneme and word, and tell of it."""
        if self._comparison is None:
            return
        span = None if place is None else self._span(self._comparison, place)
        for row in self._plots():
            row.set_cursor(span)
        for tier in (self._words, self._phonemes):
            tier.set_playhead(-1.0 if place is None else place)
        if place is None:
            self.pointed_away.emit()
        else:
            self.pointed_at.emit(view.value, place, share)

    def _span(self, comparison: Comparison, place: float) -> tuple[float, float]:
        """The phoneme at a place; by time the takes have none in common."""
        index = comparison.phoneme_at(place)
        if index is None or not comparison.axis.aligned:
            return place, place
        phoneme = comparison.phonemes[index]
        edges = comparison.axis.edges
        return float(edges[phoneme.token_start]), float(edges[phoneme.token_stop])

    # -- keys and focus ------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        # No action of the window takes the keys away while the picture has the keyboard.
        overrides = event.type() == QEvent.Type.ShortcutOverride
        if overrides and isinstance(event, QKeyEvent) and self._act_of(event) is not None:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        act = self._act_of(event)
        if act is None or self._comparison is None:
            super().keyPressEvent(event)
        else:
            act()

    def _act_of(self, event: QKeyEvent) -> Callable[[], None] | None:
        return {
            Qt.Key.Key_Left: lambda: self._step(-1),
            Qt.Key.Key_Right: lambda: self._step(1),
            Qt.Key.Key_Home: lambda: self._step(-_ALL),
            Qt.Key.Key_End: lambda: self._step(_ALL),
            Qt.Key.Key_Up: lambda: self._change_row(-1),
            Qt.Key.Key_Down: lambda: self._change_row(1),
            Qt.Key.Key_Plus: lambda: self._axis.zoom(1 / ZOOM_STEP**2, self._place),
            Qt.Key.Key_Minus: lambda: self._axis.zoom(ZOOM_STEP**2, self._place),
            Qt.Key.Key_0: self._axis.fit,
        }.get(Qt.Key(event.key()))

    def _step(self, steps: int) -> None:
        """Read so many phonemes further on."""
        if self._comparison is None or not self._comparison.phonemes:
            return
        last = len(self._comparison.phonemes) - 1
        here = None if self._place is None else self._comparison.phoneme_at(self._place)
        index = (0 if steps > 0 else last) if here is None else here + steps
        phoneme = self._comparison.phonemes[min(max(0, index), last)]
        edges = self._comparison.axis.edges
        self._place = float(edges[phoneme.token_start] + edges[phoneme.token_stop]) / 2
        self._axis.follow(self._place)
        self._read(self._row, self._place, None)

    def _change_row(self, steps: int) -> None:
        """Read another of the rows that are shown."""
        shown = [view for view, pane in self._panes.items() if not pane.isHidden()]
        if self._row in shown:
            self._row = shown[(shown.index(self._row) + steps) % len(shown)]
        self._step(0)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._read(self._row, self._place, None)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._read(self._row, None, None)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QColor(current_colours().accent))
            frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(frame, GRID, GRID)
            painter.end()

    # -- building ------------------------------------------------------------------------------

    def _plots(self) -> tuple[DurationPlot, PitchPlot, MelDifferencePlot]:
        return self._durations, self._pitch, self._spectrum.plot

    def _lay_out(self) -> None:
        self._splitter.setObjectName("compareSplitter")
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setHandleWidth(GRID // 2)
        for place, pane in enumerate(self._panes.values()):
            self._splitter.addWidget(pane)
            self._splitter.setStretchFactor(place, 1)
        self._splitter.setSizes([_ALL] * len(self._panes))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GRID // 2, GRID // 2, GRID // 2, GRID // 2)
        layout.setSpacing(0)
        layout.addWidget(self._words)
        layout.addWidget(self._splitter, 1)
        layout.addWidget(self._phonemes)
        layout.addWidget(self._ruler)
