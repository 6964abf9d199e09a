"""The list of takes: whatever is done to it can be undone, and it does not grow without bound."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtGui import QUndoStack
from pytestqt.qtbot import QtBot

from app.takes.lab_take import LabTake
from app.takes.take_list import MOST_TAKES, Library
from tests.app.takes.made_lab_take import lab_take


@pytest.fixture
def library(qtbot: QtBot) -> Library:
    return Library(QUndoStack())


def numbers(library: Library) -> list[int]:
    return [take.number for take in library.takes]


def new_takes(library: Library, count: int) -> list[LabTake]:
    return [lab_take(library.new_number()) for _ in range(count)]


def test_the_newest_takes_are_on_top_and_the_first_of_them_first(library: Library) -> None:
    library.add(new_takes(library, 2), "Sample")
    library.add(new_takes(library, 3), "Sample")
    assert numbers(library) == [3, 4, 5, 1, 2]
    assert (len(library), 4 in library, 6 in library) == (5, True, False)
    assert library[4].number == 4
    with pytest.raises(KeyError):
        library[6]


def star(library: Library) -> None:
    library.set_starred([1, 3], True, "Change")


def unstar(library: Library) -> None:
    library.set_starred([2], False, "Change")


def note(library: Library) -> None:
    library.set_note(2, "calm", "Change")


def remove(library: Library) -> None:
    library.remove([1, 3], "Change")


def add(library: Library) -> None:
    library.add(new_takes(library, 2), "Change")


@pytest.mark.parametrize("change", [star, unstar, note, remove, add])
def test_each_change_can_be_undone_and_redone(
    library: Library, qtbot: QtBot, change: Callable[[Library], None]
) -> None:
    library.restore([lab_take(3), lab_take(2, starred=True), lab_take(1)])
    before = library.takes
    with qtbot.waitSignal(library.changed):
        change(library)
    after = library.takes
    assert after != before
    assert library.stack.undoText() == "Change"
    with qtbot.waitSignal(library.changed):
        library.stack.undo()
    assert library.takes == before
    with qtbot.waitSignal(library.changed):
        library.stack.redo()
    assert library.takes == after


def test_stars_and_notes_are_on_the_takes_that_were_meant(library: Library) -> None:
    library.restore([lab_take(3), lab_take(2, starred=True), lab_take(1)])
    star(library)
    unstar(library)
    note(library)
    assert [(t.number, t.starred, t.note) for t in library.takes] == [
        (3, True, ""), (2, False, "calm"), (1, True, ""),
    ]  # fmt: skip


def test_what_changes_nothing_is_no_change(library: Library, qtbot: QtBot) -> None:
    library.restore([lab_take(1, starred=True)])
    with qtbot.assertNotEmitted(library.changed):
        library.set_starred([1], True, "Star")
        library.set_note(1, "", "Note")
        library.remove([7], "Remove")
    assert not library.stack.canUndo()


def test_no_number_is_given_twice(library: Library) -> None:
    library.add(new_takes(library, 3), "Sample")
    library.remove([3], "Remove")
    library.stack.undo()
    library.stack.undo()  # none is left, and all three may come back
    assert library.takes == ()
    library.add(new_takes(library, 1), "Sample")
    assert numbers(library) == [4]


def test_takes_of_an_earlier_session_come_back_as_they_were(library: Library, qtbot: QtBot) -> None:
    takes = (lab_take(7, starred=True), lab_take(9), lab_take(2))
    with qtbot.waitSignal(library.changed):
        library.restore(takes)
    assert library.takes == takes
    assert not library.stack.canUndo()
    assert library.new_number() == 10


def test_a_full_list_loses_the_oldest_without_star_and_note(library: Library) -> None:
    library.add(new_takes(library, MOST_TAKES), "Sample")
    library.set_starred([MOST_TAKES], True, "Star")
    library.set_note(MOST_TAKES - 2, "calm", "Note")
    full = library.takes
    assert numbers(library)[-3:] == [198, 199, 200]
    library.add(new_takes(library, 3), "Sample")
    assert len(library) == MOST_TAKES
    assert numbers(library)[:4] == [201, 202, 203, 1]
    # 199 goes, then 197 and 196.
    assert numbers(library)[-4:] == [194, 195, 198, 200]
    library.stack.undo()
    assert library.takes == full


def test_new_takes_never_leave_a_full_list(library: Library) -> None:
    library.add(new_takes(library, MOST_TAKES), "Sample")
    library.set_starred(numbers(library), True, "Star")
    library.add(new_takes(library, 2), "Sample")
    assert len(library) == MOST_TAKES + 2
    many = new_takes(library, MOST_TAKES + 5)
    library.set_starred(range(2, 1000), False, "Take away the star")
    library.add(many, "Sample")
    assert library.takes[:-1] == tuple(many)
    assert numbers(library)[-1] == 1  # by its star
