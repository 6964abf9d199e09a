"""The script as a list of its lines, or words that say what the list is for."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QLabel, QStackedWidget, QVBoxLayout, QWidget

from app.document.document import Document, Line
from app.document.finding import Pattern, Span
from app.session.line_filter import LineFilter
from app.session.line_states import LineState, LineStatus
from app.ui.script.line_model import LineModel, StatusOf
from app.ui.script.lines_with_takes import LinesWithTakes
from app.ui.script.open_takes import OpenTakes
from app.ui.takes.take_facts import TakeFacts
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.find_bar import FindBar
from app.ui.widgets.inputs import ComboBox

_SMALLER = 3
"""Points by which the type is smaller than in the text: a row is to be taken in at a glance."""
_LEAST_POINTS = 8


def _not_made(_: Line) -> LineStatus:
    return LineStatus(LineState.NOT_MADE)


class ScriptPanel(QWidget):
    """A row for each line; whoever made the script tells what has become of its lines."""

    chosen_changed = Signal(list)  # ids of the selected lines, in their order
    text_edited = Signal(int, str)  # id of a line, what was typed

    def __init__(self, facts: TakeFacts, parent: QWidget | None = None) -> None:
        """`facts` are those of all lists of takes."""
        super().__init__(parent)
        self.setObjectName("scriptPanel")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._status_of: StatusOf = _not_made
        self._kept: int | None = None
        """Id of a line that the filter does not take away while someone works on it."""
        self._waits_for_lines = False
        """The keyboard was on the list when its last line went."""
        self._model = LineModel(lambda line: self._status_of(line))
        self.list = LinesWithTakes(self._model, facts, self)
        self._stack = QStackedWidget()
        words = self.tr(
            "Your script, line by line.\n"
            "Type or paste it under Text, or open a file; each sentence is a line here:\n"
            "hear it, edit it, move it, and sample takes of it."
        )
        self._stack.addWidget(EmptyState("mdi6.script-text-outline", words, "scriptEmptyLabel"))
        self._stack.addWidget(self.list)
        words = self.tr("No line is left by this filter.")
        self._stack.addWidget(EmptyState("mdi6.filter-outline", words, "scriptFilteredLabel"))
        self.find_bar = FindBar("script")
        self.find_bar.close_button.hide()
        self._filter = self._build_filter()
        label = QLabel(self.tr("Show"))
        label.setBuddy(self._filter)
        self.find_bar.row.row.insertWidget(0, label)
        self.find_bar.row.row.insertWidget(1, self._filter)
        self.find_bar.row.can_do_without(label)
        self._refilter = QTimer(self, singleShot=True, interval=0)
        self._refilter.timeout.connect(self._on_refilter_timeout)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.find_bar)
        layout.addWidget(self._stack, 1)
        self.find_bar.left.connect(self.list.setFocus)
        self._filter.currentIndexChanged.connect(self._on_filter_changed)
        self.list.chosen_changed.connect(self.chosen_changed)
        self._model.text_edited.connect(self.text_edited)

    @property
    def takes(self) -> OpenTakes:
        """The takes that are open below their lines."""
        return self.list.takes

    # -- setters -------------------------------------------------------------------------------

    def show_statuses(self, status_of: StatusOf) -> None:
        """Ask this for what has become of a line, whenever one comes into sight."""
        self._status_of = status_of
        self._model.refresh()

    def set_document(self, document: Document) -> None:
        """Take over another state of the script; where no selected line is left, its neighbour
        is."""
        row = self.list.first_chosen_row()
        self._kept = self.current()
        was_empty, has_keyboard = not len(self._model.document), self.list.hasFocus()
        self._model.set_document(document)
        self.list.set_document(document)
        self._show_what_there_is()
        rows = self._model.rowCount()
        if row is not None and rows and not self.chosen():
            self.choose([self._model.line_at(min(row, rows - 1)).id])
        if has_keyboard and not len(document):
            self._waits_for_lines = True
        elif was_empty and len(document) and (self._waits_for_lines or self.hasFocus()):
            self._waits_for_lines = False
            self.list.setFocus()

    def refresh(self, lines: Collection[int] | None = None) -> None:
        """Something else has become of lines, or of any."""
        self._model.refresh(lines)
        if self.filter is not LineFilter.ALL:
            self._refilter.start()

    @property
    def filter(self) -> LineFilter:
        """Which lines are shown."""
        return LineFilter(self._filter.currentData())

    def set_filter(self, lines: LineFilter) -> None:
        """Show all lines, or some."""
        self._filter.setCurrentIndex(self._filter.findData(lines))

    def set_sought(self, sought: Pattern | None) -> None:
        """Mark these words in all lines."""
        self._model.set_sought(sought)

    def shown(self) -> list[Line]:
        """The lines that the filter lets through, in their order."""
        return [self._model.line_at(row) for row in range(self._model.rowCount())]

    def set_spoken(self, line: int | None, span: Span = (0, 0)) -> None:
        """Mark the line that sounds, and the characters of it that are being said."""
        before = self._model.spoken_line
        self._model.set_spoken(line, span)
        self.list.follow(before, line)

    def spoken(self) -> int | None:
        """Id of the line that is marked as sounding."""
        return self._model.spoken_line

    @Slot(int)
    def set_point_size(self, points: int) -> None:
        """Follow the size of the type of the text."""
        font = self.list.font()
        font.setPointSize(max(_LEAST_POINTS, points - _SMALLER))
        self.list.setFont(font)

    def take_keyboard(self) -> None:
        """Put the keyboard on the list, now or when there are lines."""
        (self.list if self._model.rowCount() else self).setFocus()

    # -- the choice ----------------------------------------------------------------------------

    def chosen(self) -> list[int]:
        """Ids of the selected lines, in their order."""
        return self.list.chosen()

    def current(self) -> int | None:
        """Id of the line that the keyboard is on."""
        return self.list.current()

    def choose(self, lines: list[int]) -> None:
        """Select these lines, and make the first of them the current one."""
        self.list.choose(lines)

    # -- the filter ----------------------------------------------------------------------------

    def _apply_filter(self) -> None:
        self._model.set_filter(None if self.filter is LineFilter.ALL else self._accepts)
        self._show_what_there_is()

    def _accepts(self, line: Line) -> bool:
        return line.id == self._kept or self.filter.accepts(line, self._model.status(line))

    @Slot()
    def _on_filter_changed(self) -> None:
        self._kept = None
        self._apply_filter()

    @Slot()
    def _on_refilter_timeout(self) -> None:
        self._kept = self.current()
        self._apply_filter()

    def _show_what_there_is(self) -> None:
        empty = 0 if not len(self._model.document) else 2
        self._stack.setCurrentIndex(1 if self._model.rowCount() else empty)

    def _build_filter(self) -> ComboBox:
        box = ComboBox()
        box.setObjectName("lineFilterBox")
        box.setAccessibleName(self.tr("Lines to show"))
        box.setToolTip(self.tr("Show all lines, or those that there is something to do about"))
        for lines, words in (
            (LineFilter.ALL, self.tr("All lines")),
            (LineFilter.NOT_MADE, self.tr("Not made")),
            (LineFilter.STALE, self.tr("Stale")),
            (LineFilter.FAILED, self.tr("Failed")),
            (LineFilter.TOO_LONG, self.tr("Too long for their times")),
            (LineFilter.CHOSEN, self.tr("Take chosen")),
            (LineFilter.NOT_CHOSEN, self.tr("No take chosen")),
        ):
            box.addItem(words, lines)
        return box
