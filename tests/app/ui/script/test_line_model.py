"""Which rows the model tells of when the script changes, and what they say."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from app.document.delivery import Delivery
from app.document.document import Document, Line
from app.document.slots import Slot
from app.session.line_states import LineState, LineStatus
from app.ui.script.line_model import LINE_ROLE, NUMBER_ROLE, SPOKEN_ROLE, STATUS_ROLE, LineModel
from tests.app.ui.script.made_lines import MADE, chosen_for, document_with

ids = st.lists(st.integers(1, 12), unique=True, max_size=12)


def model_of(*statuses: tuple[int, LineStatus]) -> LineModel:
    given = dict(statuses)
    return LineModel(lambda line: given.get(line.id, LineStatus(LineState.NOT_MADE)))


def shown(model: LineModel) -> list[int]:
    return [model.line_at(row).id for row in range(model.rowCount())]


def said(model: LineModel, row: int) -> str:
    return str(model.index(row).data(Qt.ItemDataRole.AccessibleTextRole))


@given(st.lists(ids, min_size=1, max_size=5))
def test_rows_are_the_lines_and_each_index_stays_with_its_line(scripts: list[list[int]]) -> None:
    model = model_of()
    tester = QAbstractItemModelTester(model)
    held: dict[int, QPersistentModelIndex] = {}
    for script in scripts:
        model.set_document(document_with(script))
        assert shown(model) == script
        for line, index in held.items():
            if line in script:
                assert index.isValid()
                assert index.data(LINE_ROLE).id == line
            else:
                assert not index.isValid()
        held = {line: QPersistentModelIndex(model.index(row)) for row, line in enumerate(script)}
    tester.deleteLater()


@given(st.lists(st.tuples(ids, st.sets(st.integers(1, 12))), min_size=1, max_size=4))
def test_a_filter_shows_some_of_the_lines(steps: list[tuple[list[int], set[int]]]) -> None:
    model = model_of()
    for script, wanted in steps:
        model.set_filter(lambda line, wanted=wanted: line.id in wanted)
        model.set_document(document_with(script))
        assert shown(model) == [line for line in script if line in wanted]
        for row in range(model.rowCount()):
            line = model.line_at(row).id
            assert model.row_of(line) == row
            assert model.index(row).data(NUMBER_ROLE) == script.index(line) + 1
        model.set_filter(None)
        assert shown(model) == script


def test_an_edit_tells_of_the_line_that_it_changes_alone(qtbot: QtBot) -> None:
    model, document = model_of(), document_with(range(1, 3001))
    model.set_document(document)
    told: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last: told.append((first.row(), last.row())))
    model.modelReset.connect(lambda: pytest.fail("a reset"))
    document = document.with_lines([1500], lambda line: replace(line, text="Other words."))
    model.set_document(document)
    assert told == [(1499, 1499)]
    assert model.index(1499).data(LINE_ROLE).text == "Other words."


def test_lines_in_the_middle_come_and_go_as_rows(qtbot: QtBot) -> None:
    model = model_of()
    model.set_document(document_with([1, 2, 3, 4]))
    told: list[tuple[str, int, int]] = []
    model.rowsInserted.connect(lambda _, first, last: told.append(("in", first, last)))
    model.rowsRemoved.connect(lambda _, first, last: told.append(("out", first, last)))
    model.set_document(document_with([1, 8, 9, 4]))
    assert told == [("out", 1, 2), ("in", 1, 2)]


def test_what_has_become_of_a_line_is_asked_once_until_it_is_another(qtbot: QtBot) -> None:
    asked: list[int] = []

    def status(line: Line) -> LineStatus:
        asked.append(line.id)
        return MADE

    model = LineModel(status)
    document = document_with([1, 2, 3])
    model.set_document(document)
    assert asked == []
    for _ in range(2):
        assert model.index(1).data(STATUS_ROLE) is MADE
    assert asked == [2]
    model.refresh({2})
    model.index(1).data(STATUS_ROLE)
    model.set_document(document.with_lines([2], lambda line: replace(line, text="Other.")))
    model.index(1).data(STATUS_ROLE)
    model.refresh()
    model.index(1).data(STATUS_ROLE)
    assert asked == [2, 2, 2, 2]


def test_the_line_that_sounds_is_marked_with_its_word(qtbot: QtBot) -> None:
    model = model_of()
    model.set_document(document_with([1, 2, 3]))
    told: list[int] = []
    model.dataChanged.connect(lambda first, _: told.append(first.row()))
    model.set_spoken(2, (0, 4))
    assert [model.index(row).data(SPOKEN_ROLE) for row in range(3)] == [None, (0, 4), None]
    model.set_spoken(3, (0, 4))
    model.set_spoken(3, (0, 4))
    assert sorted(told) == [1, 1, 2]
    model.set_spoken(None)
    assert model.index(2).data(SPOKEN_ROLE) is None


def test_when_a_line_is_to_be_heard_is_said_with_what_it_misses(qtbot: QtBot) -> None:
    model = model_of((2, replace(MADE, late=0.5, over=1.25)))
    document = document_with([1, 2])
    slotted = document.with_lines([1, 2], lambda line: replace(line, slot=Slot(line.id, 63.5)))
    model.set_document(slotted)
    assert said(model, 0) == "Line 1, Line 1 came., Not made, To be heard from 0:01.00 to 1:03.50."
    assert "It begins 0.50 s late." in said(model, 1)
    tip = str(model.index(1).data(Qt.ItemDataRole.ToolTipRole))
    assert tip.endswith("It is too long by 1.25 s.")


def test_a_screen_reader_says_all_that_a_row_shows(qtbot: QtBot) -> None:
    model = model_of((2, MADE), (3, LineStatus(LineState.FAILED, problem="No memory.")))
    document = document_with([1, 2, 3])
    model.set_document(document.choosing(2, chosen_for("Line 2 came.")))
    assert said(model, 0) == "Line 1, Line 1 came., Not made"
    assert said(model, 1) == "Line 2, Line 2 came., Made, a take is chosen, 1.92 seconds"
    assert said(model, 2) == "Line 3, Line 3 came., Failed"
    tips = [str(model.index(row).data(Qt.ItemDataRole.ToolTipRole)) for row in range(3)]
    assert tips[2].endswith("No memory.")


def test_what_a_line_has_of_its_own_is_said(qtbot: QtBot) -> None:
    model = model_of()
    delivery = Delivery("Anna", length_scale=0.5, rhythm_seed=7, voice="/voices/cleo.onnx")
    line = Line(1, "Part 1.", delivery=delivery, gap=2.0, heading=1)
    model.set_document(Document((line,)))
    own = "voice cleo, speaker Anna, speed 2.00×, rhythm seed 7, gap of 2.00 s"
    assert said(model, 0) == f"Line 1, heading, Part 1., Not made, {own}"
    assert str(model.index(0).data(Qt.ItemDataRole.ToolTipRole)).endswith(own)
    model.set_document(Document((replace(line, delivery=Delivery(voice=""), gap=None),)))
    assert said(model, 0).endswith("voice that comes along")


def test_a_stale_line_says_what_is_stale(qtbot: QtBot) -> None:
    stale = LineStatus(LineState.STALE)
    model = model_of((1, stale), (2, stale))
    model.set_document(document_with([1, 2]).choosing(2, chosen_for("Other words.")))
    tips = [str(model.index(row).data(Qt.ItemDataRole.ToolTipRole)) for row in range(2)]
    assert "Changed since it was made" in tips[0]
    assert "has other words" in tips[1]


def test_what_is_typed_is_told_and_not_shown_before_the_script_says_so(qtbot: QtBot) -> None:
    model = model_of()
    model.set_document(document_with([7]))
    with qtbot.waitSignal(model.text_edited) as told:
        model.setData(model.index(0), "Other words.")
    assert told.args == [7, "Other words."]
    assert model.line_at(0).text == "Line 7 came."


def test_no_lines_are_no_rows(qtbot: QtBot) -> None:
    model = model_of()
    model.set_document(Document(after="\n"))
    model.refresh()
    assert model.rowCount() == 0
    assert model.row_of(1) is None
