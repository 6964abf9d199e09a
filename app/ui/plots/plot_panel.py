"""The picture of the sound: waveform, spectrogram, phonemes and words over one time axis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QHBoxLayout,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.ui.actions.action import Action
from app.ui.actions.buttons import tool_button
from app.ui.actions.window_actions import WindowActions
from app.ui.plots.chosen_words import ChosenWords
from app.ui.plots.intervals import phoneme_intervals, sentence_interval, word_intervals
from app.ui.plots.mel_plot import MelPlot
from app.ui.plots.redraw_throttle import RedrawThrottle
from app.ui.plots.rows_picture import RowsPicture
from app.ui.plots.shown_takes import ShownTakes, Sound
from app.ui.plots.steering_tiers import SoundTier, WordTier
from app.ui.plots.time_axis import TimeAxis
from app.ui.plots.time_row import RIGHT, ZOOM_STEP, TimeRow
from app.ui.plots.time_ruler import TimeRuler
from app.ui.plots.waveform_plot import WaveformPlot
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.focus_frame import FRAME, paint_focus_frame
from app.ui.widgets.icons import Icons
from app.ui.widgets.theme import GRID
from vits_core.records import Outline, TakePart, Word

_KEY_SECONDS = 0.5
_STEPS = (Qt.Key.Key_Left, Qt.Key.Key_Right)


class PlotPanel(QStackedWidget):
    """Shows takes while they are made, and where the playback is in them.

    What is known of a take from its first part on is there at once: its words and its length. The
    pictures of its sound fill up behind.
    """

    seek_requested = Signal(float)  # seconds from the beginning of the speech
    play_requested = Signal(float)  # the second from which on it is to be heard
    cursor_moved = Signal(float, object, str, str)  # seconds, Hz or None, phoneme, word
    cursor_left = Signal()  # the pointer is no longer over the picture
    sound_resized = Signal(object, int, int, int)  # Outline; first token, one past the last, frames
    words_menu_requested = Signal(object)  # global point: what can be done with the chosen words

    def __init__(self, actions: WindowActions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("plotPanel")
        self.setAccessibleName(self.tr("Speech plots"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._axis = TimeAxis(self)
        self._pace = RedrawThrottle(self)
        self._sample_rate = 1
        self._hop_length = 1
        self._seconds = 0.0
        self._planned = 0.0
        """Where the last take will end, in seconds."""
        self._waits = False
        """A new sound was begun, and nothing of it is there yet."""
        self._changed: Sequence[tuple[float, float]] = ()
        """Stretches to be shaded as soon as the sound is there."""
        self._rows = QWidget()
        self._rows.setBackgroundRole(QPalette.ColorRole.Base)
        self._rows.setAutoFillBackground(True)
        self._ruler = TimeRuler(self._axis)
        self._waveform = WaveformPlot(self._axis)
        self._mel = MelPlot(self._axis)
        self._phonemes = SoundTier(self._axis, self.tr("phonemes"))
        self._words = WordTier(self._axis, self.tr("words"))
        self._takes = ShownTakes()
        self._chosen = ChosenWords()
        self._of_playhead = False
        """The words were those at the playhead when something was asked of them."""
        self._plots = QSplitter(Qt.Orientation.Vertical)
        self._lay_out()
        self._picture = RowsPicture(self._rows, self._all_rows(), (self._plots.handle(1),))
        self._tools = self._build_tools(actions)
        self._empty = EmptyState("mdi6.waveform", "", "plotEmptyLabel")
        self.set_empty_words(None)
        self.setContentsMargins(FRAME, FRAME, FRAME, FRAME)
        self.addWidget(self._empty)
        self.addWidget(self._rows)
        self._rows.installEventFilter(self)
        self._axis.range_changed.connect(self._on_range_changed)
        self._pace.due.connect(self._on_redraw_due)
        self.seek_requested.connect(self._on_seek_requested)
        for row in self._all_rows():
            row.seek_requested.connect(self.seek_requested)
            row.hovered.connect(self._on_hovered)
            row.unhovered.connect(self.cursor_left)
        self._phonemes.edge_dragged.connect(self._on_edge_dragged)
        self._words.play_requested.connect(self.play_requested)
        self._words.menu_requested.connect(self.words_menu_requested)
        self._words.choice_changed.connect(self._on_choice_changed)
        self._tools.raise_()

    # -- the sound -----------------------------------------------------------------------------

    def begin(self, sample_rate: int, hop_length: int) -> None:
        """Parts of a new sound follow; the first one takes the place of what is shown."""
        self._sample_rate = sample_rate
        self._hop_length = hop_length
        self._seconds = 0.0
        self._waits = True
        self._changed = ()
        self._picture.move_playhead(None)

    def append_part(self, part: TakePart, take_start: int) -> None:
        """Add the next part of a take that begins at the sample `take_start`.

        Raises ValueError if it begins before the end of the one before it.
        """
        if self._waits:
            self._forget()
        take_frame = take_start // self._hop_length
        self._waveform.append(take_start + part.start_sample, part.waveform)
        self._mel.append(take_frame + part.start_frame, part.mel)
        if part.take is not None:
            self._waveform.join(take_start, part.take.waveform)
            self._mel.join(take_frame, part.take.mel)
        if part.start_sample == 0:
            self._show_plan(part.outline, take_start / self._sample_rate)
        self._pace.ask()

    def complete(self) -> None:
        """No more parts come: take back what was expected of a take and not made."""
        if self._waits:
            self._forget()
        self._planned = made = self._waveform.length / self._sample_rate
        self._phonemes.cut(made)
        self._words.cut(made)
        self._axis.set_length(made)
        self._pace.ask()

    def _show_plan(self, outline: Outline, start: float) -> None:
        """Make room for a take that begins at second `start`, and show its phonemes and words."""
        self._takes.append(start, outline)
        sentence = sentence_interval(outline, start)
        self._phonemes.extend(phoneme_intervals(outline, start), replace(sentence, label=""))
        self._words.extend(word_intervals(outline, start), sentence)
        if not self._words.chosen():
            self._mark_chosen(outline, start)
        self._planned = start + outline.seconds

    def _forget(self) -> None:
        self._waits = False
        self._planned = 0.0
        self._pace.forget()
        self._waveform.begin(self._sample_rate)
        self._mel.begin(self._sample_rate, self._hop_length)
        self._takes = ShownTakes()
        self._phonemes.clear()
        self._words.clear()
        self._waveform.set_changed(self._changed)
        self._axis.reset()

    # -- steering ------------------------------------------------------------------------------

    def set_steerable(self, steerable: bool) -> None:
        """Whether what is shown can be steered now."""
        self._phonemes.set_steerable(steerable)

    def set_changed(self, spans: Sequence[tuple[float, float]]) -> None:
        """Shade the stretches, in seconds, in which a take differs from the one it came from."""
        self._changed = spans
        if not self._waits:
            self._waveform.set_changed(spans)

    def chosen_words(self) -> tuple[Outline, tuple[Word, ...]] | None:
        """The words that are chosen, or the one at the playhead, with the take they belong to;
        of several takes the first."""
        chosen = self._words.chosen()
        if not chosen:
            return self._takes.words_between(self._seconds, self._seconds)
        return self._takes.words_between(chosen[0].start, chosen[-1].start)

    def keep_words(self) -> None:
        """Let the words that `chosen_words` tells stay chosen, also in the next take of the same
        sentence. If nobody chose them, until the user seeks."""
        found = self.chosen_words()
        if found is None:
            return
        outline, words = found
        self._of_playhead = not self._words.chosen() or self._of_playhead
        self._chosen = ChosenWords.of(outline, words)
        start = self._takes.start_of(outline)
        if start is not None:
            self._mark_chosen(outline, start)

    def _mark_chosen(self, outline: Outline, start: float) -> None:
        words = self._chosen.in_take(outline)
        if words:
            first, _ = outline.word_seconds(words[0])
            _, last = outline.word_seconds(words[-1])
            self._words.show_chosen(start + first, start + last)

    @Slot()
    def _on_seek_requested(self) -> None:
        if self._of_playhead:
            self._words.choose(None)

    @Slot()
    def _on_choice_changed(self) -> None:
        self._of_playhead = False
        found = self.chosen_words() if self._words.chosen() else None
        self._chosen = ChosenWords() if found is None else ChosenWords.of(*found)

    def take_at_playhead(self) -> Outline | None:
        """The take at the playhead, or the last one before it."""
        return self._takes.take_at(self._seconds)

    def sound_at_playhead(self) -> Sound | None:
        """The sound at the playhead, with the take it belongs to."""
        return self._takes.sound_at(self._seconds)

    @Slot(float, float)
    def _on_edge_dragged(self, edge: float, now: float) -> None:
        resized = self._takes.resized(edge, now)
        if resized is not None:
            self.sound_resized.emit(*resized)

    # -- the view ------------------------------------------------------------------------------

    def view(self) -> tuple[float, float]:
        """First and last second in view."""
        return self._axis.start, self._axis.stop

    def chosen_view(self) -> tuple[float, float] | None:
        """What `view` says if the user zoomed or moved to it."""
        return self.view() if self._axis.chosen else None

    def set_view(self, start: float, stop: float) -> None:
        """Show these seconds, as if the user had zoomed to them."""
        self._axis.show(start, stop)

    def set_empty_words(self, words: str | None) -> None:
        """What is said while there is nothing to show; None for the usual."""
        self._empty.set_words(words or self.tr("Press Speak, and the sound appears here"))

    def shares(self) -> list[int]:
        """Pixels of the waveform and of the spectrogram."""
        return self._plots.sizes()

    def set_shares(self, pixels: list[int]) -> None:
        """Share the height between waveform and spectrogram in this proportion."""
        self._plots.setSizes(pixels)

    def set_playhead(self, seconds: float) -> None:
        """Move the playhead; the view follows unless the user looks elsewhere."""
        self._seconds = seconds
        if self._waits:
            return
        self._axis.follow(seconds)
        self._phonemes.set_playhead(seconds)
        self._words.set_playhead(seconds)
        self._place_playhead()

    @Slot()
    def fit(self) -> None:
        """Show all of the sound."""
        self._axis.fit()

    @Slot()
    def zoom_in(self) -> None:
        self._axis.zoom(1 / ZOOM_STEP**2, self._zoom_centre())

    @Slot()
    def zoom_out(self) -> None:
        self._axis.zoom(ZOOM_STEP**2, self._zoom_centre())

    def _zoom_centre(self) -> float | None:
        """Zoom by keys and buttons is about the playhead while it is in sight."""
        in_sight = self._axis.start <= self._seconds <= self._axis.stop
        return self._seconds if in_sight else None

    def _place_playhead(self) -> None:
        in_view = self._axis.start <= self._seconds <= self._axis.stop and self._axis.length > 0
        self._picture.move_playhead(self._ruler.x_of(self._seconds) if in_view else None)

    # -- slots and Qt's events -----------------------------------------------------------------

    @Slot()
    def _on_redraw_due(self) -> None:
        self._axis.set_length(self._planned)
        self._waveform.draw_new()
        self._mel.draw()
        self._place_playhead()
        self.setCurrentIndex(1 if self._planned else 0)

    @Slot()
    def _on_range_changed(self) -> None:
        self._place_playhead()

    @Slot(float, float)
    def _on_hovered(self, seconds: float, share: float) -> None:
        if not self._axis.length:
            return
        hz = self._mel.hz_at(share) if self.sender() is self._mel else None
        phoneme, word = self._phonemes.label_at(seconds), self._words.label_at(seconds)
        self.cursor_moved.emit(seconds, hz, phoneme, word)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        paint_focus_frame(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._rows and event.type() == QEvent.Type.Resize:
            self._tools.adjustSize()
            x = self._rows.width() - self._tools.width() - RIGHT - GRID // 2
            self._tools.move(x, self._ruler.height() + GRID)
            self._place_playhead()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        targets = {
            Qt.Key.Key_Left: self._seconds - _KEY_SECONDS,
            Qt.Key.Key_Right: self._seconds + _KEY_SECONDS,
            Qt.Key.Key_Home: 0.0,
            Qt.Key.Key_End: self._axis.length,
        }
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and event.key() in _STEPS:
            self._words.step(self._seconds, event.key() == Qt.Key.Key_Right)
            return
        if event.key() == Qt.Key.Key_Escape and self._words.chosen():
            self._words.choose(None)
            return
        target = targets.get(Qt.Key(event.key()))
        if target is None or not self._axis.length:
            super().keyPressEvent(event)
            return
        self.seek_requested.emit(min(max(0.0, target), self._axis.length))

    # -- building ------------------------------------------------------------------------------

    def _all_rows(self) -> tuple[TimeRow, ...]:
        return self._ruler, self._waveform, self._mel, self._phonemes, self._words

    def _lay_out(self) -> None:
        plots = self._plots
        plots.setObjectName("plotSplitter")
        plots.setChildrenCollapsible(False)
        plots.setHandleWidth(GRID // 2)
        plots.addWidget(self._waveform)
        plots.addWidget(self._mel)
        plots.setStretchFactor(0, 2)
        plots.setStretchFactor(1, 3)
        layout = QVBoxLayout(self._rows)
        layout.setContentsMargins(0, 0, 0, GRID // 2)
        layout.setSpacing(0)
        layout.addWidget(self._ruler)
        layout.addWidget(plots, 1)
        layout.addWidget(self._phonemes)
        layout.addWidget(self._words)

    def _build_tools(self, actions: WindowActions) -> QWidget:
        tools = QWidget(self._rows)
        icons = Icons(tools)
        layout = QHBoxLayout(tools)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for name, action, slot in (
            ("plotZoomOutButton", Action.PLOT_OUT, self.zoom_out),
            ("plotZoomInButton", Action.PLOT_IN, self.zoom_in),
            ("plotFitButton", Action.PLOT_FIT, self.fit),
        ):
            button = tool_button(name, actions[action], icons, "muted")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            actions[action].triggered.connect(slot)
            layout.addWidget(button)
        return tools
