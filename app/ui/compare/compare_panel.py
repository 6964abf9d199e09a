"""The comparison of the prosody lab: takes of one sentence laid over each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.comparison.compared_takes import ComparedTakes
from app.comparison.comparison import Comparison
from app.comparison.mel_difference import (
    MelDifference,
    can_be_subtracted,
    is_sound_of,
    mel_difference,
)
from app.synthesis.take_preview import TakePreview
from app.takes.lab_take import LabTake
from app.ui.compare.compare_bar import CompareBar, View
from app.ui.compare.compare_legend import CompareLegend, LegendTake
from app.ui.compare.compare_plots import ComparePlots
from app.ui.compare.compare_text import CompareText
from app.ui.compare.figures_table import FiguresTable
from app.ui.plots.redraw_throttle import RedrawThrottle
from app.ui.takes.take_colours import MOST_LOOKS
from app.ui.widgets.elided_label import ElidedLabel
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.theme import GRID
from vits_core.records import Take


class ComparePanel(QStackedWidget):
    """Shows in what takes differ: rhythm, pitch, spectrum and a few figures.

    Durations are drawn at once, the pitch as soon as `set_previews` brings it, the difference of
    two spectrograms as soon as `set_mels` does.
    """

    play_requested = Signal(int)  # number of the take to be heard
    ab_requested = Signal(int, int)  # numbers of the two takes to be heard in turns
    take_dropped = Signal(int)  # number of the take that is to leave the comparison
    mels_wanted = Signal(int, int)  # numbers of the two takes whose sound `set_mels` is to bring
    cursor_moved = Signal(str)  # what the pointer or the keyboard reads, "" when it reads nothing

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("comparePanel")
        self.setAccessibleName(self.tr("Comparison of takes"))
        # All views at once need more, and are scrolled then: the window must fit a small screen.
        self.setMinimumHeight(14 * GRID)
        self._takes = ComparedTakes(MOST_LOOKS)
        self._previews: Mapping[int, TakePreview] = {}
        self._comparison: Comparison | None = None
        self._difference: MelDifference | None = None
        self._unlike = False
        """The two spectrograms are there, and have nothing in common."""
        self._asked: tuple[int, ...] = ()
        """Whose sound was asked for last."""
        self._subtracted: tuple[int, ...] = ()
        """Whose spectrograms were there."""
        self._reads: tuple[str, float, float | None] | None = None
        """What is pointed at: view, place and height."""
        self._pace = RedrawThrottle(self)
        self._words = CompareText(self)
        self._bar = CompareBar()
        self._legend = CompareLegend()
        self._notes = self._build_notes()
        self._picture = ComparePlots()
        self._table = FiguresTable()
        self._readout = ElidedLabel()
        self._readout.setObjectName("compareReadoutLabel")
        self._readout.setProperty("role", "muted")
        self._halves = QSplitter(Qt.Orientation.Vertical)
        self._scroll = QScrollArea()
        words = self.tr(
            "Select two or more takes of one sentence in the list (Ctrl-click or "
            "Shift-click), then press C to overlay them"
        )
        self.addWidget(EmptyState("mdi6.chart-multiline", words, "compareEmptyLabel"))
        self.addWidget(self._build_contents())
        self._connect()
        self._show_views()

    # -- what is compared ----------------------------------------------------------------------

    def set_takes(self, chosen: Sequence[LabTake], everything: Sequence[LabTake]) -> None:
        """Lay the chosen takes over each other; `everything` is all takes of that sentence.

        Of the chosen those are drawn that speak the first one's sentence, and `MOST_LOOKS` of them
        at most. All, and at least the chosen ones, count for mean and standard deviation.
        """
        self._takes.choose(chosen, everything)
        if self._takes.pair != self._subtracted:
            self._difference, self._unlike, self._subtracted = None, False, ()
        if self._takes.pair != self._asked:
            self._asked = ()
        self._bar.set_ab_enabled(bool(self._takes.pair))
        self._draw()
        self._ask_for_mels()

    def set_previews(self, previews: Mapping[int, TakePreview]) -> None:
        """The pitch of takes by their numbers, as far as it is known."""
        self._previews = dict(previews)
        self._pace.ask()

    def set_mels(self, first: Take | None, second: Take | None) -> None:
        """The sound of the two chosen takes, for the difference of their spectrograms."""
        self._difference, self._unlike, self._subtracted = None, False, ()
        if first is not None and second is not None and self._takes.pair:
            mine, other = (take.outline for take in self._takes.drawn)
            if is_sound_of(first, mine) and is_sound_of(second, other):
                self._unlike = not can_be_subtracted(first, second)
                self._difference = None if self._unlike else mel_difference(first, second)
                self._subtracted = self._takes.pair
        self._draw_difference()

    def _ask_for_mels(self) -> None:
        pair = self._takes.pair
        shown = self.isVisible() and View.SPECTRUM in self._bar.views()
        if pair and shown and pair != self._asked:
            self._asked = pair
            self.mels_wanted.emit(*pair)

    # -- drawing -------------------------------------------------------------------------------

    @Slot()
    def _draw(self) -> None:
        self.setCurrentIndex(1 if self._takes.drawn else 0)
        if not self._takes.drawn:
            self._comparison = None
            self.setAccessibleDescription("")
            return
        comparison = self._comparison = Comparison(
            self._takes.drawn, self._takes.everything, self._previews, by_time=self._bar.by_time()
        )
        rows = [
            (take, self._takes.places[take.number], comparison.figures[take.number])
            for take in comparison.chosen
        ]
        self._legend.set_takes(
            [
                LegendTake(t.number, slot, self._words.name(t), self._words.figures(t, figures))
                for t, slot, figures in rows
            ]
        )
        self._table.show_figures([(self._words.name(t), slot, f) for t, slot, f in rows])
        notes = self._words.notes(comparison, self._takes.surplus, self._takes.left_out)
        self._notes.setText(notes)
        self._notes.setVisible(bool(notes))
        self._picture.show_comparison(comparison, self._takes.places)
        self._draw_difference()
        self._say()
        self.setAccessibleDescription(self._words.description(comparison))

    def _draw_difference(self) -> None:
        comparison = self._comparison
        if comparison is not None and self._difference is not None:
            words = self._words.difference(comparison, self._difference.rms)
            self._picture.show_difference(self._difference, comparison, words)
        elif comparison is not None:
            self._picture.show_no_difference(self._words.no_difference(comparison, self._unlike))

    def _say(self) -> str:
        """Write down what is read now."""
        comparison = self._comparison
        if comparison is None:
            return ""
        words = self._words.idle(comparison)
        if self._reads is not None:
            view, place, share = self._reads
            if view == View.PITCH:
                words = self._words.pitch(comparison, place)
            elif view == View.SPECTRUM and self._difference is not None:
                reading = self._picture.spectrum_at(place, share)
                words = self._words.spectrum(comparison, place, reading)
            else:
                words = self._words.durations(comparison, place)
        self._readout.setText(words)
        return words

    @Slot()
    def _show_views(self) -> None:
        views = self._bar.views()
        self._picture.set_views(views)
        self._picture.setVisible(bool(views - {View.FIGURES}))
        opened = View.FIGURES in views and self._table.isHidden()
        self._table.setVisible(View.FIGURES in views)
        if opened:  # once there is room for them
            QTimer.singleShot(0, self._table, self._show_figures)
        self._ask_for_mels()

    @Slot()
    def _show_figures(self) -> None:
        self._halves.adjustSize()
        self._scroll.ensureWidgetVisible(self._table)

    # -- slots ---------------------------------------------------------------------------------

    @Slot()
    def _on_ab_requested(self) -> None:
        self.ab_requested.emit(*self._takes.pair)

    @Slot(str, float, object)
    def _on_pointed_at(self, view: str, place: float, share: float | None) -> None:
        self._reads = (view, place, share)
        said, words = self._readout.text(), self._say()
        if self._picture.hasFocus() and words != said:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))
        self.cursor_moved.emit(words)

    @Slot()
    def _on_pointed_away(self) -> None:
        self._reads = None
        self._say()
        self.cursor_moved.emit("")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._ask_for_mels()

    # -- building ------------------------------------------------------------------------------

    def _connect(self) -> None:
        self._pace.due.connect(self._draw)
        self._bar.views_changed.connect(self._show_views)
        self._bar.alignment_changed.connect(self._draw)
        self._bar.ab_requested.connect(self._on_ab_requested)
        self._legend.play_requested.connect(self.play_requested)
        self._legend.drop_requested.connect(self.take_dropped)
        self._legend.pointed_at.connect(self._picture.set_emphasis)
        self._picture.pointed_at.connect(self._on_pointed_at)
        self._picture.pointed_away.connect(self._on_pointed_away)

    def _build_contents(self) -> QWidget:
        self._halves.setObjectName("compareHalvesSplitter")
        self._halves.setChildrenCollapsible(False)
        self._halves.setHandleWidth(GRID // 2)
        self._halves.addWidget(self._picture)
        self._halves.addWidget(self._table)
        self._halves.setStretchFactor(0, 1)
        scroll = self._scroll
        scroll.setObjectName("compareScrollArea")
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidgetResizable(True)
        scroll.setWidget(self._halves)
        scroll.viewport().setAutoFillBackground(False)
        self._halves.setAutoFillBackground(False)
        contents = QWidget()
        layout = QVBoxLayout(contents)
        layout.setContentsMargins(GRID, GRID // 2, GRID, GRID // 2)
        layout.setSpacing(GRID // 2)
        layout.addWidget(self._bar)
        layout.addWidget(self._legend)
        layout.addWidget(self._notes)
        layout.addWidget(scroll, 1)
        layout.addWidget(self._readout)
        return contents

    def _build_notes(self) -> QLabel:
        label = QLabel()
        label.setObjectName("compareNotesLabel")
        label.setProperty("role", "muted")
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        return label
