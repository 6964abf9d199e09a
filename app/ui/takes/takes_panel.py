"""The takes of the prosody lab: draw some, hear them, choose among them."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QLabel,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.takes.lab_take import LabTake
from app.takes.take_list import MOST_TAKES
from app.ui.actions.action import Action
from app.ui.actions.buttons import push_button
from app.ui.actions.window_actions import WindowActions
from app.ui.takes.comp_hint import CompHint
from app.ui.takes.comp_list import CompListView
from app.ui.takes.comp_marks import CompView
from app.ui.takes.take_facts import TakeFacts
from app.ui.takes.take_model import TakeModel
from app.ui.takes.take_tools import TakeTools
from app.ui.widgets.adaptive_toolbar import AdaptiveToolbar
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.icons import Icons
from app.ui.widgets.inputs import SpinBox
from app.ui.widgets.theme import GRID

MOST_AT_ONCE = 32


class TakesPanel(QWidget):
    """A bar of things to do over the list, or over words that say what the list is for."""

    sample_requested = Signal(int)  # so many takes
    play_requested = Signal(int, float)  # number of the take, second to begin at
    star_requested = Signal(list, bool)  # numbers of the takes, whether they are to have a star
    note_changed = Signal(int, str)  # number of the take, what was typed
    delete_requested = Signal(list)  # numbers of the takes
    chosen_changed = Signal(list)  # numbers of the selected takes, the current one first
    use_requested = Signal()
    adopt_requested = Signal()
    compare_requested = Signal()
    comp_requested = Signal()  # begin to put a take together from words of others, or leave off
    # Number of a take, the place of its word that is wanted, whether all words from there on are.
    word_picked = Signal(int, int, bool)
    menu_requested = Signal(object)  # global point: what can be done with the chosen takes
    even_tempo_toggled = Signal(bool)
    count_changed = Signal(int)  # how many takes are sampled at a time
    takes_changed = Signal()  # others are listed, or selected

    def __init__(
        self,
        actions: WindowActions,
        facts: TakeFacts,
        parent: QWidget | None = None,
    ) -> None:
        """`facts` are those of all lists of takes."""
        super().__init__(parent)
        self.setObjectName("takesPanel")
        self._model = TakeModel(facts)
        self.list = CompListView(self._model)
        self._count = self._build_count()
        self._sample = push_button("sampleButton", actions[Action.SAMPLE], Icons(self), "on_accent")
        self._sample.setProperty("primary", True)
        self._even = self._build_even_tempo()
        self._filled = QLabel()
        self._filled.setProperty("role", "muted")
        self._filled.setObjectName("takesFilledLabel")
        self._tools = TakeTools(actions)
        self._comp_hint = CompHint()
        self._stack = QStackedWidget()
        self._stack.addWidget(self._build_empty_state())
        self._stack.addWidget(self.list)
        self._lay_out()
        self._connect()
        self.set_takes(())

    # -- setters -------------------------------------------------------------------------------

    def set_takes(self, takes: tuple[LabTake, ...]) -> None:
        """Take over another state of the list; where no chosen take is left, its neighbour is."""
        leaves = not takes and self.list.hasFocus()
        comes_back = takes and not self._model.rowCount() and self._sample.hasFocus()
        self.list.set_takes(takes)
        self._stack.setCurrentIndex(1 if takes else 0)
        if leaves or comes_back:
            (self._sample if leaves else self.list).setFocus()
        words = self.tr("%1 of %2").replace("%1", str(len(takes)))
        self._filled.setText(words.replace("%2", str(MOST_TAKES)) if takes else "")
        self._filled.setToolTip(
            self.tr(
                "The list holds up to %1 takes. When it is full, the oldest without a "
                "star or note are removed."
            ).replace("%1", str(MOST_TAKES))
        )
        self.takes_changed.emit()

    def set_comp(self, comp: CompView | None) -> None:
        """Show which words of a comp are from which take; None: nothing is comped."""
        self.list.set_comp(comp)
        self._comp_hint.set_comp(comp, self.list.row_height())

    def set_even_tempo(self, even: bool) -> None:
        """Switch without telling anyone."""
        self._even.blockSignals(True)
        self._even.setChecked(even)
        self._even.blockSignals(False)

    def even_tempo(self) -> bool:
        return self._even.isChecked()

    def count(self) -> int:
        """How many takes are drawn at a time."""
        return self._count.value()

    def set_count(self, count: int) -> None:
        self._count.setValue(count)

    def choose(self, numbers: list[int]) -> None:
        """Select these takes, and make the first of them the current one."""
        self.list.choose(numbers)

    def chosen(self) -> list[int]:
        """Numbers of the selected takes, the current one first."""
        return self.list.chosen()

    def listed(self) -> int:
        """How many takes there are."""
        return self._model.rowCount()

    # -- slots ---------------------------------------------------------------------------------

    @Slot()
    def request_sample(self) -> None:
        """Ask for as many takes as the field says."""
        self.sample_requested.emit(self.count())

    # -- building ------------------------------------------------------------------------------

    def _connect(self) -> None:
        takes = self.list
        takes.play_requested.connect(self.play_requested)
        takes.star_requested.connect(self.star_requested)
        takes.delete_requested.connect(self.delete_requested)
        takes.chosen_changed.connect(self.chosen_changed)
        takes.chosen_changed.connect(self.takes_changed)
        takes.compare_requested.connect(self.compare_requested)
        takes.use_requested.connect(self.use_requested)
        takes.adopt_requested.connect(self.adopt_requested)
        takes.menu_requested.connect(self.menu_requested)
        takes.comp_requested.connect(self.comp_requested)
        takes.word_picked.connect(self.word_picked)
        self._model.note_edited.connect(self.note_changed)
        self._even.toggled.connect(self.even_tempo_toggled)
        self._count.valueChanged.connect(self.count_changed)

    def _build_count(self) -> SpinBox:
        field = SpinBox()
        field.setObjectName("sampleCountField")
        field.setAccessibleName(self.tr("Number of takes to sample"))
        field.setToolTip(self.tr("How many takes to make at a time (1 to 32)"))
        field.setRange(1, MOST_AT_ONCE)
        field.setValue(8)
        field.setMinimumWidth(8 * GRID)
        return field

    def _build_even_tempo(self) -> QCheckBox:
        box = QCheckBox(self.tr("Even tempo"))
        box.setObjectName("evenTempoBox")
        box.setAccessibleName(self.tr("Even tempo"))
        box.setToolTip(
            self.tr(
                "Keep the length of the sentence while its rhythm varies. Otherwise "
                "rhythm variation also changes the tempo."
            )
        )
        return box

    def _lay_out(self) -> None:
        unit = QLabel(self.tr("takes"))
        unit.setBuddy(self._count)
        bar = AdaptiveToolbar()
        bar.row.setContentsMargins(GRID, GRID // 2, GRID, GRID // 2)
        bar.row.setSpacing(GRID)
        for widget in (self._sample, self._count, unit, self._even):
            bar.row.addWidget(widget)
        bar.row.addStretch(1)
        bar.row.addWidget(self._filled)
        bar.row.addWidget(self._tools)
        bar.can_do_without(self._filled)
        bar.can_do_without(unit)
        bar.can_be_narrow(self._tools, self._tools.set_worded)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(bar)
        layout.addWidget(self._comp_hint)
        layout.addWidget(self._stack, 1)

    def _build_empty_state(self) -> QWidget:
        words = self.tr(
            "One sentence, many renditions.\n"
            "Place the cursor in a sentence or select some text, then sample takes of "
            "it:\n"
            "listen, star the good ones, compare them, and steer them from there."
        )
        return EmptyState("mdi6.dice-multiple-outline", words, "takesEmptyLabel", 6 * GRID)
