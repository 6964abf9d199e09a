"""The list of lines, and what it says while there are none."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.document.document import Document
from app.ui.script.script_panel import ScriptPanel
from tests.app.ui.script.made_lines import document_with


@pytest.fixture
def panel(qtbot: QtBot) -> ScriptPanel:
    panel = ScriptPanel()
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
