"""The list of takes: whatever is done to it can be undone, and it does not grow without bound."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtGui import QUndoStack
from pytestqt.qtbot import QtBot

from app.takes.lab_take import LabTake
from app.takes.take_list import MOST_TAKES, TakeList
from tests.app.takes.made_lab_take import lab_take


@pytest.fixture
def take_list(qtbot: QtBot) -> TakeList:
    return TakeList(QUndoStack())


def numbers(take_list: TakeList) -> list[int]:
    return [take.number for take in take_list.takes]


def new_takes(take_list: TakeList, count: int) -> list[LabTake]:
    return [lab_take(take_list.new_number()) for _ in range(count)]


def test_the_newest_takes_are_on_top_and_the_first_of_them_first(take_list: TakeList) -> None:
    take_list.add(new_takes(take_list, 2), "Sample")
    take_list.add(new_takes(take_list, 3), "Sample")
    assert numbers(take_list) == [3, 4, 5, 1, 2]
    assert (len(take_list), 4 in take_list, 6 in take_list) == (5, True, False)
    assert take_list[4].number == 4
    with pytest.raises(KeyError):
        take_list[6]


def test_a_take_comes_in_the_place_of_another_and_goes_again(take_list: TakeList) -> None:
    take_list.add(new_takes(take_list, 3), "Sample")
    (new,) = new_takes(take_list, 1)
    take_list.replace(2, new, "Comp")
    assert numbers(take_list) == [1, 4, 3]
    take_list.stack.undo()
    assert numbers(take_list) == [1, 2, 3]
    with pytest.raises(KeyError):
        take_list.replace(4, new, "Comp")


def star(take_list: TakeList) -> None:
    take_list.set_starred([1, 3], True, "Change")


def unstar(take_list: TakeList) -> None:
    take_list.set_starred([2], False, "Change")


def note(take_list: TakeList) -> None:
    take_list.set_note(2, "calm", "Change")


def remove(take_list: TakeList) -> None:
    take_list.remove([1, 3], "Change")


def add(take_list: TakeList) -> None:
    take_list.add(new_takes(take_list, 2), "Change")


@pytest.mark.parametrize("change", [star, unstar, note, remove, add])
def test_each_change_can_be_undone_and_redone(
    take_list: TakeList, qtbot: QtBot, change: Callable[[TakeList], None]
) -> None:
    take_list.restore([lab_take(3), lab_take(2, starred=True), lab_take(1)])
    before = take_list.takes
    with qtbot.waitSignal(take_list.changed):
        change(take_list)
    after = take_list.takes
    assert after != before
    assert take_list.stack.undoText() == "Change"
    with qtbot.waitSignal(take_list.changed):
        take_list.stack.undo()
    assert take_list.takes == before
    with qtbot.waitSignal(take_list.changed):
        take_list.stack.redo()
    assert take_list.takes == after


def test_stars_and_notes_are_on_the_takes_that_were_meant(take_list: TakeList) -> None:
    take_list.restore([lab_take(3), lab_take(2, starred=True), lab_take(1)])
    star(take_list)
    unstar(take_list)
    note(take_list)
    assert [(t.number, t.starred, t.note) for t in take_list.takes] == [
        (3, True, ""), (2, False, "calm"), (1, True, ""),
    ]  # fmt: skip


def test_what_changes_nothing_is_no_change(take_list: TakeList, qtbot: QtBot) -> None:
    take_list.restore([lab_take(1, starred=True)])
    with qtbot.assertNotEmitted(take_list.changed):
        take_list.set_starred([1], True, "Star")
        take_list.set_note(1, "", "Note")
        take_list.remove([7], "Remove")
    assert not take_list.stack.canUndo()


def test_no_number_is_given_twice(take_list: TakeList) -> None:
    take_list.add(new_takes(take_list, 3), "Sample")
    take_list.remove([3], "Remove")
    take_list.stack.undo()
    take_list.stack.undo()  # none is left, and all three may come back
    assert take_list.takes == ()
    take_list.add(new_takes(take_list, 1), "Sample")
    assert numbers(take_list) == [4]


def test_takes_of_an_earlier_session_come_back_as_they_were(
    take_list: TakeList, qtbot: QtBot
) -> None:
    takes = (lab_take(7, starred=True), lab_take(9), lab_take(2))
    with qtbot.waitSignal(take_list.changed):
        take_list.restore(takes)
    assert take_list.takes == takes
    assert not take_list.stack.canUndo()
    assert take_list.new_number() == 10


def test_a_full_list_loses_the_oldest_without_star_and_note(take_list: TakeList) -> None:
    take_list.add(new_takes(take_list, MOST_TAKES), "Sample")
    take_list.set_starred([MOST_TAKES], True, "Star")
    take_list.set_note(MOST_TAKES - 2, "calm", "Note")
    full = take_list.takes
    assert numbers(take_list)[-3:] == [198, 199, 200]
    take_list.add(new_takes(take_list, 3), "Sample")
    assert len(take_list) == MOST_TAKES
    assert numbers(take_list)[:4] == [201, 202, 203, 1]
    # 199 goes, then 197 and 196.
    assert numbers(take_list)[-4:] == [194, 195, 198, 200]
    take_list.stack.undo()
    assert take_list.takes == full


def test_new_takes_never_leave_a_full_list(take_list: TakeList) -> None:
    take_list.add(new_takes(take_list, MOST_TAKES), "Sample")
    take_list.set_starred(numbers(take_list), True, "Star")
    take_list.add(new_takes(take_list, 2), "Sample")
    assert len(take_list) == MOST_TAKES + 2
    many = new_takes(take_list, MOST_TAKES + 5)
    take_list.set_starred(range(2, 1000), False, "Take away the star")
    take_list.add(many, "Sample")
    assert take_list.takes[:-1] == tuple(many)
    assert numbers(take_list)[-1] == 1  # by its star
