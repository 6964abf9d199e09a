"""The list of lines, and what it says while there are none."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.document.document import Document
from app.document.finding import pattern_of
from app.session.line_filter import LineFilter
from app.session.line_states import LineState, LineStatus
from app.ui.script.line_model import FOUND_ROLE
from app.ui.script.script_panel import ScriptPanel
from app.ui.takes.take_facts import TakeFacts
from tests.app.ui.script.made_lines import document_with


@pytest.fixture
def panel(qtbot: QtBot) -> ScriptPanel:
    panel = ScriptPanel(TakeFacts())
    qtbot.addWidget(panel)
    panel.resize(800, 400)
    panel.show()
    qtbot.waitExposed(panel)
    panel.activateWindow()
    return panel


def test_an_empty_script_says_how_lines_come_about(panel: ScriptPanel) -> None:
    (words,) = panel.findChildren(QLabel, "scriptEmptyLabel")
    assert words.isVisible()
    assert "paste" in words.text()
    panel.set_document(document_with([1]))
    assert not words.isVisible()
    assert panel.list.isVisible()
    panel.set_document(Document())
    assert words.isVisible()


def test_where_the_last_selected_line_goes_its_neighbour_is_selected(panel: ScriptPanel) -> None:
    panel.set_document(document_with([1, 2, 3, 4]))
    panel.choose([3])
    panel.set_document(document_with([1, 2, 4]))
    assert panel.chosen() == [4]
    panel.set_document(document_with([1, 2]))
    assert panel.chosen() == [2]


def test_the_keyboard_comes_back_with_lines_that_come_back(
    panel: ScriptPanel, qtbot: QtBot
) -> None:
    panel.set_document(document_with([1]))
    panel.list.setFocus()
    qtbot.waitUntil(panel.list.hasFocus)
    panel.set_document(Document())
    panel.set_document(document_with([1]))
    assert panel.list.hasFocus()


def test_the_keyboard_waits_for_the_first_lines(panel: ScriptPanel, qtbot: QtBot) -> None:
    panel.take_keyboard()
    qtbot.waitUntil(panel.hasFocus)
    panel.set_document(document_with([1]))
    assert panel.list.hasFocus()


def test_the_type_is_a_little_smaller_than_in_the_text(panel: ScriptPanel, qtbot: QtBot) -> None:
    panel.set_document(document_with([1, 2]))
    panel.set_point_size(15)
    high = panel.list.visualRect(panel.list.model().index(0)).height()
    panel.set_point_size(30)
    assert panel.list.font().pointSize() == 27
    qtbot.waitUntil(
        lambda: panel.list.visualRect(panel.list.model().index(0)).height() > 1.5 * high
    )
    panel.set_point_size(8)
    assert panel.list.font().pointSize() == 8


def test_what_sounds_comes_into_sight(panel: ScriptPanel) -> None:
    panel.set_document(document_with(range(1, 101)))
    panel.set_spoken(70, (0, 4))
    rect = panel.list.visualRect(panel.list.model().index(69))
    assert panel.list.viewport().rect().contains(rect.center())


def test_keys_are_the_lists(panel: ScriptPanel, qtbot: QtBot) -> None:
    panel.set_document(document_with([1, 2]))
    panel.choose([2])
    with qtbot.waitSignal(panel.list.play_requested) as told:
        qtbot.keyClick(panel.list, Qt.Key.Key_Space)
    assert told.args == [[2]]


# -- the filter ------------------------------------------------------------------------------------


def ids(panel: ScriptPanel) -> list[int]:
    return [line.id for line in panel.shown()]


@pytest.fixture
def states(panel: ScriptPanel) -> dict[int, LineState]:
    """Of four lines, of which two are stale."""
    made = {1: LineState.MADE, 2: LineState.STALE, 3: LineState.NOT_MADE, 4: LineState.STALE}
    panel.show_statuses(lambda line: LineStatus(made[line.id]))
    panel.set_document(document_with([1, 2, 3, 4]))
    return made


def test_a_filter_shows_what_there_is_something_to_do_about(
    panel: ScriptPanel, states: dict[int, LineState]
) -> None:
    panel.choose([3])
    panel.set_filter(LineFilter.STALE)
    assert ids(panel) == [2, 4]
    panel.set_filter(LineFilter.ALL)
    assert ids(panel) == [1, 2, 3, 4]


def test_a_line_does_not_go_while_someone_works_on_it(
    panel: ScriptPanel, states: dict[int, LineState], qtbot: QtBot
) -> None:
    panel.set_filter(LineFilter.STALE)
    panel.choose([2])
    states.update({2: LineState.MADE, 4: LineState.MADE, 3: LineState.STALE})
    panel.refresh({2, 3, 4})
    qtbot.waitUntil(lambda: ids(panel) == [2, 3])
    assert panel.chosen() == [2]


def test_a_filter_that_leaves_nothing_says_so(
    panel: ScriptPanel, states: dict[int, LineState]
) -> None:
    (words,) = panel.findChildren(QLabel, "scriptFilteredLabel")
    panel.set_filter(LineFilter.FAILED)
    assert words.isVisible()
    panel.set_document(Document())
    assert not words.isVisible(), "there is nothing that could be left"
    panel.set_filter(LineFilter.ALL)
    panel.set_document(document_with([1]))
    assert panel.list.isVisible()


def test_words_that_are_sought_are_marked(panel: ScriptPanel) -> None:
    panel.set_document(document_with([1, 2]))
    panel.set_sought(pattern_of("CAME"))
    index = panel.list.model().index(0, 0)
    assert index.data(FOUND_ROLE) == [(7, 11)]
    panel.set_sought(None)
    assert index.data(FOUND_ROLE) == []
