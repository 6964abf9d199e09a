"""The dialog of a ladder: a knob, and the values that it is turned to."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDoubleSpinBox,
    QLabel,
    QPushButton,
    QSpinBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.takes.sweep import KNOBS
from app.ui.takes.sweep_dialog import LadderDialog


@pytest.fixture
def dialog(qtbot: QtBot) -> LadderDialog:
    dialog = LadderDialog()
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def field(dialog: LadderDialog, name: str) -> QDoubleSpinBox:
    return dialog.findChild(QDoubleSpinBox, f"ladder{name}Field")


def choose(dialog: LadderDialog, knob: str) -> None:
    picker = dialog.findChild(QComboBox, "ladderKnobPicker")
    picker.setCurrentIndex(picker.findData(knob))


def test_every_knob_can_be_chosen_and_proposes_a_range_worth_hearing(dialog: LadderDialog) -> None:
    assert dialog.findChild(QComboBox, "ladderKnobPicker").count() == len(KNOBS)
    for knob, (lowest, highest, first, last) in (*KNOBS.items(), *KNOBS.items()):
        choose(dialog, knob)
        assert dialog.knob == knob
        assert (dialog.values[0], dialog.values[-1]) == (first, last)
        for each in (field(dialog, "Low"), field(dialog, "High")):
            assert (each.minimum(), each.maximum()) == (lowest, highest)


def test_the_values_are_evenly_spread_and_as_they_are_shown(dialog: LadderDialog) -> None:
    field(dialog, "Low").setValue(0.0)
    field(dialog, "High").setValue(1.0)
    steps = dialog.findChild(QSpinBox, "ladderStepsField")
    steps.setValue(5)
    assert dialog.values == [0.0, 0.25, 0.5, 0.75, 1.0]
    steps.setValue(4)
    assert dialog.values == [0.0, 0.33, 0.67, 1.0]


def test_there_are_two_to_sixteen_takes(dialog: LadderDialog) -> None:
    steps = dialog.findChild(QSpinBox, "ladderStepsField")
    for wanted, count in ((1, 2), (16, 16), (40, 16)):
        steps.setValue(wanted)
        assert len(dialog.values) == count


def test_a_ladder_goes_up_whichever_end_was_given_first(dialog: LadderDialog) -> None:
    field(dialog, "Low").setValue(1.0)
    field(dialog, "High").setValue(0.5)
    assert dialog.values == sorted(dialog.values)
    assert (dialog.values[0], dialog.values[-1]) == (0.5, 1.0)


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("ladderAcceptButton", QDialog.DialogCode.Accepted),
        ("ladderCancelButton", QDialog.DialogCode.Rejected),
    ],
)
def test_a_button_answers(dialog: LadderDialog, name: str, answer: QDialog.DialogCode) -> None:
    dialog.findChild(QPushButton, name).click()
    assert dialog.result() == answer
    assert not dialog.isVisible()


def test_escape_makes_none(dialog: LadderDialog, qtbot: QtBot) -> None:
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.result() == QDialog.DialogCode.Rejected


def test_everything_is_named(dialog: LadderDialog) -> None:
    fields: list[QWidget] = [
        dialog.findChild(QComboBox, "ladderKnobPicker"),
        field(dialog, "Low"),
        field(dialog, "High"),
        dialog.findChild(QSpinBox, "ladderStepsField"),
    ]
    for control in (*fields, *dialog.findChildren(QPushButton)):
        assert control.objectName()
        assert control.accessibleName(), control.objectName()
        assert control.toolTip(), control.objectName()
    buddies = {label.buddy() for label in dialog.findChildren(QLabel)}
    assert buddies >= set(fields)


def test_a_ladder_without_a_way_up_is_one_take(dialog: LadderDialog) -> None:
    for each in (field(dialog, "Low"), field(dialog, "High")):
        each.setValue(0.5)
    assert dialog.values == [0.5]
