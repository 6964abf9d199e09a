"""The dialog of a sweep: a setting, and the values that it takes."""

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

from app.takes.sweep import SWEPT_SETTINGS
from app.ui.takes.sweep_dialog import SweepDialog


@pytest.fixture
def dialog(qtbot: QtBot) -> SweepDialog:
    dialog = SweepDialog()
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def field(dialog: SweepDialog, name: str) -> QDoubleSpinBox:
    return dialog.findChild(QDoubleSpinBox, f"sweep{name}Field")


def choose(dialog: SweepDialog, setting: str) -> None:
    picker = dialog.findChild(QComboBox, "sweepSettingPicker")
    picker.setCurrentIndex(picker.findData(setting))


def test_every_setting_can_be_chosen_and_proposes_a_range_worth_hearing(
    dialog: SweepDialog,
) -> None:
    assert dialog.findChild(QComboBox, "sweepSettingPicker").count() == len(SWEPT_SETTINGS)
    for setting, (lowest, highest, first, last) in (
        *SWEPT_SETTINGS.items(),
        *SWEPT_SETTINGS.items(),
    ):
        choose(dialog, setting)
        assert dialog.setting == setting
        assert (dialog.values[0], dialog.values[-1]) == (first, last)
        for each in (field(dialog, "Low"), field(dialog, "High")):
            assert (each.minimum(), each.maximum()) == (lowest, highest)


def test_the_values_are_evenly_spread_and_as_they_are_shown(dialog: SweepDialog) -> None:
    field(dialog, "Low").setValue(0.0)
    field(dialog, "High").setValue(1.0)
    steps = dialog.findChild(QSpinBox, "sweepStepsField")
    steps.setValue(5)
    assert dialog.values == [0.0, 0.25, 0.5, 0.75, 1.0]
    steps.setValue(4)
    assert dialog.values == [0.0, 0.33, 0.67, 1.0]


def test_there_are_two_to_sixteen_takes(dialog: SweepDialog) -> None:
    steps = dialog.findChild(QSpinBox, "sweepStepsField")
    for wanted, count in ((1, 2), (16, 16), (40, 16)):
        steps.setValue(wanted)
        assert len(dialog.values) == count


def test_a_sweep_goes_up_whichever_end_was_given_first(dialog: SweepDialog) -> None:
    field(dialog, "Low").setValue(1.0)
    field(dialog, "High").setValue(0.5)
    assert dialog.values == sorted(dialog.values)
    assert (dialog.values[0], dialog.values[-1]) == (0.5, 1.0)


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("sweepAcceptButton", QDialog.DialogCode.Accepted),
        ("sweepCancelButton", QDialog.DialogCode.Rejected),
    ],
)
def test_a_button_answers(dialog: SweepDialog, name: str, answer: QDialog.DialogCode) -> None:
    dialog.findChild(QPushButton, name).click()
    assert dialog.result() == answer
    assert not dialog.isVisible()


def test_escape_makes_none(dialog: SweepDialog, qtbot: QtBot) -> None:
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.result() == QDialog.DialogCode.Rejected


def test_everything_is_named(dialog: SweepDialog) -> None:
    fields: list[QWidget] = [
        dialog.findChild(QComboBox, "sweepSettingPicker"),
        field(dialog, "Low"),
        field(dialog, "High"),
        dialog.findChild(QSpinBox, "sweepStepsField"),
    ]
    for control in (*fields, *dialog.findChildren(QPushButton)):
        assert control.objectName()
        assert control.accessibleName(), control.objectName()
        assert control.toolTip(), control.objectName()
    buddies = {label.buddy() for label in dialog.findChildren(QLabel)}
    assert buddies >= set(fields)


def test_a_sweep_without_a_way_up_is_one_take(dialog: SweepDialog) -> None:
    for each in (field(dialog, "Low"), field(dialog, "High")):
        each.setValue(0.5)
    assert dialog.values == [0.5]
