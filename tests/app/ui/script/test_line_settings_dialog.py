"""What lines are to have of their own."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QDoubleSpinBox, QPushButton, QSpinBox
from pytestqt.qtbot import QtBot

from app.document.delivery import NOTHING_OWN, Delivery
from app.document.document import Line
from app.ui.script.line_settings_dialog import LineSettingsDialog

SCRIPT = Delivery("Anna", 0.667, 0.8, 1 / 1.1, 3, 4)
PLAIN = Line(1, "One came.", pause=0.25)
OWN = Line(2, "Two came.", delivery=Delivery(length_scale=1 / 3, rhythm_seed=7), gap=1.0)


def dialog_for(qtbot: QtBot, *lines: Line, speakers: tuple[str, ...] = ()) -> LineSettingsDialog:
    dialog = LineSettingsDialog(lines, SCRIPT, 0.25, speakers)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def box(dialog: LineSettingsDialog, name: str) -> QCheckBox:
    (found,) = dialog.findChildren(QCheckBox, f"line_{name}_Box")
    return found


def number(dialog: LineSettingsDialog, name: str) -> QSpinBox | QDoubleSpinBox:
    fields = dialog.findChildren(QSpinBox) + dialog.findChildren(QDoubleSpinBox)
    return next(each for each in fields if each.objectName() == f"line_{name}_Field")


def test_what_nobody_touches_stays_to_the_last_digit(qtbot: QtBot) -> None:
    for line in (PLAIN, OWN):
        assert dialog_for(qtbot, line).changed(line) == line
    both = dialog_for(qtbot, PLAIN, OWN)
    assert both.changed(PLAIN) == PLAIN
    assert both.changed(OWN) == OWN


def test_the_script_is_what_a_line_starts_from(qtbot: QtBot) -> None:
    dialog = dialog_for(qtbot, PLAIN)
    assert number(dialog, "length_scale").value() == pytest.approx(1.1)
    assert number(dialog, "rhythm_seed").value() == 3
    assert number(dialog, "gap").value() == 0.25
    box(dialog, "length_scale").setChecked(True)
    assert dialog.changed(PLAIN).delivery == Delivery(length_scale=1 / 1.1)


def test_to_type_a_value_makes_it_the_lines_own(qtbot: QtBot) -> None:
    dialog = dialog_for(qtbot, PLAIN, OWN)
    number(dialog, "length_scale").setValue(2.0)
    number(dialog, "expression_seed").setValue(9)
    number(dialog, "gap").setValue(0.0)
    assert box(dialog, "gap").isChecked()
    wanted = Delivery(length_scale=0.5, expression_seed=9)
    assert dialog.changed(PLAIN) == replace(PLAIN, delivery=wanted, gap=0.0)
    assert dialog.changed(OWN).delivery == replace(wanted, rhythm_seed=7), "they differ in it"


def test_lines_that_differ_are_left_alone_until_the_tick_is_set(qtbot: QtBot) -> None:
    dialog = dialog_for(qtbot, PLAIN, OWN)
    seed = box(dialog, "rhythm_seed")
    assert seed.checkState() is Qt.CheckState.PartiallyChecked
    seed.setChecked(False)
    assert dialog.changed(OWN).delivery.rhythm_seed is None
    seed.setChecked(True)
    assert dialog.changed(PLAIN).delivery.rhythm_seed == 7


def test_all_that_is_its_own_can_be_taken_away(qtbot: QtBot) -> None:
    dialog = dialog_for(qtbot, OWN)
    (reset,) = dialog.findChildren(QPushButton, "followScriptButton")
    qtbot.mouseClick(reset, Qt.MouseButton.LeftButton)
    assert dialog.changed(OWN) == replace(OWN, delivery=NOTHING_OWN, gap=None)


def test_a_speaker_is_asked_for_where_the_voice_has_several(qtbot: QtBot) -> None:
    assert not dialog_for(qtbot, PLAIN, speakers=("Anna",)).findChildren(QComboBox)
    dialog = dialog_for(qtbot, PLAIN, speakers=("Anna", "Bert"))
    (field,) = dialog.findChildren(QComboBox, "line_speaker_Field")
    assert field.currentText() == "Anna"
    field.setCurrentText("Bert")
    assert dialog.changed(PLAIN).delivery.speaker == "Bert"


def test_what_is_typed_is_applied_by_enter(qtbot: QtBot) -> None:
    dialog = dialog_for(qtbot, PLAIN)
    field = number(dialog, "length_scale")
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "1.25")
    with qtbot.waitSignal(dialog.accepted):
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert dialog.changed(PLAIN).delivery == Delivery(length_scale=0.8)
