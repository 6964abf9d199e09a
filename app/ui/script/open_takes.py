"""The takes that are open below the rows of lines: a list for each of these lines, once its row is
in sight."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QObject, QRect, Signal
from PySide6.QtWidgets import QWidget

from app.document.document import Document
from app.takes.take_list import Takes
from app.ui.script.line_takes import LineTakes, line_takes_height
from app.ui.takes.comp_marks import CompView
from app.ui.takes.take_facts import TakeFacts


class OpenTakes(QObject):
    """What is asked for in any of the lists; at most one of them has selected takes."""

    play_requested = Signal(int, float)  # number of the take, second to begin at
    pause_requested = Signal()  # of the take that is in the player; or play it
    choice_requested = Signal(int, int)  # id of a line, number of the take that it is to speak with
    sample_requested = Signal()  # more takes of the selected lines
    star_requested = Signal(list, bool)  # numbers of the takes, whether they are to have a star
    note_changed = Signal(int, str)  # number of the take, what was typed
    delete_requested = Signal(list)  # numbers of the takes
    chosen_changed = Signal(list)  # numbers of the selected takes, the current one first
    use_requested = Signal()
    adopt_requested = Signal()
    compare_requested = Signal()
    comp_requested = Signal()
    word_picked = Signal(int, int, bool)  # as of the list of takes
    menu_requested = Signal(object)  # global point: what can be done with the chosen takes
    escaped = Signal()
    close_requested = Signal(int)  # id of a line
    passed = Signal(int, int)  # id of a line; the arrows go on before (-1) or behind (1) its takes
    entered = Signal(int)  # id of the line whose takes have the keyboard now
    row_wanted = Signal(QRect)  # a row of a list, in the viewport, that is to come into sight
    height_changed = Signal(int)  # id of a line below which there is more or less to see

    def __init__(self, facts: TakeFacts, type_of: QWidget, viewport: QWidget) -> None:
        """Takes have the type of a widget; their lists are in the viewport."""
        super().__init__(viewport)
        self._facts = facts
        self._type_of = type_of
        self._viewport = viewport
        self._document = Document()
        self._by_line: Mapping[int, Takes] = {}
        self._comp: CompView | None = None
        self._awaited: Collection[int] = ()
        self._open: dict[int, LineTakes | None] = {}
        """By the lines' ids; None until the row is in sight."""

    # -- setters -------------------------------------------------------------------------------

    def set_document(self, document: Document) -> None:
        """Take over another state of the script."""
        self._document = document
        for line in [each for each in self._open if each not in document]:
            self.close_line(line)
        for line, takes in self._open.items():
            if takes is not None:
                takes.model.set_text(document[line].text)

    def set_takes(self, by_line: Mapping[int, Takes]) -> None:
        """Take over which takes belong to which line."""
        before, self._by_line = self._by_line, by_line
        for line, takes in self._open.items():
            if before.get(line) != by_line.get(line):
                if takes is not None:
                    takes.set_takes(self.of(line))
                    takes.set_comp(self._comp_in(line))
                self.height_changed.emit(line)

    def set_comp(self, comp: CompView | None) -> None:
        """Show which words of a comp are from which take; None: nothing is comped."""
        before, self._comp = self._comp, comp
        for line, takes in self._open.items():
            if takes is not None:
                takes.set_comp(self._comp_in(line))
            if _is_hinted(before) or _is_hinted(comp):
                self.height_changed.emit(line)

    def set_awaited(self, lines: Collection[int]) -> None:
        """Say below these lines that takes of them are to come."""
        self._awaited = lines
        for line, takes in self._open.items():
            if takes is not None:
                takes.set_awaits(line in lines)

    def open_line(self, line: int) -> None:
        """Show the takes of a line from now on."""
        if line not in self._open:
            self._open[line] = None
            self.height_changed.emit(line)

    def close_line(self, line: int) -> None:
        """Show them no longer."""
        takes = self._open.pop(line, None)
        if takes is not None:
            takes.hide()
            takes.deleteLater()
        self.height_changed.emit(line)

    # -- which ---------------------------------------------------------------------------------

    def __contains__(self, line: object) -> bool:
        return line in self._open

    def __len__(self) -> int:
        return len(self._open)

    def lines(self) -> list[int]:
        """Ids of the lines whose takes are shown."""
        return list(self._open)

    def of(self, line: int) -> Takes:
        """The takes of a line, whether they are shown or not."""
        return self._by_line.get(line, ())

    def line_of(self, number: int) -> int | None:
        """The line below which a take is selected, or else the first one that it belongs to."""
        selected = (line for line, takes in self._open.items() if takes is not None
                    and number in takes.list.chosen())  # fmt: skip
        there = (line for line in self._by_line if any(t.number == number for t in self.of(line)))
        return next(selected, next(there, None))

    def has_keyboard(self, line: int | None = None) -> bool:
        """Whether the keyboard is on takes, or on those of a line."""
        return any(
            takes is not None and takes.list.hasFocus()
            for each, takes in self._open.items()
            if line in (None, each)
        )

    def bring_current_into_sight(self) -> None:
        """Ask for the take that has the keyboard to be seen."""
        for takes in self._open.values():
            if takes is not None and takes.list.hasFocus():
                takes.list.scrollTo(takes.list.currentIndex())

    def edit_note(self) -> None:
        """Let a note on the selected take be typed."""
        for takes in self._open.values():
            if takes is not None and takes.list.chosen():
                takes.list.edit_note()

    def choose(self, numbers: Sequence[int]) -> None:
        """Select these takes where one list has all of them, and no others."""
        for takes in self._open.values():
            if takes is not None and takes.list.chosen() != list(numbers):
                if all(takes.model.row_of(number) is not None for number in numbers):
                    takes.list.choose(list(numbers))
                else:
                    takes.list.clearSelection()

    # -- their places --------------------------------------------------------------------------

    def height_of(self, line: int) -> int:
        """Pixels below the row of a line."""
        if line not in self._open:
            return 0
        hinted = _is_hinted(self._comp_in(line))
        return line_takes_height(self._type_of, len(self.of(line)), hinted=hinted)

    def place(self, places: Mapping[int, QRect]) -> None:
        """Show the takes of these lines, at these places of the viewport, and no others."""
        for line, takes in self._open.items():
            if takes is not None and line not in places and not takes.isHidden():
                takes.hide()
        for line, place in places.items():
            takes = self.shown(line)
            takes.setGeometry(place)
            takes.show()

    def shown(self, line: int) -> LineTakes:
        """What is below the row of an open line."""
        takes = self._open[line]
        if takes is None:
            text = self._document[line].text
            takes = LineTakes(text, self._facts, self._type_of, self._viewport)
            self._open[line] = takes
            self._connect(line, takes)
            takes.set_takes(self.of(line))
            takes.set_comp(self._comp_in(line))
            takes.set_awaits(line in self._awaited)
        return takes

    def _comp_in(self, line: int) -> CompView | None:
        """The comp, if it is of a take of this line."""
        comp = self._comp
        there = comp is not None and any(take.number == comp.base for take in self.of(line))
        return comp if there else None

    def _connect(self, line: int, takes: LineTakes) -> None:
        each = takes.list
        each.play_requested.connect(self.play_requested)
        each.pause_requested.connect(self.pause_requested)
        each.choice_requested.connect(partial(self.choice_requested.emit, line))
        each.sample_requested.connect(self.sample_requested)
        each.star_requested.connect(self.star_requested)
        each.delete_requested.connect(self.delete_requested)
        each.chosen_changed.connect(partial(self._on_chosen_changed, takes))
        each.use_requested.connect(self.use_requested)
        each.adopt_requested.connect(self.adopt_requested)
        each.compare_requested.connect(self.compare_requested)
        each.comp_requested.connect(self.comp_requested)
        each.word_picked.connect(self.word_picked)
        each.menu_requested.connect(self.menu_requested)
        each.escaped.connect(self.escaped)
        each.close_requested.connect(partial(self.close_requested.emit, line))
        each.passed.connect(partial(self.passed.emit, line))
        each.entered.connect(partial(self.entered.emit, line))
        takes.row_wanted.connect(self.row_wanted)
        takes.model.note_edited.connect(self.note_changed)

    def _on_chosen_changed(self, takes: LineTakes, numbers: list[int]) -> None:
        if not numbers:
            return
        for other in self._open.values():
            if other is not None and other is not takes:
                other.list.clearSelection()
        self.chosen_changed.emit(numbers)


def _is_hinted(comp: CompView | None) -> bool:
    """Whether there is a hint on how to begin with it."""
    return comp is not None and comp.comp is None
