"""The panel of takes: how many are drawn, and what is offered for those that are chosen."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QSpinBox
from pytestqt.qtbot import QtBot

from app.takes.take_list import MOST_TAKES
from app.ui.actions.window_actions import WindowActions
from app.ui.takes.take_facts import TakeFacts
from app.ui.takes.takes_panel import MOST_AT_ONCE, TakesPanel
from tests.app.takes.made_lab_take import lab_take

TAKES = tuple(lab_take(number) for number in (4, 3, 2, 1))


@pytest.fixture
def facts(qapp: QApplication) -> TakeFacts:
    return TakeFacts()


@pytest.fixture
def panel(actions: WindowActions, facts: TakeFacts, qtbot: QtBot) -> TakesPanel:
    panel = TakesPanel(actions, facts)
    qtbot.addWidget(panel)
    panel.resize(900, 400)
    panel.show()
    return panel


def test_an_empty_panel_says_what_it_is_for(panel: TakesPanel) -> None:
    words = panel.findChild(QLabel, "takesEmptyLabel")
    assert words.isVisible()
    assert "sample" in words.text()
    assert not panel.list.isVisible()
    panel.set_takes(TAKES)
    assert not words.isVisible()
    assert panel.list.isVisible()
    panel.set_takes(())
    assert words.isVisible()


def test_one_to_thirty_two_takes_are_drawn_at_a_time(panel: TakesPanel, qtbot: QtBot) -> None:
    assert MOST_AT_ONCE == 32
    assert panel.count() == 8
    with qtbot.waitSignal(panel.count_changed):
        panel.set_count(5)
    assert panel.count() == 5
    for wanted, count in ((0, 1), (1, 1), (32, 32), (33, 32)):
        panel.set_count(wanted)
        assert panel.count() == count


def test_as_many_are_asked_for_as_the_field_says(panel: TakesPanel, qtbot: QtBot) -> None:
    field = panel.findChild(QSpinBox, "sampleCountField")
    field.clear()
    qtbot.keyClicks(field, "12")
    with qtbot.waitSignal(panel.sample_requested) as asked:
        panel.request_sample()
    assert asked.args == [12]


def test_another_number_of_takes_or_of_selected_ones_is_told(
    panel: TakesPanel, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(panel.takes_changed):
        panel.set_takes(TAKES)
    assert (panel.listed(), panel.chosen()) == (4, [])
    with qtbot.waitSignals([panel.takes_changed, panel.chosen_changed]):
        panel.choose([2, 4])
    assert panel.chosen() == [2, 4]
    with qtbot.waitSignal(panel.takes_changed):
        panel.set_takes(TAKES[1:])  # one of the two is gone
    assert (panel.listed(), panel.chosen()) == (3, [2])
    panel.set_takes(())
    assert (panel.listed(), panel.chosen()) == (0, [])


def test_what_is_done_in_the_list_is_passed_on(panel: TakesPanel, qtbot: QtBot) -> None:
    panel.set_takes(TAKES)
    panel.choose([3])
    for key, signal, expected in (
        (Qt.Key.Key_Return, panel.play_requested, [3, 0.0]),
        (Qt.Key.Key_S, panel.star_requested, [[3], True]),
        (Qt.Key.Key_Delete, panel.delete_requested, [[3]]),
        (Qt.Key.Key_C, panel.compare_requested, []),
        (Qt.Key.Key_U, panel.adopt_requested, []),
    ):
        with qtbot.waitSignal(signal) as asked:
            qtbot.keyClick(panel.list, key)
        assert asked.args == expected
    index = panel.list.model().index(1)
    with qtbot.waitSignal(panel.note_changed) as noted:
        panel.list.model().setData(index, "a note")
    assert noted.args == [3, "a note"]


def test_how_full_the_list_is(panel: TakesPanel) -> None:
    words = panel.findChild(QLabel, "takesFilledLabel")
    assert words.text() == ""
    panel.set_takes(TAKES)
    assert words.text() == f"4 of {MOST_TAKES}"


def test_even_tempo_is_told_but_not_to_who_sets_it(panel: TakesPanel, qtbot: QtBot) -> None:
    told: list[bool] = []
    panel.even_tempo_toggled.connect(told.append)
    panel.set_even_tempo(True)
    assert panel.even_tempo()
    panel.findChild(QCheckBox, "evenTempoBox").click()
    assert told == [False]
    assert not panel.even_tempo()


def test_a_take_without_a_picture_asks_for_one_when_it_is_seen(
    panel: TakesPanel, facts: TakeFacts, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(facts.preview_missed):
        panel.set_takes(TAKES)
